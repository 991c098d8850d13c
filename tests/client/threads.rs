//! What a caller may send to another thread, or keep for as long as it likes. That this compiles is the test.

use assignment_requests::requests::{NewRequest, Resumption};
use assignment_requests::{
    AccessToken, Budget, Client, ClientCredentials, Filter, GraphError, InvalidSession, Listing,
    Query, Session, SessionBuilder, TokenFailure, WaitError, Waited,
    enums::AccessPackageAssignmentRequestFilterByCurrentUserOptions as Part,
};
use std::time::Duration;

fn sent<T: Send + 'static>(_: T) {}

fn shared<T: Send + Sync + 'static>() {}

/// Everything that a task of its own may do with a client; nobody is called, as nothing is polled.
fn tasks(client: &Client, (new, resumption): (NewRequest, Resumption)) {
    let of = || client.clone();
    sent({
        let client = of();
        async move { client.create(&new).await }
    });
    sent({
        let client = of();
        async move { client.get("a", []).await }
    });
    sent({
        let client = of();
        async move { client.cancel("a").await }
    });
    sent({
        let client = of();
        async move { client.reprocess("a").await }
    });
    sent({
        let client = of();
        async move { client.resume("a", &resumption).await }
    });
    sent({
        let client = of();
        async move { client.delete("a").await }
    });
    sent({
        let client = of();
        async move { client.wait_until("a", |_| true, Budget::within(Duration::ZERO)).await }
    });
    sent({
        let client = of();
        async move { client.list_assignment_requests().filter("a").send().await }
    });
    sent(client.list(&Query::new()).items());
    sent(client.list(&Query::new()).pages());
    sent(client.list_by_current_user(&Part::Target, &Query::new()).items());
}

#[test]
fn every_call_and_every_stream_may_run_on_another_thread() {
    let _: fn(&Client, (NewRequest, Resumption)) = tasks;
}

#[test]
fn whatever_is_kept_may_be_shared_between_threads() {
    shared::<(Session, SessionBuilder, Client, Listing, Query, Filter, Budget)>();
    shared::<(AccessToken, ClientCredentials, NewRequest, Resumption)>();
    shared::<(GraphError, TokenFailure, InvalidSession, WaitError, Waited)>();
}
