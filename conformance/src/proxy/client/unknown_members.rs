//! Nothing is sent that the service cannot know.

use super::departures::{OF_MEMBERS, told};
use super::{Asked, ClientCheck, Look};
use crate::error::Error;
use crate::finding::{Finding, Level};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client/unknown-members",
    level: Level::Should,
    sentence: "A request has no members that the contract does not know, but for those that a documented request has.",
    grounds: "the schemas of the contract, which have every member that is documented or in the service's metadata; that others are refused is not written, hence `should`",
    look: Look::BySchema(run),
};

fn run(asked: &Asked<'_>) -> Result<Vec<Finding>, Error> {
    told(asked, &CHECK, |check| check == OF_MEMBERS)
}
