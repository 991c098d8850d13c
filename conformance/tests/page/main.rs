//! The page of a report in a real browser, as the sandbox's own page is tested. It needs chromedriver and Chromium: `cargo test --test page -- --ignored`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic; clippy exempts test functions only, not what they call"
)]

#[path = "../judge/bare.rs"]
mod bare;
#[path = "../../../sandbox/tests/page/browser.rs"]
#[expect(dead_code, reason = "the sandbox's page has buttons and files besides")]
mod browser;
#[path = "../../../sandbox/tests/page/driver.rs"]
mod driver;
mod faulty_run;
mod many_cases;
mod of_a_run;
mod of_any_report;
