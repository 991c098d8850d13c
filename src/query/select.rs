//! The properties of a request that can be wanted, by the names that Graph has for them.

/// A property that is wanted with each request: those that Graph's page of the resource has. What a relationship leads to comes by
/// [`Expand`](crate::Expand).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Select {
    /// The answers to the questions of the policy.
    Answers,
    /// When the processing ended.
    CompletedDateTime,
    /// When the request was made.
    CreatedDateTime,
    /// The callouts to custom extensions that were made.
    CustomExtensionCalloutInstances,
    /// The id of the request.
    Id,
    /// The requestor's reason.
    Justification,
    /// What is asked for, and by whom.
    RequestType,
    /// From when to when access is asked for.
    Schedule,
    /// Where the request stands.
    State,
    /// A closer word on that.
    Status,
}

impl Select {
    /// As Graph's documentation writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::CompletedDateTime => "completedDateTime",
            Self::CreatedDateTime => "createdDateTime",
            Self::CustomExtensionCalloutInstances => "customExtensionCalloutInstances",
            Self::Id => "id",
            Self::Justification => "justification",
            Self::RequestType => "requestType",
            Self::Schedule => "schedule",
            Self::State => "state",
            Self::Status => "status",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Expand, OPENAPI};
    use serde_json::Value;
    use std::collections::BTreeSet;
    use std::iter::successors;

    /// The next of all, which does not compile where one is left out.
    fn next(one: Select) -> Option<Select> {
        Some(match one {
            Select::Answers => Select::CompletedDateTime,
            Select::CompletedDateTime => Select::CreatedDateTime,
            Select::CreatedDateTime => Select::CustomExtensionCalloutInstances,
            Select::CustomExtensionCalloutInstances => Select::Id,
            Select::Id => Select::Justification,
            Select::Justification => Select::RequestType,
            Select::RequestType => Select::Schedule,
            Select::Schedule => Select::State,
            Select::State => Select::Status,
            Select::Status => return None,
        })
    }

    /// The names of the properties that a schema of the contract declares itself.
    fn declared(name: &str) -> BTreeSet<String> {
        let contract: Value = serde_json::from_str(OPENAPI).unwrap();
        let schema = contract.pointer(&format!("/components/schemas/{name}")).unwrap();
        let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        let properties = parts.filter_map(|part| part.get("properties")?.as_object());
        properties.flat_map(|properties| properties.keys().cloned()).collect()
    }

    #[test]
    fn each_property_of_the_contract_can_be_selected_or_expanded_and_nothing_else() {
        let expanded = [Expand::AccessPackage, Expand::Assignment, Expand::Requestor];
        let expanded = expanded.map(Expand::as_str);
        let documented: BTreeSet<_> = declared("accessPackageAssignmentRequest")
            .into_iter()
            .filter(|name| !name.starts_with('@') && !expanded.contains(&name.as_str()))
            .collect();
        let all = successors(Some(Select::Answers), |one| next(*one));
        assert_eq!(all.map(|one| one.as_str().to_owned()).collect::<BTreeSet<_>>(), documented);
    }
}
