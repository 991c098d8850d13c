//! What several mistakes of servers in lists have in common: which call is one, and lists that show too much, too little or old news.

use crate::selftest::{Heard, Passed, Reply};
use serde_json::Value;

/// Whether it is a list of requests, whoever asks for whatever of them.
pub(super) fn is_list(request: &Heard) -> bool {
    request.is("GET", "/assignmentRequests") || request.is("GET", "/filterByCurrentUser(*)")
}

/// Whether it is a page behind the first one.
pub(super) fn is_next_page(request: &Heard) -> bool {
    is_list(request) && request.query().contains("$skiptoken")
}

/// Changes the items of a list.
pub(super) fn items(reply: &mut Reply, change: impl FnOnce(&mut Vec<Value>)) {
    reply.edit(|body| {
        if let Some(items) = body.pointer_mut("/value").and_then(Value::as_array_mut) {
            change(items);
        }
    });
}

/// A list shows what anybody made so far.
pub(super) fn shows_everything(earlier: &[Passed], request: &Heard, reply: &mut Reply) {
    if is_list(request) && reply.is_success() {
        let created =
            earlier.iter().filter(|passed| passed.heard.is("POST", "/assignmentRequests"));
        let created: Vec<Value> = created.filter_map(|passed| passed.reply.json()).collect();
        items(reply, |items| items.extend(created));
    }
}

/// What was asked before is answered as it was answered then.
pub(super) fn is_cached(earlier: &[Passed], request: &Heard, reply: &mut Reply) {
    let before = earlier.iter().find(|passed| passed.heard.target == request.target);
    if let Some(before) = before.filter(|_| is_list(request)) {
        reply.body.clone_from(&before.reply.body);
    }
}
