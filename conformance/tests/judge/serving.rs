//! What each flag of `serve` does, and how it ends.

#[cfg(feature = "rustls")]
use crate::program::conformance_with;
use crate::program::{conformance, scratch};
use crate::served::{Served, rest};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::time::{Duration, Instant};

const CREATE: &str = r#"{"requestType": "adminAdd", "assignment": {
    "targetId": "46184453-e63b-4f20-86c2-c557ed5d5df9",
    "assignmentPolicyId": "2264bf65-76ba-417b-a27d-54d291f0cbc8",
    "accessPackageId": "a914b616-e04e-476b-aa37-91038f0b165b"}}"#;

/// The documented world after one member of it was replaced, in a file of this name.
fn world_with(name: &str, member: &str, value: &Value) -> String {
    let text = include_str!("../../../sandbox/worlds/documented.json");
    let mut world: Value = serde_json::from_str(text).unwrap();
    world[member] = value.clone();
    let path = scratch(name);
    fs::write(&path, world.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A header of an answer.
fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let lines = answer.split("\r\n").filter_map(|line| line.split_once(": "));
    lines.into_iter().find(|line| line.0.eq_ignore_ascii_case(name)).map(|line| line.1)
}

#[test]
fn every_persona_is_printed_with_a_token_that_is_taken() {
    let mut served = Served::start(&["--print-tokens"]);
    assert!(served.line().starts_with("its clock runs "));
    assert!(served.line().starts_with("it is controlled at "));
    assert_eq!(served.line(), "tokens say who calls, and nobody checks their signatures");
    for name in ["admin", "requestor", "manager", "approver", "reader", "app"] {
        let line = served.line();
        let (printed, token) = line.split_once(' ').unwrap();
        let answer = served.ask_as(token.trim(), "GET", "");
        assert_eq!((printed, &answer[..12]), (name, "HTTP/1.1 200"), "{answer}");
    }
}

/// The keys with which the sandbox's own tests sign.
const JWKS: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../sandbox/tests/http/signing_keys/jwks.json");

#[cfg(feature = "jwks")]
#[test]
fn where_signatures_are_checked_the_personas_tokens_are_said_not_to_be_taken() {
    let mut served = Served::start(&["--print-tokens", "--verify-with", JWKS]);
    assert!(served.line().starts_with("its clock runs "));
    assert!(served.line().starts_with("it is controlled at "));
    assert_eq!(
        served.line(),
        format!("tokens say who calls, and must be signed by a key of {JWKS}")
    );
    assert_eq!(served.line(), "these are signed by nobody, so that they are not taken:");
    let line = served.line();
    let token = line.split_whitespace().nth(1).unwrap();
    assert!(served.ask_as(token, "GET", "").starts_with("HTTP/1.1 401 "));
}

#[cfg(not(feature = "jwks"))]
#[test]
fn where_signatures_cannot_be_checked_the_feature_that_is_missing_is_named() {
    let said = conformance(&["serve", "--listen", "127.0.0.1:0", "--verify-with", JWKS]);
    assert_eq!(said.exit, 2, "{said:?}");
    assert!(said.log.contains("build it with `--features conformance/jwks`"), "{said:?}");
}

#[test]
fn the_ready_file_holds_the_url_for_as_long_as_it_answers() {
    let path = scratch("ready");
    fs::write(&path, "of an earlier run").unwrap();
    let served = Served::start(&["--ready-file", path.to_str().unwrap()]);
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("{}\n", served.url()));
    served.signal("TERM");
    assert_eq!((served.end(), path.exists()), (Some(0), false));
}

#[test]
fn a_sandbox_that_does_not_start_leaves_no_ready_file() {
    let path = scratch("never-ready");
    fs::write(&path, "of an earlier run").unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let ready_file = path.to_str().unwrap();
    let said = conformance(&["serve", "--listen", &listen, "--ready-file", ready_file]);
    assert_eq!((said.exit, path.exists()), (3, false), "{said:?}");
    assert!(said.log.contains(&format!("cannot listen on {listen}; choose another")), "{said:?}");
}

#[test]
fn a_ready_file_that_cannot_be_written_is_named() {
    let folder = scratch("");
    let said = conformance(&["serve", "--ready-file", folder.to_str().unwrap()]);
    let place = format!("cannot write {}", folder.display());
    assert!(said.exit == 2 && said.log.contains(&place), "{said:?}");
}

#[test]
fn it_begins_with_the_world_of_a_file() {
    let world = world_with("no-requests.json", "assignmentRequests", &json!([]));
    let answer = Served::start(&["--world", &world]).ask("GET", "");
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains(r#""value":[]"#), "{answer}");
}

#[test]
fn a_world_that_is_not_sound_is_named_with_the_place_in_it() {
    let world = world_with("broken-world.json", "assignmentRequests", &json!([{"id": 7}]));
    let said = conformance(&["serve", "--world", &world]);
    assert_eq!(said.exit, 2, "{said:?}");
    for part in [world.as_str(), "assignmentRequests[0].id"] {
        assert!(said.log.contains(part), "{part}: {said:?}");
    }
}

#[test]
fn worlds_are_valid_by_their_published_schema() {
    let schema: Value = serde_json::from_str(&conformance(&["schema", "world"]).output).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let saved = Served::start(&[]).show_control("localhost", "world");
    let (_, saved) = saved.split_once("\r\n\r\n").unwrap();
    for text in [include_str!("../../../sandbox/worlds/documented.json"), saved] {
        let mut world: Value = serde_json::from_str(text).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&world).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        world["assignmentRequests"][0]["state"] = "done".into();
        assert!(!validator.is_valid(&world));
    }
}

#[test]
fn a_world_that_is_not_there_is_named() {
    let path = scratch("no-such-world.json");
    let said = conformance(&["serve", "--world", path.to_str().unwrap()]);
    let place = format!("cannot read {}", path.display());
    assert!(said.exit == 2 && said.log.contains(&place), "{said:?}");
}

#[test]
fn another_seed_gives_other_ids() {
    let request_id = |seed: &str| {
        let answer = Served::start(&["--seed", seed]).ask("GET", "");
        header(&answer, "request-id").unwrap().to_owned()
    };
    assert_eq!(request_id("1"), request_id("1"));
    assert_ne!(request_id("1"), request_id("2"));
}

#[test]
fn a_page_shows_as_many_requests_as_it_is_told() {
    for (size, entries) in [("1", 1), ("2", 2)] {
        let answer = Served::start(&["--page-size", size]).ask("GET", "");
        assert_eq!(answer.matches(r#""requestType":"#).count(), entries, "{answer}");
    }
    let said = conformance(&["serve", "--page-size", "1000"]);
    assert!(said.exit == 2 && said.log.contains("1..=999"), "{said:?}");
}

/// A world in which a request has just come to the stage at which a custom extension is called, at
/// an address that is this machine's, though it does not look like it.
fn world_that_calls_out(name: &str) -> String {
    let text = include_str!("../../../sandbox/worlds/documented.json");
    let mut world: Value = serde_json::from_str(text).unwrap();
    let request = world["assignmentRequests"][0].as_object_mut().unwrap();
    let submitted = json!({"state": "submitted", "status": "Accepted", "completedDateTime": null});
    request.extend(submitted.as_object().unwrap().clone());
    let setting = json!({
        "stage": "assignmentRequestCreated",
        "customExtension": {"id": "x", "url": "http://0.0.0.0:9/hook"}
    });
    for policy in world["assignmentPolicies"].as_array_mut().unwrap() {
        policy["customExtensionStageSettings"] = json!([setting]);
    }
    let path = scratch(name);
    fs::write(&path, world.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn other_machines_are_called_only_if_that_is_allowed() {
    let world = world_that_calls_out("calling-world.json");
    for (flag, detail) in [
        (&[][..], "is no loopback address"),
        (&["--allow-remote-callouts"], "the receiver could not be reached"),
    ] {
        let served = Served::start(&[&["--world", &world], flag].concat());
        let mut answer = served.ask("GET", "");
        while answer.contains("calloutSent") {
            answer = served.ask("GET", "");
        }
        assert!(answer.contains(detail), "{flag:?}: {answer}");
    }
}

#[test]
fn a_still_clock_stands_at_the_worlds_moment() {
    let clock = json!("2031-02-03T04:05:06Z");
    let world = world_with("later-world.json", "clock", &clock);
    let mut served = Served::start(&["--clock", "still", "--world", &world]);
    assert_eq!(served.line(), "its clock stands at 2031-02-03T04:05:06Z until it is moved");
    let answer = served.ask("GET", "");
    assert_eq!(header(&answer, "date"), Some("Mon, 03 Feb 2031 04:05:06 GMT"));
}

#[test]
fn a_running_clock_begins_at_the_worlds_moment() {
    let mut served = Served::start(&[]);
    let line = served.line();
    assert!(line.starts_with("its clock runs from 2024-06-07T15:53:3"), "{line}");
}

#[test]
fn it_is_controlled_by_those_who_may() {
    for (control, here, elsewhere) in
        [("loopback", "200", "403"), ("everyone", "200", "200"), ("off", "404", "404")]
    {
        let served = Served::start(&["--control", control]);
        for (host, status) in [("localhost", here), ("sandbox.example", elsewhere)] {
            let answer = served.show_control(host, "clock");
            assert_eq!(&answer[9..12], status, "{control} {host}");
        }
    }
}

#[test]
fn who_is_controlled_says_where() {
    let mut served = Served::start(&[]);
    served.line();
    let expected = format!("it is controlled at http://{}/__sandbox/", served.authority());
    assert_eq!(served.line(), expected);
    let mut served = Served::start(&["--control", "off"]);
    served.line();
    assert!(served.line().starts_with("tokens "), "{served:?}");
}

#[test]
fn who_can_be_reached_from_other_machines_says_so() {
    let mut served = Served::start_at("0.0.0.0:0", &["--clock", "still"]);
    served.line();
    served.line();
    assert!(served.line().starts_with("it can be reached from other machines"));
}

#[test]
fn what_is_in_flight_is_answered_before_it_ends() {
    for signal in ["TERM", "INT"] {
        let served = Served::start(&[]);
        let mut stream = served.ask_without_its_body(CREATE.len());
        served.signal(signal);
        served.until_it_listens_no_more();
        stream.write_all(CREATE.as_bytes()).unwrap();
        let answer = rest(stream);
        assert!(answer.starts_with("HTTP/1.1 201 "), "{signal}: {answer}");
        assert_eq!(served.end(), Some(0), "{signal}");
    }
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let served = Served::start(&[]);
    let stream = served.ask_without_its_body(CREATE.len());
    served.signal("TERM");
    served.until_it_listens_no_more();
    let second = Instant::now();
    served.signal("TERM");
    assert_eq!((rest(stream).as_str(), served.end()), ("", Some(0)));
    assert!(second.elapsed() < Duration::from_secs(20), "the first one gives 30 seconds");
}

#[cfg(not(feature = "rustls"))]
#[test]
fn without_the_feature_https_is_refused_and_the_feature_named() {
    let path = scratch("never-a-certificate.pem");
    let said = conformance(&["serve", "--tls", path.to_str().unwrap()]);
    let remedy = "build it with its feature `rustls`";
    assert!(said.exit == 2 && said.log.contains(remedy) && !path.exists(), "{said:?}");
}

#[cfg(feature = "rustls")]
#[test]
fn who_trusts_the_certificate_it_writes_is_answered_over_https() {
    let path = scratch("certificate.pem");
    let served = Served::start(&["--tls", path.to_str().unwrap()]);
    let run = ["run", "--only", "get/gets-request", "--endpoint", served.url()];
    for (trusted, heard) in [(path.to_str().unwrap(), "GET → 401"), ("/dev/null", "TLS: ")] {
        let said = conformance_with(("SSL_CERT_FILE", trusted), &run);
        assert!(said.output.contains(heard), "{said:?}");
    }
}

#[cfg(feature = "rustls")]
#[test]
fn a_certificate_that_is_given_is_trusted_over_https_beside_those_of_the_system() {
    let path = scratch("given-certificate.pem");
    let file = path.to_str().unwrap();
    let served = Served::start(&["--tls", file]);
    let run = ["run", "--only", "get/gets-request", "--endpoint", served.url()];
    for (given, heard) in [(&["--ca-file", file][..], "GET → 401"), (&[], "TLS: ")] {
        // Of the system's own, one that is of no use here.
        let other = scratch("another-certificate.pem");
        let another = Served::start(&["--tls", other.to_str().unwrap()]);
        let system = ("SSL_CERT_FILE", other.to_str().unwrap());
        let said = conformance_with(system, &[&run[..], given].concat());
        assert!(said.output.contains(heard), "{said:?}");
        let run = ["run", "--only", "get/gets-request", "--endpoint", another.url()];
        let said = conformance_with(system, &[&run[..], given].concat());
        assert!(said.output.contains("GET → 401"), "{said:?}");
    }
}

/// The last of the lines that it begins with.
fn last_line(served: &mut Served) -> String {
    let clock = served.line();
    assert!(clock.starts_with("its clock runs "), "{clock}");
    served.line()
}

#[test]
fn data_are_in_the_file_that_is_named_and_stay_there() {
    let path = scratch("served.redb");
    let _ = fs::remove_file(&path);
    let data = path.to_str().unwrap();
    let kept = format!("its data are kept in {data}, which ");
    let mut served = Served::start(&["--data", data]);
    assert_eq!(last_line(&mut served), format!("{kept}begins with the world"));
    assert!(served.ask("POST", CREATE).starts_with("HTTP/1.1 201 "));
    served.signal("TERM");
    served.end();
    let mut served = Served::start(&["--data", data]);
    assert_eq!(
        last_line(&mut served),
        format!("{kept}goes on with what it holds, not with a world")
    );
    assert!(served.ask("POST", CREATE).contains("ExistingOpenRequest"));
}

#[test]
fn a_data_file_that_is_in_use_or_none_is_named() {
    let (used, text) = (scratch("used.redb"), scratch("text.redb"));
    let _ = fs::remove_file(&used);
    fs::write(&text, "no data of a sandbox").unwrap();
    let _served = Served::start(&["--data", used.to_str().unwrap()]);
    for (path, problem) in
        [(used, "another sandbox keeps its data in"), (text, "is damaged, or no")]
    {
        let path = path.to_str().unwrap();
        let said = conformance(&["serve", "--listen", "127.0.0.1:0", "--data", path]);
        assert!(
            said.exit == 2 && said.log.contains(problem) && said.log.contains(path),
            "{said:?}"
        );
    }
}
