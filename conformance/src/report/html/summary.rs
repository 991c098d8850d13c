//! A report in, what the page says of it as a whole out: the verdict in a sentence, the tally, the facts, who is out of step, and the families.

use super::markup::{count, text};
use crate::exit::Exit;
use crate::finding::Party;
use crate::report::outcome::Outcome;
use crate::report::{CaseReport, Ended, Hindrance, Report};
use crate::verdict::Tally;
use crate::waivers::Waiver;
use chrono::DateTime;

/// More families are not listed.
const MOST_FAMILIES: usize = 100;

/// More waivers or shapes are not listed.
const MOST_TO_LOOK_AFTER: usize = 20;

/// What stands on the tab of the browser.
pub(super) fn title(report: &Report) -> String {
    text(&format!("{} · {}", sentence(report).1.trim_end_matches('.'), report.endpoint))
}

/// The verdict in a sentence, whether the run has come to its end, and what kept it from that.
pub(super) fn verdict(report: &Report) -> String {
    let (class, sentence) = sentence(report);
    let notice = match report.ended {
        Ended::Whole => "",
        Ended::Interrupted => {
            "<p class=\"notice\">The run was stopped before its end: what had not been judged by then is skipped.</p>"
        }
        Ended::Unfinished => {
            "<p class=\"notice\">The run has not ended, as far as this page knows: it shows what had been judged when it was written.</p>"
        }
    };
    let hindered = |hindrance: &Hindrance| {
        let told = capitalized(&hindrance.sentence());
        format!("<p class=\"notice\">{}.</p>", text(&told))
    };
    let hindered: String = report.hindrances.iter().map(hindered).collect();
    format!("<h1 class=\"{class}\">{}</h1>{notice}{hindered}", text(&sentence))
}

/// The tally, who is out of step, the facts, and how each family fared.
pub(super) fn sections(report: &Report) -> String {
    let (tally, facts, parties, families) =
        (tally(report.tally), facts(report), parties(report), families(report));
    format!(
        "<section aria-labelledby=\"tally\"><h2 id=\"tally\">Cases by verdict</h2>{tally}\
         <h2>Who is out of step</h2>{parties}{}<h2>The run</h2><dl>{facts}</dl></section>\
         <section aria-labelledby=\"families\"><h2 id=\"families\">By family</h2>{families}</section>",
        to_look_after(report)
    )
}

/// Its class, and the sentence: what the run came to, and the count that says most about it.
fn sentence(report: &Report) -> (&'static str, String) {
    let class = match report.outcome() {
        Outcome::Ended(Exit::Conforms) => "passed",
        Outcome::Ended(Exit::DoesNotConform) => "failed",
        Outcome::Ended(Exit::Interrupted | Exit::NothingRun) | Outcome::Unfinished => "idle",
        Outcome::Ended(
            Exit::NotJudged
            | Exit::WaiverIsStale
            | Exit::SnapshotNeedsReview
            | Exit::WrongUse
            | Exit::Refused,
        ) => "error",
    };
    let told = report.outcome_in_words();
    let told = match told.strip_prefix("the endpoint") {
        Some(rest) if report.is_own_sandbox => format!("The sandbox{rest}"),
        _ => capitalized(told),
    };
    (class, format!("{told}{}.", counted(report.tally)))
}

fn capitalized(told: &str) -> String {
    let mut letters = told.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn counted(tally: Tally) -> String {
    let Tally { passed, failed, waived, skipped, errors } = tally;
    let cases = |number: usize| count(number, "case");
    let judged = passed + failed + waived + errors;
    if failed > 0 && errors > 0 {
        format!(": {failed} of {} failed, and {errors} could not be judged", cases(judged))
    } else if failed > 0 {
        format!(": {failed} of {} failed", cases(judged))
    } else if errors > 0 {
        format!(": {} could not be judged", cases(errors))
    } else if judged == 0 && skipped > 0 {
        format!(": {} skipped", were(skipped))
    } else if judged == 0 {
        String::new()
    } else if waived > 0 {
        format!(": {passed} of {} passed", cases(judged))
    } else if skipped > 0 {
        format!(": {} passed, and {} skipped", cases(passed), were(skipped))
    } else {
        format!(": {} passed", cases(passed))
    }
}

fn were(number: usize) -> String {
    let verb = if number == 1 { "was" } else { "were" };
    format!("{} {verb}", count(number, "case"))
}

/// The verdicts in the order in which they are looked at, each with its number of cases.
fn verdicts(tally: Tally) -> [(&'static str, usize); 5] {
    [
        ("failed", tally.failed),
        ("error", tally.errors),
        ("waived", tally.waived),
        ("passed", tally.passed),
        ("skipped", tally.skipped),
    ]
}

fn tally(tally: Tally) -> String {
    let told = verdicts(tally).into_iter().filter(|(_, number)| *number > 0);
    let items = told.map(|(name, number)| {
        let word = if name == "error" { "not judged" } else { name };
        format!("<li><a class=\"{name}\" href=\"#verdict={name}\"><b>{number}</b> {word}</a></li>")
    });
    format!("{}<ul class=\"numbers\">{}</ul>", bar(tally), items.collect::<String>())
}

/// The proportions as a bar, which the numbers beside it tell in words.
fn bar(tally: Tally) -> String {
    let all: usize = verdicts(tally).iter().map(|(_, number)| number).sum();
    let told = verdicts(tally).into_iter().filter(|(_, number)| *number > 0);
    let part = |at: &mut usize, (name, number): (&str, usize)| {
        let from = std::mem::replace(at, *at + number);
        Some(format!("<rect class=\"{name}\" x=\"{from}\" width=\"{number}\" height=\"1\"/>"))
    };
    let parts: Vec<String> = told.scan(0, part).collect();
    let parts = parts.concat();
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 {} 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{parts}</svg>",
        all.max(1)
    )
}

fn facts(report: &Report) -> String {
    let contract = &report.contract;
    let short: String = contract.sha256.chars().take(12).collect();
    let contract = format!(
        "{} {} <code title=\"SHA-256 {}\">{}</code>",
        text(&contract.title),
        text(&contract.version),
        text(&contract.sha256),
        text(&short)
    );
    let suite = format!("{} {}", text(&report.suite.name), text(&report.suite.version));
    let decisive = format!("what is a <b>{}</b>", report.decisive);
    let requirements = report.requirements.as_ref().map(|name| text(name));
    let rows = [
        ("Endpoint", Some(format!("<code>{}</code>", text(&report.endpoint)))),
        ("Contract", Some(contract)),
        ("Requirements", requirements),
        ("Begun", Some(moment(&report.started))),
        ("Took", Some(duration(report.elapsed_ms))),
        ("Decisive", Some(decisive)),
        ("Judged by", Some(suite)),
    ];
    let rows = rows.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let rows = rows.map(|(name, value)| format!("<div><dt>{name}</dt><dd>{value}</dd></div>"));
    rows.collect::<Vec<_>>().concat()
}

fn moment(started: &str) -> String {
    let read = DateTime::parse_from_rfc3339(started).ok();
    let shown = read.map(|moment| moment.to_utc().format("%Y-%m-%d %H:%M:%S UTC").to_string());
    let shown = shown.as_deref().unwrap_or(started);
    format!("<time datetime=\"{}\">{}</time>", text(started), text(shown))
}

fn duration(ms: f64) -> String {
    match ms {
        ms if ms < 1000.0 => format!("{ms:.0} ms"),
        ms if ms < 60_000.0 => format!("{:.1} s", ms / 1000.0),
        ms => format!("{:.1} min", ms / 60_000.0),
    }
}

const PARTIES: [(Party, &str); 4] = [
    (Party::Server, "answers otherwise than is documented"),
    (Party::Client, "asks otherwise than is documented"),
    (
        Party::Documentation,
        "says two things; the reading chosen is in the register of discrepancies",
    ),
    (Party::Contract, "says otherwise than the documented example, with which the server agrees"),
];

fn parties(report: &Report) -> String {
    let items = PARTIES.iter().filter_map(|(party, says)| {
        let is_of = |case: &&CaseReport| case.findings.iter().any(|one| one.out_of_step == *party);
        let cases = report.cases.iter().filter(is_of).count();
        let findings = report.cases.iter().flat_map(|case| &case.findings);
        let findings = findings.filter(|finding| finding.out_of_step == *party).count();
        let told = format!("{} in {}", count(findings, "finding"), count(cases, "case"));
        (findings > 0).then(|| {
            format!("<li><a href=\"#party={party}\"><b>The {party}</b></a> {says}: {told}.</li>")
        })
    });
    match items.collect::<String>() {
        items if items.is_empty() => "<p>Nobody: there is no finding.</p>".to_owned(),
        items => format!("<ul class=\"parties\">{items}</ul>"),
    }
}

/// What the program ends with other than zero for, beside what is out of step.
fn to_look_after(report: &Report) -> String {
    let waiver = |(waiver, told): (&Waiver, String)| {
        let Waiver { id, check, owner, .. } = waiver;
        format!("<b>{}</b> {}: {}; ask {}", text(id), text(check), text(&told), text(owner))
    };
    let shape = |(name, told): (&str, &str)| format!("<b>{}</b> {told}", text(name));
    let waivers: Vec<String> = report.waivers_to_look_after().map(waiver).collect();
    let shapes: Vec<String> = report.shapes_to_review().map(shape).collect();
    [("Waivers to look after", waivers), ("Shapes to review", shapes)].map(list).concat()
}

/// Nothing where there is nothing to look after.
fn list((title, items): (&str, Vec<String>)) -> String {
    if items.is_empty() {
        return String::new();
    }
    let more = items.len().saturating_sub(MOST_TO_LOOK_AFTER);
    let more = (more > 0).then(|| format!("and {more} more, which the text tells"));
    let shown = items.into_iter().take(MOST_TO_LOOK_AFTER).chain(more);
    let shown: Vec<String> = shown.map(|item| format!("<li>{item}</li>")).collect();
    let shown = shown.concat();
    format!("<h2>{title}</h2><ul class=\"parties\">{shown}</ul>")
}

fn families(report: &Report) -> String {
    let mut families: Vec<(&str, Tally)> = Vec::new();
    for case in &report.cases {
        let name = case.family();
        let known = families.iter().position(|(known, _)| *known == name);
        let place = known.unwrap_or(families.len());
        if known.is_none() {
            families.push((name, Tally::default()));
        }
        if let Some((_, tally)) = families.get_mut(place) {
            tally.count(&case.verdict);
        }
        if families.len() > MOST_FAMILIES {
            return "<p>There are many; the cases can be filtered by them.</p>".to_owned();
        }
    }
    let rows: String = families.iter().map(|(name, tally)| family_row(name, *tally)).collect();
    format!("<table class=\"families\"><tbody>{rows}</tbody></table>")
}

fn family_row(name: &str, tally: Tally) -> String {
    let told = verdicts(tally).into_iter().filter(|(_, number)| *number > 0);
    let told: Vec<String> = told.map(|(verdict, number)| format!("{number} {verdict}")).collect();
    let address: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!(
        "<tr><th scope=\"row\"><a href=\"#family={address}\">{}</a></th><td>{}</td><td>{}</td></tr>",
        text(name),
        bar(tally),
        told.join(", ")
    )
}
