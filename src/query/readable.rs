//! Query strings for people: what form encoding made of the OData options comes in, the same options as
//! Graph's documentation writes them go out.

/// What form encoding escapes although a query may hold it. All of them are read the same either way; a
/// plus sign in a value arrives as `%2B`, so that each `+` is a blank.
const READABLE: [(&str, &str); 8] = [
    ("%24", "$"),
    ("%27", "'"),
    ("%28", "("),
    ("%29", ")"),
    ("%2C", ","),
    ("%2F", "/"),
    ("%3A", ":"),
    ("+", "%20"),
];

/// The same query, as a person would write it.
pub(crate) fn readable(query: &str) -> String {
    let options: Vec<_> = query.split('&').map(option).collect();
    options.join("&")
}

/// The first equals sign ends the name of an option; those that follow are of its value.
fn option(option: &str) -> String {
    match option.split_once('=') {
        Some((name, value)) => format!("{}={}", plain(name), plain(value).replace("%3D", "=")),
        None => plain(option),
    }
}

fn plain(text: &str) -> String {
    READABLE.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn options_read_as_they_are_documented() {
        for (escaped, plain) in [
            ("%24filter=state+eq+%27delivered%27", "$filter=state%20eq%20'delivered'"),
            ("%24expand=assignment%28%24expand%3Dtarget%29", "$expand=assignment($expand=target)"),
            (
                "%24filter=createdDateTime+gt+2022-04-01T00%3A00%3A01Z",
                "$filter=createdDateTime%20gt%202022-04-01T00:00:01Z",
            ),
            (
                "%24select=id%2Cstate&%24filter=accessPackage%2Fid+eq+%27a%27",
                "$select=id,state&$filter=accessPackage/id%20eq%20'a'",
            ),
        ] {
            assert_eq!(readable(escaped), plain);
        }
    }

    #[test]
    fn what_would_change_the_meaning_stays_escaped() {
        let query = "%24filter=a+eq+%27R%26D+%2B+%23%3B+%2527%27";
        assert_eq!(readable(query), "$filter=a%20eq%20'R%26D%20%2B%20%23%3B%20%2527'");
    }
}
