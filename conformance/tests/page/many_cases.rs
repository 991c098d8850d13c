//! A report of ten thousand cases: all of them are there, and the page can be used at once.

use crate::of_any_report::{case, empty, opened};
use conformance::report::Report;
use conformance::verdict::Verdict;

const MANY: usize = 10_000;

fn many() -> Report {
    let mut report = empty();
    for place in 0..MANY {
        let mut case = case("said");
        case.id = format!("family-{}/case-{place}", place % 20);
        case.verdict = if place % 100 == 0 { Verdict::Failed } else { Verdict::Passed };
        report.tally.count(&case.verdict);
        report.cases.push(case);
    }
    report
}

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn ten_thousand_cases_are_all_there_and_those_that_failed_first() {
    let browser = opened(&many(), "many.html");
    assert_eq!(browser.see("//p[@id='shown']"), "10000 cases");
    let first = browser.run("return document.querySelector('.case').dataset.case");
    assert_eq!(first, "family-0/case-0");
    browser.click("//select[@name='family']/option[@value='family-7']");
    browser.see("//p[@id='shown'][.='500 of 10000 cases']");
    browser.see("//details[@data-case='family-7/case-9987'][not(@hidden)]");
    browser.click("//details[@data-case='family-7/case-7']/summary");
    browser.see("//details[@data-case='family-7/case-7']//table");
    let made = browser.run("return document.querySelectorAll('.case > .body').length");
    assert_eq!(made, 1);
    assert_eq!(browser.complaints(), [] as [String; 0]);
}
