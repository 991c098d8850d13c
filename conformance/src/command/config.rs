//! `conformance config`: the settings of a run in, each with where it comes from out, as TOML or as JSON.

use super::pretty;
use crate::environment;
use crate::error::Error;
use crate::files;
use crate::secret::REMOVED;
use crate::settings::{FLAG_ONLY, Origin, Resolved, of_settings, stated};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::path::Path;
use url::Url;

/// One setting.
struct Row {
    /// The keys that lead to it.
    path: Vec<String>,
    value: Value,
    origin: Origin,
    remark: Option<String>,
}

/// The settings and where each comes from; what may be secret is left out.
pub(super) fn text(resolved: &Resolved, is_json: bool) -> Result<String, Error> {
    let mut rows = Vec::new();
    let schema = of_settings();
    let settings = serde_json::to_value(&resolved.settings).unwrap_or_default();
    for (key, value) in settings.as_object().into_iter().flatten() {
        let described = schema.get("properties").and_then(|known| known.get(key));
        match (value, described) {
            (value, Some(described)) if is_nothing(value) => {
                rows.push(unset((key, value), described, resolved));
            }
            (value, _) => gather(&mut rows, (std::slice::from_ref(key), value), resolved)?,
        }
    }
    // What a flag alone can say has no form in a file.
    for key in resolved.origins.keys().filter(|key| settings.get(key).is_none()) {
        let remark = Some("given".to_owned());
        let origin = resolved.origins.of(&[key]);
        rows.push(Row { path: vec![key.to_owned()], value: Value::Null, origin, remark });
    }
    Ok(if is_json { as_json(resolved, rows) } else { as_toml(resolved, &rows) })
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// A setting that has no value: its default holds, or what is said of it.
fn unset((key, value): (&str, &Value), described: &Value, resolved: &Resolved) -> Row {
    let default = described.get("default").cloned();
    let description = described.get("description").and_then(Value::as_str).unwrap_or_default();
    let remark = if default.is_some() { None } else { stated(description).map(str::to_owned) };
    let origin = resolved.origins.of(&[key]);
    let value = default.unwrap_or_else(|| value.clone());
    Row { path: vec![key.to_owned()], value, origin, remark }
}

/// A row for each value; a table has one for each of its own.
fn gather(
    rows: &mut Vec<Row>,
    (path, value): (&[String], &Value),
    resolved: &Resolved,
) -> Result<(), Error> {
    if let Value::Object(members) = value {
        for (key, member) in members.iter().filter(|(_, member)| !member.is_null()) {
            gather(rows, (&[path, std::slice::from_ref(key)].concat(), member), resolved)?;
        }
        return Ok(());
    }
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let origin = resolved.origins.of(&keys);
    let remark = match variable(&keys, value).map(is_set).transpose()? {
        None => file(&keys, value).and_then(files::objection).map(str::to_owned),
        remark => remark,
    };
    rows.push(Row { path: path.to_vec(), value: masked(value), origin, remark });
    Ok(())
}

/// The name of a variable, where the value of a key is one.
fn variable<'a>(path: &[&str], value: &'a Value) -> Option<&'a str> {
    let key = path.last()?;
    value.as_str().filter(|_| *key == "env" || key.ends_with("_env"))
}

fn is_set(variable: &str) -> Result<String, Error> {
    let is_set = environment::given(variable)?.is_some();
    Ok(format!("{variable} is {}", if is_set { "set" } else { "not set" }))
}

/// The settings that name a file to be read.
const READ: [&str; 7] =
    ["bindings", "ca_file", "client_secret_file", "contract", "rerun", "token_file", "waivers"];

/// The file that is read, where the value of a key is the path of one; `-` is standard input.
fn file<'a>(path: &[&str], value: &'a Value) -> Option<&'a Path> {
    let key = path.last()?;
    value.as_str().filter(|file| READ.contains(key) && *file != "-").map(Path::new)
}

/// The same without the names and passwords that a URL may carry.
fn masked(value: &Value) -> Value {
    match value {
        Value::String(text) => match Url::parse(text) {
            Ok(mut url) if !url.username().is_empty() || url.password().is_some() => {
                let _ = url.set_password(None);
                let _ = url.set_username("");
                json!(url.as_str().replacen("://", &format!("://{REMOVED}@"), 1))
            }
            Ok(_) | Err(_) => value.clone(),
        },
        Value::Array(items) => items.iter().map(masked).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.clone(),
    }
}

fn as_json(resolved: &Resolved, rows: Vec<Row>) -> String {
    let settings = rows.into_iter().map(|row| {
        let (from, at) = match &row.origin {
            Origin::Flag(flag) => ("flag", Some(flag.clone())),
            Origin::Environment(variable) => ("environment", Some(variable.clone())),
            Origin::File { .. } => ("file", Some(row.origin.to_string())),
            Origin::Default => ("default", None),
        };
        let told = json!({ "value": row.value, "from": from, "at": at, "remark": row.remark });
        (dotted(&row.path), told)
    });
    pretty(&json!({ "file": resolved.file, "settings": settings.collect::<Map<_, _>>() }))
}

fn as_toml(resolved: &Resolved, rows: &[Row]) -> String {
    let mut text = match &resolved.file {
        Some(file) => format!("# {}\n", file.display()),
        None => "# no file\n".to_owned(),
    };
    for row in rows {
        let key = dotted(&row.path);
        let is_flag_only = FLAG_ONLY.iter().any(|(only, _)| *only == key);
        let origin = origin(&row.origin);
        // Writing to a String cannot fail.
        let _ = match (toml::Value::try_from(&row.value), &row.remark) {
            (Ok(value), remark) if !is_nothing(&row.value) => {
                let mark = if is_flag_only { "# " } else { "" };
                let remark = remark.as_ref().map(|remark| format!("; {remark}"));
                writeln!(text, "{mark}{key} = {value}  # {origin}{}", remark.unwrap_or_default())
            }
            (_, Some(remark)) => writeln!(text, "# {key}: {remark}  # {origin}"),
            (_, None) if row.origin == Origin::Default => writeln!(text, "# {key}: not given"),
            (_, None) => writeln!(text, "{key} = []  # {origin}"),
        };
    }
    text
}

/// In its own file, the name alone says which.
fn origin(origin: &Origin) -> String {
    match origin {
        Origin::File { path, line } => {
            let name = path.file_name().unwrap_or_default();
            format!("{}:{line}", name.to_string_lossy())
        }
        Origin::Flag(_) | Origin::Environment(_) | Origin::Default => origin.to_string(),
    }
}

/// Keys as TOML joins them.
fn dotted(path: &[String]) -> String {
    let is_bare = |character: char| character.is_ascii_alphanumeric() || "_-".contains(character);
    let keys = path.iter().map(|key| {
        if !key.is_empty() && key.chars().all(is_bare) {
            key.clone()
        } else {
            toml::Value::from(key.as_str()).to_string()
        }
    });
    keys.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written, or made where it is not there.
    const WRITTEN: [&str; 2] = ["ledger", "snapshots"];

    fn paths(schema: &Value, keys: &mut Vec<String>) {
        let members = schema.as_object().into_iter().flatten();
        for (key, member) in members {
            if member.get("format").and_then(Value::as_str) == Some("path") {
                keys.push(key.clone());
            }
            paths(member, keys);
        }
    }

    #[test]
    fn every_path_of_a_setting_is_known_as_read_or_as_written() {
        let mut found = Vec::new();
        paths(&of_settings(), &mut found);
        found.sort_unstable();
        let mut known = [&READ[..], &WRITTEN].concat();
        known.sort_unstable();
        assert_eq!(found, known);
    }
}
