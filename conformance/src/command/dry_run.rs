//! `conformance run --dry-run`: what is planned in, every request that it would send out, and as lines for a shell.

use super::checked::{Asked, Checked};
use super::{pretty, print};
use crate::error::Error;
use crate::exit::Exit;
use crate::files;
use crate::plan::Planned;
use crate::rehearsal::{Rehearsal, Rehearsed};
use crate::report::{Destination, Format, RequestReport, curl, one_line};
use crate::rules::IDENTITIES;
use crate::settings::Settings;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write;

/// Where the requests would go if a sandbox were served: one that is started for a run has an address of its own each time.
const SERVED: &str = "http://127.0.0.1:8080/v1.0";

/// What is said of the requests, before them.
const HEADING: &str = "\
# nothing was sent there; a token is left out, and taken from a variable\n\
# of a rule, these are the requests that the program's own sandbox is sent: ids, and whatever follows from an answer, are as it answers\n";

pub(super) fn execute(checked: &Checked<'_>, output: &mut dyn Write) -> Result<Exit, Error> {
    let Checked { asked: Asked { settings, contract, plan, .. }, bindings, permitted, .. } =
        checked;
    let (plan, permitted) = (&plan.cases, *permitted);
    let asked = settings.connection.url()?;
    let url = asked.unwrap_or(SERVED);
    let callers: BTreeSet<String> = match asked {
        Some(_) => settings.connection.sources()?.into_iter().map(|(name, _)| name).collect(),
        None => IDENTITIES.iter().map(|identity| identity.name.to_owned()).collect(),
    };
    let destinations = destinations(settings)?;
    let rehearsal = Rehearsal { contract, settings, bindings, url, callers: &callers, permitted };
    let rehearsed = rehearsal.of(plan)?;
    let cases: Vec<(&Planned<'_>, &Rehearsed)> = plan.iter().zip(&rehearsed).collect();
    for Destination { format, path } in destinations {
        let told = if format == Format::Json { as_json(url, &cases) } else { as_text(url, &cases) };
        match path {
            Some(path) => files::write(&path, &told)?,
            None => print(output, &told)?,
        }
    }
    Ok(Exit::Conforms)
}

/// Where the requests are told: as text or JSON, for the other formats are of what was answered.
fn destinations(settings: &Settings) -> Result<Vec<Destination>, Error> {
    let asked = settings.output.report.clone();
    let is_told = |one: &Destination| [Format::Text, Format::Json].contains(&one.format);
    if let Some(other) = asked.iter().find(|one| !is_told(one)) {
        let name = String::from(other.clone());
        return Err(Error::Usage(format!(
            "a dry run has no results, and so no report {name}; it is told as text or json"
        )));
    }
    let text = Destination { format: Format::Text, path: None };
    Ok(if asked.is_empty() { vec![text] } else { asked })
}

/// Lines for a shell: everything else is a remark.
fn as_text(url: &str, cases: &[(&Planned<'_>, &Rehearsed)]) -> String {
    let mut text = format!("# what would be sent to {}\n{HEADING}", one_line(url));
    for (planned, rehearsed) in cases {
        // Writing to a String cannot fail.
        let _ = match rehearsed {
            Err(reason) => writeln!(text, "\n# {}: skipped, {}", planned.id(), one_line(reason)),
            Ok(_) => writeln!(text, "\n# {}", planned.id()),
        };
        for request in rehearsed.iter().flatten().map(RequestReport::from) {
            let target = one_line(&format!("{} {}", request.method, request.url));
            let _ = writeln!(text, "# {target}\n{}", curl(&request));
        }
    }
    text
}

fn as_json(url: &str, cases: &[(&Planned<'_>, &Rehearsed)]) -> String {
    let request = |request: RequestReport| {
        let curl = curl(&request);
        json!({ "request": request, "curl": curl })
    };
    let cases = cases.iter().map(|(planned, rehearsed)| match rehearsed {
        Err(reason) => json!({ "id": planned.id(), "kind": planned.kind(), "skipped": reason }),
        Ok(requests) => {
            let requests = requests.iter().map(RequestReport::from).map(request);
            let requests = requests.collect::<Value>();
            json!({ "id": planned.id(), "kind": planned.kind(), "requests": requests })
        }
    });
    pretty(&json!({ "endpoint": url, "cases": cases.collect::<Value>() }))
}
