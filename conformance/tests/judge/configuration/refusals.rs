//! What of a file, a variable or their company is refused, each with the place and the remedy.

use super::{folder, refused};
use crate::program::{conformance_in, notes, program, scratch};

#[test]
fn a_file_that_does_not_say_what_it_must_is_refused_with_its_line() {
    for (file, line, told) in [
        ("timeout = \n", 1, "string values must be quoted"),
        ("\ntimeout = 1\ntimeout = 2\n", 3, "duplicate key"),
        ("# é\n\"a\n", 2, "key with no value"),
        ("\n\ntiemout = 1\n", 3, "there is no key tiemout; did you mean timeout?"),
        ("token-env = \"A\"\n", 1, "did you mean token_env?"),
        ("zzz = 1\n", 1, "there is no key zzz; `conformance schema config` describes them all"),
        ("timeout = 5\n[zzz]\na = 1\n", 2, "there is no key zzz;"),
        ("timeout = \"5\"\n", 1, "timeout: must be of type \"number\""),
        ("timeout = nan\n", 1, "timeout: must be of type \"number\""),
        ("timeout = 0\n", 1, "timeout: must lie between 0.001 and 3600"),
        ("seed = 1\njobs = 65\n", 2, "jobs: must be a whole number from 1 to 64"),
        ("inputs = -1\n", 1, "inputs: must be a whole number from 0 to 1000000"),
        ("inputs = 1000001\n", 1, "inputs: must be a whole number from 0 to 1000000"),
        ("seed = -1\n", 1, "seed: must be a whole number from 0 to 18446744073709551615"),
        ("inputs = 1.5\n", 1, "inputs: must be of type \"integer\""),
        (
            "tenant = \"contoso.com\"\n",
            1,
            "tenant: must be a GUID: the id of the tenant, not its name",
        ),
        ("only = \"create/*\"\n", 1, "only: must be of type \"array\""),
        ("only = [\"a\",\n  7]\n", 2, "only.1: must be of type \"string\""),
        ("requirements = 2026-11-01\n", 1, "requirements: must be of type \"string\""),
        (
            "level = \"most\"\n",
            1,
            "level: unknown variant `most`, expected one of `may`, `should`, `must`",
        ),
        ("report = [\"xml\"]\n", 1, "report: there is no format \"xml\"; there are text, json"),
        ("prefer_examples = \"yes\"\n", 1, "prefer_examples: must be of type \"boolean\""),
        ("verbose = 256\n", 1, "verbose: it is greater than the maximum of 255"),
        (
            "timeout = 5\n[identities.admin]\ntoken_env = \"A\"\n\n[identities.foo]\ntoken_env = \"A\"\n",
            5,
            "there is no identity \"foo\"; there are admin, ",
        ),
        (
            "timeout = 5\n\n[identities.admin]\ntoken_env = \"A\"\ntoken_file = \"b\"\n",
            3,
            "identities.admin: give one of them alone: token_env, token_file",
        ),
        ("bindings = \"\"\n", 1, "bindings: must not be empty"),
        (
            "seed = 1\nallow_writes = true\n",
            2,
            "allow_writes: what lets the program change a server is taken from its flag alone",
        ),
        ("\"a\\u001b[31m\\nb\" = 1\n", 1, "there is no key a\\u{1b}[31m\\nb;"),
    ] {
        let folder = folder("refused", file);
        let place = format!("error: {}:{line}: ", folder.join("conformance.toml").display());
        for arguments in [&["config"][..], &["run"], &["list"]] {
            let said = conformance_in(&folder, &[], arguments);
            refused(&said, told);
            assert!(said.log.starts_with(&place), "{place}{said:?}");
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_refused_by_name() {
    let folder = folder("unreadable", "");
    std::fs::write(folder.join("latin.toml"), b"# \xe9\n").unwrap();
    for (named, told) in [
        ("missing.toml", "cannot read missing.toml: "),
        ("latin.toml", "cannot read latin.toml: stream did not contain valid UTF-8"),
        ("below", "cannot read below: "),
    ] {
        refused(&conformance_in(&folder, &[], &["config", "--config", named]), told);
        refused(&conformance_in(&folder, &[("CONFORMANCE_CONFIG", named)], &["run"]), told);
    }
}

#[test]
fn a_variable_that_does_not_say_what_it_must_is_refused_by_name() {
    for (variable, value, told) in [
        ("CONFORMANCE_TIMEOUT", "soon", "CONFORMANCE_TIMEOUT: \"soon\" is no number of seconds"),
        ("CONFORMANCE_TIMEOUT", "-1", "CONFORMANCE_TIMEOUT: must lie between 0.001 and 3600"),
        ("CONFORMANCE_INPUTS", "x", "CONFORMANCE_INPUTS: must be a whole number from 0 to 1000000"),
        (
            "CONFORMANCE_SEED",
            "18446744073709551616",
            "CONFORMANCE_SEED: must be a whole number from 0 to 18446744073709551615",
        ),
        ("CONFORMANCE_LEVEL", "most", "CONFORMANCE_LEVEL: must be one of "),
        (
            "CONFORMANCE_PREFER_EXAMPLES",
            "yes",
            "CONFORMANCE_PREFER_EXAMPLES: must be true or false",
        ),
        ("CONFORMANCE_VERBOSE", "much", "CONFORMANCE_VERBOSE: must be a number from 0 to 255"),
        ("CONFORMANCE_REPORT", "text,xml", "CONFORMANCE_REPORT: there is no format \"xml\""),
        ("CONFORMANCE_NO_CONFIG", "perhaps", "CONFORMANCE_NO_CONFIG: must be true or false"),
        (
            "CONFORMANCE_ALLOW_WRITES",
            "true",
            "CONFORMANCE_ALLOW_WRITES: what lets the program change a server",
        ),
    ] {
        refused(&conformance_in(&scratch(""), &[(variable, value)], &["run"]), told);
    }
}

#[test]
fn a_variable_that_is_misspelt_is_refused_with_the_one_that_was_meant() {
    for (variable, told) in [
        ("CONFORMANCE_JOBBS", "no flag of `run` is called so; did you mean CONFORMANCE_JOBS? What"),
        ("CONFORMANCE_TOKENENV", "; did you mean CONFORMANCE_TOKEN_ENV?"),
        ("CONFORMANCE_IDENTITIES", "; did you mean CONFORMANCE_IDENTITY?"),
        ("CONFORMANCE_NOCONFIG", "; did you mean CONFORMANCE_NO_CONFIG?"),
        ("CONFORMANCE_CONTRCT", "; did you mean CONFORMANCE_CONTRACT?"),
    ] {
        for subcommand in [&["run"][..], &["config"], &["clean"], &["compare", "sandbox", "x"]] {
            let said = conformance_in(&scratch(""), &[(variable, "1")], subcommand);
            refused(&said, told);
            assert!(said.log.starts_with(&format!("error: {variable}: ")), "{said:?}");
        }
    }
}

#[test]
fn a_variable_that_is_empty_or_for_others_or_named_as_what_holds_a_token_is_not_misspelt() {
    let credentials = "[identities.app.client_credentials]\ntoken_url = 'http://x'\nclient_id = 'c'\nclient_secret_env = 'CONFORMANCE_TOKEN'\n";
    for (file, variable, another, flags) in [
        ("", ("CONFORMANCE_JOBBS", ""), ("", ""), &[][..]),
        ("", ("CONFORMANCE_PORT", "tcp://10.0.0.1:80"), ("CONFORMANCE_SERVICE_HOST", "x"), &[]),
        ("", ("CONFORMANCE_PORT_80_TCP", "tcp://10.0.0.1:80"), ("CONFORMANCE_", "x"), &[]),
        ("", ("CONFORMANCE_TOKEN", "x"), ("", ""), &["--token-env", "CONFORMANCE_TOKEN"]),
        ("", ("CONFORMANCE_TOKEN", "x"), ("", ""), &["--identity", "app=CONFORMANCE_TOKEN"]),
        ("", ("CONFORMANCE_TOKEN", "x"), ("CONFORMANCE_TOKEN_ENV", "CONFORMANCE_TOKEN"), &[]),
        ("token_env = 'CONFORMANCE_TOKEN'\n", ("CONFORMANCE_TOKEN", "x"), ("", ""), &[]),
        (
            "token_env = 'CONFORMANCE_TOKEN'\n",
            ("CONFORMANCE_TOKEN", "x"),
            ("CONFORMANCE_TOKEN_ENV", "A"),
            &["--token-env", "B"],
        ),
        (
            "[identities.app]\ntoken_env = 'CONFORMANCE_TOKEN'\n",
            ("CONFORMANCE_TOKEN", "x"),
            ("", ""),
            &[],
        ),
        (credentials, ("CONFORMANCE_TOKEN", "x"), ("", ""), &[]),
    ] {
        let folder = folder("no-misspelt-variable", file);
        let given: Vec<_> =
            [variable, another].into_iter().filter(|one| !one.0.is_empty()).collect();
        let said = conformance_in(&folder, &given, &[&["config"], flags].concat());
        assert_eq!(said.exit, 0, "{file} {said:?}");
    }
    let compare = ["compare", "sandbox", "nowhere", "--b-identity", "admin=CONFORMANCE_TOKEN"];
    refused(&conformance_in(&scratch(""), &[("CONFORMANCE_TOKEN", "x")], &compare), "\"nowhere\"");
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_refused_by_name() {
    use std::os::unix::ffi::OsStrExt;
    let mut command = program();
    command.env("CONFORMANCE_ONLY", std::ffi::OsStr::from_bytes(b"\xff")).arg("config");
    let ended = command.output().unwrap();
    let log = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{log}");
    assert_eq!(log, "error: environment variable CONFORMANCE_ONLY is not text\n");
}

#[test]
fn settings_that_do_not_go_together_are_named_as_each_was_given() {
    let clock = "clock = \"http://127.0.0.1:9/clock\"\n";
    let published = "requirements = \"2026-11\"\n";
    for (file, variables, flags, told) in [
        (
            clock,
            &[][..],
            &[][..],
            "clock ({file}:1) needs the server that it is the clock of; add --endpoint URL",
        ),
        (
            "",
            &[("CONFORMANCE_CLOCK", "http://x")][..],
            &[][..],
            "CONFORMANCE_CLOCK needs the server",
        ),
        ("", &[][..], &["--clock", "http://x"][..], "--clock needs the server"),
        (
            clock,
            &[("CONFORMANCE_JOBS", "2")][..],
            &["--endpoint", "http://x"][..],
            "clock ({file}:1) moves one clock for all, so one case at a time is judged; leave out CONFORMANCE_JOBS, or make it 1",
        ),
        (
            published,
            &[][..],
            &["--contract", "x.yaml"][..],
            "leave out requirements ({file}:1) or --contract",
        ),
        (
            "",
            &[("CONFORMANCE_CONTRACT", "x.yaml")][..],
            &["--requirements", "2026-11"][..],
            "leave out --requirements or CONFORMANCE_CONTRACT",
        ),
        (
            "",
            &[][..],
            &["--config", "x", "--no-config"][..],
            "--config and --no-config contradict one another",
        ),
        (
            "",
            &[("CONFORMANCE_CONFIG", "x"), ("CONFORMANCE_NO_CONFIG", "true")][..],
            &[][..],
            "CONFORMANCE_CONFIG and CONFORMANCE_NO_CONFIG contradict one another",
        ),
    ] {
        let folder = folder("together", file);
        let told = told.replace("{file}", folder.join("conformance.toml").to_str().unwrap());
        for subcommand in ["config", "run"] {
            let arguments = [&[subcommand], flags].concat();
            refused(&conformance_in(&folder, variables, &arguments), &told);
        }
    }
}

#[test]
fn a_report_is_not_written_over_a_file_that_the_run_goes_by() {
    let settings = "[identities.admin]\ntoken_file = 'token'\n\
                    [identities.app.client_credentials]\ntoken_url = 'http://x'\nclient_id = 'c'\nclient_secret_file = 'secret'\n";
    let folder = folder("written-over", settings);
    std::fs::create_dir_all(folder.join("below")).unwrap();
    for (report, flags, whose) in [
        ("b.toml", &["--bindings", "b.toml"][..], "--bindings"),
        ("below/../b.toml", &["--bindings", "./b.toml"][..], "--bindings"),
        ("w.toml", &["--waivers", "w.toml"][..], "--waivers"),
        ("l.jsonl", &["--ledger", "l.jsonl"][..], "the ledger"),
        ("conformance-ledger.jsonl", &[][..], "the ledger"),
        ("ca.pem", &["--ca-file", "ca.pem"][..], "--ca-file"),
        ("x.yaml", &["--contract", "x.yaml"][..], "--contract"),
        ("conformance.toml", &[][..], "these settings"),
        ("token", &[][..], "the identity admin"),
        ("secret", &[][..], "the identity app"),
    ] {
        let json = format!("json={report}");
        let told =
            format!("the report in {report} would be written over the file of {whose}; give it");
        for subcommand in ["config", "run"] {
            let arguments = [&[subcommand, "--report", "text", "--report", &json], flags].concat();
            refused(&conformance_in(&folder, &[], &arguments), &told);
        }
    }
    for file in ["b.toml", "r.json"] {
        std::fs::write(folder.join(file), "").unwrap();
    }
    for flags in [["--rerun", "r.json"], ["--bindings", "b.toml"]] {
        let arguments = [&["config", "--report", "json=r.json"], &flags[..]].concat();
        let said = conformance_in(&folder, &[], &arguments);
        assert_eq!(said.exit, 0, "{said:?}");
    }
}

#[test]
fn what_goes_together_from_different_places_is_taken() {
    let folder = folder("goes-together", "endpoint = \"http://127.0.0.1:9/v1.0\"\njobs = 1\n");
    let flags = ["config", "--clock", "http://127.0.0.1:9/clock"];
    let said = conformance_in(&folder, &[], &flags);
    assert_eq!(said.exit, 0, "{said:?}");
}

#[test]
fn a_flag_of_a_contract_where_it_has_no_place_is_refused_and_a_file_with_one_is_not() {
    let folder = folder("no-place", &format!("contract = {:?}\n", notes()));
    let refusal = conformance_in(&folder, &[], &["selftest", "--contract", &notes()]);
    refused(&refusal, "leave out --contract");
    let said = conformance_in(&folder, &[], &["selftest", "--only", "nothing/*"]);
    refused(&said, "matches no fault");
}

#[test]
fn a_token_in_the_place_of_a_variable_is_not_repeated() {
    let token = "eyJhbGciOiJub25lIn0.eyJvaWQiOiJhZG1pbiJ9.c2ln-5a";
    let told = "takes the name of a variable, not a token";
    let credentials =
        "[identities.app.client_credentials]\ntoken_url = 'http://x'\nclient_id = 'c'\n";
    let identity = format!("requestor={token}");
    let (padded, unnamed) = (format!("{token}=="), format!("{token}=TOKEN"));
    let compared = ["compare", "sandbox", "sandbox", "--b-identity", &identity];
    for (file, variables, flags, place) in [
        (String::new(), &[][..], &["--token-env", token][..], "--token-env takes"),
        (String::new(), &[][..], &["--identity", &identity][..], "--identity takes"),
        (String::new(), &[][..], &["--identity", &padded][..], "--identity takes"),
        (String::new(), &[][..], &["--identity", &unnamed][..], "--identity takes"),
        (
            String::new(),
            &[("CONFORMANCE_TOKEN_ENV", token)][..],
            &[][..],
            "CONFORMANCE_TOKEN_ENV: takes",
        ),
        (
            String::new(),
            &[("CONFORMANCE_IDENTITY", identity.as_str())][..],
            &[][..],
            "CONFORMANCE_IDENTITY: takes",
        ),
        (format!("token_env = '{token}'\n"), &[][..], &[][..], "conformance.toml:1: token_env: "),
        (
            format!("[identities.admin]\ntoken_env = '{token}'\n"),
            &[][..],
            &[][..],
            "conformance.toml:2: identities.admin.token_env: token_env takes",
        ),
        (
            format!("{credentials}client_secret_env = '{token}'\n"),
            &[][..],
            &[][..],
            "conformance.toml:4: identities.app.client_credentials.client_secret_env: client_secret_env",
        ),
    ] {
        let folder = folder("token-for-a-name", &file);
        for subcommand in ["run", "config"] {
            let said = conformance_in(&folder, variables, &[&[subcommand], flags].concat());
            refused(&said, told);
            assert!(said.log.contains(place) && !said.log.contains("eyJ"), "{place}: {said:?}");
        }
    }
    let said = conformance_in(&scratch(""), &[], &compared);
    refused(&said, told);
    assert!(said.log.starts_with("error: --b-identity takes") && !said.log.contains("eyJ"));
    // Without a name there is nothing to tell it by.
    for nameless in [token, "=ADMIN", "admin="] {
        let said = conformance_in(&scratch(""), &[], &["run", "--identity", nameless]);
        refused(&said, "--identity takes a name and a variable, as in requestor=REQUESTOR_TOKEN");
        assert!(!said.log.contains("eyJ"), "{said:?}");
    }
}
