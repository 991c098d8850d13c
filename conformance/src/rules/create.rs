//! Creating: what is taken in and what becomes of it, what is refused, and what stays as it was sent.

mod answers;
mod direct;
mod kept;
mod members;
mod once;
mod types;
mod users;

use super::rule::Rule;

/// The rules of creating, part by part.
pub(super) const RULES: [&[Rule]; 7] = [
    direct::RULES,
    users::RULES,
    types::RULES,
    members::RULES,
    answers::RULES,
    once::RULES,
    kept::RULES,
];
