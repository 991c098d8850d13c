//! Runs the program and keeps what it said.

pub(crate) use crate::bare::program;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// What the program said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) exit: i32,
    pub(crate) output: String,
    pub(crate) log: String,
}

/// Runs `conformance` with these arguments.
pub(crate) fn conformance(arguments: &[&str]) -> Said {
    said(program().args(arguments))
}

/// Runs `conformance` with these arguments and one environment variable.
pub(crate) fn conformance_with(variable: (&str, &str), arguments: &[&str]) -> Said {
    said(program().env(variable.0, variable.1).args(arguments))
}

/// Runs `conformance` in a folder, with these environment variables and arguments.
pub(crate) fn conformance_in(
    folder: &Path,
    variables: &[(&str, &str)],
    arguments: &[&str],
) -> Said {
    said(program().current_dir(folder).envs(variables.iter().copied()).args(arguments))
}

/// What a command of the program says.
pub(crate) fn said(command: &mut Command) -> Said {
    let ended = command.output().unwrap();
    Said {
        exit: ended.status.code().unwrap(),
        output: String::from_utf8(ended.stdout).unwrap(),
        log: String::from_utf8(ended.stderr).unwrap(),
    }
}

/// A run of everything on the sandbox, in one lane: what it said, and its report in JSON. It takes seconds, and several tests look at it.
pub(crate) static WHOLE_RUN: LazyLock<(Said, Value)> = LazyLock::new(|| {
    let file = scratch("whole-run.json");
    let json = format!("json={}", file.display());
    let said = conformance(&["run", "--jobs", "1", "--report", "text", "--report", &json]);
    (said, serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap())
});

/// Holds a text against the stored one of that name, with the endpoint's own port left out, and the folder that the repository is in.
pub(crate) fn reviewed(name: &str, text: &str, endpoint: &str) {
    let text = &text.replace(concat!(env!("CARGO_MANIFEST_DIR"), "/"), "");
    let text = if endpoint.is_empty() {
        text.to_owned()
    } else {
        text.replace(endpoint, "http://[endpoint]")
    };
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, text);
    });
}

/// The contract of another API, in files beside this one.
pub(crate) fn notes() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/judge/notes/openapi.yaml").to_owned()
}

/// A file of this name in a folder of the running test alone, below that which cargo gives tests.
pub(crate) fn scratch(name: &str) -> PathBuf {
    // A test's thread has its name. Where all run one after the other, in one thread, none meets another.
    let test = std::thread::current().name().unwrap().replace("::", ".");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

#[test]
fn a_scratch_file_is_of_one_test_whatever_others_call_theirs() {
    let of = |test: &str| {
        let thread = std::thread::Builder::new().name(test.to_owned());
        thread.spawn(|| scratch("one-name")).unwrap().join().unwrap()
    };
    assert_ne!(of("program::one_test"), of("program::another_test"));
}
