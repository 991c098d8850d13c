//! How connections come about: clouds, certificates, proxies, and how many requests are sent a second.

use crate::program::{Said, conformance, notes, program, said, scratch};
use crate::scripted_server::{json, read_request, start_with};
use serde_json::Value;
use std::io::Write;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

const NOTE: &str = r#"{"id":7,"text":"Buy milk","colour":"yellow","pinned":false}"#;

/// A server that answers everything as documented, and what it was sent.
fn serving() -> (String, Arc<Mutex<Vec<String>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&heard);
    let url = start_with(move |client| {
        told.lock().unwrap().push(read_request(client));
        let _ = client.write_all(&json(200, NOTE));
    });
    (url, heard)
}

/// Judges the reading of a note at `endpoint` with these variables.
fn judged(endpoint: &str, variables: &[(&str, &str)]) -> Said {
    let run = ["run", "--only", "readNote/*", "--report", "json"];
    let mut command = program();
    command.args(run).args(["--contract", &notes(), "--endpoint", endpoint]);
    said(command.envs(variables.iter().copied()))
}

/// A listener that nobody is to visit, and its URL.
fn elsewhere() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

#[test]
fn plain_http_goes_to_the_proxy_as_a_whole_url_with_its_password() {
    let (proxy, heard) = serving();
    let proxy = proxy.replace("http://", "http://user:pass%40word@");
    let said = judged("http://tenant.example/v1.0", &[("http_proxy", &proxy)]);
    assert_eq!(said.exit, 0, "{said:?}");
    let heard = heard.lock().unwrap();
    assert!(
        heard[0].starts_with("GET http://tenant.example/v1.0/notes/7 HTTP/1.1\r\n"),
        "{heard:?}"
    );
    assert!(heard[0].contains("\r\nhost: tenant.example\r\n"), "{heard:?}");
    assert!(
        heard[0].contains("\r\nproxy-authorization: Basic dXNlcjpwYXNzQHdvcmQ=\r\n"),
        "{heard:?}"
    );
    let report: Value = serde_json::from_str(&said.output).unwrap();
    let headers = &report["cases"][0]["exchanges"][0]["request"]["headers"];
    let shown = serde_json::json!(["proxy-authorization", "[removed]"]);
    assert!(headers.as_array().unwrap().contains(&shown), "{headers}");
}

#[test]
fn the_variables_of_proxies_are_read_as_their_users_expect() {
    let (unvisited, wrong) = elsewhere();
    let (proxy, heard) = serving();
    let wrong = wrong.as_str();
    for (variables, expected) in [
        (&[("HTTP_PROXY", proxy.as_str())][..], 1),
        (&[("ALL_PROXY", &proxy)], 1),
        (&[("all_proxy", &proxy), ("ALL_PROXY", wrong)], 1),
        (&[("http_proxy", &proxy), ("HTTP_PROXY", wrong), ("ALL_PROXY", wrong)], 1),
        (&[("http_proxy", &proxy), ("https_proxy", wrong)], 1),
        // There, it is a header of whoever calls the program.
        (&[("ALL_PROXY", &proxy), ("HTTP_PROXY", wrong), ("REQUEST_METHOD", "GET")], 1),
        (&[("http_proxy", ""), ("ALL_PROXY", &proxy)], 1),
    ] {
        let before = heard.lock().unwrap().len();
        let said = judged("http://tenant.example/v1.0", variables);
        let more = heard.lock().unwrap().len() - before;
        assert_eq!((said.exit, more), (0, expected), "{variables:?} {said:?}");
    }
    assert!(unvisited.accept().is_err());
}

#[test]
fn this_machine_is_never_called_through_a_proxy() {
    let (unvisited, proxy) = elsewhere();
    let (endpoint, heard) = serving();
    for endpoint in [endpoint.clone(), endpoint.replace("127.0.0.1", "localhost")] {
        let said = judged(&endpoint, &[("http_proxy", &proxy), ("ALL_PROXY", &proxy)]);
        assert_eq!(said.exit, 0, "{said:?}");
    }
    assert_eq!(heard.lock().unwrap().len(), 2);
    assert!(unvisited.accept().is_err());
}

#[test]
fn a_proxy_that_is_none_or_is_not_there_is_told_without_its_password() {
    for (proxy, exit, told) in [
        (
            "socks5://user:letmein1@127.0.0.1:1080",
            2,
            "ALL_PROXY: a proxy is spoken to by http or https",
        ),
        ("http://user:letmein1@:80", 2, "ALL_PROXY: is no URL of a proxy; give one such as"),
        (
            "http://user:letmein1@127.0.0.1:1",
            3,
            "cannot reach http://tenant.example: through the proxy http://127.0.0.1:",
        ),
    ] {
        let said = judged("http://tenant.example/v1.0", &[("ALL_PROXY", proxy)]);
        let whole = format!("{}{}", said.output, said.log);
        assert_eq!(said.exit, exit, "{said:?}");
        assert!(whole.contains(told) && !whole.contains("letmein1"), "{proxy} {whole}");
    }
}

#[test]
fn requests_are_no_closer_than_the_rate_says() {
    let (endpoint, heard) = serving();
    let run = ["run", "--only", "example:*", "--rate", "100", "--report", "json"];
    let said = conformance(&[&run[..], &["--endpoint", &endpoint]].concat());
    let report: Value = serde_json::from_str(&said.output).unwrap();
    let sent = heard.lock().unwrap().len();
    assert!(sent > 10, "{sent}");
    #[expect(clippy::cast_precision_loss, reason = "they are few")]
    let least = (sent - 1) as f64 * 10.0;
    assert!(report["elapsedMs"].as_f64().unwrap() >= least, "{sent} {}", report["elapsedMs"]);
}

#[test]
fn what_cannot_be_connected_as_it_is_asked_for_is_wrong_use() {
    for (arguments, told) in [
        (
            vec!["--cloud", "global", "--endpoint", "http://127.0.0.1:1"],
            "two servers to judge, by --endpoint and --cloud",
        ),
        (vec!["--cloud", "germany"], "[possible values: global, us-gov-l4, us-gov-l5, china]"),
        (vec!["--rate", "0"], "must lie between 0.001 and 10000 requests a second"),
        (vec!["--rate", "often"], "\"often\" is no number of requests"),
        (vec!["--ca-file", "/no/such/file"], "cannot read /no/such/file"),
    ] {
        let said = conformance(&[&["run"], &arguments[..]].concat());
        assert!(said.exit == 2 && said.log.contains(told), "{arguments:?} {said:?}");
        assert_eq!(said.output, "", "{arguments:?}");
    }
    let proxy = ["proxy", "--upstream", "http://127.0.0.1:1", "--ca-file", "/no/such/file"];
    let said = conformance(&proxy);
    assert!(said.exit == 2 && said.log.contains("cannot read /no/such/file"), "{said:?}");
}

/// Without TLS, the feature is named that is missing.
#[test]
fn a_file_without_certificates_is_of_no_use_for_https() {
    let file = scratch("no-certificate.pem");
    for (text, told) in [
        ("", "holds no certificate; each certificate stands between"),
        ("some text\n", "holds no certificate; each certificate stands between"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n", "is no PEM; each certificate stands between"),
        (
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            "certificate 1 is of no use: ",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        let said = conformance(&["run", "--ca-file", file.to_str().unwrap()]);
        let without_tls = "this program was built without TLS; build it with its feature `rustls`, which is on by default";
        let told = if cfg!(feature = "rustls") { told } else { without_tls };
        let told = format!("--ca-file {}: {told}", file.display());
        assert!(said.exit == 2 && said.log.contains(&told), "{told} {said:?}");
    }
}

#[test]
fn of_two_servers_the_one_that_is_said_in_the_stronger_place_is_shown() {
    let file = scratch("two-servers.toml");
    let path = file.to_str().unwrap();
    for (text, flags, shown, dropped) in [
        (
            "endpoint = 'http://x'",
            ["--cloud", "china"],
            "cloud = \"china\"  # --cloud",
            "# endpoint: not given",
        ),
        (
            "cloud = 'china'",
            ["--endpoint", "http://x"],
            "endpoint = \"http://x\"  # --endpoint",
            "# cloud: not given",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        let said = conformance(&[&["config", "--config", path], &flags[..]].concat());
        assert!(said.output.contains(shown) && said.output.contains(dropped), "{said:?}");
    }
    std::fs::write(&file, "endpoint = 'http://x'\ncloud = 'china'").unwrap();
    let said = conformance(&["run", "--config", path]);
    let told = format!("two servers to judge, by endpoint ({path}:1) and cloud ({path}:2)");
    assert!(said.exit == 2 && said.log.contains(&told), "{said:?}");
}

#[cfg(not(feature = "rustls"))]
#[test]
fn over_https_a_cloud_is_microsoft_graph_at_its_documented_address() {
    for (cloud, url) in [
        ("global", "https://graph.microsoft.com/v1.0"),
        ("us-gov-l4", "https://graph.microsoft.us/v1.0"),
        ("us-gov-l5", "https://dod-graph.microsoft.us/v1.0"),
        ("china", "https://microsoftgraph.chinacloudapi.cn/v1.0"),
    ] {
        let said = conformance(&["run", "--cloud", cloud]);
        let told = format!("endpoint {url:?}: this program was built without TLS");
        assert!(said.exit == 2 && said.log.contains(&told), "{said:?}");
    }
}

/// A proxy that answers CONNECT with a status, and passes everything on after one that says yes; the heads that it was sent.
#[cfg(feature = "rustls")]
fn tunnelling(status: u16, server: String) -> (String, Arc<Mutex<Vec<String>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&heard);
    let url = start_with(move |client| {
        told.lock().unwrap().push(read_request(client));
        client.write_all(format!("HTTP/1.1 {status} \r\nvia: x\r\n\r\n").as_bytes()).unwrap();
        if status == 200 {
            let mut server = std::net::TcpStream::connect(&server).unwrap();
            let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            let there = std::thread::spawn(move || std::io::copy(&mut from, &mut to));
            let _ = std::io::copy(&mut server, client);
            let _ = client.shutdown(std::net::Shutdown::Both);
            let _ = there.join();
        }
    });
    (url, heard)
}

#[cfg(all(feature = "rustls", unix))]
#[test]
fn https_goes_through_a_tunnel_of_the_proxy_and_its_refusal_is_told() {
    let certificate = scratch("behind-a-proxy.pem");
    let served = crate::served::Served::start(&["--tls", certificate.to_str().unwrap()]);
    for (status, told) in [
        // The handshake came about, and the certificate of this machine is held against the name that was asked for.
        (200, "TLS: invalid peer certificate: certificate not valid for name \"tenant.example\""),
        (407, "through the proxy http://127.0.0.1:"),
        (407, "it answers 407: it wants another user and password"),
        (502, "it answers 502 to CONNECT tenant.example:8443"),
    ] {
        let (proxy, heard) = tunnelling(status, served.authority().to_owned());
        let proxy = proxy.replace("http://", "http://user:letmein-1@");
        let mut command = program();
        command.args(["run", "--only", "get/gets-request"]);
        command.args(["--endpoint", "https://tenant.example:8443/v1.0"]);
        command.args(["--ca-file", certificate.to_str().unwrap()]);
        let said = said(command.env("https_proxy", &proxy).env("http_proxy", "http://127.0.0.1:1"));
        assert!(said.exit == 3 && said.output.contains(told), "{status} {said:?}");
        let expected = "CONNECT tenant.example:8443 HTTP/1.1\r\nHost: tenant.example:8443\r\nProxy-Authorization: Basic dXNlcjpsZXRtZWluLTE=\r\n\r\n";
        assert_eq!(heard.lock().unwrap().as_slice(), [expected], "{status}");
    }
}
