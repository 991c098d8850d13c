//! What of a request is shown: the properties selected, the relations expanded, and whether the
//! members of enumerations beyond their sentinel are.

use crate::members::names;

/// What of a request is shown; by default all properties, no relation, no such members.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct View {
    /// None for all of them.
    pub(crate) select: Option<Vec<Property>>,
    pub(crate) expand: Vec<Expansion>,
    pub(crate) enumerations: Enumerations,
}

impl View {
    /// The properties to show, in the order of the documents.
    pub(crate) fn properties(&self) -> impl Iterator<Item = Property> {
        let chosen = |property: &Property| {
            self.select.as_ref().is_none_or(|selected| selected.contains(property))
        };
        Property::all().filter(chosen)
    }

    /// What the context URL says of a view that is not the whole: `(id,state,assignment(target()))`.
    pub(crate) fn in_context(&self) -> String {
        let selected = self.select.iter().flatten().map(|property| property.name());
        let expanded = self.expand.iter().map(|expansion| expansion.in_context());
        let parts: Vec<&str> = selected.chain(expanded).collect();
        if parts.is_empty() { String::new() } else { format!("({})", parts.join(",")) }
    }
}

/// Whether members above an enumeration's sentinel are shown
/// (`Prefer: include-unknown-enum-members`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Enumerations {
    /// `unknownFutureValue` stands for them.
    #[default]
    UpToSentinel,
    /// They are shown by their names.
    Whole,
}

names! {
    /// The properties of an accessPackageAssignmentRequest.
    Property = "property of accessPackageAssignmentRequest" {
        Id = "id",
        RequestType = "requestType",
        State = "state",
        Status = "status",
        CreatedDateTime = "createdDateTime",
        CompletedDateTime = "completedDateTime",
        Justification = "justification",
        Schedule = "schedule",
        Answers = "answers",
        CustomExtensionCalloutInstances = "customExtensionCalloutInstances",
    }
}

impl Property {
    /// All of them.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied()
    }
}

names! {
    /// The relations of an accessPackageAssignmentRequest that can be expanded.
    Expansion = "relation of accessPackageAssignmentRequest" {
        AccessPackage = "accessPackage",
        Assignment = "assignment",
        AssignmentWithTarget = "assignment($expand=target)",
        Requestor = "requestor",
    }
}

impl Expansion {
    /// The relation that is expanded.
    pub(crate) fn relation(self) -> &'static str {
        match self {
            Self::AccessPackage => "accessPackage",
            Self::Assignment | Self::AssignmentWithTarget => "assignment",
            Self::Requestor => "requestor",
        }
    }

    fn in_context(self) -> &'static str {
        match self {
            Self::AccessPackage => "accessPackage()",
            Self::Assignment => "assignment()",
            Self::AssignmentWithTarget => "assignment(target())",
            Self::Requestor => "requestor()",
        }
    }
}
