//! `$skiptoken`: where a page ended and what the list was asked for in, a text that says nothing to
//! its reader out; and back, if it is one of ours and belongs to that list.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use chrono::DateTime;
use uuid::Uuid;

use crate::command::Place;
use crate::model::{RequestId, Timestamp};

/// Query options by name, in the order of their names.
pub(crate) type NamedOptions = std::collections::BTreeMap<String, String>;

const SECONDS: Range<usize> = 0..16;
const NANOSECONDS: Range<usize> = 16..24;
const ID: Range<usize> = 24..56;

/// The token with which a list that was asked for with these options goes on behind a place.
pub(crate) fn write(place: Place, options: &NamedOptions) -> String {
    let created = place.created.0;
    let seconds = created.timestamp().cast_unsigned();
    let id = Uuid::from(place.id).as_u128();
    let unsealed = format!("{seconds:016x}{:08x}{id:032x}", created.timestamp_subsec_nanos());
    let seal = seal(&unsealed, options);
    format!("{unsealed}{seal:016x}")
}

/// The place behind which a list goes on; none where the token was not written for these options.
pub(crate) fn read(token: &str, options: &NamedOptions) -> Option<Place> {
    let digits = |range| token.get(range);
    let seconds = u64::from_str_radix(digits(SECONDS)?, 16).ok()?.cast_signed();
    let nanoseconds = u32::from_str_radix(digits(NANOSECONDS)?, 16).ok()?;
    let id = u128::from_str_radix(digits(ID)?, 16).ok()?;
    let created = Timestamp(DateTime::from_timestamp(seconds, nanoseconds)?);
    let place = Place { created, id: RequestId::from(Uuid::from_u128(id)) };
    (write(place, options) == token).then_some(place)
}

/// Not against those who mean to forge one: against mistakes.
fn seal(unsealed: &str, options: &NamedOptions) -> u64 {
    let mut hasher = DefaultHasher::new();
    (unsealed, options).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    fn options(filter: &str) -> NamedOptions {
        NamedOptions::from([("$filter".to_owned(), filter.to_owned())])
    }

    fn place(created: &str) -> Place {
        let id = "7999249e-249e-7999-9e24-99799e249979".parse().unwrap();
        Place { created: created.parse().unwrap(), id }
    }

    #[test]
    fn a_token_leads_back_to_its_place() {
        for created in
            ["0001-01-01T00:00:00Z", "2024-06-07T14:05:47.999999999Z", "9999-12-31T23:59:59Z"]
        {
            let place = place(created);
            assert_eq!(read(&write(place, &options("a")), &options("a")), Some(place), "{created}");
        }
    }

    #[test]
    fn a_token_of_another_list_or_with_one_digit_changed_leads_nowhere() {
        let token = write(place("2024-06-07T14:05:47.9Z"), &options("a"));
        assert_eq!(read(&token, &options("b")), None);
        for at in 0..token.len() {
            let other = if &token[at..=at] == "0" { "1" } else { "0" };
            let changed = format!("{}{other}{}", &token[..at], &token[at + 1..]);
            assert_eq!(read(&changed, &options("a")), None, "{changed}");
        }
    }

    proptest! {
        // The same input in every run: a test that fails now and then is looked at by nobody.
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn what_nobody_wrote_leads_nowhere(token in "[0-9a-f]{0,80}|.{0,80}") {
            prop_assert_eq!(read(&token, &options("a")), None);
        }
    }
}
