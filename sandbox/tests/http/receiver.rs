//! A receiver of callouts on loopback: connections in, callouts out, which the test answers.

use std::time::Duration;

use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::client::{Ask, documented_but};

/// Whom the sandbox calls.
#[derive(Debug)]
pub(crate) struct Receiver(TcpListener);

/// A callout that is not answered yet.
#[derive(Debug)]
pub(crate) struct Call {
    stream: TcpStream,
    head: String,
    pub(crate) body: Value,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// Where it is called, by this name of the machine.
    pub(crate) fn url(&self, host: &str) -> String {
        format!("http://{host}:{}/hook?code=1", self.0.local_addr().unwrap().port())
    }

    /// A sandbox in which this receiver is called when a direct assignment is looked at, and the
    /// callback waited for.
    pub(crate) async fn sandbox(&self) -> Sandbox {
        documented_but([(SETTINGS, settings(&self.url("127.0.0.1")))]).await
    }

    /// The next callout.
    pub(crate) async fn call(&self) -> Call {
        timeout(Duration::from_secs(10), self.accept()).await.unwrap()
    }

    async fn accept(&self) -> Call {
        let (mut stream, _) = self.0.accept().await.unwrap();
        let mut raw = Vec::new();
        loop {
            stream.read_buf(&mut raw).await.unwrap();
            let text = String::from_utf8(raw.clone()).unwrap();
            let whole = text.split_once("\r\n\r\n");
            if let Some((head, body)) = whole.filter(|whole| whole.1.len() == length(whole.0)) {
                let body = serde_json::from_str(body).unwrap();
                return Call { stream, head: head.to_owned(), body };
            }
        }
    }
}

fn length(head: &str) -> usize {
    value(head, "content-length").unwrap().parse().unwrap()
}

fn value<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.into_iter().find(|line| line.0.eq_ignore_ascii_case(name)).map(|line| line.1)
}

impl Call {
    /// Method, path and version.
    pub(crate) fn line(&self) -> &str {
        self.head.lines().next().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        value(&self.head, name)
    }

    pub(crate) async fn answer(mut self, status: u16) {
        let answer =
            format!("HTTP/1.1 {status} Said\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
        self.stream.write_all(answer.as_bytes()).await.unwrap();
    }

    /// The callback that lets the request go on, or not, by the path that the callout names.
    pub(crate) fn callback(&self, members: &Value) -> Ask {
        let mut data = json!({
            "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
            "stage": self.body["Stage"],
            "customExtensionStageInstanceId": self.body["CustomExtensionStageInstanceId"],
        });
        data.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let stage = self.body["Stage"].as_str().unwrap();
        let body = json!({
            "source": "Contoso.SodCheckProcess",
            "type": format!("microsoft.graph.accessPackageCustomExtensionStage.{stage}"),
            "data": data,
        });
        let path = format!("/v1.0{}", self.body["CallbackUriPath"].as_str().unwrap());
        Ask::at("POST", &path).json(&body.to_string())
    }
}

/// Where the settings of the policy for direct assignments stand in the documented world.
pub(crate) const SETTINGS: &str = "/assignmentPolicies/0/customExtensionStageSettings";

/// One custom extension that is called when a request is looked at, and waited for an hour.
pub(crate) fn settings(url: &str) -> Value {
    json!([{
        "stage": "assignmentRequestCreated",
        "customExtension": {
            "id": "e59ef33d-7bc4-4b15-8d3c-01153de8a498",
            "displayName": "Ask the badge office",
            "url": url,
            "callbackConfiguration": {"timeoutDuration": "PT1H"}
        }
    }])
}
