//! A report in, what the page says of it as a whole out: the verdict in a sentence, the tally, the facts, who is out of step, and the families.

use super::markup::{count, text};
use crate::finding::Party;
use crate::report::{CaseReport, Ended, Report};
use crate::verdict::Tally;
use chrono::DateTime;

/// More families are not listed.
const MOST_FAMILIES: usize = 100;

/// What stands on the tab of the browser.
pub(super) fn title(report: &Report) -> String {
    text(&format!("{} · {}", sentence(report).1.trim_end_matches('.'), report.endpoint))
}

/// The verdict in a sentence, and whether the run has come to its end.
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
    format!("<h1 class=\"{class}\">{}</h1>{notice}", text(&sentence))
}

/// The tally, who is out of step, the facts, and how each family fared.
pub(super) fn sections(report: &Report) -> String {
    let (tally, facts, parties, families) =
        (tally(report.tally), facts(report), parties(report), families(report));
    format!(
        "<section aria-labelledby=\"tally\"><h2 id=\"tally\">Cases by verdict</h2>{tally}\
         <h2>Who is out of step</h2>{parties}<h2>The run</h2><dl>{facts}</dl></section>\
         <section aria-labelledby=\"families\"><h2 id=\"families\">By family</h2>{families}</section>"
    )
}

/// Its class, and the sentence.
fn sentence(report: &Report) -> (&'static str, String) {
    let Tally { passed, failed, waived, skipped, errors } = report.tally;
    let name = if report.is_own_sandbox { "The sandbox" } else { "The endpoint" };
    let cases = |number: usize| count(number, "case");
    let judged = passed + failed + waived + errors;
    if failed > 0 {
        let unjudged = match errors {
            0 => String::new(),
            number => format!(", and {number} could not be judged"),
        };
        (
            "failed",
            format!("{name} does not conform: {failed} of {} failed{unjudged}.", cases(judged)),
        )
    } else if errors > 0 {
        (
            "error",
            format!(
                "{name} could not be judged as a whole: {} could not be judged.",
                cases(errors)
            ),
        )
    } else if judged == 0 && skipped > 0 {
        ("idle", format!("Nothing was judged: {} skipped.", were(skipped)))
    } else if judged == 0 {
        ("idle", "Nothing was judged.".to_owned())
    } else if waived > 0 {
        (
            "passed",
            format!(
                "{name} conforms but for what is waived: {passed} of {} passed.",
                cases(judged)
            ),
        )
    } else if skipped > 0 {
        (
            "passed",
            format!("{name} conforms: {} passed, and {} skipped.", cases(passed), were(skipped)),
        )
    } else {
        ("passed", format!("{name} conforms: {} passed.", cases(passed)))
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

/// What stands before the first `/` of an id, `input/` apart.
fn family(id: &str) -> &str {
    let id = id.strip_prefix("input/").unwrap_or(id);
    id.split('/').next().unwrap_or(id)
}

fn families(report: &Report) -> String {
    let mut families: Vec<(&str, Tally)> = Vec::new();
    for case in &report.cases {
        let name = family(&case.id);
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
