//! The wire form of what a request leads to: assignments, packages, policies and people.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::command::Granted;
use crate::http::property::{AssignmentProperty, PackageProperty, PolicyProperty, SubjectProperty};
use crate::http::view::{Expansion, Relation, View};
use crate::http::wire::CalloutInstances;
use crate::model::{Package, Policy, Subject};

/// A thing that a relation leads to, and what is shown of it.
pub(super) struct Related<'a> {
    thing: Thing<'a>,
    view: &'a View,
}

enum Thing<'a> {
    Assignment(Granted<'a>),
    Package(&'a Package),
    Policy(&'a Policy),
    Subject(&'a Subject),
}

impl<'a> Related<'a> {
    pub(super) fn assignment(granted: Granted<'a>, view: &'a View) -> Self {
        Self { thing: Thing::Assignment(granted), view }
    }

    pub(super) fn package(package: &'a Package, view: &'a View) -> Self {
        Self { thing: Thing::Package(package), view }
    }

    pub(super) fn subject(subject: &'a Subject, view: &'a View) -> Self {
        Self { thing: Thing::Subject(subject), view }
    }

    fn policy(policy: &'a Policy, view: &'a View) -> Self {
        Self { thing: Thing::Policy(policy), view }
    }
}

impl Serialize for Related<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut members, view) = (serializer.serialize_map(None)?, self.view);
        match &self.thing {
            Thing::Assignment(granted) => write_assignment(granted, view, &mut members),
            Thing::Package(package) => write_package(package, view, &mut members),
            Thing::Policy(policy) => write_policy(policy, view, &mut members),
            Thing::Subject(subject) => write_subject(subject, view, &mut members),
        }?;
        members.end()
    }
}

fn write_assignment<M: SerializeMap>(
    granted: &Granted<'_>,
    view: &View,
    members: &mut M,
) -> Result<(), M::Error> {
    use AssignmentProperty as Property;
    let assignment = granted.assignment;
    for property in Property::ALL.iter().filter(|one| view.shows(one.name())) {
        let name = property.name();
        match property {
            Property::Id => members.serialize_entry(name, &assignment.id),
            Property::State => members.serialize_entry(name, &assignment.state),
            Property::Status => members.serialize_entry(name, &assignment.status),
            Property::ExpiredDateTime => {
                members.serialize_entry(name, &assignment.expired_date_time)
            }
            Property::Schedule => members.serialize_entry(name, &assignment.schedule),
            Property::CustomExtensionCalloutInstances => {
                members.serialize_entry(name, &CalloutInstances(&assignment.callouts))
            }
        }?;
    }
    for expansion in &view.expand {
        let related = around(granted, expansion);
        members.serialize_entry(expansion.relation.name(), &related)?;
    }
    Ok(())
}

/// What a relation of an assignment leads to; none where it leads nowhere.
fn around<'a>(granted: &Granted<'a>, expansion: &'a Expansion) -> Option<Related<'a>> {
    let view = &expansion.view;
    match expansion.relation {
        Relation::AccessPackage => granted.package.map(|one| Related::package(one, view)),
        Relation::AssignmentPolicy => granted.policy.map(|one| Related::policy(one, view)),
        Relation::Target => granted.target.map(|one| Related::subject(one, view)),
        // These begin at a request; the query's parser reads them there only.
        Relation::Assignment | Relation::Requestor => None,
    }
}

fn write_package<M: SerializeMap>(
    package: &Package,
    view: &View,
    members: &mut M,
) -> Result<(), M::Error> {
    use PackageProperty as Property;
    for property in Property::ALL.iter().filter(|one| view.shows(one.name())) {
        let name = property.name();
        match property {
            Property::Id => members.serialize_entry(name, &package.id),
            Property::DisplayName => members.serialize_entry(name, &package.display_name),
            Property::Description => members.serialize_entry(name, &package.description),
            Property::IsHidden => members.serialize_entry(name, &package.is_hidden),
            Property::CreatedDateTime => members.serialize_entry(name, &package.created_date_time),
            Property::ModifiedDateTime => {
                members.serialize_entry(name, &package.modified_date_time)
            }
        }?;
    }
    Ok(())
}

fn write_policy<M: SerializeMap>(
    policy: &Policy,
    view: &View,
    members: &mut M,
) -> Result<(), M::Error> {
    use PolicyProperty as Property;
    for property in Property::ALL.iter().filter(|one| view.shows(one.name())) {
        let name = property.name();
        match property {
            Property::Id => members.serialize_entry(name, &policy.id),
            Property::DisplayName => members.serialize_entry(name, &policy.display_name),
            Property::AllowedTargetScope => {
                members.serialize_entry(name, &policy.allowed_target_scope)
            }
            Property::SpecificAllowedTargets => {
                members.serialize_entry(name, &policy.specific_allowed_targets)
            }
            Property::Expiration => members.serialize_entry(name, &policy.expiration),
            Property::RequestorSettings => {
                members.serialize_entry(name, &policy.requestor_settings)
            }
            Property::RequestApprovalSettings => {
                members.serialize_entry(name, &policy.request_approval_settings)
            }
        }?;
    }
    Ok(())
}

fn write_subject<M: SerializeMap>(
    subject: &Subject,
    view: &View,
    members: &mut M,
) -> Result<(), M::Error> {
    use SubjectProperty as Property;
    for property in Property::ALL.iter().filter(|one| view.shows(one.name())) {
        let name = property.name();
        match property {
            Property::Id => members.serialize_entry(name, &subject.id),
            Property::ObjectId => members.serialize_entry(name, &subject.object_id),
            Property::DisplayName => members.serialize_entry(name, &subject.display_name),
            Property::Email => members.serialize_entry(name, &subject.email),
            Property::PrincipalName => members.serialize_entry(name, &subject.principal_name),
            Property::OnPremisesSecurityIdentifier => {
                members.serialize_entry(name, &subject.on_premises_security_identifier)
            }
            Property::SubjectType => members.serialize_entry(name, &subject.r#type),
            Property::SubjectLifecycle => members.serialize_entry(name, &subject.lifecycle),
        }?;
    }
    Ok(())
}
