//! What came of each case in, whether the endpoint is still worth asking out.

use crate::error::Error;
use crate::exchange::{Exchange, Outcome};
use crate::judged::Judged;
use crate::report::{Hindered, Hindrance};
use crate::throttle::is_later;
use crate::verdict::Verdict;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// After so many cases in a row without an answer, a server that hangs is not waited for any longer: each costs as much as the time limit
/// and patience allow.
const SILENT_CASES: usize = 3;

/// Whether the endpoint was heard of. All lanes share one.
#[derive(Debug, Default)]
pub(super) struct Hearing(Mutex<Heard>);

#[derive(Debug, Default)]
struct Heard {
    /// The case that was answered last.
    last: Option<String>,
    /// The cases since then, none of which got an answer.
    silent: Vec<String>,
    /// Why nothing more is tried.
    end: Option<String>,
    /// The same, where no case tells what the run ends with for it.
    hindrance: Option<Hindrance>,
}

/// What becomes of what was not judged.
#[derive(Debug)]
pub(super) struct Untried {
    /// Why it was not tried.
    pub(super) why: String,
    /// The same, where no case tells what the run ends with for it.
    pub(super) hindrance: Option<Hindrance>,
}

impl Hearing {
    /// Whether nothing more is to be tried.
    pub(super) fn is_over(&self) -> bool {
        self.heard().end.is_some()
    }

    /// What becomes of what was not judged.
    pub(super) fn untried(&self) -> Untried {
        let heard = self.heard();
        let why = heard.end.clone().unwrap_or_else(|| "it was not tried".to_owned());
        Untried { why, hindrance: heard.hindrance.clone() }
    }

    /// Takes note that nobody could call in a case, and gives what is to be told of it.
    pub(super) fn unadmitted(&self, id: &str, error: Error) -> Judged {
        if let Error::Refused(_) = error {
            let mut heard = self.heard();
            let because = format!("a token was refused in {id}");
            heard.end(&because);
            let exit = error.exit();
            heard.hindrance = Some(Hindrance { of: Hindered::Judging, because, exit });
        }
        self.note(id, Err(error))
    }

    /// Takes note of what came of a case, and gives what is to be told of it.
    pub(super) fn note(&self, id: &str, outcome: Result<Judged, Error>) -> Judged {
        let mut heard = self.heard();
        match outcome {
            Ok(judged) if judged.exchanges.iter().any(is_answer) => {
                heard.last = Some(id.to_owned());
                heard.silent.clear();
                judged
            }
            Ok(judged) if judged.exchanges.is_empty() => judged,
            Ok(judged) => heard.silent(id, judged),
            Err(error) => {
                if let Error::Unreachable { .. } = error {
                    heard.end(&format!("the endpoint could not be reached in {id}"));
                } else if let Error::Token { .. } = error {
                    heard.end(&format!("there was no token any more in {id}"));
                }
                Judged::unjudged(&error)
            }
        }
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        // Nothing here panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    /// One more case without an answer; the one too many could not be judged.
    fn silent(&mut self, id: &str, judged: Judged) -> Judged {
        self.silent.push(id.to_owned());
        if self.silent.len() < SILENT_CASES || self.end.is_some() {
            return judged;
        }
        let why = format!("{SILENT_CASES} cases in a row got no answer");
        self.end(&format!("{why}, the last of them {id}"));
        let cases = self.silent.join(", ");
        Judged {
            verdict: Verdict::Error(format!("{why} ({cases}); the rest is not tried")),
            ..judged
        }
    }

    fn end(&mut self, why: &str) {
        let last = match &self.last {
            Some(last) => format!("the last that it answered is {last}"),
            None => "it answered none before".to_owned(),
        };
        self.end.get_or_insert(format!("not tried: {why}; {last}"));
    }
}

/// Whether the endpoint said something to judge: more than to come back later.
fn is_answer(exchange: &Exchange) -> bool {
    match &exchange.outcome {
        Outcome::Answered(answer) => !is_later(answer.status),
        Outcome::Broken(_) => false,
    }
}
