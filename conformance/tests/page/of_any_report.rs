//! Reports that a server or a crash may leave: the page shows them as they are.

use crate::browser::Browser;
use crate::faulty_run::{address, scratch};
use conformance::contract::Contract;
use conformance::finding::{Finding, Level, Party, Source};
use conformance::plan::Kind;
use conformance::report::{
    CaseReport, Ended, ExchangeReport, Format, Report, RequestReport, ResponseReport,
};
use conformance::typed::CONTRACT;
use conformance::verdict::Verdict;
use serde_json::json;

const HOSTILE: &str = "</script></style><script>document.title='run'</script><img src=x onerror=\"document.title='run'\"><!-- --> ${title} {{title}} \u{2028}\u{202e}\u{9b}31m\u{0}\r\n'\"`&lt;";

/// A report without cases.
pub(crate) fn empty() -> Report {
    let contract = Contract::load(serde_json::from_str(CONTRACT).unwrap()).unwrap();
    let began = chrono::DateTime::UNIX_EPOCH;
    let mut report = Report::begin(&contract, Some("http://127.0.0.1:3000"), began);
    report.ended = Ended::Whole;
    report
}

/// A browser on the page of a report.
pub(crate) fn opened(report: &Report, name: &str) -> Browser {
    let file = scratch(name);
    std::fs::write(&file, Format::Html.render(report)).unwrap();
    Browser::open(&address(&file), &scratch("downloads"))
}

/// A failed case that says this text wherever it can.
pub(crate) fn case(text: &str) -> CaseReport {
    let said = || text.to_owned();
    let headers = vec![("x-said".to_owned(), said())];
    let body = Some(json!({ text: [text, null, {}, []], "state": text }));
    let request = RequestReport {
        method: "POST".to_owned(),
        url: format!("http://127.0.0.1:3000/{text}"),
        headers: headers.clone(),
        identity: Some(said()),
        body: body.clone(),
        text: None,
    };
    let answer = |body, text| ResponseReport {
        status: 500,
        headers: headers.clone(),
        body,
        text,
        stray: Some(said()),
    };
    let exchange = |response| ExchangeReport {
        request: request.clone(),
        response,
        interruption: Some(said()),
        started: None,
        elapsed_ms: 1.5,
    };
    let finding = |place: &str| {
        let source = Source::Page(format!("{text} (javascript:document.title='run')"));
        let told = (place, said(), said());
        let finding = Finding::new((&said(), Level::Must), Party::Server, told, source);
        Finding { exchange: Some(1), sent: Some(said()), ..finding }
    };
    CaseReport {
        id: said(),
        kind: Kind::Rule,
        level: Level::Must,
        operation: None,
        summary: said(),
        source: None,
        rests_on: vec![Source::Page(said()), Source::Discrepancy(said()), Source::Schema(said())],
        location: None,
        documented: None,
        before: None,
        voices: None,
        shape: None,
        verdict: Verdict::Failed,
        findings: ["/state", "", text].map(finding).to_vec(),
        exchanges: vec![
            exchange(Some(answer(body.clone(), None))),
            exchange(Some(answer(None, Some(said())))),
            exchange(None),
        ],
    }
}

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn what_a_server_says_is_shown_as_text_and_never_run() {
    let mut report = empty();
    report.cases.push(case(HOSTILE));
    report.tally.count(&Verdict::Failed);
    report.endpoint = HOSTILE.to_owned();
    let browser = opened(&report, "hostile.html");
    browser.click("//details[contains(@class, 'case')]/summary");
    browser.see("//tr[@class='found']");
    browser.run("document.querySelectorAll('details').forEach(it => { it.open = true; })");
    browser.see("//td[contains(., '<script>')]");
    browser.see("//td[contains(., 'POST http')][contains(., '<img src=x')]");
    browser.see("//code[@class='curl'][contains(., '</script>')]");
    let shown = browser.run("return document.body.innerText").to_string();
    assert!(!shown.contains(['\u{202e}', '\u{9b}', '\u{0}']), "{shown}");
    assert_eq!(
        browser.run("return document.querySelectorAll('main img, main script, main b > *').length"),
        0
    );
    assert_eq!(browser.run("return document.querySelectorAll('script').length"), 3);
    let links = browser
        .run("return [...document.querySelectorAll('a')].map(it => it.getAttribute('href'))");
    let links = links.as_array().unwrap();
    assert!(
        links.iter().all(|link| ["#", "https://"]
            .iter()
            .any(|start| link.as_str().unwrap().starts_with(start))),
        "{links:?}"
    );
    let title = browser.run("return document.title");
    assert!(title.as_str().unwrap().starts_with("The endpoint does not conform"), "{title}");
    assert_eq!(browser.complaints(), [] as [String; 0]);
}

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn a_report_that_was_not_finished_or_has_no_case_is_a_page() {
    let mut report = empty();
    let browser = opened(&report, "empty.html");
    assert_eq!(browser.see("//h1"), "Nothing was run that is required.");
    assert_eq!(browser.see("//p[@id='shown']"), "0 cases");
    assert_eq!(browser.complaints(), [] as [String; 0]);
    report.ended = Ended::Unfinished;
    report.contract.title = "Notes".to_owned();
    let browser = opened(&report, "unfinished.html");
    assert!(browser.see("//p[@class='notice']").contains("has not ended"));
    assert_eq!(browser.run("return document.querySelectorAll('.picture').length"), 0);
    assert_eq!(browser.complaints(), [] as [String; 0]);
}
