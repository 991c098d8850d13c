//! What passed in, the exchange to be judged and kept out, without secrets and with its body unpacked.

use super::capture::{Capture, MOST_OF_A_BODY};
use super::confidence::Confidence;
use super::head::Fields;
use super::passed::{Came, Passed, Response};
use super::unpacked::{Unpacked, unpacked};
use crate::exchange::{Answer, Exchange, Interruption, Outcome, SentRequest, json_or_text};
use chrono::{DateTime, Utc};
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};
use std::time::{Duration, Instant};
use url::form_urlencoded;

/// What tells one from another without telling what it is.
pub(super) type Mark = [u8; 32];

/// An exchange, and what is to be known to judge it.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) number: usize,
    pub(super) exchange: Exchange,
    /// The path, decoded, below the upstream's root; none where it lies elsewhere.
    pub(super) path: Option<String>,
    /// The options of the query, decoded.
    pub(super) options: Vec<(String, String)>,
    /// Who calls.
    pub(super) caller: Mark,
    /// What is sent, and where to, by whom: the same again has the same.
    pub(super) errand: Mark,
    /// Why it cannot be judged, where it cannot.
    pub(super) unjudged: Option<Unjudged>,
    pub(super) begun: Instant,
    pub(super) elapsed: Duration,
    pub(super) ended: DateTime<Utc>,
}

/// Why an exchange cannot be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unjudged {
    /// It is nobody's fault.
    Skipped(String),
    /// The upstream cannot be reached.
    Error(String),
}

impl Kept {
    /// What is kept of an exchange with the upstream at `url`, whose path is `root`.
    pub(super) fn of(passed: Passed, (url, root): (&str, &str), known: &mut Confidence) -> Self {
        let Passed { number, method, target, fields, body, outcome, .. } = passed;
        known.hear(&fields);
        let sent = content(&body, &fields, known);
        let caller = mark(&[fields.all("authorization").next().unwrap_or_default()]);
        let bytes = body.as_bytes().unwrap_or_default();
        let errand = mark(&[&caller, method.as_bytes(), target.as_bytes(), bytes]);
        let (outcome, unjudged) = outcome_of(outcome, known);
        let too_much = sent.as_ref().err().map(|reason| Unjudged::Skipped(reason.clone()));
        let (body, text) = json_or_text(&sent.unwrap_or_default());
        // What is told of path and query must be without secrets, too.
        let target = known.text(&target);
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let origin = url.strip_suffix(root).unwrap_or(url);
        let request = SentRequest {
            method,
            url: format!("{origin}{target}"),
            headers: known.fields(&fields),
            identity: None,
            body,
            text,
        };
        let options = form_urlencoded::parse(query.as_bytes()).into_owned();
        let path = path.strip_prefix(root).filter(|path| path.starts_with('/'));
        Self {
            number,
            exchange: Exchange {
                request,
                outcome,
                elapsed: passed.elapsed,
                started: passed.ended - passed.elapsed,
            },
            path: path.map(decoded),
            options: options.collect(),
            caller,
            errand,
            unjudged: unjudged.or(too_much),
            begun: passed.begun,
            elapsed: passed.elapsed,
            ended: passed.ended,
        }
    }

    /// The answer, where one came.
    pub(super) fn answer(&self) -> Option<&Answer> {
        match &self.exchange.outcome {
            Outcome::Answered(answer) => Some(answer),
            Outcome::Broken(_) => None,
        }
    }
}

/// What is the same for the same parts, and tells nothing of them.
pub(super) fn mark(parts: &[&[u8]]) -> Mark {
    let all = parts.iter().fold(Sha256::new(), |all, part| {
        all.chain_update((part.len() as u64).to_be_bytes()).chain_update(part)
    });
    all.finalize().into()
}

/// A path as templates are written; a slash within a segment stays encoded.
pub(super) fn decoded(path: &str) -> String {
    let path = path.replace("%2F", "%252F").replace("%2f", "%252F");
    percent_decode_str(&path).decode_utf8_lossy().into_owned()
}

fn outcome_of(came: Came, known: &mut Confidence) -> (Outcome, Option<Unjudged>) {
    let broken = |problem: &str| Outcome::Broken(Interruption::Malformed(problem.to_owned()));
    let skipped = |reason: &str| (broken(reason), Some(Unjudged::Skipped(reason.to_owned())));
    match came {
        Came::Answer(response) => answered(response, known),
        Came::Broken(problem) => (broken(&problem), None),
        Came::Missed => skipped(
            "the server had closed the connection before it heard of the request, as a server may",
        ),
        Came::HungUp => skipped("the client hung up before the answer was whole"),
        Came::Unreachable(refusal) => {
            (broken(&refusal.reason), Some(Unjudged::Error(refusal.reason)))
        }
    }
}

fn answered(response: Response, known: &mut Confidence) -> (Outcome, Option<Unjudged>) {
    let Response { status, fields, body, stray } = response;
    known.hear(&fields);
    let content = content(&body, &fields, known);
    let (body, unjudged) = match content {
        Ok(body) => (body, None),
        Err(reason) => (Vec::new(), Some(Unjudged::Skipped(reason))),
    };
    let answer = Answer { status, headers: known.fields(&fields), body, stray: known.body(stray) };
    (Outcome::Answered(answer), unjudged)
}

/// What a body says, or why that is not known.
fn content(body: &Capture, fields: &Fields, known: &Confidence) -> Result<Vec<u8>, String> {
    let Some(bytes) = body.as_bytes() else {
        return Err(format!(
            "a body of more than {MOST_OF_A_BODY} bytes, or too many at a time, are not judged"
        ));
    };
    let coding = fields.all("content-encoding").next().unwrap_or_default();
    match unpacked(bytes, &String::from_utf8_lossy(coding), MOST_OF_A_BODY) {
        Unpacked::Bytes(bytes) => Ok(known.body(bytes)),
        Unpacked::Closed(reason) => Err(reason),
    }
}
