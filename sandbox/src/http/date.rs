//! Dates of headers: a moment in, `Fri, 07 Jun 2024 15:53:35 GMT` out. Every answer has one, and a
//! format that is read anew each time takes longer than the rest of the headers.

use chrono::{DateTime, Datelike, Timelike, Utc};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The moment as an `IMF-fixdate` of RFC 9110; its year is one of 1 to 9999.
pub(crate) fn date(moment: DateTime<Utc>) -> String {
    let mut text = String::with_capacity(29);
    push(&mut text, &DAYS, moment.weekday().num_days_from_monday());
    text.push_str(", ");
    push_two_digits(&mut text, moment.day());
    text.push(' ');
    push(&mut text, &MONTHS, moment.month0());
    text.push(' ');
    push_two_digits(&mut text, moment.year().unsigned_abs() / 100);
    push_two_digits(&mut text, moment.year().unsigned_abs() % 100);
    for (before, number) in [(' ', moment.hour()), (':', moment.minute()), (':', moment.second())] {
        text.push(before);
        push_two_digits(&mut text, number);
    }
    text.push_str(" GMT");
    text
}

fn push(text: &mut String, words: &[&str], index: u32) {
    let word = usize::try_from(index).ok().and_then(|index| words.get(index));
    text.push_str(word.copied().unwrap_or_default());
}

fn push_two_digits(text: &mut String, number: u32) {
    for digit in [number / 10, number % 10] {
        text.extend(char::from_digit(digit, 10));
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn every_moment_is_written_as_rfc_9110_says() {
        let mut moment: DateTime<Utc> = "0001-01-01T00:00:00Z".parse().unwrap();
        // A step that comes to every day of the week and the month, and to every hour and minute.
        while moment.year() < 10_000 {
            let expected = moment.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
            assert_eq!(date(moment), expected);
            moment += TimeDelta::seconds(40_234_567);
        }
    }
}
