//! The whole of the build but for writing: the entry file of the contract comes in, the name and the content
//! of each file of `OUT_DIR` goes out, or everything that is to be corrected first.

use std::{error::Error, path::Path};

use openapi_bundle::Bundle;
use proc_macro2::TokenStream;
use serde_json::Value;

use super::{
    amend, base_type, codegen_view, document, generate, open_enum, problem::Problem, rules,
};

/// Every file that is generated from the contract.
pub(crate) fn of(entry: &Path) -> Result<Vec<(&'static str, String)>, Vec<Problem>> {
    let bundle = openapi_bundle::bundle_with_origins(entry);
    let bundle = bundle.map_err(|error| vec![told(entry, &error)])?;
    let Bundle { document, origins, .. } = &bundle;
    let generated = generated(document).map_err(|problems| {
        problems.into_iter().map(|problem| problem.located(origins)).collect::<Vec<_>>()
    })?;
    let mut outputs = Vec::from(generated);
    outputs.push(("sources.json", sources(&bundle)?));
    Ok(outputs)
}

/// Where everything in the contract stands in its files.
fn sources(bundle: &Bundle) -> Result<String, Problem> {
    serde_json::to_string(&bundle.source_map())
        .map_err(|error| Problem::new("openapi", format!("cannot be written as JSON: {error}")))
}

fn generated(contract: &Value) -> Result<[(&'static str, String); 4], Vec<Problem>> {
    let problems = rules::check(contract);
    if !problems.is_empty() {
        return Err(problems);
    }
    let open_enums = open_enum::open_enums(contract);
    let base_types = base_type::base_types(contract);
    let view = codegen_view::derive(contract, &open_enums, &base_types);
    let client = amend::guarded(generate::client(&view, &open_enums, &base_types)?)?;
    let client = document::documented(parsed(client)?, contract)?;
    Ok([
        ("openapi.json", contract.to_string()),
        ("client.rs", amend::amended(&prettyplease::unparse(&client))?),
        ("enums.rs", formatted(open_enum::source(&open_enums))?),
        ("base_types.rs", formatted(base_type::source(&base_types))?),
    ])
}

/// A bundling error with its causes.
fn told(entry: &Path, error: &openapi_bundle::Error) -> Problem {
    let mut causes = String::new();
    let mut cause = error.source();
    while let Some(next) = cause {
        causes = format!("{causes}: {next}");
        cause = next.source();
    }
    Problem::new(entry.display(), format!("{error}{causes}"))
}

fn formatted(source: TokenStream) -> Result<String, Problem> {
    Ok(prettyplease::unparse(&parsed(source)?))
}

fn parsed(source: TokenStream) -> Result<syn::File, Problem> {
    syn::parse2(source)
        .map_err(|error| Problem::at("", format!("gives source that is not Rust: {error}")))
}
