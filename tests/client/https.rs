//! The client over HTTPS: who trusts the certificate of the service is answered, who does not hears of it before the token is sent.

use assignment_requests::{GraphError, Session};
use sandbox::{Config, Sandbox, Tls};
use std::error::Error;
use std::iter::successors;

/// A request of the documented world.
const ID: &str = "7999249e-249e-7999-9e24-99799e249979";

/// What TLS of either kind says of a certificate that nobody vouches for.
const UNKNOWN: &str = if cfg!(feature = "native-tls") {
    "certificate verify failed"
} else {
    "invalid peer certificate"
};

async fn secure() -> Sandbox {
    Sandbox::start(Config { tls: Tls::SelfSigned, ..Config::default() }).await.unwrap()
}

#[tokio::test]
async fn the_certificates_of_the_system_are_what_is_trusted() {
    let sandbox = secure().await;
    let token = sandbox.token("admin").unwrap();
    let client = Session::builder().endpoint(sandbox.url()).token(token.as_str()).build();
    let error = client.unwrap().client().get(ID, []).await.unwrap_err();
    assert!(matches!(error, GraphError::Transport(_)), "{error:?}");
    let outermost: &dyn Error = &error;
    let words = successors(Some(outermost), |&error| error.source()).map(ToString::to_string);
    let words: Vec<_> = words.collect();
    assert!(words.iter().any(|words| words.contains(UNKNOWN)), "{words:?}");
}

#[tokio::test]
async fn a_connection_of_the_callers_own_trusts_as_it_was_told() {
    let sandbox = secure().await;
    let certificate = sandbox.certificate_pem().unwrap().as_bytes();
    let certificate = reqwest::Certificate::from_pem(certificate).unwrap();
    let connection = reqwest::Client::builder().tls_certs_only([certificate]).build().unwrap();
    let token = sandbox.token("admin").unwrap();
    let session = Session::builder().endpoint(sandbox.url()).token(token.as_str());
    let client = session.connection(connection).build().unwrap().client();
    assert_eq!(client.get(ID, []).await.unwrap().id.as_deref(), Some(ID));
}
