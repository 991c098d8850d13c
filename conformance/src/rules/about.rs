//! A rule in, the operations that it is about out.

use super::Rule;

const CREATE: &str = "createAssignmentRequest";
const LIST: &str = "listAssignmentRequests";
const GET: &str = "getAssignmentRequest";
const FILTER: &str = "filterAssignmentRequestsByCurrentUser";

/// How the ids of rules begin, and the operations that these are about; of several that fit, the first. What is true of every operation is
/// about none: it is selected by its own id.
const ABOUT: &[(&str, &[&str])] = &[
    ("create/", &[CREATE]),
    ("read/is-the-same-wherever-it-is-shown", &[GET, LIST, FILTER]),
    ("read/", &[GET]),
    ("list/", &[LIST]),
    ("filter/", &[FILTER]),
    ("page/pages-the-callers-own-requests", &[FILTER]),
    ("page/", &[LIST]),
    ("cancel/", &["cancelAssignmentRequest"]),
    ("delete/", &["deleteAssignmentRequest"]),
    ("reprocess/", &["reprocessAssignmentRequest"]),
    ("resume/", &["resumeAssignmentRequest"]),
    ("errors/", &[]),
    ("protocol/", &[]),
    ("identity/", &[]),
];

impl Rule {
    /// The operations that it is about, by their ids in the contract.
    pub fn operations(&self) -> &'static [&'static str] {
        let about = ABOUT.iter().find(|(start, _)| self.id.starts_with(start));
        about.map_or(&[], |(_, operations)| operations)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;
    use crate::typed;
    use serde_json::Value;

    #[test]
    fn every_rule_has_a_row_and_every_row_a_rule() {
        for rule in rules::all() {
            assert!(ABOUT.iter().any(|(start, _)| rule.id.starts_with(start)), "{}", rule.id);
        }
        for (start, _) in ABOUT {
            assert!(rules::all().any(|rule| rule.id.starts_with(start)), "{start}");
        }
    }

    #[test]
    fn every_operation_is_one_of_the_contract() {
        let contract: Value = serde_json::from_str(typed::CONTRACT).unwrap();
        let paths = contract["paths"].as_object().unwrap().values();
        let operations = paths.flat_map(|path| path.as_object().unwrap().values());
        let ids: Vec<&str> = operations.filter_map(|one| one["operationId"].as_str()).collect();
        for operation in ABOUT.iter().copied().flat_map(|(_, operations)| operations) {
            assert!(ids.contains(operation), "{operation}");
        }
    }
}
