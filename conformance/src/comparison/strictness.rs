//! The exchanges of a case at two servers in; the first call that one of them refused and the other served, out.

use super::Which;
use crate::report::{ExchangeReport, RequestReport};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One server refused what the other served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Strictness {
    /// Who refused.
    pub who: Which,
    /// Method and path of the call.
    pub call: String,
    /// Which exchange of the case it was, counted from one.
    pub exchange: usize,
    /// The status of the first server.
    pub a: u16,
    /// The status of the second.
    pub b: u16,
}

/// Who is stricter, where the two part. After that a case may go another way at each, so nothing more can be said.
pub fn stricter(a: &[ExchangeReport], b: &[ExchangeReport]) -> Option<Strictness> {
    let pairs = a.iter().zip(b).enumerate();
    let alike = pairs.take_while(|(_, (a, b))| is_same_call(&a.request, &b.request));
    alike.into_iter().find_map(|(place, (a, b))| {
        let (status_a, status_b) = (a.response.as_ref()?.status, b.response.as_ref()?.status);
        let who = match (status_a / 100, status_b / 100) {
            (4, 2) => Which::A,
            (2, 4) => Which::B,
            _ => return None,
        };
        let call = format!("{} {}", a.request.method, path(&a.request));
        Some(Strictness { who, call, exchange: place + 1, a: status_a, b: status_b })
    })
}

/// Whether two requests ask for the same; their ids are each server's own.
fn is_same_call(a: &RequestReport, b: &RequestReport) -> bool {
    let segments = |request: &RequestReport| path(request).split('/').count();
    // What is sent as bytes is the same at every server, so it tells whether one has left something out.
    a.method == b.method && segments(a) == segments(b) && a.text == b.text
}

/// The path behind the server's name, without the query.
fn path(request: &RequestReport) -> &str {
    let behind = request.url.split_once("://").map_or(request.url.as_str(), |(_, rest)| rest);
    let path = behind.find('/').and_then(|at| behind.get(at..)).unwrap_or("/");
    path.split('?').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ResponseReport;

    fn exchange(url: &str, status: u16) -> ExchangeReport {
        ExchangeReport {
            request: RequestReport {
                method: "POST".to_owned(),
                url: url.to_owned(),
                headers: Vec::new(),
                identity: None,
                body: None,
                text: None,
            },
            response: Some(ResponseReport {
                status,
                headers: Vec::new(),
                body: None,
                text: None,
                stray: None,
            }),
            interruption: None,
            started: None,
            elapsed_ms: 0.0,
        }
    }

    #[test]
    fn who_refuses_what_the_other_serves_is_stricter() {
        let case = |statuses: &[u16]| -> Vec<ExchangeReport> {
            statuses.iter().map(|status| exchange("http://a/v1.0/notes?x", *status)).collect()
        };
        for (a, b, expected) in [
            (&[201, 200][..], &[201, 200][..], None),
            (&[201, 400], &[201, 200], Some((Which::A, 2))),
            (&[201, 204, 400], &[200, 404, 200], Some((Which::B, 2))),
            (&[500], &[200], None),
            (&[200, 400], &[200], None),
        ] {
            let told = stricter(&case(a), &case(b)).map(|told| (told.who, told.exchange));
            assert_eq!(told, expected, "{a:?} {b:?}");
        }
    }

    #[test]
    fn where_the_calls_part_nothing_more_is_said() {
        let a = [exchange("http://a/notes", 200), exchange("http://a/notes", 400)];
        let b = [exchange("http://b:8/notes/7", 200), exchange("http://b:8/notes", 200)];
        assert_eq!(stricter(&a, &b), None);
    }

    #[test]
    fn the_call_is_told_by_its_path() {
        let told =
            stricter(&[exchange("http://a:7/notes?x=1", 400)], &[exchange("b://c/notes", 204)]);
        assert_eq!(told.unwrap().call, "POST /notes");
    }
}
