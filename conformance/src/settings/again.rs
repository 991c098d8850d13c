//! What a run was told in, the words of the command line that tell it again out.

use super::{AskedFile, Output, Selection, Settings, Telling};
use clap::{Arg, ArgAction, Args, Command};
use serde_json::Value;
use std::path::Path;

impl Settings {
    /// The words by which the same server is judged in the same way. What is judged and what is told of it are left out, and so is every
    /// secret: what names one is told, such as a variable.
    pub(crate) fn again(&self, contract: Option<&Path>) -> Vec<String> {
        let told = serde_json::to_value(self).unwrap_or_default();
        let apart = [Selection::augment_args, Output::augment_args, Telling::augment_args];
        let apart = apart.map(|augment| augment(Command::new("")));
        let is_apart = |flag: &Arg| {
            apart
                .iter()
                .any(|group| group.get_arguments().any(|other| other.get_id() == flag.get_id()))
        };
        let mut words = Vec::new();
        for flag in Self::augment_args(Command::new("")).get_arguments() {
            if let (false, Some(long)) = (is_apart(flag), flag.get_long()) {
                let value = told.get(flag.get_id().as_str()).unwrap_or(&Value::Null);
                words.extend(told_again(flag, long, value));
            }
        }
        // Whoever sends the line allows what was allowed.
        words.extend(self.safety.allow_writes.then(|| "--allow-writes".to_owned()));
        for (name, variable) in &self.connection.identity {
            words.extend(["--identity".to_owned(), format!("{name}={variable}")]);
        }
        match &self.file {
            AskedFile::Named(file) => {
                words.extend(["--config".to_owned(), file.display().to_string()]);
            }
            AskedFile::Nothing => words.push("--no-config".to_owned()),
            AskedFile::Any => {}
        }
        if let Some(file) = contract {
            words.extend(["--contract".to_owned(), file.display().to_string()]);
        }
        words
    }
}

/// A flag with its value; with each where it has several, and nothing where it was not given.
fn told_again(flag: &Arg, long: &str, value: &Value) -> Vec<String> {
    let long = format!("--{long}");
    match value {
        Value::Bool(true) if matches!(flag.get_action(), ArgAction::SetTrue) => vec![long],
        Value::String(text) => vec![long, text.clone()],
        Value::Number(number) => vec![long, number.to_string()],
        Value::Array(values) => {
            let texts = values.iter().filter_map(Value::as_str);
            texts.flat_map(|text| [long.clone(), text.to_owned()]).collect()
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::FromArgMatches;

    #[test]
    fn what_was_told_is_told_again_but_for_the_selection_and_the_reports() {
        let words = [
            "--endpoint",
            "http://127.0.0.1:7/v1.0",
            "--token-env",
            "ADMIN",
            "--timeout",
            "2.5",
            "--level",
            "should",
            "--bindings",
            "my bindings.toml",
            "--inputs",
            "3",
            "--prefer-examples",
            "--identity",
            "requestor=REQUESTOR",
            "--identity",
            "approver=APPROVER",
        ];
        let others = ["--only", "create/*", "--report", "json=x.json"];
        let command = Settings::augment_args(Command::new("run").no_binary_name(true));
        let matches = command.get_matches_from(others.iter().chain(&words));
        let settings = Settings::from_arg_matches(&matches).unwrap();
        assert_eq!(settings.again(None), words);
        let with_contract = settings.again(Some(Path::new("notes.yaml")));
        assert_eq!(with_contract[words.len()..], ["--contract", "notes.yaml"]);
        for (file, expected) in [
            (AskedFile::Named("my.toml".into()), &["--config", "my.toml"][..]),
            (AskedFile::Nothing, &["--no-config"]),
            (AskedFile::Any, &[]),
        ] {
            assert_eq!(Settings { file, ..Settings::default() }.again(None), expected);
        }
        assert!(Settings::default().again(None).is_empty());
    }
}
