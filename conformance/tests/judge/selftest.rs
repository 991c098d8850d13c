//! `conformance selftest`: what it tells of faults that are found.

use crate::program::conformance;

#[test]
fn of_faults_that_are_found_the_count_alone_is_told() {
    let said = conformance(&["selftest", "--only", "reprocess/*"]);
    let words: Vec<&str> = said.output.split_whitespace().collect();
    let [found, "of", all, "faults", "found,", "0", "false", "alarms"] = words[..] else {
        panic!("{said:?}")
    };
    assert_eq!((said.exit, found, said.log.as_str()), (0, all, ""), "{said:?}");
    assert!(all.parse::<usize>().unwrap() > 0, "{said:?}");
}

#[test]
fn a_pattern_selects_by_name_by_case_and_by_objector() {
    for (pattern, line) in [
        ("the token is*", "found  the token is lost (get/gets-request): status status"),
        (
            "delete/deletes-*",
            "found  bytes follow a 204 unannounced (delete/deletes-completed-request): empty-body connection",
        ),
        (
            "promptness",
            "found  an answer keeps its caller waiting (get/gets-request): promptness time",
        ),
        ("list/lists-requests", "silent list/lists-requests"),
    ] {
        let said = conformance(&["selftest", "--verbose", "--only", pattern]);
        assert_eq!(said.exit, 0, "{said:?}");
        assert!(said.output.lines().any(|told| told == line), "{said:?}");
        assert!(said.output.lines().count() < 20, "{said:?}");
    }
}
