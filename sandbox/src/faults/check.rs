//! Soundness of a fault: the fault in, the first member that cannot be meant out.

use std::time::Duration;

use thiserror::Error;

use crate::faults::{BATCH, Effect, Fault, Match, When};

/// A fault that cannot be meant.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{member}: {problem}")]
pub struct InvalidFault {
    member: &'static str,
    problem: String,
}

/// Longer than any client waits.
const LONGEST_LATENCY: Duration = Duration::from_mins(10);

const OPERATIONS: [&str; 9] = [
    "list",
    "create",
    "get",
    "delete",
    "cancel",
    "reprocess",
    "resume",
    "filterByCurrentUser",
    BATCH,
];

/// Refuses a fault that would never strike, or do nothing, or contradicts itself.
pub(super) fn check(fault: &Fault) -> Result<(), InvalidFault> {
    check_match(&fault.matching)?;
    check_when(fault.when)?;
    check_effect(&fault.then, fault.when)
}

fn check_match(matching: &Match) -> Result<(), InvalidFault> {
    let Match { method, operation, path } = matching;
    if let Some(method) = method.as_ref().filter(|method| !is_method(method)) {
        return invalid("match.method", format!("{method:?} is no method; write it as POST"));
    }
    if let Some(name) = operation.as_ref().filter(|name| !OPERATIONS.contains(&name.as_str())) {
        let known = OPERATIONS.join(", ");
        return invalid("match.operation", format!("{name:?} is no operation; there are {known}"));
    }
    if let Some(path) = path.as_ref().filter(|path| !path.starts_with(['/', '*'])) {
        let problem = format!("{path:?} matches no path; begin with / or *");
        return invalid("match.path", problem);
    }
    Ok(())
}

fn is_method(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn check_when(when: When) -> Result<(), InvalidFault> {
    match when {
        When::Nth(0) => invalid("when.nth", "requests are counted from 1".to_owned()),
        When::EveryNth(0) => invalid("when.everyNth", "write 1 for every request".to_owned()),
        When::Probability { of, .. } if !(0.0..=1.0).contains(&of) => {
            invalid("when.probability.of", format!("{of} does not lie between 0 and 1"))
        }
        When::Rate { per, .. } if per.is_zero() => {
            invalid("when.rate.per", "no time passes; write a span such as PT1M".to_owned())
        }
        When::Always
        | When::Nth(_)
        | When::EveryNth(_)
        | When::Probability { .. }
        | When::Rate { .. } => Ok(()),
    }
}

fn check_effect(then: &Effect, when: When) -> Result<(), InvalidFault> {
    let throttles = matches!(when, When::Rate { .. });
    let answers = then.status.is_some() || throttles && then.latency.is_zero();
    let says = then.code.is_some() || then.message.is_some() || then.retry_after.is_some();
    if then.latency.is_zero() && !answers && then.lose.is_none() {
        let problem = "nothing would happen; give status, latency or lose";
        return invalid("then", problem.to_owned());
    }
    if then.latency > LONGEST_LATENCY {
        return invalid("then.latency", "an answer can be 10 minutes late at most".to_owned());
    }
    if let Some(status) = then.status.filter(|status| !(400..=599).contains(status)) {
        return invalid("then.status", format!("{status} is no error; write one of 400 to 599"));
    }
    if then.lose.is_some() && (then.status.is_some() || says) {
        let problem = "a lost connection brings no answer; leave out lose, or status and its like";
        return invalid("then.lose", problem.to_owned());
    }
    if says && !answers {
        let problem = "code, message and retryAfter belong to an error; give its status";
        return invalid("then", problem.to_owned());
    }
    Ok(())
}

fn invalid(member: &'static str, problem: String) -> Result<(), InvalidFault> {
    Err(InvalidFault { member, problem })
}
