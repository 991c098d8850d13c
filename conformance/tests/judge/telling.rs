//! What a person is told, and how: colours, progress, less and more, mistakes on one line, help, completion, manual pages.

use crate::program::{Said, conformance, conformance_in, scratch};
use crate::scripted_server;

const ESCAPE: char = '\u{1b}';

/// Two examples, of which one passes.
const TWO: [&str; 7] = [
    "run",
    "--only",
    "example:get/gets-request",
    "--only",
    "example:cancel/cancels-pending-request",
    "--jobs",
    "1",
];

/// A run of them with these flags and variables.
fn run_of_two(variables: &[(&str, &str)], flags: &[&str]) -> Said {
    let endpoint = half();
    let arguments = [&TWO, flags, &["--endpoint", &endpoint]].concat();
    conformance_in(&scratch(""), variables, &arguments)
}

/// A server that cancels as documented, and cannot read.
fn half() -> String {
    scripted_server::start(|request| {
        if request.starts_with("POST ") {
            b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()
        } else {
            scripted_server::json(500, "{}")
        }
    })
}

#[test]
fn there_are_colours_where_they_are_asked_for() {
    for (variables, flags, expected) in [
        (&[][..], &[][..], false),
        (&[][..], &["--color", "always"][..], true),
        (&[("CONFORMANCE_COLOR", "always")][..], &[][..], true),
        (&[("CONFORMANCE_COLOR", "always")][..], &["--color", "never"][..], false),
        (&[("CLICOLOR_FORCE", "1")][..], &[][..], true),
        (&[("CLICOLOR_FORCE", "1")][..], &["--color", "never"][..], false),
        (&[("NO_COLOR", "1")][..], &[][..], false),
        (&[("NO_COLOR", "1")][..], &["--color", "always"][..], true),
    ] {
        let said = run_of_two(variables, flags);
        assert_eq!(said.exit, 1, "{said:?}");
        assert_eq!(said.output.contains(ESCAPE), expected, "{variables:?} {flags:?} {said:?}");
    }
}

#[test]
fn colours_change_no_letter_and_reach_no_file_nor_another_form() {
    let file = scratch("never-coloured.txt");
    let to_file = format!("text={}", file.display());
    let report = ["--color", "always", "--report", "json", "--report", &to_file];
    let json = run_of_two(&[], &report);
    assert!(!json.output.contains(ESCAPE), "{json:?}");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("FAIL ") && !written.contains(ESCAPE), "{written}");
    let coloured = run_of_two(&[], &["--color", "always"]).output;
    let plain = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap().replace_all(&coloured, "");
    let without_port = |text: &str| {
        regex::Regex::new("127.0.0.1:[0-9]+").unwrap().replace_all(text, "").into_owned()
    };
    assert_eq!(without_port(&plain), without_port(&written));
}

#[test]
fn a_quiet_run_tells_what_does_not_pass_and_the_count() {
    let said = run_of_two(&[], &["--quiet"]);
    assert!(said.output.starts_with("FAIL  get/gets-request"), "{said:?}");
    assert!(!said.output.contains("cancel/"), "{said:?}");
    assert!(said.output.ends_with("1 passed, 1 failed, 0 skipped\n"), "{said:?}");
    assert_eq!(said.log, "");
    let said = conformance(&["run", "--only", "example:get/*", "--quiet"]);
    assert_eq!(said.output, "1 passed, 0 failed, 0 skipped\n");
}

#[test]
fn a_verbose_run_tells_of_each_case_on_standard_error_and_of_its_requests() {
    let lines = |flags: &[&str]| {
        let said = run_of_two(&[], flags);
        assert_eq!(said.output.lines().last(), Some("1 passed, 1 failed, 0 skipped"));
        said.log.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines(&[]), Vec::<String>::new());
    let case = |line: &str, start: &str| line.starts_with(start) && line.ends_with(" ms");
    let cases = lines(&["-v"]);
    assert_eq!(cases.len(), 2, "{cases:?}");
    assert!(cases.iter().any(|line| case(line, "FAIL  get/gets-request  ")), "{cases:?}");
    assert!(cases.iter().any(|line| case(line, "pass  cancel/cancels-pending-")), "{cases:?}");
    let requests = lines(&["-vv"]);
    assert_eq!(requests.len(), 4, "{requests:?}");
    assert!(requests[1].starts_with("      "), "{requests:?}");
    assert!(requests.iter().any(|line| line.contains("/cancel → 204  ")), "{requests:?}");
    assert_eq!(lines(&["-v", "--quiet"]).len(), 2);
}

#[test]
fn a_mistake_on_the_command_line_is_told_on_one_line() {
    for (arguments, told) in [
        (
            &["run", "--onyl", "x"][..],
            "unexpected argument '--onyl' found; a similar argument exists: '--only'",
        ),
        (
            &["run", "--color", "red"],
            "invalid value 'red' for '--color <WHEN>' [possible values: auto, always, never]",
        ),
        (
            &["run", "--patience", "-1"],
            "invalid value '-1' for '--patience <SECONDS>': must lie between 0.001 and 3600",
        ),
        (&["run", "--seed", "-1"], "invalid value '-1' for '--seed <NUMBER>'"),
        (&["run", "--jobs", "-1"], "must be a whole number from 1 to 64"),
        (&["serve", "--page-size", "-1"], "invalid value '-1' for '--page-size <NUMBER>'"),
        (
            &["run", "--timeout"],
            "a value is required for '--timeout <SECONDS>' but none was supplied",
        ),
        (&["explain"], "the following required arguments were not provided: <ID>"),
        (&["jdge"], "unrecognized subcommand 'jdge'"),
        (
            &["selftets", "x"],
            "unrecognized subcommand 'selftets'; a similar subcommand exists: 'selftest'",
        ),
        (&["run", "a\nb\u{1b}"], "unexpected argument 'a"),
        (
            &["run", "--requirements", "2026-11", "--only", "x"],
            "of the set 2026-11 what `conformance requirements 2026-11` prints",
        ),
    ] {
        let said = conformance(arguments);
        assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
        assert!(said.log.starts_with("error: ") && said.log.contains(told), "{told} {said:?}");
        assert_eq!(said.log.matches('\n').count(), 1, "{said:?}");
        assert!(!said.log.contains(ESCAPE), "{said:?}");
    }
}

/// Subcommands whose exit code says something of its own.
const CODES_OF_THEIR_OWN: [&str; 10] =
    ["run", "clean", "config", "compare", "merge", "waive", "accept", "selftest", "proxy", "serve"];

#[test]
fn help_ends_with_examples_and_exit_codes_and_its_short_form_does_not() {
    let help = conformance(&["--help"]).output;
    let (_, list) = help.split_once("\nCommands:\n").unwrap();
    let lines = list.lines().take_while(|line| !line.is_empty());
    let all: Vec<&str> = lines.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(all.len() > 17 && CODES_OF_THEIR_OWN.iter().all(|name| all.contains(name)), "{all:?}");
    let form = regex::Regex::new(r"^  (  \d|130)  [a-z].*[^.]$").unwrap();
    for subcommand in all.into_iter().filter(|name| *name != "help") {
        let long = conformance(&[subcommand, "--help"]).output;
        let short = conformance(&[subcommand, "-h"]).output;
        assert!(!short.contains("Exit codes") && !short.contains("Examples"), "{short}");
        let Some((before, table)) = long.split_once("\nExit codes:\n") else {
            assert!(!CODES_OF_THEIR_OWN.contains(&subcommand), "{long}");
            continue;
        };
        assert!(CODES_OF_THEIR_OWN.contains(&subcommand), "{long}");
        assert!(before.contains("\nExamples:\n  "), "{long}");
        assert!(table.starts_with("    0  ") && table.contains("\n    2  wrong use"), "{long}");
        let other = table.lines().find(|line| !form.is_match(line));
        assert_eq!(other, None, "{long}");
        assert!(short.len() < long.len(), "{short}");
    }
    let help = conformance(&["run", "--help"]).output;
    assert_eq!(help.matches("CONFORMANCE_").count(), 1, "{help}");
}

#[test]
fn a_shell_completes_every_subcommand() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let said = conformance(&["completions", shell]);
        assert_eq!(said.exit, 0, "{said:?}");
        for word in ["explain", "completions", "token-env", "prefer-examples"] {
            assert!(said.output.contains(word), "{shell} {word}");
        }
    }
    let said = conformance(&["completions", "tcsh"]);
    assert_eq!(said.exit, 2);
    assert!(
        said.log.contains("[possible values: bash, elvish, fish, powershell, zsh]"),
        "{said:?}"
    );
}

#[test]
fn there_is_a_manual_page_of_the_program_and_of_each_subcommand() {
    let said = conformance(&["man"]);
    assert!(said.exit == 0 && said.output.contains(".TH conformance 1"), "{said:?}");
    let folder = scratch("manual");
    let _ = std::fs::remove_dir_all(&folder);
    let all = ["man", "--all", folder.to_str().unwrap()];
    let written = conformance(&all);
    let mut pages: Vec<String> = written.output.lines().map(str::to_owned).collect();
    for page in &pages {
        let text = std::fs::read_to_string(page).unwrap();
        assert!(text.contains(".TH conformance"), "{page}");
    }
    let run = folder.join("conformance-run.1");
    let text = std::fs::read_to_string(run).unwrap();
    assert!(text.contains("\\-\\-token\\-env") && text.contains("Exit codes:"), "{text}");
    pages.sort();
    let mut found: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().to_str().unwrap().to_owned())
        .collect();
    found.sort();
    assert_eq!(pages, found);
    let below_a_file = folder.join("conformance.1/folder");
    let said = conformance(&["man", "--all", below_a_file.to_str().unwrap()]);
    assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
    let told = format!("cannot make the folder {}: ", below_a_file.display());
    assert!(said.log.contains(&told), "{said:?}");
}

#[cfg(unix)]
mod on_a_terminal {
    use super::{ESCAPE, TWO, half};
    use crate::program::program;
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::fs::{File, OpenOptions};
    use std::io::Read;
    use std::process::Stdio;

    /// What a run of two examples writes to a terminal, which is its standard error, and its standard output, too, where that is asked for.
    fn shown(output: Output, variables: &[(&str, &str)], flags: &[&str]) -> (String, String) {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        let terminal = OpenOptions::new().read(true).write(true).open(name).unwrap();
        let mut command = program();
        command.args([&TWO, flags, &["--endpoint", &half()]].concat());
        command.env("TERM", "xterm").envs(variables.iter().copied());
        command.stdout(match output {
            Output::Terminal => Stdio::from(terminal.try_clone().unwrap()),
            Output::Pipe => Stdio::piped(),
        });
        let mut child = command.stderr(terminal).spawn().unwrap();
        // Once nobody holds the other end, reading ends.
        drop(command);
        let mut piped = String::new();
        if let Some(mut output) = child.stdout.take() {
            output.read_to_string(&mut piped).unwrap();
        }
        let shown = everything(File::from(master));
        assert_eq!(child.wait().unwrap().code(), Some(1), "{shown}");
        (shown, piped)
    }

    #[derive(Clone, Copy)]
    enum Output {
        Terminal,
        Pipe,
    }

    /// Linux ends what a terminal says with an error.
    fn everything(mut master: File) -> String {
        let mut shown = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = master.read(&mut buffer) {
            shown.extend_from_slice(&buffer[..count]);
        }
        String::from_utf8(shown).unwrap()
    }

    const PROGRESS: &str = " of 2 judged, ";

    #[test]
    fn progress_is_shown_while_a_run_goes_on_and_nothing_of_it_stays() {
        let (shown, output) = shown(Output::Pipe, &[], &[]);
        assert!(shown.contains(PROGRESS), "{shown:?}");
        assert!(!output.contains(PROGRESS) && !output.contains(ESCAPE), "{output:?}");
        let (_, left) = shown.rsplit_once("\u{1b}[2K").unwrap();
        assert_eq!(left, "", "{shown:?}");
        assert!(!shown.contains('\n'), "{shown:?}");
    }

    #[test]
    fn a_quiet_run_and_a_terminal_that_cannot_write_over_a_line_show_none() {
        for (variables, flags) in [(&[][..], &["--quiet"][..]), (&[("TERM", "dumb")][..], &[][..])]
        {
            let (shown, _) = shown(Output::Pipe, variables, flags);
            assert_eq!(shown, "", "{flags:?}");
        }
    }

    #[test]
    fn the_result_has_colours_unless_they_are_refused() {
        for (variables, flags, expected) in [
            (&[][..], &[][..], true),
            (&[("NO_COLOR", "1")][..], &[][..], false),
            (&[("TERM", "dumb")][..], &[][..], false),
            (&[][..], &["--color", "never"][..], false),
        ] {
            let (shown, _) = shown(Output::Terminal, variables, &[&["--quiet"], flags].concat());
            assert_eq!(shown.contains(ESCAPE), expected, "{variables:?} {flags:?} {shown:?}");
        }
    }

    #[test]
    fn each_case_of_a_verbose_run_stands_on_a_line_of_its_own() {
        let (shown, _) = shown(Output::Pipe, &[], &["-v", "--color", "never"]);
        for line in ["FAIL  get/gets-request  ", "pass  cancel/cancels-pending-request  "] {
            assert!(shown.contains(&format!("\u{1b}[2K{line}")), "{shown:?}");
        }
    }
}
