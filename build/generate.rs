//! The generator: the view of the contract comes in, the source of the client goes out. progenitor
//! answers much of what it does not support with a panic; here each becomes a problem.

use std::{
    any::Any,
    panic::{self, AssertUnwindSafe},
};

use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TypeImpl};
use quote::quote;
use serde_json::Value;

use super::{base_type::BaseType, culprit, open_enum::OpenEnum, problem::Problem};

/// The source of the client, given the types that are not to be generated.
pub(crate) fn client(
    view: &Value,
    open_enums: &[OpenEnum],
    base_types: &[BaseType],
) -> Result<TokenStream, Vec<Problem>> {
    let settings = settings(open_enums, base_types);
    attempt(view, &settings)
        .map_err(|fault| culprit::name(view, &fault, |part| attempt(part, &settings).err()))
}

fn settings(open_enums: &[OpenEnum], base_types: &[BaseType]) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_inner_type(quote!(crate::Session))
        .with_derive("PartialEq");
    for open_enum in open_enums {
        let name = open_enum.type_name();
        let implemented = [TypeImpl::Display, TypeImpl::FromStr].into_iter();
        settings.with_replacement(&name, format!("crate::enums::{name}"), implemented);
    }
    for base_type in base_types {
        let name = base_type.type_name();
        settings.with_replacement(&name, format!("crate::types::{name}"), [].into_iter());
    }
    settings
}

/// One run of the generator, its panics turned into faults. The hook is silent meanwhile, because a panic
/// that is told as an error of the build need not be told twice.
fn attempt(view: &Value, settings: &GenerationSettings) -> Result<TokenStream, String> {
    let document = serde_json::from_value(view.clone())
        .map_err(|error| format!("not an OpenAPI 3.0 document: {error}"))?;
    let usual_hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
        Generator::new(settings).generate_tokens(&document)
    }));
    panic::set_hook(usual_hook);
    match outcome {
        Ok(generated) => generated.map_err(|error| error.to_string()),
        Err(panic) => Err(said(panic.as_ref())),
    }
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic without words").to_owned()
}
