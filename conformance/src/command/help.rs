//! What stands at the end of the help on a subcommand: examples, and the exit codes.

use crate::exit::{Exit, MEANINGS, table};

/// Where values come from besides the flags, told once.
const ELSEWHERE: &str = "\
Every flag may stand in conformance.toml and in the environment, too: --token-env as token_env, and as CONFORMANCE_TOKEN_ENV.
No file says --allow-writes or --dry-run, and neither does the environment.
Of --identity NAME=VAR, the file has a table [identities.NAME].
A flag wins over the environment, the environment over the file. `conformance config` shows what holds.";

/// The end of the help on the program.
pub(super) fn program() -> String {
    format!(
        "\
Examples:
  conformance run                                              judge the sandbox, which is started for it
  conformance run --endpoint http://127.0.0.1:8080/v1.0        judge a server
  conformance explain cancel/is-refused-once-delivered         what a rule says, and on what it rests
  conformance serve --print-tokens                             a server to try a client on

{}",
        table(&MEANINGS)
    )
}

/// The end of the help on `run`.
pub(super) fn run() -> String {
    format!(
        "\
Examples:
  conformance run --only 'create/*' --level should
  conformance run --endpoint https://graph.example/v1.0 --token-env ADMIN --bindings bindings.toml
  conformance run --report text --report json=report.json
  conformance run --requirements 2026-11

{ELSEWHERE}

{}",
        table(&MEANINGS)
    )
}

/// The end of the help on `compare`.
pub(super) fn compare() -> String {
    format!(
        "\
Examples:
  conformance compare http://127.0.0.1:8080/v1.0 http://127.0.0.1:9090/v1.0 --token-env TOKEN
  conformance compare https://graph.example/v1.0 sandbox --token-env ADMIN --bindings bindings.toml --read-only
  conformance compare https://old.example/v1.0 https://new.example/v1.0 --b-identity admin=NEW_TOKEN --json

{ELSEWHERE}

{}",
        table(&[
            (Exit::Conforms, "every case ended in the same way at both servers"),
            (Exit::DoesNotConform, "a case ended in another way at one of them"),
            (Exit::WrongUse, "wrong use or configuration"),
            (Exit::NotJudged, "one of them could not be reached or judged"),
            (Exit::Refused, "refused for safety"),
            (Exit::NothingRun, "nothing was run at one of them"),
            (Exit::Interrupted, "interrupted"),
        ])
    )
}

/// The end of the help on `config`.
pub(super) fn config() -> String {
    format!(
        "\
Examples:
  conformance config
  conformance config --no-config --timeout 30
  CONFORMANCE_JOBS=1 conformance config --json

{ELSEWHERE}

{}",
        table(&[
            (Exit::Conforms, "the settings hold together"),
            (Exit::WrongUse, "wrong use or configuration"),
        ])
    )
}

/// The end of the help on `explain`.
pub(super) const EXPLAIN: &str = "\
Examples:
  conformance explain create/admin-adds-user
  conformance explain input/resume/resumes-waiting-request
  conformance explain repeated-values
  conformance explain d-24";

/// The end of the help on `merge`.
pub(super) fn merge() -> String {
    let others = [
        (Exit::WrongUse, "wrong use, or reports that are not the shards of one run"),
        (Exit::Interrupted, "one of the runs was interrupted"),
    ];
    let of_merge = |meaning: (Exit, &'static str)| {
        others.into_iter().find(|(code, _)| *code == meaning.0).unwrap_or(meaning)
    };
    let meanings = MEANINGS.into_iter().filter(|(code, _)| *code != Exit::Refused);
    let meanings: Vec<_> = meanings.map(of_merge).collect();
    format!(
        "\
Examples:
  conformance run --shard 1/2 --report json=1.json
  conformance run --shard 2/2 --report json=2.json
  conformance merge 1.json 2.json --report text --report junit=junit.xml

The exit code is the one that the whole run would have had.

{}",
        table(&meanings)
    )
}

/// The end of the help on `waive`.
pub(super) fn waive() -> String {
    format!(
        "\
Examples:
  conformance waive report.json --owner team-a --reason 'comes with the next release'
  conformance waive report.json --owner team-a --reason 'see the link' --link https://tracker.example/7 --waivers waivers.toml

{}",
        table(&[
            (Exit::Conforms, "what failed is waived, or nothing failed"),
            (Exit::WrongUse, "wrong use, or a report or file of waivers that cannot be understood"),
        ])
    )
}

/// The end of the help on `accept`.
pub(super) fn accept() -> String {
    format!(
        "\
Examples:
  conformance accept shapes
  conformance accept shapes 'create/*' 'list/*'

{}",
        table(&[
            (Exit::Conforms, "what was selected is accepted"),
            (Exit::WrongUse, "wrong use, or a shape that cannot be understood"),
        ])
    )
}
