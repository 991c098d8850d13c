//! The journal, shown and cleared.

use crate::control::problem::Problem;
use crate::control::reply::Reply;
use crate::control::{Order, Outcome};

/// The exchanges that are kept; with `after=N` those after the one of that number.
pub(super) fn show(order: &Order<'_>) -> Outcome {
    Reply::json(&order.service.journal.after(after(order.query)?))
}

/// Forgets all exchanges.
pub(super) fn clear(order: &Order<'_>) -> Outcome {
    order.service.journal.clear();
    Ok(Reply::done())
}

fn after(query: &str) -> Result<u64, Problem> {
    let number = match query.strip_prefix("after=") {
        Some(number) => number.parse().ok(),
        None => query.is_empty().then_some(0),
    };
    let detail = format!("{query:?}: the only query is after=N, with the number of an exchange");
    number.ok_or_else(|| Problem::bad_request(detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_number_of_an_exchange_can_be_asked_for() {
        for (query, expected) in [
            ("", Some(0)),
            ("after=7", Some(7)),
            ("after=", None),
            ("after=-1", None),
            ("after=7&after=8", None),
            ("before=7", None),
        ] {
            assert_eq!(after(query).ok(), expected, "{query}");
        }
    }
}
