//! What a run consists of: examples, the bodies made from them, and rules, selected by their ids.

use crate::contract::{Contract, Example, ExampleSource, OperationId};
use crate::error::Error;
use crate::finding::{Level, Source};
use crate::judge::Judge;
use crate::judged::Judged;
use crate::rules::{self, Rule};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wildmatch::WildMatch;

/// Something that is judged as a whole.
#[derive(Clone, Debug)]
pub enum Planned<'a> {
    /// A documented call.
    Example(&'a Example),
    /// Bodies that are made from that of a documented call.
    Input {
        /// `input/` and the id of the example.
        id: String,
        /// The documented call.
        example: &'a Example,
    },
    /// Documented behaviour over several calls, and how firmly it stands in this run.
    Rule(&'static Rule, Level),
}

/// What kind of thing is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A documented call.
    Example,
    /// Bodies that are made from that of a documented call.
    Input,
    /// Documented behaviour over several calls.
    Rule,
}

impl Planned<'_> {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::Example(example) => &example.id.0,
            Self::Input { id, .. } => id,
            Self::Rule(rule, _) => rule.id,
        }
    }

    /// What kind of thing it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Example(_) => Kind::Example,
            Self::Input { .. } => Kind::Input,
            Self::Rule(..) => Kind::Rule,
        }
    }

    /// What it shows or says, in a sentence.
    pub fn sentence(&self) -> &str {
        match self {
            Self::Example(example) => &example.summary,
            Self::Input { .. } => FED,
            Self::Rule(rule, _) => rule.sentence,
        }
    }

    /// How firmly it stands.
    pub fn level(&self) -> Level {
        match self {
            Self::Example(_) | Self::Input { .. } => Level::Must,
            Self::Rule(_, level) => *level,
        }
    }

    /// The same, as firm as `level`.
    #[must_use]
    pub fn at_level(self, level: Level) -> Self {
        match self {
            Self::Rule(rule, _) => Self::Rule(rule, level),
            Self::Example(_) | Self::Input { .. } => self,
        }
    }

    /// The operation that it shows, where it is one.
    pub fn operation(&self) -> Option<&OperationId> {
        match self {
            Self::Example(example) | Self::Input { example, .. } => Some(&example.operation),
            Self::Rule(..) => None,
        }
    }

    /// Where an example was documented.
    pub fn source(&self) -> Option<&ExampleSource> {
        match self {
            Self::Example(example) => Some(&example.source),
            Self::Input { .. } | Self::Rule(..) => None,
        }
    }

    /// On what it rests, the weightiest first.
    pub fn rests_on(&self) -> Vec<Source> {
        match self {
            Self::Input { .. } => vec![Source::Schema("#/components/schemas".to_owned())],
            Self::Example(example) => {
                vec![Source::Page(format!("{} ({})", example.source, example.id))]
            }
            Self::Rule(rule, _) => rule.sources().collect(),
        }
    }

    /// Whether it takes people at the endpoint that others take as well: no two such at a time.
    pub fn takes_people(&self) -> bool {
        match self {
            Self::Example(_) | Self::Input { .. } => true,
            Self::Rule(rule, _) => rule.takes_people(),
        }
    }

    /// Finds out.
    ///
    /// # Errors
    /// Where the endpoint cannot be reached, or the contract or the bindings cannot be used.
    pub async fn judge(&self, judge: &Judge) -> Result<Judged, Error> {
        match self {
            Self::Example(example) => judge.replay(example).await,
            Self::Input { id, example } => judge.feed(example, id).await,
            Self::Rule(rule, level) => judge.follow(rule, *level).await,
        }
    }
}

/// What the ids of bodies that are made from an example begin with.
pub(crate) const INPUT: &str = "input/";

/// What is said of the bodies that are made from an example.
pub(crate) const FED: &str = "Of the bodies made from this request by the contract, what it forbids is refused, what means the same is served, and none makes the server fail.";

/// Everything that can be judged by a contract: its examples, the bodies made from them, and with the program's own the rules.
pub fn everything(contract: &Contract, is_own: bool) -> Vec<Planned<'_>> {
    let examples = contract.examples.iter().map(Planned::Example);
    let rules = rules::all().filter(|_| is_own).map(|rule| Planned::Rule(rule, rule.level));
    let fed = contract.examples.iter().filter(|example| example.request.body.is_some());
    let inputs =
        fed.map(|example| Planned::Input { id: format!("{INPUT}{}", example.id), example });
    examples.chain(inputs).chain(rules).collect()
}

/// Those that one of the patterns selects, or all where there is no pattern.
///
/// # Errors
/// [`Error::Usage`] where a pattern selects nothing.
pub fn select<'a>(all: Vec<Planned<'a>>, patterns: &[String]) -> Result<Vec<Planned<'a>>, Error> {
    let patterns: Vec<Pattern<'_>> = patterns.iter().map(|text| Pattern::of(text)).collect();
    let idle = patterns.iter().find(|pattern| !all.iter().any(|planned| pattern.selects(planned)));
    if let Some(pattern) = idle {
        return Err(Error::Usage(format!(
            "--only {:?} matches nothing; a pattern such as `cancel/*`, or `rule:*` for a kind, selects from what `conformance list` shows",
            pattern.text
        )));
    }
    let is_selected = |planned: &Planned<'_>| {
        patterns.is_empty() || patterns.iter().any(|pattern| pattern.selects(planned))
    };
    Ok(all.into_iter().filter(is_selected).collect())
}

/// `create/*` for all ids of that form, `rule:create/*` for the rules among them.
struct Pattern<'a> {
    text: &'a str,
    kind: Option<Kind>,
    id: WildMatch,
}

impl<'a> Pattern<'a> {
    fn of(text: &'a str) -> Self {
        let (kind, id) = match text.split_once(':') {
            Some(("example", id)) => (Some(Kind::Example), id),
            Some(("input", id)) => (Some(Kind::Input), id),
            Some(("rule", id)) => (Some(Kind::Rule), id),
            // Ids of another contract may have a colon of their own.
            _ => (None, text),
        };
        Self { text, kind, id: WildMatch::new(id) }
    }

    fn selects(&self, planned: &Planned<'_>) -> bool {
        let id = planned.id();
        // With `input:` before it, a pattern need not say so again.
        let is_of_example = || id.strip_prefix(INPUT).is_some_and(|id| self.id.matches(id));
        match self.kind {
            None => self.id.matches(id),
            Some(kind) => {
                let is_named = self.id.matches(id) || kind == Kind::Input && is_of_example();
                kind == planned.kind() && is_named
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed;

    #[test]
    fn a_pattern_selects_by_id_and_by_kind() {
        let document = serde_json::from_str(typed::CONTRACT).unwrap();
        let contract = Contract::load(document).unwrap();
        let selected = |pattern: &str| {
            let chosen = select(everything(&contract, true), &[pattern.to_owned()]);
            chosen.map(|all| all.iter().map(|one| one.id().to_owned()).collect::<Vec<_>>())
        };
        for (pattern, first) in [
            ("resume/*", Some("resume/resumes-waiting-request")),
            ("example:resume/*", Some("resume/resumes-waiting-request")),
            ("input/resume/*", Some("input/resume/resumes-waiting-request")),
            ("input:resume/*", Some("input/resume/resumes-waiting-request")),
            ("input:input/resume/*", Some("input/resume/resumes-waiting-request")),
            ("rule:input/*", None),
            ("input:get/*", None),
            ("example:promptness", None),
        ] {
            let selected = selected(pattern).ok();
            assert_eq!(selected.as_deref().map(|all| all[0].as_str()), first, "{pattern}");
        }
    }
}
