//! The wire form of requests: a request with the things around it and a view in, JSON members out.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::command::Detail;
use crate::http::view::{Enumerations, Expansion, Property, View};
use crate::model::{
    Assignment, AssignmentId, AssignmentRequest, AssignmentState, CalloutInstance, RequestType,
    Schedule, Subject, Timestamp,
};

/// A request as one answer shows it.
#[derive(Debug)]
pub(crate) struct Shown<'a> {
    pub(crate) detail: Detail<'a>,
    pub(crate) view: &'a View,
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
        for property in self.view.properties() {
            self.write_property(property, &mut members)?;
        }
        for expansion in &self.view.expand {
            self.write_relation(*expansion, &mut members)?;
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
                members.serialize_entry(name, &CalloutInstances(request))
            }
        }
    }

    /// D-30: members above the sentinel are shown to those who ask for them.
    fn request_type(&self) -> RequestType {
        let request_type = self.detail.request.request_type;
        if request_type == RequestType::ApproverRemove
            && self.view.enumerations == Enumerations::UpToSentinel
        {
            return RequestType::UnknownFutureValue;
        }
        request_type
    }

    fn write_relation<M: SerializeMap>(
        &self,
        expansion: Expansion,
        members: &mut M,
    ) -> Result<(), M::Error> {
        let (name, detail) = (expansion.relation(), &self.detail);
        match expansion {
            Expansion::AccessPackage => members.serialize_entry(name, &detail.package),
            Expansion::Requestor => members.serialize_entry(name, &detail.requestor),
            Expansion::Assignment => {
                let assignment = detail.assignment.map(AssignmentShown::alone);
                members.serialize_entry(name, &assignment)
            }
            Expansion::AssignmentWithTarget => {
                let with_target = |one| AssignmentShown::with_target(one, detail.target);
                members.serialize_entry(name, &detail.assignment.map(with_target))
            }
        }
    }
}

struct CalloutInstances<'a>(&'a AssignmentRequest);

impl Serialize for CalloutInstances<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.callouts.iter().map(|callout| &callout.instance))
    }
}

/// An assignment without its relations, but for the target where it is asked for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AssignmentShown<'a> {
    id: AssignmentId,
    state: AssignmentState,
    status: &'a str,
    expired_date_time: Option<Timestamp>,
    schedule: &'a Schedule,
    custom_extension_callout_instances: [CalloutInstance; 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a Subject>,
}

impl<'a> AssignmentShown<'a> {
    fn alone(assignment: &'a Assignment) -> Self {
        Self {
            id: assignment.id,
            state: assignment.state,
            status: &assignment.status,
            expired_date_time: assignment.expired_date_time,
            schedule: &assignment.schedule,
            custom_extension_callout_instances: [],
            target: None,
        }
    }

    fn with_target(assignment: &'a Assignment, target: Option<&'a Subject>) -> Self {
        Self { target, ..Self::alone(assignment) }
    }
}
