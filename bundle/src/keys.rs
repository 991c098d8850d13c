//! What a key of a document says of its value: whether references are looked for in it, and whether the
//! keys below it are keywords at all.

/// Members whose keys are names chosen by the author, so that a response called `default` or a property
/// called `example` is not taken for the keyword.
const MAPS_OF_NAMES: [&str; 17] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "encoding",
    "examples",
    "headers",
    "links",
    "parameters",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "x-examples",
];

/// Members whose value is data of the API, in which nothing is a reference.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "value"];

/// Whether the value of the keyword `key` is data of the API, in which nothing is a reference or a keyword.
pub fn is_data(key: &str) -> bool {
    DATA.contains(&key)
}

/// Whether the keys below the keyword `key` are names chosen by the author, and no keywords.
pub fn is_map_of_names(key: &str) -> bool {
    MAPS_OF_NAMES.contains(&key)
}
