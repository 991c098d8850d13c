//! The wire form of requests and what is around them: a thing and what to show of it in, JSON
//! members out.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::command::Detail;
use crate::http::property::Property;
use crate::http::view::{Enumerations, Expansion, Relation, View};
use crate::http::wire::related::Related;
use crate::model::{Callout, RequestType, Timestamp};

mod related;

/// A request as one answer shows it.
#[derive(Debug)]
pub(crate) struct Shown<'a> {
    pub(crate) detail: Detail<'a>,
    pub(crate) view: &'a View,
    pub(crate) enumerations: Enumerations,
    /// The context URL, which stands at the top of an answer only.
    pub(crate) context: Option<String>,
    /// D-22: a create answers without it.
    pub(crate) created_date_time: Option<Timestamp>,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        if let Some(context) = &self.context {
            members.serialize_entry("@odata.context", context)?;
        }
        for property in Property::ALL.iter().filter(|one| self.view.shows(one.name())) {
            self.write_property(*property, &mut members)?;
        }
        for expansion in &self.view.expand {
            members.serialize_entry(expansion.relation.name(), &self.related(expansion))?;
        }
        members.end()
    }
}

impl Shown<'_> {
    fn write_property<M: SerializeMap>(
        &self,
        property: Property,
        members: &mut M,
    ) -> Result<(), M::Error> {
        let (name, request) = (property.name(), self.detail.request);
        match property {
            Property::Id => members.serialize_entry(name, &request.id),
            Property::RequestType => members.serialize_entry(name, &self.request_type()),
            Property::State => members.serialize_entry(name, &request.state),
            Property::Status => members.serialize_entry(name, &request.status),
            Property::CreatedDateTime => members.serialize_entry(name, &self.created_date_time),
            Property::CompletedDateTime => {
                members.serialize_entry(name, &request.completed_date_time)
            }
            Property::Justification => members.serialize_entry(name, &request.justification),
            Property::Schedule => members.serialize_entry(name, &request.schedule),
            Property::Answers => members.serialize_entry(name, &request.answers),
            Property::CustomExtensionCalloutInstances => {
                members.serialize_entry(name, &CalloutInstances(&request.callouts))
            }
        }
    }

    /// D-30: members above the sentinel are shown to those who ask for them.
    fn request_type(&self) -> RequestType {
        let request_type = self.detail.request.request_type;
        if request_type == RequestType::ApproverRemove
            && self.enumerations == Enumerations::UpToSentinel
        {
            return RequestType::UnknownFutureValue;
        }
        request_type
    }

    /// What the relation leads to; none where it leads nowhere.
    fn related<'s>(&'s self, expansion: &'s Expansion) -> Option<Related<'s>> {
        let view = &expansion.view;
        match expansion.relation {
            Relation::AccessPackage => self.detail.package.map(|one| Related::package(one, view)),
            Relation::Requestor => self.detail.requestor.map(|one| Related::subject(one, view)),
            Relation::Assignment => {
                self.detail.assignment.map(|one| Related::assignment(one, view))
            }
            // These begin at an assignment; the query's parser reads them there only.
            Relation::AssignmentPolicy | Relation::Target => None,
        }
    }
}

/// The callouts without what only a world tells of them.
struct CalloutInstances<'a>(&'a [Callout]);

impl Serialize for CalloutInstances<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|callout| &callout.instance))
    }
}
