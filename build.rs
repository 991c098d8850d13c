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
#[path = "build/generate.rs"]
mod generate;
#[path = "build/open_enum.rs"]
mod open_enum;
#[path = "build/operation.rs"]
mod operation;
#[path = "build/problem.rs"]
mod problem;
#[path = "build/rules.rs"]
mod rules;
#[path = "build/schema_rules.rs"]
mod schema_rules;

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use proc_macro2::TokenStream;

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
    let contract = openapi_bundle::bundle(Path::new(ENTRY)).map_err(|error| vec![told(&error)])?;
    let problems = rules::check(&contract);
    if !problems.is_empty() {
        return Err(problems);
    }
    let open_enums = open_enum::open_enums(&contract);
    let base_types = base_type::base_types(&contract);
    let view = codegen_view::derive(&contract, &open_enums, &base_types);
    let client = generate::client(&view, &open_enums, &base_types)?;

    write("openapi.json", &contract.to_string())?;
    write("client.rs", &amend::amended(&formatted(client)?))?;
    write("enums.rs", &formatted(open_enum::source(&open_enums))?)?;
    write("base_types.rs", &formatted(base_type::source(&base_types))?)
}

/// A bundling error in one line, with its causes.
fn told(error: &openapi_bundle::Error) -> Problem {
    let mut causes = String::new();
    let mut cause = error.source();
    while let Some(next) = cause {
        causes = format!("{causes}: {}", next.to_string().replace('\n', " "));
        cause = next.source();
    }
    Problem::new(ENTRY, format!("{error}{causes}"))
}

fn formatted(source: TokenStream) -> Result<String, Vec<Problem>> {
    let file = syn::parse2(source).map_err(|error| {
        vec![Problem::new(ENTRY, format!("gives source that is not Rust: {error}"))]
    })?;
    Ok(prettyplease::unparse(&file))
}

fn write(name: &str, content: &str) -> Result<(), Vec<Problem>> {
    let file = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join(name);
    fs::write(&file, content)
        .map_err(|error| vec![Problem::new(file.display(), format!("cannot be written: {error}"))])
}
