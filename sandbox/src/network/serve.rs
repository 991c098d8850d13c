//! Serving: connections in, each answered until the sandbox is to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::http::{self, Service};
use crate::network::Bound;

/// Answers on an address until the sender of `stopped` is used or gone; then what is in flight is
/// answered for as long as `grace` lasts, and nothing else.
pub(crate) async fn serve(
    bound: Bound,
    service: Arc<Service>,
    stopped: oneshot::Receiver<()>,
    grace: Duration,
) {
    let mut listener = bound.listener;
    let http = http1(service.read_timeout);
    let router = Router::new().fallback(http::answer).with_state(service);
    let open = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let accepting = async {
        loop {
            // The trait's accept waits and tries again where the system has no more to give.
            let (stream, peer) = Listener::accept(&mut listener).await;
            let answers = TowerToHyperService::new(router.clone());
            let answer = service_fn(move |request| answers.call(from_peer(request, peer)));
            let connection = http.serve_connection(TokioIo::new(stream), answer);
            connections.spawn(open.watch(connection));
            while connections.try_join_next().is_some() {}
        }
    };
    tokio::select! {
        () = accepting => {}
        // Both an answer and the end of the channel mean that the sandbox is to stop.
        _ = stopped => {}
    }
    drop(listener);
    let _ = tokio::time::timeout(grace, open.shutdown()).await;
    connections.shutdown().await;
}

/// A request that says whom it came from, for what is not answered to everybody.
fn from_peer<T>(mut request: Request<T>, peer: SocketAddr) -> Request<T> {
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

/// A head that does not arrive ends its connection; axum's own server would wait for ever. The
/// machine's date is not for answers: the sandbox has a time of its own.
fn http1(read_timeout: Duration) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(read_timeout).auto_date_header(false);
    http
}
