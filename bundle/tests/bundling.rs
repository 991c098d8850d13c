//! What comes out of a folder of files, case by case: each folder under `fixtures/` holds an
//! `openapi.yaml` (or `.json`) and either `bundled.json`, the document expected, or `error.txt`, the
//! words that the error must hold.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a fixture that cannot be read is a failed test"
)]

use std::{
    error::Error as _,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

fn fixture(name: &str) -> PathBuf {
    Path::new("tests/fixtures").join(name)
}

fn entry(name: &str) -> PathBuf {
    let yaml = fixture(name).join("openapi.yaml");
    if yaml.exists() { yaml } else { fixture(name).join("openapi.json") }
}

/// The error and its causes in one line, as a program would print them.
fn chain(error: &openapi_bundle::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}

fn bundles(name: &str) {
    let bundled = openapi_bundle::bundle(&entry(name)).map_err(|error| chain(&error)).unwrap();
    let text = fs::read_to_string(fixture(name).join("bundled.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    // As text, because the order of members counts as well.
    assert_eq!(format!("{bundled:#}"), format!("{expected:#}"), "{name}");
}

fn fails(name: &str) {
    let error = openapi_bundle::bundle(&entry(name)).expect_err(name);
    let text = chain(&error);
    for words in fs::read_to_string(fixture(name).join("error.txt")).unwrap().lines() {
        assert!(text.contains(words), "{name}: no `{words}` in: {text}");
    }
}

macro_rules! cases {
    ($check:ident: $($case:ident)*) => { $(
        #[test]
        fn $case() {
            $check(&stringify!($case).replace('_', "-"));
        }
    )* };
}

cases! { bundles:
    a_document_in_one_file_comes_out_unchanged
    a_json_document_is_read_as_well
    parts_with_a_name_become_references_to_it
    parts_without_a_name_give_way_to_their_content
    a_recursive_schema_refers_to_its_name
    two_names_for_one_part_share_its_content
    a_discriminator_maps_to_names
    references_in_data_are_data
    keywords_as_names_are_names
    scalars_keep_their_spelling
}

cases! { fails:
    a_missing_file_is_named_with_the_reference
    a_missing_pointer_is_named_with_the_reference
    a_key_given_twice_is_named_with_its_line
    a_member_given_twice_is_named_with_its_line
    a_cycle_without_a_name_is_refused
    an_alias_of_itself_is_refused
    an_address_of_the_network_is_refused
    a_mapping_without_a_name_is_refused
    growth_without_end_is_refused
    nesting_beyond_the_limit
}

#[test]
fn each_part_has_the_place_it_came_from() {
    let entry = entry("parts-with-a-name-become-references-to-it");
    let origins = openapi_bundle::bundle_with_origins(&entry).unwrap().origins;
    let folder = entry.parent().unwrap();
    for (pointer, expected) in [
        ("", "openapi.yaml#"),
        ("/components/schemas", "openapi.yaml#/components/schemas"),
        ("/components/schemas/cat/type", "schemas/animals.yaml#/cat/type"),
        ("/paths/~1cats/get/responses", "paths/cats.yaml#/get/responses"),
    ] {
        assert_eq!(origins.of(pointer).to_string(), folder.join(expected).display().to_string());
    }
}

/// The pointer of every value, in the document's order.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let token = name.replace('~', "~0").replace('/', "~1");
                pointers(member, &format!("{at}/{token}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, &format!("{at}/{index}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn every_value_has_its_line(entry: &Path) {
    let bundle = openapi_bundle::bundle_with_origins(entry).unwrap();
    let map = bundle.source_map();
    let mut places = Vec::new();
    pointers(&bundle.document, "", &mut places);
    assert_eq!(map.marks.len(), places.len(), "{}", entry.display());
    for (pointer, (file, line)) in places.iter().zip(&map.marks) {
        let place = bundle.origins.of(pointer);
        let file = &map.files[*file];
        assert_eq!(Path::new(&file.path), place.file, "{pointer}");
        let text = file.text.lines().nth(line - 1).unwrap();
        let token = place.pointer.rsplit('/').next().unwrap_or_default();
        let name = token.replace("~1", "/").replace("~0", "~");
        let is_index = token.parse::<usize>().is_ok();
        assert!(is_index || text.contains(&name), "{place} at {}:{line}: {text}", file.path);
    }
}

#[test]
fn each_value_has_the_line_of_its_name() {
    for folder in fs::read_dir("tests/fixtures").unwrap() {
        let name = folder.unwrap().file_name();
        let name = name.to_str().unwrap();
        if fixture(name).join("bundled.json").exists() {
            every_value_has_its_line(&entry(name));
        }
    }
    every_value_has_its_line(Path::new("../openapi/openapi.yaml"));
}

#[test]
fn a_missing_entry_is_named() {
    let error = openapi_bundle::bundle(Path::new("nowhere/openapi.yaml")).unwrap_err();
    assert_eq!(error.to_string(), "cannot read nowhere/openapi.yaml");
}

#[test]
fn nesting_without_end_is_refused_in_both_formats() {
    for (name, text) in [
        ("deep.json", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
        ("deep.yaml", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
        ("deep.yaml", format!("{}end", "- ".repeat(100_000))),
    ] {
        let error = openapi_bundle::parse(&text, name).unwrap_err();
        assert!(error.to_string().starts_with(name), "{error}");
    }
}
