//! What leaves the program: no secret in anything that it tells, and no connection but to its endpoint.

use crate::program::{Said, program, said, scratch};
use crate::scripted_server::{json, read_request, start_with};
use conformance::report::FORMATS;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

/// The variables and what is secret in them: a token that is no JSON Web Token, ones that are, and one that is written in several ways.
const TOKENS: [(&str, &str, &str); 6] = [
    ("admin", "ADMIN", "eyJhbGciOiJub25lIn0.eyJvaWQiOiJhZG1pbiJ9.c2lnbmF0dXJlLW9mLWFkbWlu"),
    ("requestor", "REQUESTOR", "eyJhbGciOiJub25lIn0.eyJvaWQiOiJyZXF1ZXN0b3IifQ."),
    ("manager", "MANAGER", "manager/of+everything=="),
    ("approver", "APPROVER", "\"approver\"<&>\\'opaque'"),
    ("reader", "READER", "~reader~token~"),
    ("app", "APP", "0123456789abcdef0123456789abcdef"),
];

const PASSWORD: &str = "pass/word+of the=proxy";

/// What a client calls its token endpoint with.
const CLIENT_SECRET: &str = "S3cr~et/of the \"client\"";

/// A token endpoint that grants the token of `app` for the client's secret; how often it was asked.
fn granting() -> (String, Arc<Mutex<usize>>) {
    let count = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&count);
    let url = start_with(move |client| {
        let request = read_request(client);
        *counted.lock().unwrap() += 1;
        assert!(request.contains("client_secret=S3cr"), "{request}");
        let granted =
            json!({ "access_token": token_of("app"), "expires_in": 3599, "told": request });
        let _ = client.write_all(&json(200, &granted.to_string()));
    });
    (url, count)
}

fn token_of(identity: &str) -> &'static str {
    TOKENS.iter().find(|(name, _, _)| *name == identity).unwrap().2
}

/// `conformance run` with every identity, each of its token from another place, as a configuration in this folder says.
fn run_by_all(folder: &Path, token_url: &str) -> Command {
    std::fs::write(folder.join("admin.token"), token_of("admin")).unwrap();
    std::fs::write(folder.join("client.secret"), CLIENT_SECRET).unwrap();
    let configuration = format!(
        "[identities.admin]\ntoken_file = 'admin.token'\n\
         [identities.manager]\ntoken_command = ['printf', '%s', '{}']\n\
         [identities.reader]\ntoken_env = 'READER'\n\
         [identities.app.client_credentials]\ntoken_url = '{token_url}'\nclient_id = 'c'\n\
         client_secret_file = 'client.secret'\n",
        token_of("manager")
    );
    std::fs::write(folder.join("conformance.toml"), configuration).unwrap();
    let mut command = program();
    command.current_dir(folder).args(["run", "--patience", "0.001", "--report", "text"]);
    command.args(["--identity", "requestor=REQUESTOR", "--identity", "approver=APPROVER"]);
    command.envs(TOKENS.map(|(_, variable, token)| (variable, token)));
    command
}

/// Every way in which a secret may be written.
fn forms(secret: &str) -> Vec<String> {
    let escaped = in_escapes(secret);
    let percent = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let mut forms = vec![
        secret.to_owned(),
        percent.to_ascii_lowercase(),
        percent,
        url::form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
        secret.replace('/', "\\/"),
        in_json(secret),
        in_html(secret),
        escaped,
    ];
    // In base64 whatever stands before and behind: without what they share.
    for before in 0..3 {
        let text = base64(format!("{}{secret}", "x".repeat(before)).as_bytes());
        let whole = text.len() - text.len() % 4;
        forms.push(text[4..whole - 4].to_owned());
    }
    // A report in JSON escapes what an answer wrote in its own way.
    let again: Vec<String> = forms.iter().map(|form| in_json(form)).collect();
    [forms, again].concat()
}

fn in_json(text: &str) -> String {
    let text = json!(text).to_string();
    text[1..text.len() - 1].to_owned()
}

fn in_escapes(text: &str) -> String {
    let units: Vec<String> = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    units.concat()
}

fn in_html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD_NO_PAD.encode(bytes)
}

/// What a server says that repeats what it was sent, each time in another way.
fn repeated(request: &str, number: usize) -> Vec<u8> {
    let line = request.replace("\r\n", " ");
    let percent = utf8_percent_encode(&line, NON_ALPHANUMERIC).to_string();
    let escaped = in_escapes(request);
    let coded = base64(line.as_bytes());
    let body = match number % 6 {
        0 => {
            json!({"value": [{"id": line, "state": percent}], "@odata.nextLink": line}).to_string()
        }
        1 => json!({"error": {"code": line, "message": coded}}).to_string(),
        2 => format!("{{\"id\": \"{escaped}\"}}"),
        3 => format!("<html>{}</html>", in_html(&line)),
        4 => format!("not JSON: {}", json!(line)),
        _ => json!({(line.clone()): {"deep": [percent]}}).to_string(),
    };
    let (status, length) = ([200, 400, 201, 500, 404, 401][number % 6], body.len());
    let kind = if number % 6 == 3 { "text/html" } else { "application/json" };
    format!(
        "HTTP/1.1 {status} \r\ncontent-type: {kind}\r\nlocation: {percent}\r\nx-seen: {line}\r\nx-coded: {coded}\r\nset-cookie: s={line}\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let folder = scratch(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).unwrap();
    folder
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn no_secret_appears_in_anything_that_is_told() {
    let number = Mutex::new(0);
    let heard = Arc::new(Mutex::new(String::new()));
    let told = Arc::clone(&heard);
    // A proxy sees all that an endpoint sees, and its own password.
    let proxy = start_with(move |client| {
        let request = read_request(client);
        told.lock().unwrap().push_str(&request);
        // Whoever issued them knows them all, whether they were sent or not.
        let tokens = TOKENS.map(|(_, _, token)| token).join(" ");
        let request = format!("{request}\r\n{tokens} {PASSWORD} {CLIENT_SECRET}");
        let mut number = number.lock().unwrap();
        *number += 1;
        let _ = client.write_all(&repeated(&request, *number));
    });
    let folder = folder("no-secret");
    let password = utf8_percent_encode(PASSWORD, NON_ALPHANUMERIC).to_string();
    let (token_url, asked) = granting();
    let mut command = run_by_all(&folder, &token_url);
    command.args(["--endpoint", "http://tenant.example/v1.0", "-vv"]);
    command.env("http_proxy", proxy.replace("http://", &format!("http://user:{password}@")));
    for (format, _) in FORMATS {
        command.args(["--report", &format!("{format}={format}.report")]);
    }
    let said = said(&mut command);
    assert_eq!(said.exit, 1, "{said:?}");
    let heard = heard.lock().unwrap();
    assert!(heard.contains(&format!("authorization: Bearer {}\r\n", TOKENS[0].2)), "{heard}");
    assert!(heard.contains("proxy-authorization: Basic "), "{heard}");
    // curl, too, has the proxy's password from the environment.
    assert!(said.output.contains("curl -i ") && !said.output.contains("-H 'proxy-"), "{said:?}");
    assert_eq!(*asked.lock().unwrap(), 1);
    for given in ["admin.token", "client.secret", "conformance.toml"] {
        std::fs::remove_file(folder.join(given)).unwrap();
    }
    let written = files(&folder);
    assert!(written.len() >= FORMATS.len(), "{written:?}");
    for (name, text) in texts(&said, &written) {
        assert!(name != "json.report" || text.contains("[removed]"));
        let secrets = TOKENS.iter().map(|(_, _, token)| *token).chain([PASSWORD, CLIENT_SECRET]);
        for form in secrets.flat_map(forms) {
            let at = text.find(&form);
            let near = at.map(|at| text[..at].chars().rev().take(80).collect::<Vec<_>>());
            let near: Option<String> = near.map(|near| near.into_iter().rev().collect());
            assert!(at.is_none(), "{name}: {form}, behind {near:?}");
        }
    }
}

/// Everything that was told, by where.
fn texts(said: &Said, written: &[PathBuf]) -> Vec<(String, String)> {
    let mut texts = vec![
        ("standard output".to_owned(), said.output.clone()),
        ("standard error".to_owned(), said.log.clone()),
    ];
    for path in written {
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        texts.push((path.file_name().unwrap().to_string_lossy().into_owned(), text));
    }
    texts
}

#[test]
fn nobody_is_called_but_the_endpoint_whatever_it_names() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let other = format!("http://{}/v1.0", elsewhere.local_addr().unwrap());
    let count = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&count);
    let endpoint = start_with(move |client| {
        let request = read_request(client);
        let mut number = counted.lock().unwrap();
        *number += 1;
        let _ = client.write_all(&leading_to(&other, &request, *number));
    });
    let (token_url, asked) = granting();
    let folder = folder("nobody-else");
    let mut command = run_by_all(&folder, &token_url);
    command.args(["--endpoint", &endpoint, "--jobs", "4", "--prefer-examples"]);
    let said = said(&mut command);
    assert_eq!(said.exit, 1, "{said:?}");
    assert!(*count.lock().unwrap() > 300, "{count:?}");
    // The one other address, since it is configured.
    assert_eq!(*asked.lock().unwrap(), 1);
    let accepted = elsewhere.accept();
    assert!(accepted.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock));
}

/// An answer that names another server wherever one can be named.
fn leading_to(other: &str, request: &str, number: usize) -> Vec<u8> {
    let target = request.split(' ').nth(1).unwrap_or_default();
    let there = format!("{other}{target}");
    let item =
        json!({"id": "7", "@odata.id": there, "@odata.editLink": there, "state": "delivered"});
    let body = json!({
        "@odata.context": format!("{other}/$metadata#x"), "@odata.nextLink": there,
        "@odata.deltaLink": there, "id": "7", "value": [item], "callbackUri": there,
    })
    .to_string();
    // What is documented comes most often, so that rules go on.
    let status = [200, 201, 302, 307, 202, 200, 303, 401][number % 8];
    let status =
        if request.starts_with("GET ") && !number.is_multiple_of(3) { 200 } else { status };
    let head = String::from_utf8(json(status, &body)).unwrap();
    let named = format!(
        "\r\nlocation: {there}\r\ncontent-location: {there}\r\noperation-location: {there}\r\nlink: <{there}>; rel=\"next\"\r\nrefresh: 0; url={there}\r\nalt-svc: h2=\"{}\"\r\nwww-authenticate: Bearer authorization_uri=\"{there}\"\r\n",
        other.trim_start_matches("http://").trim_end_matches("/v1.0"),
    );
    head.replacen("\r\n", &named, 1).into_bytes()
}
