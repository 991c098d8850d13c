//! Well-formed JSON: any value in, nothing out but that it is one. Unlike serde's own ways to pass a
//! value by, this looks into strings; unlike a tree of values, it keeps none.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value that is JSON throughout.
pub(crate) struct WellFormed;

impl<'de> Deserialize<'de> for WellFormed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for WellFormed {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        while members.next_entry::<Self, Self>()?.is_some() {}
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};
    use serde_json::{Value, from_str};

    use super::*;

    fn says(text: &str) -> Result<(), String> {
        from_str::<WellFormed>(text).map(drop).map_err(|error| error.to_string())
    }

    /// What a tree of values is said of.
    fn expected(text: &str) -> Result<(), String> {
        from_str::<Value>(text).map(drop).map_err(|error| error.to_string())
    }

    #[test]
    fn a_text_is_well_formed_where_it_can_be_read_as_a_tree() {
        for text in [
            r#"{"a": [1, -1, 1.5, 1e999, null, true, "\ud800"]}"#,
            r#"[1, -1, 1.5, null, true, "\ud83d\ude00", {}, []]"#,
            r#"{"a": 1, "a": 2}"#,
            r#"{"\ud800": 1}"#,
            "18446744073709551616",
            "-9223372036854775809",
            "1 2",
            "",
        ] {
            assert_eq!(says(text), expected(text), "{text}");
        }
    }

    proptest! {
        #![proptest_config(Config {
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(0),
            ..Config::default()
        })]

        #[test]
        fn no_other_text_is(text in r#"[\[\]{}:,"a\\ud8001 .e-]{0,24}"#) {
            prop_assert_eq!(says(&text), expected(&text));
        }
    }
}
