//! `conformance merge`: the reports of the shards of one run joined, told and judged as that run would have been.

use super::print;
use super::shown::shown;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{Destination, Report, ReportFiles, merge};
use crate::settings::Telling;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What `merge` is told.
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// The reports in JSON, one of each shard; `-` is standard input
    #[arg(value_name = "REPORT", required = true)]
    reports: Vec<PathBuf>,
    /// How the result is told, as of `run`; may be given again [default: text]
    #[arg(long, value_name = "FORMAT[=PATH]")]
    report: Vec<Destination>,
}

pub(super) fn execute(told: &Merge, output: &mut dyn Write) -> Result<Exit, Error> {
    if told.reports.iter().filter(|path| *path == Path::new("-")).count() > 1 {
        return Err(Error::Usage(
            "standard input can be read once; give the others as files".to_owned(),
        ));
    }
    let reports = told.reports.iter().map(|path| Ok((path.clone(), Report::read(path)?)));
    let merged = merge(reports.collect::<Result<_, Error>>()?)?;
    let files = ReportFiles::open(&told.report)?;
    files.finish(&merged)?;
    let exit = merged.exit();
    print(output, &shown(merged, &files.shown(), &Telling::default()))?;
    Ok(exit)
}
