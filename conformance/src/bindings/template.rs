//! Examples and fixtures in, a bindings file to fill in out: every value, what it must be at the endpoint, and where it is used.

use super::is_one;
use crate::contract::{Binding, Example, ExampleId};
use crate::rules::Fixture;
use serde_json::Value;
use std::fmt::{Result, Write};

/// A bindings file to fill in: valid TOML, and without effect as it stands.
pub fn template(examples: &[Example], fixtures: &[Fixture]) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_template(&mut text, examples).and_then(|()| write_fixtures(&mut text, fixtures));
    text
}

fn write_template(text: &mut String, examples: &[Example]) -> Result {
    writeln!(text, "# What stands at your endpoint for the values that the documents print.")?;
    if examples.iter().all(|example| example.bindings.is_empty()) {
        return write_form(text, examples);
    }
    writeln!(
        text,
        "# Put your own value on the right; lines that stay as they are send the documented value.\n\n[values]"
    )?;
    write_shared(text, examples)?;
    write_placeholders(text, examples)
}

/// What rules cannot make themselves; as it stands, what a sandbox has with the documented world.
fn write_fixtures(text: &mut String, fixtures: &[Fixture]) -> Result {
    if fixtures.is_empty() {
        return Ok(());
    }
    writeln!(
        text,
        "\n# What rules cannot make at your endpoint; as it stands, what a sandbox with the documented world has. Rules whose fixtures\n\
         # you take out are skipped by name.\n[fixtures]"
    )?;
    for fixture in fixtures {
        writeln!(text, "# {}", folded(fixture.is))?;
        match fixture.documented {
            [value] => writeln!(text, "{} = {}", fixture.name, quoted(value))?,
            values => {
                let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
                writeln!(text, "{} = [{}]", fixture.name, values.join(", "))?;
            }
        }
    }
    Ok(())
}

/// What may stand in a bindings file, where the contract does not say which values are the endpoint's own.
fn write_form(text: &mut String, examples: &[Example]) -> Result {
    let id = examples.first().map_or("operation/example", |example| example.id.0.as_str());
    writeln!(
        text,
        "# This contract names none of them. On the left may stand whatever an example prints as a value in its path or query,\n\
         # or as a whole string or number of a body; your own value stands on the right.\n\n\
         [values]\n# \"documented value\" = \"your own\"\n\n\
         # For one example alone; goes before the general ones:\n# [examples.{}]\n# \"documented value\" = \"your own\"",
        quoted(id)
    )
}

fn write_shared(text: &mut String, examples: &[Example]) -> Result {
    for (documented, uses) in shared_values(examples) {
        for (example, is) in uses {
            writeln!(text, "# {}: {}", folded(&example.0), folded(is))?;
        }
        let value = quoted(documented);
        writeln!(text, "{value} = {value}")?;
    }
    Ok(())
}

fn write_placeholders(text: &mut String, examples: &[Example]) -> Result {
    for example in examples {
        let placeholders: Vec<_> = example.bindings.iter().filter_map(placeholder).collect();
        if placeholders.is_empty() {
            continue;
        }
        writeln!(text, "\n[examples.{}]", quoted(&example.id.0))?;
        for (binding, stand_in) in placeholders {
            let (documented, stand_in) = (quoted(&binding.documented), quoted(stand_in));
            writeln!(text, "# {}\n{documented} = {stand_in}", folded(&binding.is))?;
        }
    }
    Ok(())
}

fn placeholder(binding: &Binding) -> Option<(&Binding, &str)> {
    Some((binding, binding.stand_in.as_deref()?))
}

/// The values that are bound for all examples alike, in order of first use.
fn shared_values(examples: &[Example]) -> Vec<(&str, Vec<(&ExampleId, &str)>)> {
    let mut shared: Vec<(&str, Vec<(&ExampleId, &str)>)> = Vec::new();
    for example in examples {
        for binding in example.bindings.iter().filter(|binding| binding.stand_in.is_none()) {
            let entry = (&example.id, binding.is.as_str());
            match shared.iter_mut().find(|(documented, _)| is_one(documented, &binding.documented))
            {
                Some((_, uses)) => uses.push(entry),
                None => shared.push((&binding.documented, vec![entry])),
            }
        }
    }
    shared
}

/// A TOML string. JSON's escapes are TOML's, but TOML wants DEL escaped as well.
fn quoted(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// Text for a comment, which ends with its line and holds no control characters.
fn folded(text: &str) -> String {
    text.split(|character: char| character.is_control()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bindings::Bindings;
    use crate::contract::Contract;
    use crate::rules::FIXTURES;
    use serde_json::json;

    /// A contract with one example, whose text is as bad as text can be.
    fn contract(documented: &str) -> Contract {
        let bound = json!({ documented: {"is": "a\nb = c\r\u{1}"}, "{id}": {"is": "one", "stand-in": documented} });
        let message =
            json!({"line": "GET https://x.example/a/{id}", "body": {"value": documented}});
        let example = json!({
            "summary": "", "source": {"page": ""}, "bindings": bound,
            "request": message, "response": {"line": "HTTP/1.1 200 OK"},
        });
        let document = json!({
            "openapi": "3.0.3", "servers": [{"url": "https://x.example"}],
            "paths": {"/a": {"get": {"x-examples": {"a\"]\n/b": example}}}},
        });
        Contract::load(document).unwrap()
    }

    #[test]
    fn the_template_is_toml_whatever_the_text() {
        for documented in ["plain", "\u{7f}", "a\u{0}\u{1b}\n\t\"\\", "é\u{301}\u{202e}", "'''"] {
            let contract = contract(documented);
            let text = template(&contract.examples, FIXTURES);
            let bindings: Bindings = toml::from_str(&text).unwrap();
            let bindings = bindings.of(&contract.examples[0]);
            assert_eq!(bindings.bound(documented), documented, "{text}");
            assert_eq!(bindings.bound("{id}"), documented, "{text}");
        }
    }

    #[test]
    fn where_no_value_is_named_the_template_says_what_may_stand_there() {
        let text = template(&[], &[]);
        assert_eq!(toml::from_str::<Bindings>(&text).unwrap(), Bindings::default());
        assert!(text.contains("# \"documented value\" = \"your own\""), "{text}");
    }
}
