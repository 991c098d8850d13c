//! Documented behaviour over several calls: the registry of rules, one file a family.

mod afterwards;
mod calls;
mod cancel;
mod clean_up;
mod faults;
mod delete;
mod fixture;
mod identity;
mod judge_rule;
mod reprocess;
mod rule;
mod scene;
mod sources;

pub use faults::{FAULTS, faults};
pub use fixture::{FIXTURES, Fixture};
pub use identity::{IDENTITIES, Identity};
pub use rule::{Effect, Rule};

/// Every rule, family by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [cancel::RULES, delete::RULES, reprocess::RULES].into_iter().flatten()
}
