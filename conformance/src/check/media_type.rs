//! The media type is the documented one; parameters such as `odata.metadata=minimal` are free, the charset is not.

use super::{Case, Check};
use crate::contract::essence;
use crate::exchange::Answer;
use crate::finding::{Finding, Level, Source};

pub(super) const CHECK: Check = Check {
    id: "media-type",
    level: Level::Must,
    sentence: "An answer with a body says the documented media type; JSON is in UTF-8.",
    grounds: "the Content-Type of the documented example, else the contract's; RFC 8259",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let Some(answer) = case.answer().filter(|answer| !answer.body.is_empty()) else {
        return Vec::new();
    };
    let Some((expected, source)) = expected(case) else { return Vec::new() };
    finding(answer, &expected, source).into_iter().collect()
}

/// The documented media type where the answer is the documented one, else what the contract declares for its status.
fn expected(case: &Case<'_>) -> Option<(String, Source)> {
    let documented = case.expected().and_then(|documented| {
        let mut headers = documented.example.response.headers.iter();
        let header = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        header.map(|(_, value)| (value.clone(), documented.page()))
    });
    if documented.is_some() {
        documented
    } else {
        let response = case.declared_response()?;
        let (media_type, _) = response.media_types.first()?;
        Some((media_type.clone(), Source::Schema(format!("#{}", response.pointer))))
    }
}

fn finding(answer: &Answer, expected: &str, source: Source) -> Option<Finding> {
    let place = "header content-type";
    let Some(actual) = answer.header("content-type") else {
        return Some(CHECK.finding(place, (expected, "no such header"), source));
    };
    if essence(actual) != essence(expected) {
        return Some(CHECK.finding(place, (expected, actual), source));
    }
    let is_utf_8 = charset(actual).is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"));
    let standard = Source::Standard("RFC 8259, section 8.1".to_owned());
    (!is_utf_8).then(|| CHECK.finding(place, ("charset=utf-8", actual), standard))
}

fn charset(media_type: &str) -> Option<&str> {
    let mut parameters =
        media_type.split(';').skip(1).filter_map(|parameter| parameter.trim().split_once('='));
    parameters
        .find(|(name, _)| name.eq_ignore_ascii_case("charset"))
        .map(|(_, value)| value.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_free_and_the_charset_is_not() {
        for (actual, accepted) in [
            (Some("application/json"), true),
            (Some("Application/JSON; charset=UTF-8"), true),
            (Some("application/json;odata.metadata=minimal;charset=\"utf-8\""), true),
            (Some("application/json; charset=utf-16"), false),
            (Some("text/plain"), false),
            (None, false),
        ] {
            let headers = actual.map(|value| ("content-type".to_owned(), value.to_owned()));
            let answer = Answer { headers: headers.into_iter().collect(), ..Answer::default() };
            let source = Source::Standard(String::new());
            assert_eq!(
                finding(&answer, "application/json", source).is_none(),
                accepted,
                "{actual:?}"
            );
        }
    }
}
