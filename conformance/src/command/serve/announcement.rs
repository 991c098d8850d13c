//! A sandbox that answers in, everybody who waits for it told: by the ready file, the certificate and
//! the first lines.

use super::options::{Controller, Pace, Serve};
use super::ready_file::ReadyFile;
use crate::command::print;
use crate::error::Error;
use crate::files;
use sandbox::{Origin, Sandbox};
use std::fmt::Write as _;
use std::io::Write;

/// Says that it answers. Whoever waits for the ready file finds everything else in place.
pub(super) fn announce(
    serve: &Serve,
    sandbox: &Sandbox,
    ready_file: Option<&ReadyFile>,
    output: &mut dyn Write,
) -> Result<(), Error> {
    if let (Some(path), Some(pem)) = (&serve.tls, sandbox.certificate_pem()) {
        files::write(path, pem)?;
    }
    if let Some(ready_file) = ready_file {
        ready_file.write(sandbox.url())?;
    }
    print(output, &lines(serve, sandbox))
}

/// What is printed once it answers.
fn lines(serve: &Serve, sandbox: &Sandbox) -> String {
    let (url, now) = (sandbox.url(), sandbox.clock().now().format("%Y-%m-%dT%H:%M:%SZ"));
    let clock = match serve.clock {
        Pace::Running => format!("its clock runs from {now}; requests are delivered after 30 s"),
        Pace::Still => format!("its clock stands at {now} until it is moved"),
    };
    let mut lines = format!("the sandbox listens on {url}; stop it with Ctrl-C\n{clock}\n");
    if let Some(path) = &serve.data {
        let begins = match sandbox.origin() {
            Origin::World => "begins with the world",
            Origin::DataFile => "goes on with what it holds, not with a world",
        };
        let _ = writeln!(lines, "its data are kept in {}, which {begins}", path.display());
    }
    if serve.control != Controller::Off {
        let _ = writeln!(lines, "it is controlled at {}", sandbox.control_url());
    }
    if !serve.listen.ip().is_loopback() {
        lines.push_str(
            "it can be reached from other machines, and whoever reaches it can change its data\n",
        );
    }
    lines.push_str(&tokens(serve, sandbox));
    lines
}

/// How tokens are looked at, and those of the personas where they are asked for.
fn tokens(serve: &Serve, sandbox: &Sandbox) -> String {
    let mut lines = match &serve.verify_with {
        None => "tokens say who calls, and nobody checks their signatures\n".to_owned(),
        Some(path) => {
            format!("tokens say who calls, and must be signed by a key of {}\n", path.display())
        }
    };
    if serve.print_tokens {
        if serve.verify_with.is_some() {
            lines.push_str("these are signed by nobody, so that they are not taken:\n");
        }
        let line = |(name, token)| format!("{name:<10} {token}\n");
        lines.extend(sandbox.tokens().into_iter().map(line));
    }
    lines
}
