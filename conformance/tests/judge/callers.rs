//! Where tokens come from: each place gives the one that is sent, and says what is wrong where it gives none.

use crate::program::scratch;
use crate::scripted_server::{json, read_request, start_with};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conformance::command::run;
use conformance::error::Error;
use conformance::exit::Exit;
use conformance::settings::Settings;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex};

type Heard = Arc<Mutex<Vec<String>>>;

/// What is made of the number of a request.
type Answer = fn(usize) -> Vec<u8>;

/// A server that answers every request with what this makes of its number, counted from one, and what it was sent.
fn answering(answer: Answer) -> (String, Heard) {
    let heard = Heard::default();
    let told = Arc::clone(&heard);
    let url = start_with(move |client| {
        let request = read_request(client);
        let mut told = told.lock().unwrap();
        told.push(request);
        let _ = client.write_all(&answer(told.len()));
    });
    (url, heard)
}

/// A run with the settings of a configuration file: how it ends, and what it writes.
fn judged(settings: &str) -> Result<(Exit, String), Error> {
    let settings: Settings = toml::from_str(settings).unwrap();
    let mut output = Vec::new();
    let exit = run(&settings, &mut output)?;
    Ok((exit, String::from_utf8(output).unwrap()))
}

/// The settings of a run of one example.
fn one_example(endpoint: &str, identity: &str) -> String {
    format!("endpoint = '{endpoint}'\nonly = ['get/gets-request']\n{identity}")
}

/// A file of this name that holds a text; its path.
fn file(name: &str, text: &str) -> String {
    let path = scratch(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The table of client credentials at this token endpoint.
fn credentials(token_url: &str, password: &str) -> String {
    let name: String = password.chars().filter(char::is_ascii_alphanumeric).collect();
    let secret = file(&format!("secret-{name}"), password);
    format!(
        "[identities.admin.client_credentials]\ntoken_url = '{token_url}'\nclient_id = 'the client'\nclient_secret_file = '{secret}'\nscope = 'all/.default'"
    )
}

#[test]
fn the_token_that_is_sent_comes_from_where_the_configuration_says() {
    let (tokens, asked) = answering(|_| {
        json(200, r#"{"token_type": "Bearer", "expires_in": 3599, "access_token": "of-the-grant"}"#)
    });
    let of_file = file("a-token", " of-the-file\n");
    for (identity, expected) in [
        (format!("[identities.admin]\ntoken_file = '{of_file}'"), "of-the-file"),
        (
            "[identities.admin]\ntoken_command = ['printf', '%s\\n', 'of-the-$HOME']".to_owned(),
            "of-the-$HOME",
        ),
        (
            "[identities.admin]\ntoken_env = 'CARGO_MANIFEST_DIR'".to_owned(),
            env!("CARGO_MANIFEST_DIR"),
        ),
        // What a flag says goes before it.
        (
            format!(
                "token_env = 'CARGO_MANIFEST_DIR'\n[identities.admin]\ntoken_file = '{of_file}'"
            ),
            env!("CARGO_MANIFEST_DIR"),
        ),
        (credentials(&tokens, "p&ss w=rd-of-the-client\n"), "of-the-grant"),
    ] {
        let (endpoint, heard) = answering(|_| json(500, "{}"));
        let (exit, _) = judged(&one_example(&endpoint, &identity)).unwrap();
        let heard = heard.lock().unwrap();
        let expected = format!("\r\nauthorization: Bearer {expected}\r\n");
        assert!(heard[0].contains(&expected), "{identity} {heard:?}");
        assert_eq!(exit, Exit::DoesNotConform);
    }
    let asked = asked.lock().unwrap();
    let form = "grant_type=client_credentials&client_id=the+client&client_secret=p%26ss+w%3Drd-of-the-client&scope=all%2F.default";
    assert!(asked.len() == 1 && asked[0].starts_with("POST / HTTP/1.1\r\n"), "{asked:?}");
    assert!(
        asked[0].contains("\r\ncontent-type: application/x-www-form-urlencoded\r\n"),
        "{asked:?}"
    );
    assert!(asked[0].ends_with(form), "{asked:?}");
}

#[test]
fn a_token_is_fetched_again_before_it_expires_and_both_are_removed_from_what_is_told() {
    let (tokens, asked) = answering(|number| {
        json(200, &format!(r#"{{"expires_in": 1, "access_token": "granted-number-{number}"}}"#))
    });
    // Twenty a second: the run outlasts half a second, after which another is fetched.
    let heard = Heard::default();
    let told = Arc::clone(&heard);
    let endpoint = start_with(move |client| {
        let mut told = told.lock().unwrap();
        told.push(read_request(client));
        // What any lane ever sent, to each of them.
        let _ =
            client.write_all(&json(500, &serde_json::json!({"told": told.join("")}).to_string()));
    });
    let settings = format!(
        "endpoint = '{endpoint}'\nonly = ['example:*']\nrate = 20\njobs = 3\nreport = ['json']\n{}",
        credentials(&tokens, "letmein-whoever-i-am")
    );
    let (_, output) = judged(&settings).unwrap();
    let heard = heard.lock().unwrap();
    let line =
        |request: &String| request.lines().find(|line| line.contains("Bearer ")).map(String::from);
    let sent: BTreeSet<String> = heard.iter().filter_map(line).collect();
    assert!(sent.len() > 1 && sent.len() <= asked.lock().unwrap().len(), "{sent:?}");
    assert!(output.contains("Bearer [removed]") && !output.contains("granted-number-"));
    assert!(heard.len() > 12, "{}", heard.len());
}

/// The tenant that is meant.
const MEANT: &str = "8f1c0c5e-4a53-4b51-8f0e-0d3c2b1a9f77";

/// An unsigned token of this tenant.
fn of_tenant(tenant: &str, number: usize) -> String {
    let claims = URL_SAFE_NO_PAD.encode(format!(r#"{{"tid":"{tenant}","jti":{number}}}"#));
    format!("e30.{claims}.c2ln")
}

/// A run at `endpoint` with tokens that hold for a moment, so many requests a second, in one lane.
fn short_lived(endpoint: &str, (tokens, rate): (&str, usize), only: &str) -> (Exit, String) {
    let settings = format!(
        "endpoint = '{endpoint}'\nonly = ['{only}']\nrate = {rate}\njobs = 1\nreport = ['text']\n{}",
        credentials(tokens, "letmein-whoever-i-am")
    );
    judged(&settings).unwrap()
}

/// The tokens that were sent with requests for which this holds.
fn sent_tokens(heard: &Heard, is_meant: fn(&str) -> bool) -> BTreeSet<String> {
    let heard = heard.lock().unwrap();
    let tokens = heard.iter().filter(|request| is_meant(request));
    let tokens = tokens.filter_map(|one| one.lines().find_map(|line| line.split_once("Bearer ")));
    tokens.map(|(_, token)| token.to_owned()).collect()
}

/// The answer that something was made.
fn made() -> Vec<u8> {
    json(201, r#"{"id":"0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"}"#)
}

#[test]
fn a_token_of_another_tenant_is_sent_to_nobody_and_ends_the_run_with_its_report() {
    let (tokens, _) = answering(|number| {
        let tenant = if number == 1 { MEANT } else { "0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d" };
        let token = of_tenant(tenant, number);
        json(200, &format!(r#"{{"expires_in": 2, "access_token": "{token}"}}"#))
    });
    let (endpoint, heard) = answering(|_| made());
    let (exit, output) = short_lived(&endpoint, (&tokens, 6), "example:create/*");
    assert_eq!(exit, Exit::Refused, "{output}");
    let told = "refused for safety: the token of admin was fetched again and names the tenant 0a9b";
    assert!(
        output.contains(told) && output.contains("not tried: a token was refused in"),
        "{output}"
    );
    // Where the machine is slow, not even the first was sent.
    let sent = sent_tokens(&heard, |_| true);
    assert!(sent.iter().all(|token| *token == of_tenant(MEANT, 1)), "{sent:?}");
    assert!(heard.lock().unwrap().iter().all(|request| !request.contains("/cancel ")));
}

#[test]
fn where_there_is_no_token_to_undo_with_the_run_is_reported_all_the_same() {
    let (tokens, _) = answering(|number| match number {
        // Long enough for a slow machine to make something with it, and shorter than the run.
        1 => json(200, r#"{"expires_in": 4, "access_token": "the-only-token"}"#),
        _ => json(500, "{}"),
    });
    let (endpoint, heard) = answering(|_| made());
    let (exit, output) = short_lived(&endpoint, (&tokens, 1), "example:create/*");
    assert_eq!(exit, Exit::NotJudged, "{output}");
    assert!(output.contains("not tried: there was no token any more in"), "{output}");
    assert!(!heard.lock().unwrap().is_empty());
}

#[test]
fn who_undoes_much_fetches_a_token_again_as_well() {
    let (tokens, _) = answering(|number| {
        json(200, &format!(r#"{{"expires_in": 1, "access_token": "granted-number-{number}"}}"#))
    });
    let (endpoint, heard) = answering(|_| made());
    short_lived(&endpoint, (&tokens, 6), "example:create/*");
    let undoing = sent_tokens(&heard, |request| request.contains("/cancel "));
    assert!(undoing.len() > 1, "{undoing:?}");
}

#[test]
fn a_token_that_is_refused_is_not_replaced_in_silence() {
    let (tokens, asked) = answering(|_| json(200, r#"{"access_token": "soon-revoked"}"#));
    let (endpoint, heard) = answering(|_| json(401, "{}"));
    let settings = one_example(&endpoint, &credentials(&tokens, "letmein-whoever"));
    let (exit, output) = judged(&settings).unwrap();
    assert_eq!((exit, heard.lock().unwrap().len()), (Exit::DoesNotConform, 1), "{output}");
    assert!(asked.lock().unwrap().len() == 1 && output.contains("GET → 401"), "{output}");
}

/// Why a run of one example has no token, which has to be told like this and without secrets.
fn refused(identity: &str, told: &str) -> Exit {
    let error = judged(&one_example("http://127.0.0.1:1", identity)).unwrap_err();
    let said = error.chain();
    assert!(said.contains(told) && !said.contains("letmein"), "{identity} {said}");
    error.exit()
}

#[test]
fn why_a_token_endpoint_grants_nothing_is_told_without_secrets() {
    let answers: [(Answer, &str); 5] = [
        (
            |_| {
                let told = r#"{"error": "invalid_client", "error_description": "no secret \"letmein-i-am\"\r\nis known"}"#;
                json(401, told)
            },
            "401 invalid_client: no secret \"[removed]\"\\r\\nis known",
        ),
        (|_| json(404, "<html>letmein-i-am"), ": 404, and no access_token"),
        (
            |_| {
                b"HTTP/1.1 302 \r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
                    .to_vec()
            },
            ": 302, and no access_token",
        ),
        (
            |_| json(200, r#"{"access_token": "letmein-i-am", "token_type": "mac"}"#),
            ": 200, and no token of the type Bearer",
        ),
        (
            |_| json(200, r#"{"access_token": "letmein-i-am twice"}"#),
            "must be visible ASCII characters without spaces",
        ),
    ];
    for (answer, told) in answers {
        let (url, _) = answering(answer);
        assert_eq!(refused(&credentials(&url, "letmein-i-am"), told), Exit::NotJudged, "{told}");
    }
    for (url, exit, told) in [
        (
            "http://127.0.0.1:1/token",
            Exit::NotJudged,
            "no token of admin: cannot reach http://127.0.0.1:1: ",
        ),
        ("ftp://x", Exit::WrongUse, "token of admin: token_url: endpoint \"ftp://x\": the scheme"),
    ] {
        assert_eq!(refused(&credentials(url, "letmein-i-am"), told), exit, "{told}");
    }
    let empty = credentials("http://127.0.0.1:1/", " \n");
    assert_eq!(refused(&empty, "the client secret is empty"), Exit::WrongUse);
}

#[test]
fn why_there_is_no_token_at_a_place_is_told_without_secrets() {
    let two = file("two-tokens", "letmein-i-am\nletmein-i-am\n");
    for (line, exit, told) in [
        (
            "token_file = '/no/such/file'",
            Exit::WrongUse,
            "token of admin: cannot read /no/such/file",
        ),
        (&format!("token_file = '{two}'"), Exit::WrongUse, "two-tokens: the token must be visible"),
        ("token_env = 'NO_SUCH_VARIABLE'", Exit::WrongUse, "variable NO_SUCH_VARIABLE is not set"),
        ("token_command = ['/no/such/program']", Exit::WrongUse, "cannot start /no/such/program"),
        (
            "token_command = ['echo', 'letmein-i-am', 'twice']",
            Exit::WrongUse,
            "echo must print a token and nothing else",
        ),
        (
            "token_command = ['sh', '-c', 'echo sign in first >&2; exit 7']",
            Exit::NotJudged,
            "no token of admin: sh ended with exit status: 7: sign in first",
        ),
    ] {
        assert_eq!(refused(&format!("[identities.admin]\n{line}"), told), exit, "{told}");
    }
}

#[test]
fn the_identities_of_a_server_are_left_alone_where_the_sandbox_is_judged() {
    let identity = "[identities.admin]\ntoken_file = '/no/such/file'";
    let (exit, _) = judged(&format!("only = ['get/gets-request']\n{identity}")).unwrap();
    assert_eq!(exit, Exit::Conforms);
}

#[test]
fn two_servers_to_judge_are_one_too_many() {
    let error = judged("endpoint = 'http://127.0.0.1:1'\ncloud = 'china'").unwrap_err();
    let told = "the endpoint http://127.0.0.1:1 and a cloud, https://microsoftgraph.chinacloudapi.cn/v1.0; give one";
    assert!(error.exit() == Exit::WrongUse && error.chain().contains(told), "{error}");
}

#[test]
fn who_is_missing_is_told_with_both_ways_to_give_one() {
    let (endpoint, _) = answering(|_| json(500, "{}"));
    let settings = format!(
        "endpoint = '{endpoint}'\nonly = ['rule:create/nobody-else-requests-for-an-employee']"
    );
    let (_, output) = judged(&settings).unwrap();
    let told = "give a token by --identity manager=VARIABLE or [identities.manager]";
    assert!(output.contains(told), "{output}");
}

#[test]
fn the_schema_of_settings_knows_where_a_token_may_come_from() {
    let schema = conformance::settings::schema();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let client = r#""token_url": "http://x", "client_id": "c""#;
    for (identities, is_valid) in [
        (r#"{"admin": {"token_env": "X"}, "reader": {"token_file": "x"}}"#.to_owned(), true),
        (r#"{"app": {"token_command": ["x"]}}"#.to_owned(), true),
        (
            format!(
                r#"{{"app": {{"client_credentials": {{{client}, "client_secret_env": "S"}}}}}}"#
            ),
            true,
        ),
        (format!(r#"{{"app": {{"client_credentials": {{{client}}}}}}}"#), false),
        (r#"{"nobody": {"token_env": "X"}}"#.to_owned(), false),
        (r#"{"admin": {}}"#.to_owned(), false),
        (r#"{"admin": {"token": "x"}}"#.to_owned(), false),
        (r#"{"admin": {"token_env": "X", "token_file": "x"}}"#.to_owned(), false),
    ] {
        let file = format!(r#"{{"identities": {identities}, "cloud": "us-gov-l5"}}"#);
        let file: serde_json::Value = serde_json::from_str(&file).unwrap();
        assert_eq!(validator.is_valid(&file), is_valid, "{file}");
    }
}
