//! A command in, what it prints out: the one place that starts another program.

use super::Lack;
use crate::report::one_line;
use crate::secret::{REMOVED, Secret};
use std::io;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, copy, sink};
use tokio::process::Command;
use tokio::time::timeout;

/// So much of what a program complains about is told: the end, where its reason stands.
const MOST_TOLD: usize = 1000;

/// So many bytes are read of what a program prints: no token is so long.
const LONGEST: u64 = 64 << 10;

/// Starts a program without a shell, and gives what it writes to standard output, without blanks around it.
///
/// # Errors
/// [`Lack`] where it cannot be started, does not end in time, prints more than a token, or fails; what it wrote to standard error is told then.
pub(super) async fn printed(
    command: &[String],
    limit: Duration,
    secret: &Secret,
) -> Result<String, Lack> {
    let [program, arguments @ ..] = command else {
        let remedy = "token_command is empty; give a program and its arguments, each as a text";
        return Err(Lack::Wrong(remedy.to_owned()));
    };
    let mut running = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| Lack::Wrong(format!("cannot start {program}: {error}")))?;
    let (output, complaint) = (running.stdout.take(), running.stderr.take());
    let failed = |error: io::Error| Lack::Refused(format!("{program}: {error}"));
    let ending = async {
        let told = async { read_told(complaint).await.map_err(failed) };
        let printed = async {
            read(output).await.map_err(failed)?.ok_or_else(|| {
                Lack::Wrong(format!(
                    "{program} printed more than {LONGEST} bytes, which is no token"
                ))
            })
        };
        let (output, complaint) = tokio::try_join!(printed, told)?;
        Ok((running.wait().await.map_err(failed)?, output, complaint))
    };
    let (status, output, complaint) = timeout(limit, ending).await.map_err(|_| {
        Lack::Refused(format!("{program} had not ended after {} s", limit.as_secs_f64()))
    })??;
    let output = output.trim().to_owned();
    if status.success() {
        return Ok(output);
    }
    let told = told(
        &complaint,
        &output.split_whitespace().fold(secret.with(""), |known, word| known.with(word)),
    );
    Err(Lack::Refused(format!("{program} ended with {status}: {told}")))
}

/// What comes out of a pipe; none where that is too long.
async fn read(pipe: Option<impl AsyncRead + Unpin>) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(LONGEST + 1).read_to_end(&mut bytes).await?;
    }
    let is_whole = u64::try_from(bytes.len()).is_ok_and(|length| length <= LONGEST);
    Ok(is_whole.then(|| String::from_utf8_lossy(&bytes).into_owned()))
}

/// The start of what comes out of a pipe. The rest is passed over: whoever says much is not to fail for it.
async fn read_told(pipe: Option<impl AsyncRead + Unpin>) -> io::Result<String> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        (&mut pipe).take(LONGEST).read_to_end(&mut bytes).await?;
        copy(&mut pipe, &mut sink()).await?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The end of what a program complains about, on one line, without secrets and what looks like a token.
fn told(complaint: &str, secret: &Secret) -> String {
    let clean = secret.removed_from(complaint.trim());
    let words = clean.split(' ').map(|word| if is_token(word) { REMOVED } else { word });
    let clean = words.collect::<Vec<_>>().join(" ");
    let from = clean.len().saturating_sub(MOST_TOLD);
    let end = (from..clean.len()).find_map(|at| clean.get(at..)).unwrap_or_default();
    if end.is_empty() { "it does not say why".to_owned() } else { one_line(end) }
}

/// Whether a JSON Web Token stands in a word: the head of one is an object in base64.
fn is_token(word: &str) -> bool {
    word.contains("eyJ") && word.contains('.')
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use tokio::runtime::Builder;

    fn printed_by(command: &[&str], limit: Duration) -> Result<String, Lack> {
        let secret = Secret::default();
        secret.add("a-password-known-before");
        let command: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(printed(&command, limit, &secret))
    }

    #[test]
    fn what_a_command_prints_is_taken_without_blanks_around_it() {
        let printed = printed_by(&["printf", " a-token $HOME\n\n"], Duration::from_mins(1));
        assert_eq!(printed.unwrap(), "a-token $HOME");
        let talks = "head -c 200000 /dev/zero >&2; echo a-token";
        let printed = printed_by(&["sh", "-c", talks], Duration::from_mins(1));
        assert_eq!(printed.unwrap(), "a-token");
    }

    #[test]
    fn a_command_that_gives_nothing_is_told_without_secrets() {
        let fails = "echo partly-a-token; echo no: partly-a-token eyJh.b.c a-password-known-before >&2; exit 3";
        let (soon, late) = (Duration::from_millis(50), Duration::from_mins(1));
        for (command, limit, expected) in [
            (&[][..], late, "Wrong(\"token_command is empty"),
            (&["/no/such/program", "x"], late, "Wrong(\"cannot start /no/such/program: "),
            (&["tail", "-f", "/dev/null"], soon, "Refused(\"tail had not ended after 0.05 s\")"),
            (&["yes"], late, "Wrong(\"yes printed more than 65536 bytes, which is no token\")"),
            (&["false"], late, "ended with exit status: 1: it does not say why\")"),
            (&["sh", "-c", fails], late, "3: no: [removed] [removed] [removed]\")"),
        ] {
            let lack = format!("{:?}", printed_by(command, limit).unwrap_err());
            assert!(lack.contains(expected), "{command:?} {lack}");
        }
    }

    #[test]
    fn of_a_long_complaint_the_end_is_told() {
        let told = told(&format!("{}é the reason", "é".repeat(4000)), &Secret::default());
        assert!(told.len() <= MOST_TOLD && told.ends_with("é the reason"), "{told}");
    }
}
