//! The eight operations in one call each: what they need comes in, the decoded answer goes out. The builders of [`Client`] take everything
//! else that an operation can be told.

use crate::answer::{decoded, refused};
use crate::enums::AccessPackageAssignmentRequestFilterByCurrentUserOptions as Part;
use crate::exchange::sent;
use crate::reply::Reply;
use crate::requests::{NewRequest, Resumption};
use crate::segment;
use crate::types::AccessPackageAssignmentRequest;
use crate::{Argument, Client, Expand, GraphError, Query};
use progenitor_client::ResponseValue;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Method, Request, Url};
use serde::Serialize;

/// What a call prefers that is answered with requests: members of enumerations by their own names, of which `unknownFutureValue` stands for
/// the newer ones otherwise (D-30). The types have room for each.
pub(crate) const PREFERRED: &str = "include-unknown-enum-members";

const JSON: HeaderValue = HeaderValue::from_static("application/json");

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
        let answer = self.success("create_assignment_request", preferring(call)).await?;
        Ok(decoded::<AccessPackageAssignmentRequest>(answer)?.into_inner())
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
        Ok(self.got(id, relationships).await?.into_inner())
    }

    /// The same with the headers of the answer.
    pub(crate) async fn got(
        &self,
        id: &str,
        relationships: impl IntoIterator<Item = Expand>,
    ) -> Result<ResponseValue<AccessPackageAssignmentRequest>, GraphError> {
        let query = Query::new().expand(relationships);
        let call = reading(query.applied(self.of_request(id, "")?));
        decoded(self.success("get_assignment_request", call).await?)
    }

    /// Withdraws a request that is accepted, awaits approval or its start.
    ///
    /// # Errors
    ///
    /// [`GraphError`], of which [`Conflict`](GraphError::Conflict) says that it has come too far. Documented in
    /// "accessPackageAssignmentRequest: cancel".
    pub async fn cancel(&self, id: &str) -> Result<(), GraphError> {
        let call = without_body(Method::POST, self.of_request(id, "/cancel")?);
        self.act("cancel_assignment_request", call).await
    }

    /// Delivers a request again whose delivery failed, in whole or in part, within 14 days.
    ///
    /// # Errors
    ///
    /// [`GraphError`]. Documented in "accessPackageAssignmentRequest: reprocess".
    pub async fn reprocess(&self, id: &str) -> Result<(), GraphError> {
        let call = without_body(Method::POST, self.of_request(id, "/reprocess")?);
        self.act("reprocess_assignment_request", call).await
    }

    /// Tells a request that waits for a custom extension how to go on.
    ///
    /// # Errors
    ///
    /// [`GraphError`], of which [`Conflict`](GraphError::Conflict) says that it does not wait for that. Documented in
    /// "accessPackageAssignmentRequest: resume".
    pub async fn resume(&self, id: &str, resumption: &Resumption) -> Result<(), GraphError> {
        let call = with_body(self.of_request(id, "/resume")?, resumption)?;
        self.act("resume_assignment_request", call).await
    }

    /// Deletes a request that was denied or is completed, and of which no assignment has come.
    ///
    /// Where it is tried again, as [`Retry`](crate::Retry) says, the first try may have done it: that is [`NotFound`](GraphError::NotFound) then.
    ///
    /// # Errors
    ///
    /// [`GraphError`]. Documented in "Delete accessPackageAssignmentRequest".
    pub async fn delete(&self, id: &str) -> Result<(), GraphError> {
        let call = without_body(Method::DELETE, self.of_request(id, "")?);
        self.act("delete_assignment_request", call).await
    }

    async fn act(&self, operation: &str, call: Request) -> Result<(), GraphError> {
        self.success(operation, call).await.map(drop)
    }

    /// The answer to a call of an operation, where it is a success.
    pub(crate) async fn success(
        &self,
        operation: &str,
        call: Request,
    ) -> Result<Reply, GraphError> {
        let answer = sent(self, call).await?;
        if answer.status().is_success() { Ok(answer) } else { Err(refused(answer, operation)) }
    }

    /// The address of a request, or of what stands below it.
    pub(crate) fn of_request(&self, id: &str, below: &str) -> Result<Url, Argument> {
        Ok(self.inner.address(&path(id, below)?))
    }
}

/// The path of a request, or of what stands below it, below the collection.
pub(crate) fn path(id: &str, below: &str) -> Result<String, Argument> {
    let id = segment::encoded("id", id).map_err(Argument::new)?;
    Ok(format!("/{id}{below}"))
}

/// The path of the requests in which the signed-in user has this part, below the collection. A quote in it is doubled, as in any literal of OData.
pub(crate) fn by_current_user(part: &Part) -> String {
    let part = segment::escaped(&part.as_str().replace('\'', "''"));
    format!("/filterByCurrentUser(on='{part}')")
}

/// A GET of requests.
pub(crate) fn reading(url: Url) -> Request {
    preferring(without_body(Method::GET, url))
}

/// A POST of a JSON body.
pub(crate) fn with_body(url: Url, body: &impl Serialize) -> Result<Request, Argument> {
    let body = serde_json::to_vec(body).map_err(|cause| Argument::of(&cause))?;
    let mut call = without_body(Method::POST, url);
    call.headers_mut().insert(CONTENT_TYPE, JSON);
    *call.body_mut() = Some(body.into());
    Ok(call)
}

/// A call that says it all by its address. Where its answer has a body at all, as that of an error, it is JSON.
fn without_body(method: Method, url: Url) -> Request {
    let mut call = Request::new(method, url);
    call.headers_mut().insert(ACCEPT, JSON);
    call
}

/// The call with what it prefers of its answer.
fn preferring(mut call: Request) -> Request {
    let prefer = HeaderName::from_static("prefer");
    call.headers_mut().insert(prefer, HeaderValue::from_static(PREFERRED));
    call
}
