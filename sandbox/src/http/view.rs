//! What an answer shows of a thing: the properties selected and the relations expanded, each with
//! what is shown of the thing that it leads to.

use thiserror::Error;

use crate::http::property::{
    AssignmentProperty, PackageProperty, PolicyProperty, Property, SubjectProperty,
};
use crate::members::{UnknownName, names};

/// What is shown of a thing; by default all properties and no relation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct View {
    /// None for all of them.
    pub(crate) select: Option<Vec<&'static str>>,
    pub(crate) expand: Vec<Expansion>,
}

/// A relation that is expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expansion {
    pub(crate) relation: Relation,
    pub(crate) view: View,
}

impl View {
    /// Whether the property is shown.
    pub(crate) fn shows(&self, property: &str) -> bool {
        self.select.as_ref().is_none_or(|selected| selected.contains(&property))
    }

    /// Whether the thing is shown as it is shown without options.
    pub(crate) fn is_whole(&self) -> bool {
        self.select.is_none() && self.expand.is_empty()
    }

    /// What the context URL says of a view that is not the whole:
    /// `(id,state,assignment(id,target()))`.
    pub(crate) fn in_context(&self) -> String {
        if self.is_whole() { String::new() } else { self.in_parentheses() }
    }

    fn in_parentheses(&self) -> String {
        let selected = self.select.iter().flatten().map(|property| (*property).to_owned());
        let expanded =
            self.expand.iter().map(|one| format!("{}{}", one.relation, one.view.in_parentheses()));
        format!("({})", selected.chain(expanded).collect::<Vec<_>>().join(","))
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
    /// The types of the things that answers show.
    Resource = "type that answers show" {
        Request = "accessPackageAssignmentRequest",
        Assignment = "accessPackageAssignment",
        Package = "accessPackage",
        Policy = "accessPackageAssignmentPolicy",
        Subject = "accessPackageSubject",
    }
}

names! {
    /// What leads from one thing to another.
    Relation = "relation that can be expanded" {
        AccessPackage = "accessPackage",
        Assignment = "assignment",
        AssignmentPolicy = "assignmentPolicy",
        Requestor = "requestor",
        Target = "target",
    }
}

/// A name that stands for no relation of a type.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{name:?} is no relation of {resource} that can be expanded; {remedy}")]
pub(crate) struct UnknownRelation {
    name: String,
    resource: Resource,
    remedy: String,
}

impl Resource {
    /// The property of this name.
    pub(crate) fn property(self, name: &str) -> Result<&'static str, UnknownName> {
        match self {
            Self::Request => name.parse().map(Property::name),
            Self::Assignment => name.parse().map(AssignmentProperty::name),
            Self::Package => name.parse().map(PackageProperty::name),
            Self::Policy => name.parse().map(PolicyProperty::name),
            Self::Subject => name.parse().map(SubjectProperty::name),
        }
    }

    /// The relation of this name.
    pub(crate) fn relation(self, name: &str) -> Result<Relation, UnknownRelation> {
        let known = name.parse().ok().filter(|relation| self.relations().contains(relation));
        known.ok_or_else(|| UnknownRelation {
            name: name.to_owned(),
            resource: self,
            remedy: self.remedy(),
        })
    }

    fn relations(self) -> &'static [Relation] {
        match self {
            Self::Request => &[Relation::AccessPackage, Relation::Assignment, Relation::Requestor],
            Self::Assignment => {
                &[Relation::AccessPackage, Relation::AssignmentPolicy, Relation::Target]
            }
            Self::Package | Self::Policy | Self::Subject => &[],
        }
    }

    fn remedy(self) -> String {
        let names: Vec<&str> = self.relations().iter().map(|relation| relation.name()).collect();
        match names.as_slice() {
            [] => "it has none".to_owned(),
            names => format!("write one of {}, in this casing", names.join(", ")),
        }
    }
}

impl Relation {
    /// What it leads to.
    pub(crate) fn resource(self) -> Resource {
        match self {
            Self::AccessPackage => Resource::Package,
            Self::Assignment => Resource::Assignment,
            Self::AssignmentPolicy => Resource::Policy,
            Self::Requestor | Self::Target => Resource::Subject,
        }
    }
}
