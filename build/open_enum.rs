//! Enumerations: a schema with `enum` comes in, a Rust type that keeps members it does not know goes out.
//! That holds for enumerations which the contract calls closed as well, because one unknown word must not
//! cost the caller the whole answer.

use heck::ToPascalCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::operation::members;

/// One enumeration.
#[derive(Debug)]
pub(crate) struct OpenEnum {
    /// The name of the schema.
    pub(crate) name: String,
    description: String,
    /// Whether the contract says that the service may add members.
    is_evolvable: bool,
    /// The members in the schema's order.
    pub(crate) members: Vec<Member>,
}

/// One member of an enumeration.
#[derive(Debug)]
pub(crate) struct Member {
    /// As it goes over the wire.
    pub(crate) value: String,
    description: String,
}

impl Member {
    /// The name of the member in Rust.
    pub(crate) fn variant(&self) -> String {
        self.value.to_pascal_case()
    }
}

/// The enumerations of a bundled document.
pub(crate) fn open_enums(document: &Value) -> Vec<OpenEnum> {
    members(document.pointer("/components/schemas"))
        .filter_map(|(name, schema)| OpenEnum::of(name, schema))
        .collect()
}

/// The Rust source of all of them.
pub(crate) fn source(enums: &[OpenEnum]) -> TokenStream {
    enums.iter().flat_map(|open_enum| [declaration(open_enum), conversions(open_enum)]).collect()
}

impl OpenEnum {
    /// The schema as an enumeration, if it is one.
    pub(crate) fn of(name: &str, schema: &Value) -> Option<Self> {
        if !is_enumeration(schema) {
            return None;
        }
        let documented = schema.pointer("/x-ms-enum/values").and_then(Value::as_array);
        let description_of = |value: &str| {
            let of_value = |entry: &&Value| entry.get("value").is_some_and(|known| known == value);
            Some(documented?.iter().find(of_value)?.get("description")?.as_str()?.to_owned())
        };
        let members = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        let members = members
            .filter_map(Value::as_str)
            .map(|value| Member {
                value: value.to_owned(),
                description: description_of(value).unwrap_or_else(|| format!("`{value}`")),
            })
            .collect();
        let description = schema.get("description").and_then(Value::as_str).unwrap_or(name);
        Some(Self {
            name: name.to_owned(),
            description: description.to_owned(),
            is_evolvable: schema.pointer("/x-ms-enum/modelAsString") == Some(&Value::Bool(true)),
            members,
        })
    }

    /// The name of the type in Rust.
    pub(crate) fn type_name(&self) -> String {
        self.name.to_pascal_case()
    }
}

/// Whether a schema lists the values that it allows.
pub(crate) fn is_enumeration(schema: &Value) -> bool {
    schema.get("enum").is_some() || schema.get("x-ms-enum").is_some()
}

fn declaration(open_enum: &OpenEnum) -> TokenStream {
    let name = format_ident!("{}", open_enum.type_name());
    let description = &open_enum.description;
    let growth = if open_enum.is_evolvable { " The service may add members." } else { "" };
    let documentation = format!("`{}` in Graph.{growth}", open_enum.name);
    let variants = open_enum.members.iter().map(|member| {
        let (variant, description) = (format_ident!("{}", member.variant()), &member.description);
        quote! { #[doc = #description] #variant }
    });
    quote! {
        #[doc = #description]
        ///
        #[doc = #documentation]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A member that this version of the crate does not know, as the service wrote it.
            Other(String),
        }
    }
}

/// Conversions from and to the text on the wire. What is not known, or not known in that casing, is kept
/// as it came, so that a value decoded and encoded again is the same.
fn conversions(open_enum: &OpenEnum) -> TokenStream {
    let name = format_ident!("{}", open_enum.type_name());
    let variants: Vec<_> =
        open_enum.members.iter().map(|member| format_ident!("{}", member.variant())).collect();
    let values: Vec<_> = open_enum.members.iter().map(|member| &member.value).collect();
    quote! {
        impl #name {
            /// The member as it goes over the wire.
            pub fn as_str(&self) -> &str {
                match self { #(Self::#variants => #values,)* Self::Other(value) => value }
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value { #(#values => Self::#variants,)* other => Self::Other(other.to_owned()) }
            }
        }

        impl From<String> for #name {
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::std::str::FromStr for #name {
            type Err = ::std::convert::Infallible;

            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                Ok(Self::from(value))
            }
        }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }
    }
}
