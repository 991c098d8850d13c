//! Settings in, an error out where a report would be written over a file that the run goes by.

use super::Resolved;
use crate::error::Error;
use crate::files;
use std::path::Path;

/// Makes sure that every report has a file of its own.
///
/// # Errors
/// [`Error::Usage`] that names the report, and whose file it has.
pub(super) fn check(resolved: &Resolved) -> Result<(), Error> {
    let used = used(resolved);
    let reports = resolved.settings.output.report.iter();
    let files = reports.filter_map(|report| report.path.as_deref());
    // What is written to a device or a pipe takes nothing away there.
    for file in files.filter(|file| !files::is_stream(file)) {
        let place = files::place(file);
        if let Some((whose, _)) = used.iter().find(|(_, path)| files::place(path) == place) {
            let problem = format!(
                "the report in {} would be written over the file of {whose}; give it a file of its own",
                file.display()
            );
            return Err(Error::Usage(problem));
        }
    }
    Ok(())
}

/// The files that are read all the time or that nobody could write a second time, each with whose it is. A report that is run again is read
/// before the new one takes its place.
fn used(resolved: &Resolved) -> Vec<(String, &Path)> {
    let Resolved { settings, origins, file } = resolved;
    let named = [
        ("contract", settings.contract.as_deref()),
        ("ca_file", settings.connection.ca_file.as_deref()),
        ("bindings", settings.judging.bindings.as_deref()),
        ("waivers", settings.acceptance.waivers.as_deref()),
    ];
    let named = named.into_iter().filter_map(|(key, path)| Some((origins.named(key), path?)));
    let tokens = settings.connection.identities.iter();
    let tokens =
        tokens.filter_map(|(name, source)| Some((format!("the identity {name}"), source.file()?)));
    let ledger = ("the ledger".to_owned(), settings.safety.earlier_ledger());
    let configuration = file.iter().map(|file| ("these settings".to_owned(), file.as_path()));
    named.chain(tokens).chain([ledger]).chain(configuration).collect()
}
