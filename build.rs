//! Makes the client from the contract: `openapi/` comes in; the bundled document and the source of the
//! client go out, to `OUT_DIR`. What is wrong with the contract is told as an error of the build.

#[path = "build/amend.rs"]
mod amend;
#[path = "build/base_type.rs"]
mod base_type;
#[path = "build/codegen_view.rs"]
mod codegen_view;
#[path = "build/culprit.rs"]
mod culprit;
#[path = "build/derivation_rules.rs"]
mod derivation_rules;
#[path = "build/document.rs"]
mod document;
#[path = "build/enum_rules.rs"]
mod enum_rules;
#[path = "build/generate.rs"]
mod generate;
#[path = "build/open_enum.rs"]
mod open_enum;
#[path = "build/operation.rs"]
mod operation;
#[path = "build/outputs.rs"]
mod outputs;
#[path = "build/parameter_rules.rs"]
mod parameter_rules;
#[path = "build/problem.rs"]
mod problem;
#[path = "build/rules.rs"]
mod rules;
#[path = "build/schema_rules.rs"]
mod schema_rules;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use problem::Problem;

const ENTRY: &str = "openapi/openapi.yaml";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=openapi");
    let problems = match build() {
        Ok(()) => return ExitCode::SUCCESS,
        Err(problems) => problems,
    };
    for problem in problems {
        println!("cargo::error={problem}");
    }
    ExitCode::FAILURE
}

fn build() -> Result<(), Vec<Problem>> {
    for (name, content) in outputs::of(Path::new(ENTRY))? {
        write(name, &content)?;
    }
    Ok(())
}

fn write(name: &str, content: &str) -> Result<(), Vec<Problem>> {
    let file = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join(name);
    fs::write(&file, content)
        .map_err(|error| vec![Problem::new(file.display(), format!("cannot be written: {error}"))])
}
