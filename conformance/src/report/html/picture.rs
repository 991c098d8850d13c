//! A life cycle and what was seen of it in, a picture of it out, with a table that tells the same.

mod line;

use super::markup::{count, text};
use crate::finding::Source;
use crate::life_cycle::{DELETED, LifeCycle, NEW, State, TransitionReport, Trigger};
use line::{Box, Line};

/// How far a line bends that the table of the life cycle does not have.
const BEND: f64 = 46.0;

/// The heading, the picture, what its lines mean, and the table.
pub(super) fn section(cycle: &LifeCycle, transitions: &[TransitionReport]) -> String {
    let bends = cycle.transitions.iter().map(|one| one.bend).chain(std::iter::repeat(BEND));
    let mut drawn: Vec<(&TransitionReport, f64)> = transitions.iter().zip(bends).collect();
    // What matters most is drawn last, over the rest.
    drawn.sort_by_key(|(one, _)| Seen::of(one));
    let lines = drawn.iter().filter_map(|(one, bend)| line(cycle, one, *bend));
    let lines: String = lines.collect();
    let states: String = cycle.states.iter().map(|state| node(state, transitions)).collect();
    let rows: String = transitions.iter().map(row).collect();
    let markers: String = SEEN.iter().map(|seen| marker(*seen)).collect();
    let legend: String = SEEN.iter().rev().map(|seen| legend(*seen, transitions)).collect();
    format!(
        "<section class=\"cycle\" aria-labelledby=\"cycle\"><h2 id=\"cycle\">The life cycle</h2>\
         <ul class=\"legend\">{legend}</ul>\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Picture of the life cycle\">\
         <svg class=\"picture\" viewBox=\"20 25 1130 520\" role=\"img\" aria-label=\"{}\">\
         <defs>{markers}</defs>{lines}{states}</svg></div>\
         <details class=\"transitions\"><summary>The same as a table</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Transitions\">\
         <table><thead><tr><th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\">By</th><th scope=\"col\">In this run</th>\
         <th scope=\"col\">Rests on</th></tr></thead><tbody>{rows}</tbody></table></div></details></section>",
        text(&outline(transitions))
    )
}

/// What came of a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Never,
    Passed,
    Undocumented,
    Failed,
}

const SEEN: [Seen; 4] = [Seen::Never, Seen::Passed, Seen::Undocumented, Seen::Failed];

impl Seen {
    fn of(transition: &TransitionReport) -> Self {
        match transition {
            TransitionReport { failed: 1.., .. } => Self::Failed,
            TransitionReport { is_documented: false, .. } => Self::Undocumented,
            TransitionReport { passed: 1.., .. } => Self::Passed,
            TransitionReport { .. } => Self::Never,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Passed => "passed",
            Self::Undocumented => "undocumented",
            Self::Failed => "failed",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Never => "never seen",
            Self::Passed => "passed",
            Self::Undocumented => "seen, and in no document",
            Self::Failed => "failed",
        }
    }

    /// What its lines carry, so that colour is not all that tells them apart.
    fn mark(self) -> &'static str {
        match self {
            Self::Never | Self::Passed => "",
            Self::Undocumented => "? ",
            Self::Failed => "✕ ",
        }
    }
}

fn outline(transitions: &[TransitionReport]) -> String {
    let number = |seen: Seen| transitions.iter().filter(|one| Seen::of(one) == seen).count();
    let told = SEEN.iter().rev().map(|seen| format!("{} {}", number(*seen), seen.words()));
    let told: Vec<String> = told.collect();
    format!(
        "{}: {}. The table tells each.",
        count(transitions.len(), "transition"),
        told.join(", ")
    )
}

fn legend(seen: Seen, transitions: &[TransitionReport]) -> String {
    let number = transitions.iter().filter(|one| Seen::of(one) == seen).count();
    let (class, words, mark) = (seen.class(), seen.words(), seen.mark());
    format!(
        "<li class=\"{class}\"><svg viewBox=\"0 0 34 10\" aria-hidden=\"true\"><path class=\"line {class}\" d=\"M1 5H33\"/></svg>{number} {mark}{words}</li>"
    )
}

fn marker(seen: Seen) -> String {
    let class = seen.class();
    format!(
        "<marker id=\"arrow-{class}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"arrow {class}\" d=\"M0 0 8 4 0 8Z\"/></marker>"
    )
}

/// Its line; none where it leads from or to a state that the picture does not have.
fn line(cycle: &LifeCycle, transition: &TransitionReport, bend: f64) -> Option<String> {
    let place = |name: &str| cycle.states.iter().find(|state| state.name == name).map(frame);
    let line = Line::between(place(&transition.from)?, place(&transition.to)?, bend);
    let seen = Seen::of(transition);
    let address = address(transition);
    let class = seen.class();
    let odd = if transition.is_documented { "" } else { " odd" };
    let (x, y) = line.middle();
    let doubt = if seen == Seen::Failed && !transition.is_documented { "? " } else { "" };
    let name = match &transition.by {
        Trigger::Call(name) => text(name),
        Trigger::Event(_) => String::new(),
    };
    let label = format!("{}{doubt}{name}", seen.mark());
    let told = text(&told(transition));
    Some(format!(
        "<a href=\"#move={address}\" class=\"{class}\"><title>{told}</title><path class=\"reach\" d=\"{0}\"/>\
         <path class=\"line {class}{odd}\" d=\"{0}\" marker-end=\"url(#arrow-{class})\"/>\
         <text x=\"{x:.0}\" y=\"{y:.0}\" dy=\"-4\">{label}</text></a>",
        line.path()
    ))
}

fn address(transition: &TransitionReport) -> String {
    let name = format!("{}..{}", transition.from, transition.to);
    url::form_urlencoded::byte_serialize(name.as_bytes()).collect()
}

fn told(transition: &TransitionReport) -> String {
    let TransitionReport { from, to, by, .. } = transition;
    let by = match by {
        Trigger::Call(name) => format!("the call {name}"),
        Trigger::Event(words) => words.clone(),
    };
    format!("{from} → {to}, by: {by}. {}", numbers(transition))
}

fn numbers(transition: &TransitionReport) -> String {
    let seen = Seen::of(transition);
    let TransitionReport { passed, failed, .. } = transition;
    match (passed, failed) {
        (0, 0) => seen.words().to_owned(),
        (passed, 0) => format!("{} in {}", seen.words(), count(*passed, "case")),
        (0, failed) => format!("failed in {}", count(*failed, "case")),
        (passed, failed) => format!("failed in {}, passed in {passed}", count(*failed, "case")),
    }
}

/// The place that a state takes up.
fn frame(state: &State) -> Box {
    let (x, y) = state.place;
    let width = if is_end(state) { 22.0 } else { 7.6 * f64::from(length(state.name)) + 30.0 };
    Box { x, y, width, height: if is_end(state) { 22.0 } else { 34.0 } }
}

fn length(name: &str) -> u32 {
    u32::try_from(name.chars().count()).unwrap_or(u32::MAX)
}

/// Where there is nothing yet or nothing any more.
fn is_end(state: &State) -> bool {
    [NEW, DELETED].contains(&state.name)
}

fn node(state: &State, transitions: &[TransitionReport]) -> String {
    let is_at = |one: &&TransitionReport| one.from == state.name || one.to == state.name;
    let is_seen = transitions.iter().filter(is_at).any(|one| Seen::of(one) != Seen::Never);
    let class = if is_seen { "state" } else { "state never" };
    let (name, Box { x, y, width, height }) = (text(state.name), frame(state));
    if is_end(state) {
        return format!(
            "<g class=\"{class} end\"><circle cx=\"{x}\" cy=\"{y}\" r=\"10\"/><text x=\"{x}\" y=\"{}\">{name}</text></g>",
            y + 30.0
        );
    }
    format!(
        "<g class=\"{class}\"><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height}\" rx=\"17\"/><text x=\"{x}\" y=\"{y}\" dy=\"5\">{name}</text></g>",
        x - width / 2.0,
        y - height / 2.0
    )
}

fn row(transition: &TransitionReport) -> String {
    let seen = Seen::of(transition);
    let TransitionReport { from, to, by, passed, failed, rests_on, .. } = transition;
    let by = match by {
        Trigger::Call(name) => format!("<code>{}</code>", text(name)),
        Trigger::Event(words) => text(words),
    };
    let told = format!("{}{}", seen.mark(), text(&numbers(transition)));
    let told = match passed + failed {
        0 => told,
        _ => format!("<a href=\"#move={}\">{told}</a>", address(transition)),
    };
    let rests_on: Vec<String> = rests_on.iter().map(source).collect();
    let rests_on =
        if rests_on.is_empty() { "no document".to_owned() } else { rests_on.join("<br>") };
    format!(
        "<tr class=\"{}\"><td>{}</td><td>{}</td><td>{by}</td><td class=\"seen\">{told}</td><td class=\"sources\">{rests_on}</td></tr>",
        seen.class(),
        text(from),
        text(to)
    )
}

/// A source as text, or as a link where it is a page with its address.
fn source(source: &Source) -> String {
    let told = source.to_string();
    let addressed = told.strip_suffix(')').and_then(|told| told.rsplit_once(" (https://"));
    match addressed {
        Some((title, address)) if matches!(source, Source::Page(_)) => format!(
            "<a href=\"https://{}\" rel=\"noreferrer noopener\">{}</a>",
            text(address),
            text(title)
        ),
        Some(_) | None => text(&told),
    }
}
