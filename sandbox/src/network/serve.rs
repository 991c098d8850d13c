//! Serving: connections in, each answered until the sandbox is to stop.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use axum::routing::any;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::control;
use crate::http::{self, Lost};
use crate::network::Bound;
use crate::service::Service;

/// hyper adds the time to the present, and panics where that cannot be written.
const LONGEST_TIMEOUT: Duration = Duration::from_hours(365 * 24);

/// Answers on an address until the sender of `stopped` is used or gone; then what is in flight is
/// answered for as long as `grace` lasts, and nothing else.
pub(crate) async fn serve(
    bound: Bound,
    service: Arc<Service>,
    stopped: oneshot::Receiver<()>,
    grace: Duration,
) {
    let mut connections = Connections::new(service);
    tokio::select! {
        () = accept(bound, &mut connections) => {}
        // Both an answer and the end of the channel mean that the sandbox is to stop.
        _ = stopped => {}
    }
    connections.end(grace).await;
}

/// Lets everybody in, without end. Whoever takes long to shake hands keeps nobody else waiting.
async fn accept(mut bound: Bound, connections: &mut Connections) {
    let mut handshakes = JoinSet::new();
    loop {
        tokio::select! {
            // The trait's accept waits and tries again where the system has no more to give.
            (stream, peer) = Listener::accept(&mut bound.listener) => match bound.acceptor.clone() {
                Some(acceptor) => {
                    let handshake = timeout(connections.read_timeout, acceptor.accept(stream));
                    handshakes.spawn(async move { (handshake.await, peer) });
                }
                None => connections.open(stream, peer),
            },
            // Who does not shake hands, or not in time, has left.
            Some(shaken) = handshakes.join_next() => if let Ok((Ok(Ok(stream)), peer)) = shaken {
                connections.open(stream, peer);
            },
        }
    }
}

/// The connections that are open, and what answers on them.
struct Connections {
    http: http1::Builder,
    router: Router,
    read_timeout: Duration,
    graceful: GracefulShutdown,
    tasks: JoinSet<hyper::Result<()>>,
}

impl Connections {
    fn new(service: Arc<Service>) -> Self {
        let read_timeout = service.read_timeout;
        Self {
            http: http1(read_timeout),
            router: router(service),
            read_timeout,
            graceful: GracefulShutdown::new(),
            tasks: JoinSet::new(),
        }
    }

    fn open(
        &mut self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        peer: SocketAddr,
    ) {
        let answers = TowerToHyperService::new(self.router.clone());
        let answer = service_fn(move |request| sent(answers.call(from_peer(request, peer))));
        let connection = self.http.serve_connection(TokioIo::new(stream), answer);
        self.tasks.spawn(self.graceful.watch(connection));
        while self.tasks.try_join_next().is_some() {}
    }

    async fn end(mut self, grace: Duration) {
        let _ = timeout(grace, self.graceful.shutdown()).await;
        self.tasks.shutdown().await;
    }
}

/// The control has a place of its own; everything else is of the API.
fn router(service: Arc<Service>) -> Router {
    let mut router = Router::new().fallback(http::answer);
    for path in control::PATHS {
        router = router.route(path, any(control::answer));
    }
    router.with_state(service)
}

/// A request that says whom it came from, for what is not answered to everybody.
fn from_peer<T>(mut request: Request<T>, peer: SocketAddr) -> Request<T> {
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

/// What is answered; an error, upon which the connection is closed, where nothing is to be sent.
async fn sent(
    answered: impl Future<Output = Result<Response, Infallible>>,
) -> Result<Response, io::Error> {
    let Ok(response) = answered.await;
    match response.extensions().get::<Lost>() {
        Some(Lost) => Err(io::ErrorKind::ConnectionAborted.into()),
        None => Ok(response),
    }
}

/// A head that does not arrive ends its connection; axum's own server would wait for ever. The
/// machine's date is not for answers: the sandbox has a time of its own.
fn http1(read_timeout: Duration) -> http1::Builder {
    let mut http = http1::Builder::new();
    let head_timeout = read_timeout.min(LONGEST_TIMEOUT);
    http.timer(TokioTimer::new()).header_read_timeout(head_timeout).auto_date_header(false);
    http
}
