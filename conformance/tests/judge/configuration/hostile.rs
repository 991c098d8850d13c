//! Any text at all as a file with settings: it is taken, or refused with its name, and nothing else happens.

use crate::program::scratch;
use clap::{Args, Command, FromArgMatches};
use conformance::Error;
use conformance::settings::{Flags, InputFiles, Resolved};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// What comes of a file with this text.
fn read(name: &str, text: &str) -> (String, Result<Resolved, Error>) {
    let file = scratch(name);
    std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap().to_owned();
    let command = InputFiles::augment_args(Flags::augment_args(Command::new("run")));
    let matches = command.try_get_matches_from(["run", "--config", &file]).unwrap();
    let resolved = Flags::from_arg_matches(&matches).unwrap().resolve();
    (file, resolved)
}

const KEYS: [&str; 14] = [
    "\"$schema\"",
    "endpoint",
    "timeout",
    "jobs",
    "only",
    "level",
    "report",
    "seed",
    "verbose",
    "contract",
    "bindings",
    "color",
    "\"\"",
    "identities.admin.token_env",
];

fn any_value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:?}").to_lowercase()),
        "\\PC{0,12}".prop_map(|text| toml::Value::from(text).to_string()),
        Just("true".to_owned()),
        Just("1979-05-27T07:32:00Z".to_owned()),
        Just("\"\\u0000\\n\"".to_owned()),
        "[\\[\\]{}=,\"'a-z0-9. ]{0,12}",
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(", "))),
            inner.prop_map(|value| format!("{{ a = {value} }}")),
        ]
    })
}

/// Lines with keys that are known, and any values.
fn any_file() -> impl Strategy<Value = String> {
    let key = prop_oneof![
        prop::sample::select(&KEYS[..]).prop_map(str::to_owned),
        "[a-z_.\\[\\]\"-]{1,8}"
    ];
    let line = (key, any_value()).prop_map(|(key, value)| format!("{key} = {value}\n"));
    prop::collection::vec(line, 0..5).prop_map(|lines| lines.concat())
}

fn is_taken_or_refused_by_name(text: &str) -> Result<(), TestCaseError> {
    let (file, resolved) = read("hostile.toml", text);
    let Err(error) = resolved else { return Ok(()) };
    let told = error.chain();
    prop_assert!(!told.contains('\n'), "{}", told);
    if let Error::Configuration { place, .. } = &error {
        let line = place.strip_prefix(&format!("{file}:"));
        let line: Option<usize> = line.and_then(|line| line.parse().ok());
        prop_assert!(line.is_some_and(|line| line <= text.lines().count() + 1), "{}", told);
    } else {
        // Settings that do not go together.
        prop_assert!(told.contains(&file), "{}", told);
    }
    Ok(())
}

proptest! {
    // The same input in every run: a test that fails now and then is looked at by nobody. Other seeds are for a search by hand.
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

    #[test]
    fn any_file_is_taken_or_refused_by_name(text in prop_oneof![any_file(), "(?s).{0,48}", "[\\[\\]{}=,\"'\n#a-z0-9. ]{0,48}"]) {
        is_taken_or_refused_by_name(&text)?;
    }
}

#[test]
fn nesting_without_end_is_refused() {
    for text in [
        format!("only = {}{}\n", "[".repeat(10_000), "]".repeat(10_000)),
        format!("{}a = 1\n", "a.".repeat(10_000)),
    ] {
        let (file, resolved) = read("deep.toml", &text);
        let told = resolved.unwrap_err().chain();
        assert!(
            told.starts_with(&file) && told.contains("recurs"),
            "{}",
            &told[..200.min(told.len())]
        );
    }
}
