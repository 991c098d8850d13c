//! Settings from flags, environment and file: which of them holds, where it is said to come from, and what is refused.

#[path = "configuration/hostile.rs"]
mod hostile;
#[path = "configuration/refusals.rs"]
mod refusals;

use crate::program::{Said, conformance_in, notes, scratch};
use crate::scripted_server::{json as json_answer, start};
use clap::{Args, Command};
use conformance::settings::{self, Connection, Flags, Judging, Telling};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A folder of this name that no other test uses, with a file with settings in it.
fn folder(name: &str, file: &str) -> PathBuf {
    let folder = scratch(name);
    std::fs::create_dir_all(folder.join("below/deeper")).unwrap();
    std::fs::write(folder.join("conformance.toml"), file).unwrap();
    folder
}

/// What `config --json` says.
fn resolved(folder: &Path, variables: &[(&str, &str)], flags: &[&str]) -> Value {
    let said = conformance_in(folder, variables, &[&["config", "--json"], flags].concat());
    assert_eq!((said.exit, said.log.as_str()), (0, ""), "{said:?}");
    serde_json::from_str(&said.output).unwrap()
}

fn refused(said: &Said, told: &str) {
    assert_ne!(told, "", "every text has this in it");
    assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
    assert!(said.log.starts_with("error: ") && said.log.contains(told), "{told}: {said:?}");
    assert_eq!(said.log.matches('\n').count(), 1, "{said:?}");
}

/// A setting, what each place says of it, and the values that this amounts to, in JSON.
struct Told {
    key: &'static str,
    file: (&'static str, &'static str),
    variable: (&'static str, &'static str),
    flags: (&'static [&'static str], &'static str),
    default: &'static str,
}

const TOLD: [Told; 6] = [
    Told {
        key: "timeout",
        file: ("timeout = 1", "1.0"),
        variable: ("2", "2.0"),
        flags: (&["--timeout", "3"], "3.0"),
        default: "10",
    },
    Told {
        key: "only",
        file: ("only = ['a', 'b']", r#"["a", "b"]"#),
        variable: ("c, d", r#"["c", "d"]"#),
        flags: (&["--only", "e"], r#"["e"]"#),
        default: "[]",
    },
    Told {
        key: "prefer_examples",
        file: ("prefer_examples = true", "true"),
        variable: ("false", "false"),
        flags: (&["--prefer-examples"], "true"),
        default: "false",
    },
    Told {
        key: "verbose",
        file: ("verbose = 1", "1"),
        variable: ("2", "2"),
        flags: (&["-vvv"], "3"),
        default: "0",
    },
    Told {
        key: "level",
        file: ("level = 'may'", r#""may""#),
        variable: ("should", r#""should""#),
        flags: (&["--level", "must"], r#""must""#),
        default: r#""must""#,
    },
    Told {
        key: "report",
        file: ("report = ['json']", r#"["json"]"#),
        variable: ("text,json=x", r#"["text", "json=x"]"#),
        flags: (&["--report", "json=-"], r#"["json"]"#),
        default: r#"["text"]"#,
    },
];

#[test]
fn a_flag_wins_over_the_environment_the_environment_over_the_file_the_file_over_the_default() {
    for Told { key, file, variable, flags, default } in TOLD {
        let folder = folder(&format!("precedence-{key}"), &format!("\n{}\n", file.0));
        let name = format!("CONFORMANCE_{}", key.to_uppercase());
        let at_file = json!(format!("{}:2", folder.join("conformance.toml").display()));
        let at_flag = json!(format!("--{}", key.replace('_', "-")));
        let variables = [(name.as_str(), variable.0)];
        for (variables, given, value, from, at) in [
            (&[][..], &[][..], file.1, "file", at_file),
            (&variables[..], &[][..], variable.1, "environment", json!(name)),
            (&variables[..], flags.0, flags.1, "flag", at_flag.clone()),
            (&[][..], flags.0, flags.1, "flag", at_flag),
            (&[][..], &["--no-config"][..], default, "default", Value::Null),
        ] {
            let all = resolved(&folder, variables, given);
            let value: Value = serde_json::from_str(value).unwrap();
            let expected = json!({ "value": value, "from": from, "at": at, "remark": null });
            assert_eq!(all["settings"][key], expected, "{key} {variables:?} {given:?}");
        }
    }
}

#[test]
fn an_empty_variable_is_none() {
    let folder = folder("empty-variable", "timeout = 7\n");
    let all = resolved(&folder, &[("CONFORMANCE_TIMEOUT", ""), ("CONFORMANCE_NO_CONFIG", "")], &[]);
    assert_eq!(all["settings"]["timeout"]["value"], json!(7.0));
}

#[test]
fn the_file_is_found_upwards_or_named_or_left_out() {
    let outer = folder("found", "timeout = 1\n");
    let inner = folder("found/below", "timeout = 2\n");
    let (outer_file, inner_file) = (outer.join("conformance.toml"), inner.join("conformance.toml"));
    let named = outer_file.to_str().unwrap();
    for (working, variables, flags, expected) in [
        (outer.clone(), &[][..], &[][..], Some(&outer_file)),
        (inner.join("deeper"), &[][..], &[][..], Some(&inner_file)),
        (inner.join("deeper"), &[][..], &["--config", named][..], Some(&outer_file)),
        (inner.clone(), &[("CONFORMANCE_CONFIG", named)][..], &[][..], Some(&outer_file)),
        (inner.clone(), &[][..], &["--no-config"][..], None),
        (inner.clone(), &[("CONFORMANCE_NO_CONFIG", "true")][..], &[][..], None),
        (inner.clone(), &[("CONFORMANCE_CONFIG", named)][..], &["--no-config"][..], None),
        (
            inner.clone(),
            &[("CONFORMANCE_NO_CONFIG", "1")][..],
            &["--config", named][..],
            Some(&outer_file),
        ),
    ] {
        let all = resolved(&working, variables, flags);
        assert_eq!(all["file"], json!(expected), "{working:?} {variables:?} {flags:?}");
    }
}

#[test]
fn a_path_is_relative_to_the_file_that_says_it_and_that_of_a_flag_to_the_working_directory() {
    let file = "contract = \"api.yaml\"\nbindings = \"b.toml\"\nreport = [\"json=out/r.json\", \"text\"]\n";
    let folder = folder("relative", file);
    let below = folder.join("below");
    let in_folder = |name: &str| json!(folder.join(name));
    let report = format!("json={}", folder.join("out/r.json").display());
    for (flags, key, value) in [
        (&[][..], "contract", in_folder("api.yaml")),
        (&[][..], "bindings", in_folder("b.toml")),
        (&[][..], "report", json!([report, "text"])),
        (&["--bindings", "b.toml"][..], "bindings", json!("b.toml")),
        (&["--contract", "x.yaml"][..], "contract", json!("x.yaml")),
        (&["--report", "json=r.json"][..], "report", json!(["json=r.json"])),
    ] {
        assert_eq!(resolved(&below, &[], flags)["settings"][key]["value"], value, "{flags:?}");
    }
    let all = resolved(
        &below,
        &[("CONFORMANCE_BINDINGS", "c.toml")],
        &["--config", "../conformance.toml"],
    );
    assert_eq!(all["settings"]["bindings"]["value"], json!("c.toml"));
    assert_eq!(all["settings"]["contract"]["value"], json!("../api.yaml"));
}

#[test]
fn the_contract_of_the_file_is_that_of_every_subcommand() {
    let folder = folder("another-contract", &format!("contract = {:?}\n", notes()));
    let listed = |flags: &[&str], variables: &[(&str, &str)]| {
        let said = conformance_in(&folder, variables, &[&["list"], flags].concat());
        assert_eq!(said.exit, 0, "{said:?}");
        said.output
    };
    assert!(!listed(&[], &[]).contains("cancel/"));
    assert!(listed(&["--no-config"], &[]).contains("cancel/"));
    assert!(!listed(&["--no-config"], &[("CONFORMANCE_CONTRACT", &notes())]).contains("cancel/"));
    let said = conformance_in(&folder, &[], &["run"]);
    refused(&said, "the sandbox answers for its own contract only; add `--endpoint URL`");
}

#[test]
fn what_is_printed_is_a_file_that_says_the_same() {
    let folder = folder(
        "printed",
        "endpoint = \"http://127.0.0.1:9\"\nonly = [\"a\", \"say \\\"b\\\"\"]\nseed = 7\n",
    );
    let flags = ["config", "--jobs", "1", "--prefer-examples"];
    let said = conformance_in(&folder, &[("CONFORMANCE_TIMEOUT", "20")], &flags);
    let file = folder.join("conformance.toml");
    for line in [
        format!("# {}\n", file.display()),
        "endpoint = \"http://127.0.0.1:9\"  # conformance.toml:1\n".to_owned(),
        "seed = 7  # conformance.toml:3\n".to_owned(),
        "jobs = 1  # --jobs\n".to_owned(),
        "timeout = 20.0  # CONFORMANCE_TIMEOUT\n".to_owned(),
        "patience = 180  # default\n".to_owned(),
        "# clock: not given\n".to_owned(),
    ] {
        assert!(said.output.contains(&line), "{line}{}", said.output);
    }
    std::fs::write(folder.join("printed.toml"), &said.output).unwrap();
    let values = |all: Value| {
        let settings = all["settings"].as_object().unwrap().clone();
        settings.into_iter().map(|(key, told)| (key, told["value"].clone())).collect::<Value>()
    };
    let before = resolved(&folder, &[("CONFORMANCE_TIMEOUT", "20")], &flags[1..]);
    let after = resolved(&folder, &[], &["--config", "printed.toml"]);
    // A whole number is written for a default, and a fraction where somebody set it; both are one value.
    let text = |value: Value| value.to_string().replace(".0,", ",");
    assert_eq!(text(values(before)), text(values(after)));
}

#[test]
fn nothing_secret_is_printed_and_whether_a_variable_is_set_is() {
    let file = "endpoint = \"https://me:hunter2@x.example/v1.0\"\ntoken_env = \"A_TOKEN\"\n";
    let folder = folder("secrets", file);
    for form in [&["config"][..], &["config", "--json"][..]] {
        let said = conformance_in(&folder, &[("A_TOKEN", "a-token-of-no-importance")], form);
        assert!(said.output.contains("A_TOKEN is set"), "{said:?}");
        assert!(said.output.contains("https://[removed]@x.example/v1.0"), "{said:?}");
        assert!(
            !said.output.contains("no-importance") && !said.output.contains("hunter2"),
            "{said:?}"
        );
        let said = conformance_in(&folder, &[], form);
        assert!(said.output.contains("A_TOKEN is not set"), "{said:?}");
    }
}

#[test]
fn a_file_that_is_named_and_not_there_is_told() {
    let file = "\
contract = 'api.yaml'
bindings = 'below'
ca_file = 'here.pem'
waivers = 'waivers.toml'
rerun = '-'
ledger = 'later.jsonl'
snapshots = 'later'
report = ['json=later.json']
[identities.admin]
token_file = 'token'
[identities.app.client_credentials]
token_url = 'http://x'
client_id = 'c'
client_secret_file = 'secret'
";
    let folder = folder("names-files", file);
    std::fs::write(folder.join("here.pem"), "").unwrap();
    let missing = Some("there is no such file");
    let all = resolved(&folder, &[], &[]);
    for (key, told) in [
        ("contract", missing),
        ("bindings", Some("it is a folder, not a file")),
        ("ca_file", None),
        ("waivers", missing),
        ("rerun", None),
        ("ledger", None),
        ("snapshots", None),
        ("report", None),
        ("identities.admin.token_file", missing),
        ("identities.app.client_credentials.client_secret_file", missing),
    ] {
        assert_eq!(all["settings"][key]["remark"], json!(told), "{key} {all}");
    }
    let said = conformance_in(&folder, &[], &["config", "--bindings", "b.toml"]);
    let line = "bindings = \"b.toml\"  # --bindings; there is no such file\n";
    assert!(said.exit == 0 && said.output.contains(line), "{said:?}");
}

#[test]
fn the_defaults_that_are_told_are_those_that_hold() {
    let all = resolved(&scratch(""), &[], &["--no-config"]);
    let (connection, judging) = (Connection::default(), Judging::default());
    let (inputs, seed) = judging.inputs();
    for (key, value) in [
        ("timeout", json!(connection.timeout().as_secs())),
        ("slow", json!(judging.slow().as_secs())),
        ("patience", json!(judging.patience().as_secs())),
        ("level", json!(judging.level())),
        ("inputs", json!(inputs)),
        ("seed", json!(seed)),
        ("color", json!(Telling::default().color())),
        ("report", json!(["text"])),
    ] {
        assert_eq!(all["settings"][key]["value"], value, "{key}");
    }
    assert_eq!(all["settings"]["jobs"]["remark"], "one a processor");
}

/// Flags that have no key in a file.
const FLAGS_ALONE: [&str; 3] = ["allow_writes", "dry_run", "identity"];

#[test]
fn every_flag_is_a_key_of_the_schema_and_a_variable() {
    let schema = settings::schema();
    let command = Flags::augment_args(Command::new("run"));
    for flag in command.get_arguments() {
        let key = flag.get_id().as_str();
        let is_key = schema["properties"].get(key).is_some();
        assert_eq!(is_key, !FLAGS_ALONE.contains(&key), "{key}");
        assert_eq!(flag.get_long().map(|long| long.replace('-', "_")).as_deref(), Some(key));
    }
    let help = conformance_in(&scratch(""), &[], &["run", "--help"]).output;
    let (_, end) = help.split_once("\nExamples:\n").unwrap();
    for key in FLAGS_ALONE {
        assert!(end.contains(&format!(" --{}", key.replace('_', "-"))), "{key} {end}");
    }
    let said = conformance_in(&scratch(""), &[("CONFORMANCE_IDENTITY", "nobody=A")], &["run"]);
    refused(&said, "CONFORMANCE_IDENTITY: there is no identity \"nobody\"");
}

#[test]
fn the_schema_takes_the_files_that_the_program_takes() {
    let schema: Value = {
        let said = conformance_in(&scratch(""), &[], &["schema", "config"]);
        serde_json::from_str(&said.output).unwrap()
    };
    assert_eq!(schema, settings::schema());
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for (file, is_taken) in [
        ("", true),
        ("\"$schema\" = \"x.json\"\ntimeout = 1.5\n", true),
        ("level = \"should\"\nreport = [\"text\"]\ncolor = \"never\"\n", true),
        ("timeout = \"1\"\n", false),
        ("level = \"most\"\n", false),
        ("tiemout = 1\n", false),
        ("allow_writes = true\n", false),
        ("only = \"a\"\n", false),
    ] {
        let values: Value = toml::from_str(file).unwrap();
        assert_eq!(validator.is_valid(&values), is_taken, "{file}");
        let folder = folder("by-the-schema", file);
        let said = conformance_in(&folder, &[], &["config"]);
        assert_eq!(said.exit == 0, is_taken, "{file} {said:?}");
    }
}

#[test]
fn the_line_that_judges_again_goes_by_the_same_file() {
    let endpoint = start(|_| json_answer(500, "{}"));
    let folder = folder("judged-again", "timeout = 0\n");
    std::fs::write(folder.join("mine.toml"), "seed = 7\n").unwrap();
    let run = ["run", "--only", "get/gets-request", "--endpoint", &endpoint];
    for (variables, flags, told) in [
        (&[][..], &["--config", "mine.toml"][..], " --seed 7 --config mine.toml\n"),
        (&[("CONFORMANCE_CONFIG", "mine.toml")], &[], " --seed 7 --config mine.toml\n"),
        (&[], &["--no-config"], " --no-config\n"),
    ] {
        let said = conformance_in(&folder, variables, &[&run[..], flags].concat());
        let line = said.output.lines().find(|line| line.contains("judge again  "));
        let line = format!("{}\n", line.unwrap_or_default());
        assert!(said.exit == 1 && line.ends_with(told), "{line}{said:?}");
    }
}
