//! `FORMAT[=PATH]` in, a format and where it goes to out.

use super::{
    Report, badge, ctrf, github, github_summary, har, html, json, junit, sarif, tap, text,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::str::FromStr;

/// A form that a report is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a person at a terminal.
    Text,
    /// For programs; its schema is published.
    Json,
    /// One page for a browser, with everything in it.
    Html,
    /// `JUnit` XML, as Jenkins and GitLab read it.
    Junit,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// The Common Test Report Format.
    Ctrf,
    /// The Test Anything Protocol, version 14.
    Tap,
    /// Annotations of GitHub Actions.
    Github,
    /// Markdown for the summary of a job.
    GithubSummary,
    /// Every exchange as an HTTP Archive, HAR 1.2.
    Har,
    /// What shields.io reads from an endpoint.
    Badge,
}

/// Every format by its name.
pub const FORMATS: [(&str, Format); 11] = [
    ("text", Format::Text),
    ("json", Format::Json),
    ("html", Format::Html),
    ("junit", Format::Junit),
    ("sarif", Format::Sarif),
    ("ctrf", Format::Ctrf),
    ("tap", Format::Tap),
    ("github", Format::Github),
    ("github-summary", Format::GithubSummary),
    ("har", Format::Har),
    ("badge", Format::Badge),
];

/// A format, and the file it is written to; none is standard output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(into = "String", try_from = "String")]
#[schemars(with = "String", extend("format" = "form=path"))]
pub struct Destination {
    /// The format.
    pub format: Format,
    /// The file.
    pub path: Option<PathBuf>,
}

impl From<Destination> for String {
    fn from(destination: Destination) -> Self {
        let name = FORMATS.iter().find(|(_, format)| *format == destination.format);
        let name = name.map_or("", |(name, _)| name);
        destination
            .path
            .map_or_else(|| name.to_owned(), |path| format!("{name}={}", path.display()))
    }
}

impl TryFrom<String> for Destination {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Destination {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, path) =
            text.split_once('=').map_or((text, None), |(name, path)| (name, Some(path)));
        let known = FORMATS.iter().find(|(known, _)| *known == name);
        let names = FORMATS.map(|(name, _)| name).join(", ");
        let (_, format) =
            known.ok_or_else(|| format!("there is no format {name:?}; there are {names}"))?;
        match path {
            Some("") => Err(format!("a path is missing behind {name}=")),
            Some("-") | None => Ok(Self { format: *format, path: None }),
            Some(path) => Ok(Self { format: *format, path: Some(path.into()) }),
        }
    }
}

impl Format {
    /// The report in this format.
    pub fn render(self, report: &Report) -> String {
        match self {
            Self::Text => text::render(report),
            Self::Json => json::render(report),
            Self::Html => html::render(report),
            Self::Junit => junit::render(report),
            Self::Sarif => sarif::render(report),
            Self::Ctrf => ctrf::render(report),
            Self::Tap => tap::render(report),
            Self::Github => github::render(report),
            Self::GithubSummary => github_summary::render(report),
            Self::Har => har::render(report),
            Self::Badge => badge::render(report),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_may_name_a_file() {
        for (text, expected) in [
            ("text", Ok((Format::Text, None))),
            ("json=-", Ok((Format::Json, None))),
            ("json=out/report.json", Ok((Format::Json, Some("out/report.json")))),
            ("json=", Err("a path is missing behind json=")),
            ("github-summary=a=b", Ok((Format::GithubSummary, Some("a=b")))),
            (
                "xml",
                Err(
                    "there is no format \"xml\"; there are text, json, html, junit, sarif, ctrf, tap, github, github-summary, har, badge",
                ),
            ),
        ] {
            let expected = expected
                .map(|(format, path)| Destination { format, path: path.map(PathBuf::from) });
            assert_eq!(text.parse::<Destination>(), expected.map_err(str::to_owned), "{text}");
        }
    }
}
