//! A client of a few lines: what to ask in, the answer as it came over the wire out.

use sandbox::{Config, Sandbox, Token, World};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) const ROOT: &str = "/v1.0/identityGovernance/entitlementManagement";

/// A sandbox with the documented world.
pub(crate) async fn documented() -> Sandbox {
    Sandbox::start(Config::default()).await.unwrap()
}

/// A sandbox with the documented world after members of it were replaced.
pub(crate) async fn documented_but(changes: impl IntoIterator<Item = (&str, Value)>) -> Sandbox {
    let world = Some(documented_world_but(changes));
    Sandbox::start(Config { world, ..Config::default() }).await.unwrap()
}

/// The documented world after members of it were replaced.
pub(crate) fn documented_world_but<'a>(
    changes: impl IntoIterator<Item = (&'a str, Value)>,
) -> World {
    let text = include_str!("../../worlds/documented.json");
    let mut world: Value = serde_json::from_str(text).unwrap();
    for (pointer, value) in changes {
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        world.pointer_mut(parent).unwrap()[member] = value;
    }
    World::from_json(&world.to_string()).unwrap()
}

/// The token of the persona `admin` of the documented world.
pub(crate) fn admin() -> Token {
    let adele = "d4a2f6c8-1b3e-4f57-8a9c-0e2d4f6a8b1c";
    Token::delegated(adele, &["EntitlementManagement.ReadWrite.All"])
}

/// A request to be sent, with the token of `admin` unless another is given or it is taken away.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    line: String,
    host: Option<String>,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Ask {
    /// A request of this method for a path below `…/entitlementManagement/`.
    pub(crate) fn new(method: &str, below_root: &str) -> Self {
        Self::at(method, &format!("{ROOT}/{below_root}"))
    }

    /// A request of this method for a whole path.
    pub(crate) fn at(method: &str, path: &str) -> Self {
        let line = format!("{method} {path} HTTP/1.1");
        let host = Some("sandbox".to_owned());
        Self { line, host, headers: Vec::new(), body: Vec::new() }.by(&admin())
    }

    pub(crate) fn get(below_root: &str) -> Self {
        Self::new("GET", &below_root.replace(' ', "%20"))
    }

    pub(crate) fn post(below_root: &str) -> Self {
        Self::new("POST", below_root)
    }

    /// A create with this JSON body.
    pub(crate) fn create(body: &Value) -> Self {
        Self::post("assignmentRequests").json(&body.to_string())
    }

    /// A request to the control: every method but GET says that its body is JSON, if only an empty one.
    pub(crate) fn control(method: &str, below: &str) -> Self {
        let ask = Self::at(method, &format!("/__sandbox/{below}"));
        let ask = ask.without_headers().host(Some("localhost"));
        if method == "GET" { ask } else { ask.header("Content-Type", "application/json") }
    }

    /// The same with this JSON body.
    pub(crate) fn with(self, body: &Value) -> Self {
        self.raw(body.to_string().as_bytes())
    }

    /// The same with this body, whatever it is.
    pub(crate) fn raw(self, body: &[u8]) -> Self {
        Self { body: body.to_owned(), ..self }
    }

    pub(crate) fn json(self, body: &str) -> Self {
        self.json_bytes(body.as_bytes())
    }

    pub(crate) fn json_bytes(self, body: &[u8]) -> Self {
        Self { body: body.to_owned(), ..self.header("Content-Type", "application/json") }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The same request with another media type.
    pub(crate) fn retyped(mut self, media_type: &str) -> Self {
        self.headers.retain(|header| header.0 != "Content-Type");
        self.header("Content-Type", media_type)
    }

    /// The same request from another caller.
    pub(crate) fn by(mut self, token: &Token) -> Self {
        self.headers.retain(|header| header.0 != "Authorization");
        self.header("Authorization", &format!("Bearer {token}"))
    }

    /// The same request to another host, or to none.
    pub(crate) fn host(self, host: Option<&str>) -> Self {
        Self { host: host.map(str::to_owned), ..self }
    }

    pub(crate) fn without_headers(self) -> Self {
        Self { headers: Vec::new(), ..self }
    }

    pub(crate) async fn send(&self, sandbox: &Sandbox) -> Answer {
        let raw = self.try_send(sandbox).await;
        Answer::read(&String::from_utf8(raw).unwrap())
    }

    /// What comes back over the wire, be it nothing.
    pub(crate) async fn try_send(&self, sandbox: &Sandbox) -> Vec<u8> {
        let mut stream = TcpStream::connect(authority(sandbox)).await.unwrap();
        stream.write_all(&self.bytes()).await.unwrap();
        let mut raw = Vec::new();
        // A connection that is reset has an end as well.
        let _ = stream.read_to_end(&mut raw).await;
        raw
    }

    fn bytes(&self) -> Vec<u8> {
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let fixed = format!("Connection: close\r\nContent-Length: {}", self.body.len());
        let headers: String = headers.collect();
        let host = self.host.as_ref().map(|host| format!("Host: {host}\r\n"));
        let host = host.unwrap_or_default();
        let head = format!("{}\r\n{host}{headers}{fixed}\r\n\r\n", self.line);
        [head.as_bytes(), &self.body].concat()
    }
}

/// Host and port.
pub(crate) fn authority(sandbox: &Sandbox) -> &str {
    sandbox.url().trim_start_matches("http://").trim_end_matches("/v1.0")
}

/// An answer as it came over the wire.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn read(raw: &str) -> Self {
        let (head, body) = raw.split_once("\r\n\r\n").unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let pair = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_lowercase(), value.to_owned())
        };
        Self { status, headers: lines.map(pair).collect(), body: body.to_owned() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The code of a Graph error.
    pub(crate) fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap().to_owned()
    }

    /// The message of a Graph error.
    pub(crate) fn message(&self) -> String {
        self.json()["error"]["message"].as_str().unwrap().to_owned()
    }

    /// The ids of a collection.
    pub(crate) fn ids(&self) -> Vec<String> {
        let json = self.json();
        let entities = json["value"].as_array().unwrap();
        entities.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    }
}

/// A request as a get shows it now.
pub(crate) async fn shown(sandbox: &Sandbox, id: &str) -> Value {
    Ask::get(&format!("assignmentRequests/{id}")).send(sandbox).await.json()
}

/// Creates a request and gives its id.
pub(crate) async fn created(sandbox: &Sandbox, body: &Value) -> String {
    let answer = Ask::create(body).send(sandbox).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()["id"].as_str().unwrap().to_owned()
}
