//! Reading one request: what is shown of it, where it is found, and how it goes on its way.

mod course;
mod found;
mod relations;

use super::rule::Rule;

/// The rules of reading, part by part.
pub(super) const RULES: [&[Rule]; 3] = [found::RULES, relations::RULES, course::RULES];
