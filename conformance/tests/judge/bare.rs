//! Starts the program in an environment that says nothing to it.

use std::process::Command;

/// The program as somebody at a terminal of their own starts it, whatever stands in the environment of these tests.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(changes_what_is_said) {
            command.env_remove(name);
        }
    }
    command
}

/// Whether a variable of this name makes the program say or do something else.
fn changes_what_is_said(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    matches!(&*name, "CI" | "CI_PIPELINE_ID" | "BUILD_TAG" | "NO_COLOR" | "TERM" | "COLORTERM")
        || ["CONFORMANCE_", "CLICOLOR", "GITHUB_"].iter().any(|start| name.starts_with(start))
        || name.ends_with("_PROXY")
}
