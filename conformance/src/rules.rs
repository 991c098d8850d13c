//! Documented behaviour over several calls: the registry of rules, one file a family.

mod about;
mod afterwards;
mod authentication;
mod authorization;
mod bodies;
mod calls;
mod cancel;
mod clean_up;
mod cloud;
mod create;
mod delete;
mod errors;
mod faults;
mod filter;
mod fixture;
mod identity;
mod judge_rule;
mod life_cycle;
mod list;
mod listed;
mod lost;
mod operations;
mod page;
mod protocol;
mod read;
mod reprocess;
mod resume;
mod rule;
mod scene;
mod sources;

pub(crate) use clean_up::{is_of_requests, undo};
pub use cloud::Cloud;
pub use faults::{FAULTS, faults};
pub use fixture::{FIXTURES, Fixture};
pub use identity::{IDENTITIES, Identity};
pub(crate) use life_cycle::life_cycle;
pub(crate) use lost::Listed;
pub use rule::{Effect, Rule};

/// The rules of each family, in the parts that it is written in.
const FAMILIES: &[&[&[Rule]]] = &[
    &create::RULES,
    &read::RULES,
    &[list::RULES, list::filters::RULES, list::options::RULES],
    &[filter::RULES],
    &[page::RULES],
    &[cancel::RULES],
    &[delete::RULES],
    &[reprocess::RULES],
    // Those that leave a waiting request as it is before those that use one up.
    &[resume::refusal::RULES, resume::RULES, resume::denial::RULES],
    &[errors::RULES],
    &[protocol::RULES, protocol::bodies::RULES, protocol::paths::RULES],
    &[authentication::RULES],
    &[authorization::RULES, authorization::refusals::RULES],
];

/// Every rule, family by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().copied().flatten().copied().flatten()
}
