//! What the generator has no setting for: its source comes in, the same source goes out with each of the
//! amendments made.

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

/// The source as it shall be.
pub(crate) fn amended(source: &str) -> String {
    AMENDMENTS
        .iter()
        .fold(source.to_owned(), |source, (written, meant)| source.replace(written, meant))
}
