//! Servers that are other than the sandbox and correct by the documents, or by what was seen of the real service: every rule passes.

use crate::none;
use conformance::contract::Contract;
use conformance::plan::Planned;
use conformance::rules;
use conformance::selftest::{Bench, Mistake, Passed, Patience, Reply};
use conformance::typed::CONTRACT;
use conformance::verdict::Verdict;
use serde_json::{Value, json};
use std::cell::Cell;
use std::sync::Arc;

thread_local! {
    /// How many answers are other than the sandbox gave them; the server is in the thread of its test.
    static OTHERS: Cell<usize> = const { Cell::new(0) };
}

/// Changes an answer, and counts it where it is another one then.
fn change(reply: &mut Reply, way: impl FnOnce(&mut Reply)) {
    // What is written in another way says the same.
    let told = |reply: &Reply| (reply.status, reply.json());
    let before = told(reply);
    way(reply);
    if told(reply) != before {
        OTHERS.set(OTHERS.get() + 1);
    }
}

/// What is said of a server that answers in this way, where it is not that it passes. So many answers, at least, are other than the sandbox's.
fn said_of(way: Mistake, least: usize) -> Vec<String> {
    OTHERS.set(0);
    let said = said_by_all_rules(way);
    assert!(OTHERS.get() >= least, "{} answers are other than the sandbox's", OTHERS.get());
    said
}

fn said_by_all_rules(way: Mistake) -> Vec<String> {
    let contract = Arc::new(Contract::load(serde_json::from_str(CONTRACT).unwrap()).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut bench = Bench::new(Arc::clone(&contract)).await.unwrap();
        let mut said = Vec::new();
        for rule in rules::all() {
            let case = Planned::Rule(rule, rule.level);
            let judged = bench.try_case(&case, (way, Patience::ORDINARY)).await.unwrap();
            if judged.verdict != Verdict::Passed {
                said.push(format!("{}: {:?} {:#?}", rule.id, judged.verdict, judged.findings));
            }
        }
        said
    })
}

#[test]
fn a_server_may_show_late_what_it_made() {
    none(said_of(
        Mistake::Remembers(|earlier, request, reply| {
            change(reply, |reply| {
                let was_made = earlier.iter().any(|passed| is_create_of(passed, request.path()));
                let was_read = earlier.iter().any(|passed| {
                    passed.heard.method() == "GET" && passed.heard.path() == request.path()
                });
                if request.method() == "GET" && was_made && !was_read {
                    reply.become_error(404, "NotFound", "There is none yet.");
                }
            });
        }),
        60,
    ));
}

fn is_create_of(passed: &Passed, path: &str) -> bool {
    let is_create = passed.heard.is("POST", "/assignmentRequests") && passed.reply.is_success();
    let id = passed.reply.json().and_then(|body| body["id"].as_str().map(str::to_owned));
    is_create && id.is_some_and(|id| path.ends_with(&id))
}

#[test]
fn a_server_may_list_late_what_it_made() {
    none(said_of(
        Mistake::Remembers(|earlier, request, reply| {
            change(reply, |reply| {
                if request.method() != "GET" {
                    return;
                }
                let is_read = |passed: &Passed| {
                    passed.heard.method() == "GET" && passed.heard.path() == request.path()
                };
                let is_new = |item: &Value| {
                    let id = item["id"].as_str().unwrap_or_default();
                    let made = earlier.iter().position(|passed| is_create_of(passed, id));
                    made.is_some_and(|made| !earlier[made + 1..].iter().any(is_read))
                };
                reply.edit(|body| {
                    in_list(body, |items| items.retain(|item| !is_new(item)));
                });
            });
        }),
        20,
    ));
}

/// Changes a list; what is none has no member more then.
fn in_list(body: &mut Value, way: impl FnOnce(&mut Vec<Value>)) {
    if let Some(items) = body.get_mut("value").and_then(Value::as_array_mut) {
        way(items);
    }
}

#[test]
fn a_server_may_show_a_change_late() {
    none(said_of(
        Mistake::Remembers(|earlier, request, reply| {
            change(reply, |reply| {
                let is_change = |passed: &Passed| {
                    let is_made = passed.reply.is_success() && passed.heard.method() != "GET";
                    is_made && passed.heard.path().starts_with(request.path())
                };
                let is_read = |passed: &Passed| passed.heard.target == request.target;
                let change =
                    earlier.iter().rposition(is_change).filter(|_| request.method() == "GET");
                let Some((before, after)) = change.map(|change| earlier.split_at(change)) else {
                    return;
                };
                if let Some(read) = before.iter().rfind(|passed| is_read(passed))
                    && !after.iter().any(is_read)
                {
                    reply.status = read.reply.status;
                    reply.body.clone_from(&read.reply.body);
                }
            });
        }),
        15,
    ));
}

#[test]
fn a_server_may_be_too_busy_now_and_then() {
    none(said_of(
        Mistake::Remembers(|earlier, request, reply| {
            change(reply, |reply| {
                // What is answered so must not have been done.
                if request.method() == "GET" && earlier.len() % 3 == 1 {
                    reply.become_error(429, "TooManyRequests", "Slow down.");
                    reply.set_header("retry-after", Some("1"));
                }
            });
        }),
        200,
    ));
}

#[test]
fn a_server_may_use_the_other_documented_statuses_and_say_little_of_its_errors() {
    none(said_of(
        Mistake::AnswersTo(|request, reply| {
            change(reply, |reply| {
                if !reply.is_success() {
                    reply.put("/error/code", json!("UnknownError"));
                    reply.put("/error/message", json!(""));
                    reply.put("/error/innerError", None);
                }
                match reply.status {
                    201 => reply.status = 200,
                    200 if request.is("POST", "/cancel") => reply.become_empty(204),
                    400 if !request.is("POST", "/reprocess") => reply.status = 422,
                    405 => reply.status = 404,
                    _ => {}
                }
            });
        }),
        250,
    ));
}

#[test]
fn a_server_may_list_in_any_order_and_leave_out_what_is_null() {
    none(said_of(
        Mistake::Answers(|reply| {
            change(reply, |reply| {
                reply.edit(|body| {
                    without_nulls(body);
                    in_list(body, |items| items.reverse());
                });
            });
        }),
        500,
    ));
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(without_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
