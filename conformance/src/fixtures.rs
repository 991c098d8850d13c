//! What rules cannot make themselves at an endpoint, by name: values that are looked at, and values that are used up.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// The values of an endpoint by the name of the fixture; handles share them, so that none is used twice.
#[derive(Clone, Default)]
pub struct Fixtures(Arc<Mutex<BTreeMap<String, VecDeque<String>>>>);

impl Fixtures {
    /// Those with these names and values.
    pub fn new(values: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let values = values.into_iter().map(|(name, values)| (name, values.into()));
        Self(Arc::new(Mutex::new(values.collect())))
    }

    /// These, and of `others` those whose name is not among them.
    #[must_use]
    pub fn or(self, others: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        self.with(|values| {
            for (name, others) in others {
                values.entry(name).or_insert_with(|| others.into());
            }
        });
        self
    }

    /// The first value, which stays; none where nothing is bound.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        self.with(|values| values.get(name)?.front().cloned())
    }

    /// Why there is no value of a fixture, and how to give one.
    pub(crate) fn missing(&self, name: &str) -> String {
        let is_bound = self.with(|values| values.contains_key(name));
        if is_bound {
            format!("no {name} is left: all that are bound were used up")
        } else {
            format!(
                "no {name} is bound; --bindings gives it, and `conformance bindings` prints a template"
            )
        }
    }

    /// A value that nobody gets again; none where nothing is bound, or all are used up.
    pub(crate) fn take(&self, name: &str) -> Option<String> {
        self.with(|values| values.get_mut(name)?.pop_front())
    }

    /// Puts back a value that was taken and is as it was: the next who asks gets it.
    pub(crate) fn give_back(&self, name: &str, value: &str) {
        self.with(|values| {
            values.entry(name.to_owned()).or_default().push_front(value.to_owned());
        });
    }

    fn with<T>(&self, use_them: impl FnOnce(&mut BTreeMap<String, VecDeque<String>>) -> T) -> T {
        // Nothing here panics while it holds the lock.
        use_them(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The names alone: a value may be a token.
impl std::fmt::Debug for Fixtures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.with(|values| f.debug_set().entries(values.keys()).finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_gone_for_every_handle_and_what_is_looked_at_stays() {
        let fixtures =
            Fixtures::new([("request".to_owned(), vec!["1".to_owned(), "2".to_owned()])]);
        let other = fixtures.clone();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!((fixtures.value("request"), fixtures.value("request")), (some("1"), some("1")));
        assert_eq!((fixtures.take("request"), other.take("request")), (some("1"), some("2")));
        assert_eq!((fixtures.take("request"), other.value("request")), (None, None));
        assert_eq!(fixtures.take("package"), None);
    }

    #[test]
    fn what_is_given_back_is_taken_again() {
        let values = vec!["1".to_owned(), "2".to_owned()];
        let fixtures = Fixtures::new([("request".to_owned(), values)]);
        let taken = fixtures.take("request").unwrap();
        fixtures.give_back("request", &taken);
        assert_eq!(fixtures.take("request"), Some(taken));
    }
}
