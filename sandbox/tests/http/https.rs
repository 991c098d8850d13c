//! HTTPS: who trusts the sandbox's certificate gets answers, who does not gets none.

use sandbox::{Config, Error, Sandbox, Tls};

use crate::client::documented;

async fn secure() -> Result<Sandbox, Error> {
    Sandbox::start(Config { tls: Tls::SelfSigned, ..Config::default() }).await
}

#[cfg(not(feature = "tls"))]
#[tokio::test]
async fn without_the_feature_the_error_names_it() {
    let error = secure().await.unwrap_err();
    assert!(error.to_string().ends_with("build it with its feature `tls`"), "{error}");
}

#[tokio::test]
async fn who_speaks_http_has_no_certificate() {
    assert_eq!(documented().await.certificate_pem(), None);
}

#[cfg(feature = "tls")]
mod with_the_feature {
    use reqwest::{Certificate, Client};
    use tokio::io::AsyncReadExt;
    use tokio::net::TcpStream;

    use super::*;
    use crate::client::admin;

    /// Asks a sandbox at one of its names, trusting nothing but these certificates.
    async fn ask(
        sandbox: &Sandbox,
        host: &str,
        trusted: Option<&str>,
    ) -> Result<u16, reqwest::Error> {
        let trusted = trusted.map(|pem| Certificate::from_pem(pem.as_bytes()).unwrap());
        let client = Client::builder().tls_certs_only(trusted).no_proxy().build().unwrap();
        let url = sandbox.url().replace("127.0.0.1", host);
        let url = url + "/identityGovernance/entitlementManagement/assignmentRequests";
        Ok(client.get(url).bearer_auth(admin()).send().await?.status().as_u16())
    }

    #[tokio::test]
    async fn who_trusts_the_certificate_is_answered() {
        let sandbox = secure().await.unwrap();
        for host in ["127.0.0.1", "localhost"] {
            let status = ask(&sandbox, host, sandbox.certificate_pem()).await.unwrap();
            assert_eq!(status, 200, "{host}");
        }
    }

    #[tokio::test]
    async fn who_does_not_trust_the_certificate_does_not_connect() {
        let (sandbox, other) = (secure().await.unwrap(), secure().await.unwrap());
        for trusted in [None, other.certificate_pem()] {
            let error = ask(&sandbox, "127.0.0.1", trusted).await.unwrap_err();
            assert!(error.is_connect(), "{error:?}");
        }
    }

    #[tokio::test]
    async fn a_handshake_that_never_comes_keeps_nobody_waiting() {
        let sandbox = secure().await.unwrap();
        let address = sandbox.url().split('/').nth(2).unwrap().to_owned();
        let mut silent = TcpStream::connect(address).await.unwrap();
        let certificate = sandbox.certificate_pem();
        assert_eq!(ask(&sandbox, "127.0.0.1", certificate).await.unwrap(), 200);
        sandbox.shutdown().await;
        assert_eq!(silent.read(&mut [0]).await.unwrap_or(0), 0);
    }
}
