//! Callouts to custom extensions: a URL and a body in, posted, what came of it out. Unless it is
//! allowed, nothing but this machine is called.

use std::error::Error as Cause;
use std::iter::successors;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use thiserror::Error;
use tokio::sync::OnceCell;
use url::{Host, Url};

use crate::callout::{CalloutResult, OutgoingCallout};
use crate::config::Callouts;

/// Calls custom extensions.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Made for the first callout: with TLS it reads the certificates of the system, which takes longer
    /// than all the rest of a start, and there may be none.
    client: Arc<OnceCell<Client>>,
    allowed: Callouts,
    patience: Duration,
}

/// What keeps a callout from being sent.
#[derive(Debug, Error)]
enum Forbidden {
    #[error(
        "{0} is no loopback address, and others are called only where remote callouts are allowed"
    )]
    Remote(IpAddr),
    #[error("this sandbox was built without TLS; build it with its feature `tls`")]
    WithoutTls,
}

impl Caller {
    /// One that waits so long for an answer. It follows no redirect, asks no proxy and keeps no
    /// connection.
    pub(crate) fn new(allowed: Callouts, patience: Duration) -> Self {
        Self { client: Arc::default(), allowed, patience }
    }

    /// Posts a callout. What the receiver answers with is not read beyond its status.
    pub(crate) async fn post(&self, callout: &OutgoingCallout) -> CalloutResult {
        let url = callout.url.url();
        if let Err(forbidden) = self.check(url) {
            return CalloutResult::Forbidden { reason: forbidden.to_string() };
        }
        let client = match self.client.get_or_try_init(|| async { self.made() }).await {
            Ok(client) => client,
            Err(error) => return result_of(&error),
        };
        let id = callout.instance.to_string();
        let request = client.post(url.clone()).json(&callout.body);
        let request = request.header("client-request-id", &id).header("x-ms-client-request-id", id);
        match request.send().await {
            Ok(answer) if answer.status().is_success() => CalloutResult::Accepted,
            Ok(answer) => CalloutResult::Refused { status: answer.status().as_u16() },
            Err(error) => result_of(&error),
        }
    }

    fn made(&self) -> Result<Client, reqwest::Error> {
        let builder = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(0)
            .timeout(self.patience);
        resolving(builder, self.allowed).build()
    }

    /// Says no to what is known before any name is looked up.
    fn check(&self, url: &Url) -> Result<(), Forbidden> {
        if url.scheme() == "https" && cfg!(not(feature = "tls")) {
            return Err(Forbidden::WithoutTls);
        }
        match (self.allowed, url.host()) {
            (Callouts::Loopback, Some(Host::Ipv4(address))) => require_loopback(address.into()),
            (Callouts::Loopback, Some(Host::Ipv6(address))) => require_loopback(address.into()),
            (Callouts::Loopback | Callouts::Anywhere, _) => Ok(()),
        }
    }
}

fn resolving(builder: ClientBuilder, allowed: Callouts) -> ClientBuilder {
    match allowed {
        Callouts::Loopback => builder.dns_resolver(LoopbackOnly),
        Callouts::Anywhere => builder,
    }
}

/// Looks names up, and gives their addresses only if all are this machine's own. It is asked by the
/// connection itself: no name can lead elsewhere between the check and the call.
#[derive(Clone, Copy, Debug)]
struct LoopbackOnly;

impl Resolve for LoopbackOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let addresses = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(all_loopback(addresses.collect())?)
        })
    }
}

fn all_loopback(addresses: Vec<SocketAddr>) -> Result<Addrs, Forbidden> {
    for address in &addresses {
        require_loopback(address.ip())?;
    }
    Ok(Box::new(addresses.into_iter()))
}

fn require_loopback(address: IpAddr) -> Result<(), Forbidden> {
    if address.to_canonical().is_loopback() { Ok(()) } else { Err(Forbidden::Remote(address)) }
}

fn result_of(error: &reqwest::Error) -> CalloutResult {
    let outermost: &(dyn Cause + 'static) = error;
    let causes: Vec<_> = successors(Some(outermost), |&cause| cause.source()).collect();
    if let Some(forbidden) = causes.iter().find(|cause| cause.is::<Forbidden>()) {
        return CalloutResult::Forbidden { reason: forbidden.to_string() };
    }
    if error.is_timeout() {
        return CalloutResult::Silent;
    }
    let innermost = causes.last().map_or_else(|| error.to_string(), ToString::to_string);
    CalloutResult::Unreachable { reason: innermost }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callout::CalloutSubject;

    /// A name with one address of this machine and one of another.
    struct TwoFaced;

    impl Resolve for TwoFaced {
        fn resolve(&self, _name: Name) -> Resolving {
            let addresses = ["127.0.0.1:0", "192.0.2.1:0"].map(|text| text.parse().unwrap());
            Box::pin(async move { Ok(all_loopback(addresses.to_vec())?) })
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_elsewhere_too_is_not_called() {
        let client = Client::builder().dns_resolver(TwoFaced).no_proxy().build().unwrap();
        let caller = Caller {
            client: Arc::new(OnceCell::from(client)),
            ..Caller::new(Callouts::Loopback, Duration::from_secs(9))
        };
        let id = "957d0c50-466b-4840-bb5b-c92cea7141ff";
        let callout = OutgoingCallout {
            subject: CalloutSubject::AssignmentRequest(id.parse().unwrap()),
            instance: id.parse().unwrap(),
            url: "http://two-faced.example/".parse().unwrap(),
            body: serde_json::Value::Null,
        };
        let result = caller.post(&callout).await;
        let CalloutResult::Forbidden { reason } = result else { panic!("{result:?}") };
        assert!(reason.starts_with("192.0.2.1 is no loopback address"), "{reason}");
    }
}
