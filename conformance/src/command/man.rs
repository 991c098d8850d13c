//! `conformance man`: the program in, its manual pages out.

use crate::error::Error;
use crate::files;
use clap_mangen::Man;
use std::fmt::Write;
use std::path::Path;

/// What a page is of.
const SOURCE: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// The page of one command.
pub(super) fn page(command: &clap::Command) -> Result<String, Error> {
    let mut page = Vec::new();
    let written = Man::new(command.clone()).source(SOURCE).render(&mut page);
    written.map_err(|source| Error::File {
        action: "write",
        path: "a manual page".into(),
        source,
    })?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// Writes the page of the program and those of all subcommands into a folder, which is made if it is not there, and tells which.
pub(super) fn write_all(mut program: clap::Command, folder: &Path) -> Result<String, Error> {
    // It gives the subcommands their whole names.
    program.build();
    let subcommands = program.get_subcommands().filter(|one| one.get_name() != "help");
    let mut told = String::new();
    for command in std::iter::once(&program).chain(subcommands) {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let path = folder.join(format!("{name}.1"));
        files::write_below(&path, &page(command)?)?;
        // Writing to a String cannot fail.
        let _ = writeln!(told, "{}", path.display());
    }
    Ok(told)
}
