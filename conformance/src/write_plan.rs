//! What a run is about to write at an endpoint in, the same in words out: how much of what, as whom, in which tenant, and where it stands.

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::exchange::SentRequest;
use crate::plan::Planned;
use crate::rehearsal::Rehearsal;
use crate::safety::is_safe;
use std::collections::BTreeSet;
use std::fmt::Write;
use url::Url;

/// How sure the numbers are.
const COUNTED: &str = "counted on the program's own sandbox; what examples make is undone with some more, and a server that answers otherwise gets others";

/// What is said before the first write; nothing where nothing would be written.
///
/// # Errors
/// As [`Rehearsal::of`].
pub(crate) fn text(
    rehearsal: &Rehearsal<'_>,
    plan: &[Planned<'_>],
    tenant: Option<&str>,
) -> Result<Option<String>, Error> {
    let rehearsed = rehearsal.of(plan)?;
    let requests = rehearsed.iter().flatten().flatten();
    let writes: Vec<&SentRequest> = requests.filter(|request| !is_safe(&request.method)).collect();
    if writes.is_empty() {
        return Ok(None);
    }
    let endpoint = Endpoint::new(rehearsal.url, None)?;
    let who = |write: &&SentRequest| write.identity.clone().unwrap_or_else(|| "nobody".to_owned());
    let identities: BTreeSet<String> = writes.iter().map(who).collect();
    let identities = identities.into_iter().collect::<Vec<_>>().join(", ");
    let tenant = tenant.unwrap_or("unknown: the token names none");
    let ledger = rehearsal.settings.safety.ledger(rehearsal.permitted);
    let mut text = format!("this run writes at {}\n", endpoint.url());
    // Writing to a String cannot fail.
    let _ = writeln!(text, "  tenant      {tenant}");
    let _ = writeln!(text, "  identities  {identities}");
    if let Some(ledger) = ledger {
        let _ = writeln!(text, "  ledger      {}", ledger.display());
    }
    for (count, operation) in counts(rehearsal, &endpoint, &writes) {
        let _ = writeln!(text, "{count:>6}  {operation}");
    }
    let _ = writeln!(text, "{COUNTED}");
    Ok(Some(text))
}

/// How many writes there are of each operation, in the contract's order, and of none.
fn counts(
    rehearsal: &Rehearsal<'_>,
    endpoint: &Endpoint,
    writes: &[&SentRequest],
) -> Vec<(usize, String)> {
    let called = writes.iter().map(|write| {
        let url = Url::parse(&write.url).ok()?;
        let path = endpoint.below(&url)?;
        rehearsal.contract.operation_at(&write.method, path).map(|operation| &operation.id)
    });
    let called: Vec<_> = called.collect();
    let of = |id| called.iter().filter(|one| **one == id).count();
    let known = rehearsal.contract.operations.iter().map(|operation| {
        let name = format!("{}  {} {}", operation.id, operation.method, operation.path);
        (of(Some(&operation.id)), name)
    });
    let others = (of(None), "to nothing in the contract".to_owned());
    known.chain([others]).filter(|(count, _)| *count > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bindings::Bindings;
    use crate::contract::Contract;
    use crate::plan;
    use crate::safety::{Guard, Permitted};
    use crate::settings::Settings;
    use crate::typed;
    use std::path::PathBuf;
    use std::sync::Arc;

    /// What is said of the cases with these ids.
    fn said(ids: &[&str], (callers, guard): (&[&str], &Guard)) -> Option<String> {
        let document = serde_json::from_str(typed::CONTRACT).unwrap();
        let contract = Arc::new(Contract::load(document).unwrap());
        let mut settings = Settings::default();
        settings.connection.endpoint = Some("https://graph.example/v1.0".to_owned());
        settings.safety.ledger = Some(PathBuf::from("made.jsonl"));
        settings.judging.inputs = Some(3);
        let everything = plan::everything(&contract, true);
        let plan: Vec<_> =
            everything.into_iter().filter(|planned| ids.contains(&planned.id())).collect();
        let rehearsal = Rehearsal {
            contract: &contract,
            settings: &settings,
            bindings: &Bindings::default(),
            url: "http://graph.example/v1.0",
            callers: &callers.iter().map(|name| (*name).to_owned()).collect(),
            permitted: guard.permitted,
        };
        text(&rehearsal, &plan, guard.tenant.as_deref()).unwrap()
    }

    #[test]
    fn it_is_said_how_much_is_written_as_whom_where_and_where_that_stands() {
        let permitted = Permitted::WritingElsewhere;
        let tenant = Some("8f1c0c5e-4a53-4b51-8f0e-0d3c2b1a9f77".to_owned());
        let guard = Guard { permitted, tenant, ..Guard::default() };
        let ids = [
            "get/gets-request",
            "create/admin-adds-user",
            "input/create/admin-adds-user",
            "cancel/cancels-pending-request",
            // Nothing is bound for it.
            "cancel/cancels-a-submitted-request",
            "delete/is-refused-for-an-unknown-id",
            "errors/are-json",
        ];
        let said = said(&ids, (&["admin"], &guard)).unwrap();
        let head = "this run writes at http://graph.example/v1.0\n  \
                    tenant      8f1c0c5e-4a53-4b51-8f0e-0d3c2b1a9f77\n  \
                    identities  admin\n  \
                    ledger      made.jsonl\n";
        let rest = said.strip_prefix(head).unwrap();
        let counts = rest.lines().filter_map(|line| line.split_whitespace().next()?.parse().ok());
        assert_eq!(counts.collect::<Vec<usize>>(), [5, 3, 3, 2, 2, 1], "{said}");
        assert!(
            said.ends_with(&format!("     1  to nothing in the contract\n{COUNTED}\n")),
            "{said}"
        );
    }

    #[test]
    fn where_nothing_is_written_nothing_is_said() {
        let guard = Guard { permitted: Permitted::WritingElsewhere, ..Guard::default() };
        assert_eq!(said(&["get/gets-request", "errors/tell-causes-apart"], (&[], &guard)), None);
        let reading = Guard { permitted: Permitted::ReadingElsewhere, ..Guard::default() };
        assert_eq!(said(&["create/admin-adds-user"], (&["admin"], &reading)), None);
        let said = said(&["create/admin-adds-user"], (&[], &guard)).unwrap();
        assert!(said.contains("  tenant      unknown: the token names none\n"), "{said}");
    }
}
