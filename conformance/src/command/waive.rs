//! `conformance waive`: waivers for what failed in a report, shown or put behind those of a file.

use super::print;
use crate::clock;
use crate::error::Error;
use crate::exit::Exit;
use crate::files;
use crate::report::Report;
use crate::safety::is_this_machine;
use crate::waivers::{self, For};
use chrono::{NaiveDate, TimeDelta};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use url::Url;

/// For how many days a waiver holds unless it is said otherwise.
const DAYS: i64 = 30;

/// What `waive` is told.
#[derive(Debug, Args)]
pub(crate) struct Waive {
    /// A report in JSON; `-` is standard input
    #[arg(value_name = "REPORT")]
    report: PathBuf,
    /// Who answers for it
    #[arg(long, value_name = "NAME", value_parser = words)]
    owner: String,
    /// Why it is let pass
    #[arg(long, value_name = "TEXT", value_parser = words)]
    reason: String,
    /// Where it is followed up
    #[arg(long, value_name = "URL")]
    link: Option<String>,
    /// The last day on which it holds [default: in 30 days]
    #[arg(long, value_name = "DATE", value_parser = day)]
    expires: Option<NaiveDate>,
    /// Put them behind those of this file, which is made where it is not there
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
}

pub(super) fn execute(told: &Waive, output: &mut dyn Write) -> Result<Exit, Error> {
    let today = clock::now().date_naive();
    let expires = told.expires.unwrap_or(today + TimeDelta::days(DAYS));
    if expires < today {
        return Err(Error::Usage(format!("--expires {expires} is over; give a day to come")));
    }
    let report = Report::read(&told.report)?;
    let said = For {
        owner: told.owner.clone(),
        reason: told.reason.clone(),
        link: told.link.clone(),
        expires: expires.to_string(),
        endpoint: lasting(&report),
    };
    match &told.waivers {
        None => {
            let (text, _) = waivers::appended("", &report, &said).map_err(Error::Usage)?;
            let nothing = || "# nothing failed that is not waived\n".to_owned();
            print(output, &if text.is_empty() { nothing() } else { text })?;
        }
        Some(file) => print(output, &append(file, &report, &said)?)?,
    }
    Ok(Exit::Conforms)
}

/// Puts them into the file, all or none, and says so.
fn append(file: &Path, report: &Report, said: &For) -> Result<String, Error> {
    let is_there = files::exists(file);
    let present = if is_there { files::read(file)? } else { String::new() };
    let wrong = |problem| Error::Waivers { path: file.to_owned(), problem };
    let (text, count) = waivers::appended(&present, report, said).map_err(wrong)?;
    // Whoever names a file finds it afterwards, and can go by it: nothing may have failed this time.
    if count > 0 || !is_there {
        files::write(file, &format!("{present}{text}"))?;
    }
    let waivers = if count == 1 { "waiver" } else { "waivers" };
    Ok(format!("{count} {waivers} written to {}\n", file.display()))
}

/// The endpoint, where it will be the same the next time: on this machine a port is whatever happens to be free.
fn lasting(report: &Report) -> Option<String> {
    let url = Url::parse(&report.endpoint);
    let is_elsewhere = url.is_ok_and(|url| url.has_host() && !is_this_machine(&url));
    is_elsewhere.then(|| report.endpoint.clone())
}

/// A text that says something, as a flag has it.
fn words(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("say it in a few words".to_owned());
    }
    Ok(text.to_owned())
}

/// A day, as a flag has it.
fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "give a day such as 2026-12-31".to_owned())
}
