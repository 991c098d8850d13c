//! The eight operations in one call each: what they need comes in, the decoded answer goes out. The builders of [`Client`] take everything
//! else that an operation can be told.

use crate::answer::{decoded, refused};
use crate::exchange::sent;
use crate::requests::{NewRequest, Resumption};
use crate::segment;
use crate::types::AccessPackageAssignmentRequest;
use crate::{Argument, Client, Expand, GraphError, Query};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Response, Url};
use serde::Serialize;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What the service calls the id of a request.
const ID: &str = "accessPackageAssignmentRequestId";

impl Client {
    /// Makes a request. What comes back is its beginning; [`wait_until`](Self::wait_until) waits for what becomes of it.
    ///
    /// # Errors
    ///
    /// [`GraphError`], of which [`Conflict`](GraphError::Conflict) says that a request like it is open. Documented in "Create
    /// accessPackageAssignmentRequest".
    pub async fn create(
        &self,
        request: &NewRequest,
    ) -> Result<AccessPackageAssignmentRequest, GraphError> {
        let call = with_body(self.inner.address(""), request)?;
        let answer = self.success("create_assignment_request", call).await?;
        Ok(decoded::<AccessPackageAssignmentRequest>(answer).await?.into_inner())
    }

    /// The request of an id, with the objects of these relationships.
    ///
    /// # Errors
    ///
    /// [`GraphError`]. Documented in "Get accessPackageAssignmentRequest".
    pub async fn get(
        &self,
        id: &str,
        relationships: impl IntoIterator<Item = Expand>,
    ) -> Result<AccessPackageAssignmentRequest, GraphError> {
        let query = Query::new().expand(relationships);
        let mut call = Request::new(Method::GET, query.applied(self.of_request(id, "")?));
        call.headers_mut().insert(ACCEPT, JSON);
        let answer = self.success("get_assignment_request", call).await?;
        Ok(decoded::<AccessPackageAssignmentRequest>(answer).await?.into_inner())
    }

    /// Withdraws a request that is accepted, awaits approval or its start.
    ///
    /// # Errors
    ///
    /// [`GraphError`], of which [`Conflict`](GraphError::Conflict) says that it has come too far. Documented in
    /// "accessPackageAssignmentRequest: cancel".
    pub async fn cancel(&self, id: &str) -> Result<(), GraphError> {
        self.act(
            "cancel_assignment_request",
            Request::new(Method::POST, self.of_request(id, "/cancel")?),
        )
        .await
    }

    /// Delivers a request again whose delivery failed, in whole or in part, within 14 days.
    ///
    /// # Errors
    ///
    /// [`GraphError`]. Documented in "accessPackageAssignmentRequest: reprocess".
    pub async fn reprocess(&self, id: &str) -> Result<(), GraphError> {
        self.act(
            "reprocess_assignment_request",
            Request::new(Method::POST, self.of_request(id, "/reprocess")?),
        )
        .await
    }

    /// Tells a request that waits for a custom extension how to go on.
    ///
    /// # Errors
    ///
    /// [`GraphError`], of which [`Conflict`](GraphError::Conflict) says that it does not wait for that. Documented in
    /// "accessPackageAssignmentRequest: resume".
    pub async fn resume(&self, id: &str, resumption: &Resumption) -> Result<(), GraphError> {
        self.act(
            "resume_assignment_request",
            with_body(self.of_request(id, "/resume")?, resumption)?,
        )
        .await
    }

    /// Deletes a request that was denied or is completed, and of which no assignment has come.
    ///
    /// # Errors
    ///
    /// [`GraphError`]. Documented in "Delete accessPackageAssignmentRequest".
    pub async fn delete(&self, id: &str) -> Result<(), GraphError> {
        self.act(
            "delete_assignment_request",
            Request::new(Method::DELETE, self.of_request(id, "")?),
        )
        .await
    }

    async fn act(&self, operation: &str, call: Request) -> Result<(), GraphError> {
        self.success(operation, call).await.map(drop)
    }

    /// The answer to a call of an operation, where it is a success.
    pub(crate) async fn success(
        &self,
        operation: &str,
        call: Request,
    ) -> Result<Response, GraphError> {
        let answer = sent(self, call).await?;
        if answer.status().is_success() {
            Ok(answer)
        } else {
            Err(refused(answer, operation).await)
        }
    }

    /// The address of a request, or of what stands below it.
    fn of_request(&self, id: &str, below: &str) -> Result<Url, Argument> {
        Ok(self.inner.address(&path(id, below)?))
    }
}

/// The path of a request, or of what stands below it, below the collection.
pub(crate) fn path(id: &str, below: &str) -> Result<String, Argument> {
    let id = segment::encoded(ID, id).map_err(Argument::new)?;
    Ok(format!("/{id}{below}"))
}

/// A POST of a JSON body.
pub(crate) fn with_body(url: Url, body: &impl Serialize) -> Result<Request, Argument> {
    let body = serde_json::to_vec(body).map_err(|cause| Argument::of(&cause))?;
    let mut call = Request::new(Method::POST, url);
    call.headers_mut().extend([(ACCEPT, JSON), (CONTENT_TYPE, JSON)]);
    *call.body_mut() = Some(body.into());
    Ok(call)
}
