//! What went before, by caller: the links that were given, how long to wait, and which writes may have been done or not.

use super::kept::{Kept, Mark, mark};
use crate::exchange::{Answer, Outcome};
use crate::throttle::{Since, delay, is_later};
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::time::{Duration, Instant};
use url::Url;

/// So much is remembered of each kind; the oldest is forgotten first.
const MOST: usize = 2_000;

/// The option of a link that only the server can make.
const OPAQUE: [&str; 2] = ["$deltatoken", "$skiptoken"];

/// The members of an answer that hold a link to follow as it is.
const LINKS: [&str; 2] = ["@odata.deltaLink", "@odata.nextLink"];

/// A server's `Date` leaves out what is less than this.
const TICK: Duration = Duration::from_secs(1);

/// What is remembered of a session.
#[derive(Debug, Default)]
pub(super) struct Past {
    links: Remembered<Mark, Link>,
    waits: Remembered<Mark, Wait>,
    doubtful: Remembered<Mark, Doubtful>,
}

/// A link that was given.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// Its path below the upstream's root, decoded; none where it lies elsewhere.
    pub(super) path: Option<String>,
    /// Its options, decoded.
    pub(super) options: Vec<(String, String)>,
}

/// A time in which not to ask again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// The status that said so.
    pub(super) status: u16,
    /// How long it asked for.
    pub(super) asked: Duration,
    /// By how much less that may have been, counted from when it was told.
    pub(super) doubt: Duration,
    /// When it was told.
    pub(super) since: Instant,
}

/// A write of which nobody knows whether it was done.
#[derive(Clone, Debug)]
pub(super) struct Doubtful {
    caller: Mark,
    /// What came of it.
    pub(super) came: String,
}

impl Past {
    /// The link with this token, where one was given.
    pub(super) fn link(&self, token: &str) -> Option<&Link> {
        self.links.get(&mark(&[token.as_bytes()]))
    }

    /// The time in which a caller was asked not to ask for a path.
    pub(super) fn wait(&self, kept: &Kept) -> Option<&Wait> {
        self.waits.get(&resource(kept)?)
    }

    /// What came of the same write before, where that is not known.
    pub(super) fn doubtful(&self, kept: &Kept) -> Option<&Doubtful> {
        self.doubtful.get(&kept.errand)
    }

    /// Remembers what an exchange says; paths are below `root`.
    pub(super) fn note(&mut self, kept: &Kept, root: &str) {
        if let Some(answer) = kept.answer() {
            self.note_links(answer, root);
            self.note_wait(kept, answer);
        }
        self.note_write(kept);
    }

    fn note_links(&mut self, answer: &Answer, root: &str) {
        let mentions = memchr::memmem::find(&answer.body, b"@odata.").is_some();
        let Some(body) =
            mentions.then(|| serde_json::from_slice::<Value>(&answer.body).ok()).flatten()
        else {
            return;
        };
        for url in LINKS.iter().filter_map(|name| Url::parse(body.get(name)?.as_str()?).ok()) {
            let options: Vec<(String, String)> = url.query_pairs().into_owned().collect();
            let path = url.path().strip_prefix(root).map(super::kept::decoded);
            let token = options.iter().find(|(name, _)| is_opaque(name));
            let key = token.map(|(_, token)| mark(&[token.as_bytes()]));
            if let Some(key) = key {
                self.links.insert(key, Link { path, options });
            }
        }
    }

    fn note_wait(&mut self, kept: &Kept, answer: &Answer) {
        let delay = delay(answer, kept.ended).filter(|_| is_later(answer.status));
        let Some(delay) = delay else { return };
        let doubt = match delay.since {
            Since::Arrival => Duration::ZERO,
            Since::Date => TICK + kept.elapsed,
        };
        let (status, asked, since) = (answer.status, delay.length, kept.begun + kept.elapsed);
        if let Some(key) = resource(kept) {
            self.waits.insert(key, Wait { status, asked, doubt, since });
        }
    }

    fn note_write(&mut self, kept: &Kept) {
        let method = kept.exchange.request.method.as_str();
        let came = match &kept.exchange.outcome {
            Outcome::Broken(interruption) => Some(interruption.to_string()),
            Outcome::Answered(answer) if matches!(answer.status, 500 | 502 | 504) => {
                Some(answer.status.to_string())
            }
            Outcome::Answered(_) => None,
        };
        match came {
            Some(came) if method == "POST" => {
                self.doubtful.insert(kept.errand, Doubtful { caller: kept.caller, came });
            }
            // Who has looked knows what was done.
            None if method == "GET" && kept.exchange.is_served() => {
                self.doubtful.retain(|doubtful| doubtful.caller != kept.caller);
            }
            None => self.doubtful.forget(&kept.errand),
            Some(_) => {}
        }
    }
}

/// Whether an option is one that only the server can make.
pub(super) fn is_opaque(name: &str) -> bool {
    OPAQUE.iter().any(|opaque| {
        name.eq_ignore_ascii_case(opaque)
            || opaque.strip_prefix('$') == Some(&name.to_ascii_lowercase())
    })
}

fn resource(kept: &Kept) -> Option<Mark> {
    Some(mark(&[&kept.caller, kept.path.as_ref()?.as_bytes()]))
}

/// The latest of what was put in.
#[derive(Debug)]
struct Remembered<K, V> {
    values: HashMap<K, V>,
    order: VecDeque<K>,
}

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self { values: HashMap::new(), order: VecDeque::new() }
    }
}

impl<K: Clone + Eq + Hash, V> Remembered<K, V> {
    fn get(&self, key: &K) -> Option<&V> {
        self.values.get(key)
    }

    fn insert(&mut self, key: K, value: V) {
        if self.values.insert(key.clone(), value).is_none() {
            self.order.push_back(key);
        }
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.values.remove(&oldest);
        }
    }

    fn forget(&mut self, key: &K) {
        if self.values.remove(key).is_some() {
            self.order.retain(|known| known != key);
        }
    }

    fn retain(&mut self, is_kept: impl Fn(&V) -> bool) {
        self.values.retain(|_, value| is_kept(value));
        let values = &self.values;
        self.order.retain(|key| values.contains_key(key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_first() {
        let mut remembered = Remembered::default();
        for number in 0..=MOST {
            remembered.insert(number, number);
        }
        assert_eq!(
            (remembered.get(&0), remembered.get(&1), remembered.order.len()),
            (None, Some(&1), MOST)
        );
        remembered.forget(&1);
        remembered.retain(|value| *value > 2);
        assert_eq!(
            (remembered.get(&1), remembered.get(&2), remembered.order.len()),
            (None, None, MOST - 2)
        );
    }
}
