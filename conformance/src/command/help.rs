//! What stands at the end of the help on a subcommand: examples, and the exit codes.

use crate::exit;

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
        exit::HELP
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
        exit::HELP
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

Exit codes:
  0  every case ended in the same way at both servers
  1  a case ended in another way at one of them
  2  wrong use or configuration
  3  one of them could not be reached or judged
  6  refused for safety
  7  nothing was run at both
  130  interrupted"
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

Exit codes:
  0  the settings hold together
  2  wrong use or configuration"
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
pub(super) const MERGE: &str = "\
Examples:
  conformance run --shard 1/2 --report json=1.json
  conformance run --shard 2/2 --report json=2.json
  conformance merge 1.json 2.json --report text --report junit=junit.xml

The exit code is the one that the whole run would have had.";
