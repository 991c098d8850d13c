//! The course of an exchange: what was asked and what came of it in, an entry of the journal out.

use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::clock::Stopwatch;
use crate::faults::{Disturbance, Instead};
use crate::http::{Answer, Exchange};
use crate::journal::{Entry, Message};
use crate::model::Timestamp;
use crate::service::Service;

/// An exchange from its beginning to its end.
#[derive(Debug)]
pub(super) struct Course<'a> {
    pub(super) head: Parts,
    pub(super) exchange: Exchange,
    /// None where nothing was carried out.
    pub(super) answer: &'a Option<Answer>,
    pub(super) disturbance: &'a Disturbance,
}

impl Service {
    /// Notes an exchange in the journal.
    pub(super) fn note(&self, course: Course<'_>, stopwatch: Stopwatch) {
        if self.journal.is_kept() {
            let entry = course.entry(self.journal.limits.body);
            self.journal.note(Entry { took: stopwatch.elapsed(), ..entry });
        }
    }
}

impl Course<'_> {
    fn entry(self, longest_body: usize) -> Entry {
        let Self { head, exchange, answer, disturbance } = self;
        let response = answer.as_ref().map(|answer| {
            let body = answer.body().as_deref().unwrap_or_default();
            Message::of(pairs(answer.headers()), body, longest_body)
        });
        Entry {
            moment: Some(Timestamp(exchange.now)),
            caller: exchange.caller,
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().map(str::to_owned),
            status: answer.as_ref().map(|answer| answer.status().as_u16()),
            faults: disturbance.faults.clone(),
            lost: disturbance.instead.as_ref().and_then(Instead::loss),
            request: Message::of(pairs(&head.headers), &exchange.body, longest_body),
            response: response.unwrap_or_default(),
            ..Entry::default()
        }
    }
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &[u8])> {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()))
}
