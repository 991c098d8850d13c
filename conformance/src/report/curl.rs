//! A request in, the line for a shell that sends it again out. No token is in it: a variable stands in its place.

use super::RequestReport;
use super::one_line::acts;
use crate::secret::REMOVED;
use std::fmt::Write;

/// What curl says by itself, or what makes no difference to the answer. It knows the proxy and its password by the same variables.
const LEFT_OUT: [&str; 6] = [
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "proxy-authorization",
    "user-agent",
];

/// A longer word is not handed to a program by every system; the shell's own `printf` has no limit.
const LONGEST_WORD: usize = 100_000;

/// What stands for bytes that are not UTF-8: a report has lost them.
const REPLACEMENT: char = '\u{fffd}';

/// One line for any POSIX shell that sends the same request with curl, whatever is in it. Where the request carried a token, the line takes it
/// from a variable of the shell, named for the identity, such as `ADMIN_TOKEN`.
pub fn curl(request: &RequestReport) -> String {
    let body = body(request);
    let mut line = String::from("curl -i");
    if request.url.starts_with("https:") {
        line.push_str(" --http1.1");
    }
    line.push_str(&method(&request.method, body.as_deref()));
    line.push_str(&url(&request.url));
    for (name, value) in &request.headers {
        if !LEFT_OUT.contains(&name.as_str()) {
            add(&mut line, "-H", &header(name, value, request.identity.as_deref()));
        }
    }
    let Some(body) = body else {
        if request.method == "POST" {
            add(&mut line, "-H", "'content-length: 0'");
        }
        return line;
    };
    if !request.headers.iter().any(|(name, _)| name == "content-type") {
        // Else curl would call it a form.
        add(&mut line, "-H", "content-type:");
    }
    if body.contains(acts) || body.len() > LONGEST_WORD {
        line = format!("{} | {line} --data-binary @-", printf(&body));
    } else {
        add(&mut line, "--data-raw", &word(&body));
    }
    if body.contains(REPLACEMENT) {
        line.push_str("  # bytes that are not UTF-8 are replaced");
    }
    line
}

fn add(line: &mut String, option: &str, word: &str) {
    // Writing to a String cannot fail.
    let _ = write!(line, " {option} {word}");
}

/// The body as it went over the wire.
fn body(request: &RequestReport) -> Option<String> {
    let json = request.body.as_ref().map(ToString::to_string);
    json.or_else(|| request.text.clone())
}

fn method(method: &str, body: Option<&str>) -> String {
    match (method, body) {
        ("GET", None) => String::new(),
        // Asked for otherwise, curl would wait for the body that does not come.
        ("HEAD", None) => " -I".to_owned(),
        _ => format!(" -X {}", word(method)),
    }
}

fn url(url: &str) -> String {
    // Brackets and braces would stand for several URLs.
    let as_it_is = if url.contains(['[', ']', '{', '}']) { " -g" } else { "" };
    format!("{as_it_is} {}", word(url))
}

/// A header as curl takes it, with a variable in place of what is secret.
fn header(name: &str, value: &str, identity: Option<&str>) -> String {
    match (value, identity) {
        // With a colon it would be left out.
        ("", _) => word(&format!("{name};")),
        (REMOVED, Some(identity)) => {
            followed(&format!("{name}: Bearer "), &format!("{}_TOKEN", variable(identity)))
        }
        (REMOVED, None) => followed(&format!("{name}: "), &variable(name)),
        (value, _) => word(&format!("{name}: {value}")),
    }
}

/// A text and what a variable of the shell holds, as one word. A field name may have letters that a shell acts on, such as a backtick.
fn followed(text: &str, variable: &str) -> String {
    if text.chars().all(|letter| letter == ' ' || is_plain(letter)) {
        format!("\"{text}${variable}\"")
    } else {
        format!("{}\"${variable}\"", word(text))
    }
}

/// A name as a variable of the shell may have it.
fn variable(name: &str) -> String {
    let letters =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' });
    letters.collect::<String>().to_ascii_uppercase()
}

/// A text as one word of the shell, in one line, with nothing in it that acts on a terminal.
pub(super) fn word(text: &str) -> String {
    if text.contains(acts) {
        format!("\"$({})\"", printf(text))
    } else if !text.is_empty() && !text.starts_with('=') && text.chars().all(is_plain) {
        text.to_owned()
    } else if text.contains('\'') && !text.contains(['"', '$', '`', '\\', '!']) {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Whether a letter means nothing but itself to a shell.
fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_./:,@+=".contains(letter)
}

/// The command that prints a text: octal escapes stand for what acts on a terminal.
fn printf(text: &str) -> String {
    let mut format = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => format.push_str(r"\\"),
            '%' => format.push_str("%%"),
            '\'' => format.push_str(r"'\''"),
            letter if acts(letter) => {
                for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                    // Writing to a String cannot fail.
                    let _ = write!(format, "\\{byte:03o}");
                }
            }
            letter => format.push(letter),
        }
    }
    // An empty format, and one that begins like an option, are formats all the same.
    format!("printf -- '{format}'")
}
