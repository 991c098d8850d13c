//! What a service may send that is out of its mind: any text and any JSON in, no panic out.

use crate::answer::{decoded, failure};
use crate::mask::Mask;
use crate::pages::Page;
use crate::reply::Reply;
use crate::requests::{Moment, Schedule};
use crate::retry_after::retry_after;
use crate::types::AccessPackageAssignmentRequest;
use futures_util::FutureExt;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use reqwest::StatusCode;
use reqwest::header::{DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use serde_json::{Map, Value};
use std::time::Duration;

/// The same input in every run: a test that fails now and then is looked at by nobody.
pub(crate) fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0),
        ..ProptestConfig::default()
    }
}

/// JSON of any kind, among it what begins as it should.
pub(crate) fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let object = |members: Vec<(String, Value)>| members.into_iter().collect::<Map<_, _>>();
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((member(), inner), 0..6).prop_map(move |members| object(members).into()),
        ]
    })
}

/// Names of members, most of them known.
fn member() -> impl Strategy<Value = String> {
    let known = "error code message innerError details target request-id client-request-id id status value answers schedule \
                 @odata.nextLink @odata.type expiration startDateTime createdDateTime state assignment accessPackage requestor";
    let known: Vec<_> = known.split_whitespace().map(str::to_owned).collect();
    prop_oneof![6 => select(known), 1 => ".{0,8}"]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,20}",
        "[\\x00-\\x20\\x7f]{1,3}",
        date(),
        "#microsoft\\.graph\\.accessPackage[A-Z][a-z]{3,9}"
    ]
}

/// What looks like a moment, and is one now and then.
fn date() -> impl Strategy<Value = String> {
    let likely = "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,12})?([Zz]|[+-][0-9]{2}:[0-9]{2})";
    let odd = "[+-]?[0-9]{1,9}-[0-9]{1,3}-[0-9]{1,3}[Tt ][0-9:.]{0,12}[Zz+-]?";
    prop_oneof![likely, odd]
}

/// The value of a `Retry-After`.
fn later() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        "[+-]?[0-9]{0,21}".prop_map(String::into_bytes),
        any::<u64>().prop_map(|seconds| seconds.to_string().into_bytes()),
        "(Sun|Mon|Tue), [0-3][0-9] (Jan|Feb|Nov) [0-9]{4} [0-2][0-9]:[0-6][0-9]:[0-6][0-9] GMT"
            .prop_map(String::into_bytes),
        "(Sunday|Monday), [0-3][0-9]-(Jan|Feb)-[0-9]{2} [0-2][0-9]:[0-6][0-9]:[0-6][0-9] GMT"
            .prop_map(String::into_bytes),
        vec(any::<u8>(), 0..32),
    ]
}

fn answer(status: u16, body: &[u8]) -> Reply {
    let response = http::Response::builder().status(status).body(body.to_vec()).unwrap();
    Reply::read(response.into(), Mask::default()).now_or_never().unwrap()
}

/// A body that is whole at once is read at once.
fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> bool {
    let outcome = decoded::<T>(answer(200, body));
    outcome.map_err(|error| format!("{error} {error:?}")).is_ok()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_a_service_asks_for_is_a_time_or_nothing(after in later(), date in later()) {
        let value = |bytes: &[u8]| HeaderValue::from_bytes(bytes);
        let named = [(RETRY_AFTER, value(&after)), (DATE, value(&date))];
        let headers = named.into_iter().filter_map(|(name, value)| Some((name, value.ok()?)));
        let asked = retry_after(&headers.collect::<HeaderMap>());
        let plain = str::from_utf8(&after).ok().and_then(|text| text.parse().ok());
        prop_assert!(plain.is_none() || asked == plain.map(Duration::from_secs));
    }

    #[test]
    fn whatever_stands_in_a_refusal_is_an_error(
        status in 100_u16..1000,
        error in json(),
        code in text(),
        odd in json(),
    ) {
        let inner = serde_json::json!({ "request-id": error, "client-request-id": odd });
        let with_code = serde_json::json!({ "code": code, "message": error, "innerError": inner });
        let envelopes = [&error, &with_code].map(|error| serde_json::json!({ "error": error }));
        for body in envelopes.into_iter().chain([odd]).map(|body| body.to_string()) {
            let head = (StatusCode::from_u16(status).unwrap(), HeaderMap::new());
            let error = failure(&Mask::default(), "cancel_assignment_request", head, body.clone().into_bytes());
            let shown = format!("{error} {error:?} {:?} {:?}", error.request_id(), error.message());
            prop_assert_eq!(error.body(), body.as_bytes());
            prop_assert!(shown.contains(&status.to_string()));
        }
    }

    #[test]
    fn whatever_stands_in_a_success_is_decoded_or_an_error(body in json(), bytes in vec(any::<u8>(), 0..64)) {
        for body in [body.to_string().into_bytes(), bytes] {
            let is_object = matches!(serde_json::from_slice(&body), Ok(Value::Object(_)));
            for is_read in [read::<AccessPackageAssignmentRequest>(&body), read::<Page>(&body)] {
                prop_assert!(is_object || !is_read);
            }
        }
    }

    #[test]
    fn whatever_is_given_is_a_moment_as_it_was_written_or_none(text in text()) {
        if let Ok(moment) = text.parse::<Moment>() {
            prop_assert_eq!(moment.to_string(), text.as_str());
            let written = Value::from(Schedule::without_end(moment));
            prop_assert_eq!(written.get("startDateTime"), Some(&Value::from(text)));
        }
    }

    #[test]
    fn every_moment_can_be_written(seconds in any::<i64>(), nanos in 0_u32..2_000_000_000) {
        if let Some(moment) = chrono::DateTime::from_timestamp(seconds >> 20, nanos) {
            prop_assert!(Moment::from(moment).to_string().ends_with('Z'));
        }
    }
}
