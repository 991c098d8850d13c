//! A word that nobody knows in, the known word that was most probably meant out, where one is near enough to be told.

use std::fmt::Display;

/// How alike two words must be, by Jaro and Winkler, who count what they have in common from the start.
const ALIKE: f64 = 0.9;

/// Of the longer of two words, no more than one letter in so many may be another.
const LETTERS_A_MISTAKE: usize = 3;

/// The known word that is nearest to `word`, in any casing; none where all are far, for a wrong hint is worse than no hint.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let near = known.into_iter().filter_map(|known| Some((likeness(&word, known)?, known)));
    near.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, known)| known)
}

/// What stands between the news that a word is not known and where all known ones are shown: the word that was meant, where there is one.
pub(crate) fn did_you_mean(meant: Option<impl Display>) -> String {
    meant.map_or_else(|| ";".to_owned(), |meant| format!("; did you mean {meant}?"))
}

/// How alike two words are, where they are near.
fn likeness(word: &str, known: &str) -> Option<f64> {
    let known = known.to_lowercase();
    let likeness = strsim::jaro_winkler(word, &known);
    let longest = word.chars().count().max(known.chars().count());
    let is_mistyped = || strsim::damerau_levenshtein(word, &known) * LETTERS_A_MISTAKE <= longest;
    (likeness >= ALIKE || is_mistyped()).then_some(likeness)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn what_is_near_is_suggested_and_what_is_far_is_not() {
        let known = ["values", "examples", "fixtures", "create/admin-adds-user", "allow_writes"];
        for (word, expected) in [
            ("valuess", Some("values")),
            ("vaules", Some("values")),
            ("VALUES", Some("values")),
            ("example", Some("examples")),
            ("allow-writes", Some("allow_writes")),
            ("create/admin-ads-user", Some("create/admin-adds-user")),
            ("create/admin-adds", Some("create/admin-adds-user")),
            ("headers", None),
            ("zzz", None),
            ("x", None),
            ("", None),
            ("token", None),
        ] {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
    }

    #[test]
    fn one_identifier_is_not_suggested_for_another() {
        let known = ["46184453-e63b-4f20-86c2-c557ed5d5df9"];
        for (word, is_near) in [
            ("46184453-e63b-4f20-86c2-c557ed5d5d9f", true),
            ("2264bf65-76ba-417b-a27d-54d291f0cbc8", false),
            ("a914b616-e04e-476b-aa37-91038f0b165b", false),
        ] {
            assert_eq!(nearest(word, known).is_some(), is_near, "{word}");
        }
    }
}
