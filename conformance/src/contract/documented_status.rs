//! `201`, `2XX` or `default` in, what an answer's status code is held against out.

use std::str::FromStr;

/// The status that an example is answered with: one code, any of a class, or any at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentedStatus {
    /// One code.
    Code(u16),
    /// Any code that begins with this digit.
    Class(u16),
    /// Any code.
    Any,
}

impl DocumentedStatus {
    /// Whether an answer of that status is as documented.
    pub fn accepts(self, status: u16) -> bool {
        match self {
            Self::Code(code) => code == status,
            Self::Class(class) => class == status / 100,
            Self::Any => true,
        }
    }

    /// The first code that is accepted.
    pub fn lowest(self) -> u16 {
        match self {
            Self::Code(code) => code,
            Self::Class(class) => class * 100,
            Self::Any => 100,
        }
    }

    /// Whether the request is documented to be served.
    pub fn is_success(self) -> bool {
        self.lowest() / 100 == 2
    }
}

impl From<u16> for DocumentedStatus {
    fn from(code: u16) -> Self {
        Self::Code(code)
    }
}

impl std::fmt::Display for DocumentedStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Class(class) => write!(f, "{class}XX"),
            Self::Any => f.write_str("default"),
        }
    }
}

impl FromStr for DocumentedStatus {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "default" {
            return Ok(Self::Any);
        }
        let (first, rest) = text.split_at_checked(1).unwrap_or_default();
        let status = if rest.eq_ignore_ascii_case("XX") {
            first.parse().ok().map(Self::Class)
        } else {
            text.parse().ok().map(Self::Code)
        };
        let is_status = |status: &Self| (100..600).contains(&status.lowest());
        status
            .filter(is_status)
            .ok_or_else(|| format!("{text:?} is no status code, and no class such as 2XX"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_accepts_each_of_its_codes_and_a_code_itself_alone() {
        for (documented, status, expected) in [
            ("200", 200, true),
            ("200", 201, false),
            ("2XX", 200, true),
            ("2xx", 299, true),
            ("2XX", 300, false),
            ("4XX", 404, true),
            ("4XX", 200, false),
            ("default", 418, true),
        ] {
            let documented: DocumentedStatus = documented.parse().unwrap();
            assert_eq!(documented.accepts(status), expected, "{documented} {status}");
        }
    }

    #[test]
    fn what_is_no_status_is_refused() {
        for text in ["", "99", "600", "0XX", "6XX", "XXX", "2X", "é00"] {
            assert!(text.parse::<DocumentedStatus>().is_err(), "{text}");
        }
    }
}
