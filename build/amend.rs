//! What the generator has no setting for: its source comes in, the same source goes out with each of the
//! amendments made. One that finds nothing to amend is a problem, so that none is lost unnoticed when the
//! generator changes.

use super::problem::Problem;

/// What is written, and what shall be.
const AMENDMENTS: [(&str, &str); 3] = [
    // A builder starts without unknown members, where the generator would have callers set them.
    (
        r#"extra: Err("no value supplied for extra".to_string()),"#,
        "extra: Ok(::std::default::Default::default()),",
    ),
    (
        "#[serde(flatten)]\n        pub extra:",
        "///Members that the contract does not declare.\n        #[serde(flatten)]\n        pub extra:",
    ),
    // The sketch of a call under each method is not a test that was skipped.
    ("```ignore", "```text"),
];

/// The formatted source as it shall be.
pub(crate) fn amended(source: &str) -> Result<String, Problem> {
    AMENDMENTS.iter().try_fold(source.to_owned(), |source, (written, meant)| {
        if source.contains(written) {
            Ok(source.replace(written, meant))
        } else {
            Err(not_found(written))
        }
    })
}

fn not_found(written: &str) -> Problem {
    let fault = format!("the generator no longer writes `{written}`; amend what it writes instead");
    Problem::new("build/amend.rs", fault)
}
