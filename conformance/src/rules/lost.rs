//! What was asked for without an answer in, the requests that may have come of it out: by who asked, for whom and for what, and when.

use super::calls;
use super::scene::written;
use crate::ledger::{Entry, Sent};
use crate::probe::{Probe, Step};
use crate::safety::is_this_machine;
use crate::undo::Lost;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The clocks of two machines may differ by so much, and an answer be so late.
const BEFORE: TimeDelta = TimeDelta::minutes(5);
const AFTER: TimeDelta = TimeDelta::minutes(15);

/// Where a body says for which address it asks.
const EMAIL: &str = "/assignment/target/email";

/// Requests of the endpoint among which some are looked for.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    requests: Vec<Value>,
    /// Whether they were made by a clock that may stand anywhere, as that of the sandbox does: by one at this machine.
    is_clock_free: bool,
}

impl Listed {
    /// All that may have come of these entries.
    ///
    /// # Errors
    /// Where the list cannot be read to its end.
    pub(crate) async fn since(probe: &mut Probe<'_>, entries: &[Entry]) -> Step<Self> {
        let mut query = "$expand=requestor,accessPackage,assignment".to_owned();
        let is_clock_free = is_this_machine(probe.judge().endpoint.base());
        if !is_clock_free && let Some(first) = entries.iter().map(|entry| entry.at).min() {
            query = format!("$filter=createdDateTime gt {}&{query}", written(first - BEFORE));
        }
        let listed = probe.listed(&calls::list().query(query)).await?;
        let requests = listed.items().filter_map(|item| item.value().cloned()).collect();
        Ok(Self { requests, is_clock_free })
    }

    /// What came of an entry; `known` are the requests that came of others.
    pub(crate) fn find(&self, entry: &Entry, known: &BTreeSet<String>) -> Lost {
        let is_other = |item: &Value| item["id"].as_str().is_some_and(|id| known.contains(id));
        let others = self.requests.iter().filter(|item| !is_other(item));
        let alike: Vec<&Value> =
            others.filter(|item| likeness(&entry.sent, item) != Likeness::None).collect();
        // An address that a rule made up is of one request alone; that of an example or a binding is asked for by others, too.
        let is_alone = self.is_clock_free && is_made_up(&entry.sent);
        let is_it = |item: &&&Value| {
            likeness(&entry.sent, item) == Likeness::Email
                && (is_alone || is_of_then(item, entry.at))
        };
        let certain: Vec<&&Value> = alike.iter().filter(is_it).collect();
        if let [item] = certain.as_slice() {
            return Lost::found(item["id"].as_str());
        }
        let then: Vec<&&Value> = alike.iter().filter(|item| is_of_then(item, entry.at)).collect();
        match then.as_slice() {
            [item] if likeness(&entry.sent, item) == Likeness::Person => {
                Lost::found(item["id"].as_str())
            }
            [] if !self.is_clock_free || alike.iter().all(|item| is_closed(item)) => Lost::NotMade,
            [] => Lost::among(alike.iter().filter_map(|item| item["id"].as_str())),
            several => Lost::among(several.iter().filter_map(|item| item["id"].as_str())),
        }
    }
}

/// How much a listed request is like what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Likeness {
    /// It is something else.
    None,
    /// It is like it as far as can be told, which does not say whose it is.
    Some,
    /// It is for the same person and the same package.
    Person,
    /// It is for the same address.
    Email,
}

fn likeness(sent: &Sent, item: &Value) -> Likeness {
    let Some(body) = &sent.body else { return Likeness::Some };
    let of = |places: &[&str]| places.iter().find_map(|place| body.pointer(place)?.as_str());
    let kind = of(&["/requestType"]);
    let package = of(&["/assignment/accessPackageId", "/assignment/accessPackage/id"]);
    let email = of(&[EMAIL]);
    let target = of(&["/assignment/targetId", "/assignment/target/objectId"]);
    let is_by_admin = kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("admin"));
    // Who asks for themselves is the requestor, and for a direct assignment whoever it is for.
    let person = if is_by_admin { target } else { sent.caller.as_deref() };
    let comparisons = [
        (kind, "/requestType"),
        (package, "/accessPackage/id"),
        (person, "/requestor/objectId"),
        (of(&["/assignment/id"]), "/assignment/id"),
        (email.filter(|_| is_by_admin), "/requestor/email"),
    ];
    let shown = |place: &str| item.pointer(place).and_then(Value::as_str);
    let same = comparisons.map(|(asked, place)| match (asked, shown(place)) {
        (Some(asked), Some(shown)) => Some(asked.eq_ignore_ascii_case(shown)),
        _ => None,
    });
    match same {
        same if same.contains(&Some(false)) => Likeness::None,
        [_, _, _, _, Some(true)] => Likeness::Email,
        [_, Some(true), Some(true), _, _] => Likeness::Person,
        _ => Likeness::Some,
    }
}

fn is_of_then(item: &Value, at: DateTime<Utc>) -> bool {
    let created = item["createdDateTime"].as_str();
    let created = created.and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    // What does not say when it was made may have been made then.
    created.is_none_or(|created| created > at - BEFORE && created < at + AFTER)
}

/// Whether what was asked for is for an address that a rule made up: [`Probe::new_name`] and a domain.
fn is_made_up(sent: &Sent) -> bool {
    let email = sent.body.as_ref().and_then(|body| body.pointer(EMAIL)?.as_str());
    let name = email.and_then(|email| email.split_once('@')).map(|(name, _)| name);
    name.and_then(|name| Uuid::parse_str(name).ok()).is_some_and(|id| id.get_version_num() == 5)
}

/// Whether there is nothing in a request to be undone any more.
fn is_closed(item: &Value) -> bool {
    match item["state"].as_str() {
        Some("canceled" | "denied" | "deliveryFailed") => true,
        Some("delivered" | "partiallyDelivered") => {
            item["assignment"].is_null()
                || item.pointer("/assignment/state") == Some(&"expired".into())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Fate;
    use serde_json::json;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339("2026-01-02T03:00:00Z").unwrap().to_utc()
            + TimeDelta::minutes(minute)
    }

    fn entry(body: &Value) -> Entry {
        let sent = json!({
            "case": "a/b", "endpoint": "http://graph.example", "method": "POST", "body": body,
            "url": "http://graph.example/a", "caller": "me",
        });
        Entry {
            name: "1".to_owned(),
            at: at(0),
            sent: serde_json::from_value(sent).unwrap(),
            fate: Fate::Unknown,
            line: None,
        }
    }

    /// A request for a package, of a requestor, made at a minute.
    fn request(id: &str, (kind, package): (&str, &str), who: &Value, minute: i64) -> Value {
        json!({
            "id": id, "requestType": kind, "state": "submitted", "createdDateTime": at(minute),
            "accessPackage": {"id": package}, "requestor": who, "assignment": null,
        })
    }

    fn by(who: &str) -> Value {
        json!({"objectId": who, "email": format!("{who}@contoso.com")})
    }

    #[test]
    fn a_request_is_found_where_no_other_can_be_meant() {
        let own = json!({"requestType": "userAdd", "assignment": {"accessPackageId": "P"}});
        let direct = json!({"requestType": "AdminAdd", "assignment": {"targetId": "you", "accessPackageId": "p"}});
        let email = json!({"requestType": "adminAdd", "assignment": {"target": {"email": "You@contoso.com"}}});
        let (add, grant) = (("userAdd", "p"), ("adminAdd", "p"));
        let among = |ids: &[&str]| Lost::among(ids.iter().copied());
        let found = || Lost::Found("1".to_owned());
        for (body, requests, expected) in [
            (&own, vec![request("1", add, &by("me"), 1)], found()),
            (
                &own,
                vec![request("1", add, &by("me"), 1), request("2", add, &by("you"), 1)],
                found(),
            ),
            (
                &own,
                vec![request("1", add, &by("me"), 1), request("2", grant, &by("me"), 1)],
                found(),
            ),
            (
                &own,
                vec![request("1", add, &by("me"), 1), request("2", add, &by("me"), 90)],
                found(),
            ),
            (
                &own,
                vec![request("1", add, &by("me"), 1), request("known", add, &by("me"), 1)],
                found(),
            ),
            (&own, vec![], Lost::NotMade),
            (&own, vec![request("1", add, &by("you"), 1)], Lost::NotMade),
            (&own, vec![request("1", add, &by("me"), 90)], Lost::NotMade),
            (
                &own,
                vec![request("1", add, &by("me"), 1), request("2", add, &by("me"), 2)],
                among(&["1", "2"]),
            ),
            // Who asked is not shown.
            (&own, vec![request("1", add, &json!(null), 1)], among(&["1"])),
            (&direct, vec![request("1", grant, &by("you"), 1)], found()),
            (&direct, vec![request("1", grant, &by("me"), 1)], Lost::NotMade),
            (&email, vec![request("1", grant, &by("you"), 1)], found()),
            (
                &email,
                vec![request("1", grant, &by("you"), 1), request("2", grant, &by("you"), 9000)],
                found(),
            ),
            // An address that is documented or bound is asked for by others, too.
            (&email, vec![request("1", grant, &by("you"), 9000)], Lost::NotMade),
            (
                &email,
                vec![request("1", grant, &by("you"), 1), request("2", grant, &by("you"), 2)],
                among(&["1", "2"]),
            ),
            (&email, vec![request("1", grant, &by("me"), 1)], Lost::NotMade),
            (&json!("not an object"), vec![request("1", add, &by("me"), 1)], among(&["1"])),
        ] {
            let known = BTreeSet::from(["known".to_owned()]);
            let listed = Listed { requests: requests.clone(), is_clock_free: false };
            assert_eq!(listed.find(&entry(body), &known), expected, "{body} {requests:?}");
        }
    }

    #[test]
    fn where_a_clock_may_stand_anywhere_what_is_open_may_be_it_whenever_it_was_made() {
        let own = json!({"requestType": "userAdd", "assignment": {"accessPackageId": "P"}});
        let made_up = "6fa459ea-ee8a-5ca4-894e-db77e160355e";
        let direct = |name: &str| {
            let email = format!("{name}@contoso.com");
            json!({"requestType": "adminAdd", "assignment": {"target": {"email": email}}})
        };
        let add = |state: &str| {
            let mut request = request("1", ("userAdd", "p"), &by("me"), -9000);
            request["state"] = json!(state);
            request
        };
        let grant = |who: &str| request("1", ("adminAdd", "p"), &by(who), -9000);
        let among = || Lost::among(["1"].into_iter());
        for (body, request, expected) in [
            (&own, add("submitted"), among()),
            (&own, add("canceled"), Lost::NotMade),
            (&direct("you"), grant("you"), among()),
            // An address that was made up says whose it is, whatever the clocks say.
            (&direct(made_up), grant(made_up), Lost::Found("1".to_owned())),
        ] {
            let listed = Listed { requests: vec![request], is_clock_free: true };
            assert_eq!(listed.find(&entry(body), &BTreeSet::new()), expected, "{body}");
        }
    }
}
