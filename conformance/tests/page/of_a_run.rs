//! The page of a run with failures: what it shows, and what somebody does on it.

use crate::browser::Browser;
use crate::faulty_run::{page, scratch};
use serde_json::{Value, json};

fn opened(fragment: &str) -> Browser {
    Browser::open(&format!("{}{fragment}", page()), &scratch("downloads"))
}

fn number(browser: &Browser, script: &str) -> u64 {
    let told = browser.run(&format!("return {script}"));
    told.as_u64().unwrap_or_else(|| panic!("{script}: {told}"))
}

/// How many cases are to be seen.
fn shown(browser: &Browser) -> u64 {
    number(browser, "document.querySelectorAll('.case:not([hidden])').length")
}

fn case(id: &str) -> String {
    format!("//details[@data-case='{id}']")
}

const REFUSED: &str = "cancel/is-refused-once-delivered";

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn the_page_asks_for_nothing_but_itself_and_has_nothing_to_complain_about() {
    let browser = opened("");
    assert!(browser.see("//h1").contains("does not conform"));
    browser.click(&format!("{}/summary", case(REFUSED)));
    browser.see(&format!("{}//table", case(REFUSED)));
    let log = browser.post("se/log", &json!({"type": "performance"}));
    let events = log.as_array().unwrap().iter().map(|line| line["message"].as_str().unwrap());
    let events = events.map(|event| serde_json::from_str::<Value>(event).unwrap());
    let asked = events.filter(|event| event["message"]["method"] == "Network.requestWillBeSent");
    let asked = asked.map(|event| event["message"]["params"]["request"]["url"].to_string());
    let asked: Vec<String> = asked.filter(|url| !url.contains("data:,")).collect();
    assert!(asked.len() == 1 && asked[0].contains("faulty-run.html"), "{asked:?}");
    assert_eq!(browser.complaints(), [] as [String; 0]);
}

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn a_filter_shows_what_it_says_and_the_address_keeps_it() {
    let browser = opened("");
    let all = shown(&browser);
    browser.click("//ul[@class='numbers']//a[contains(., 'failed')]");
    browser.see("//p[@id='shown'][contains(., ' of ')]");
    let failed = shown(&browser);
    assert!(0 < failed && failed < all, "{failed} of {all}");
    browser.click("//select[@name='kind']/option[@value='rule']");
    browser.fill("//input[@name='q']", "delivered stays");
    browser.see("//p[@id='shown'][starts-with(., '1 of ')]");
    browser.see(&format!("{}[not(@hidden)]", case(REFUSED)));
    let address = browser.run("return location.href");
    browser.go("about:blank");
    browser.go(address.as_str().unwrap());
    browser.see("//p[@id='shown'][starts-with(., '1 of ')]");
    assert_eq!(shown(&browser), 1);
    assert_eq!(browser.run("return document.getElementById('filter').elements.kind.value"), "rule");
    browser.press("Show all");
    browser.see("//p[@id='shown'][not(contains(., ' of '))]");
    assert_eq!(shown(&browser), all);
    assert_eq!(browser.run("return location.hash"), "");
}

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn a_word_that_no_case_has_shows_none() {
    let browser = opened("#verdict=waived&q=%3Cb%3E");
    browser.see("//p[@id='shown'][starts-with(., '0 of ')]");
    assert_eq!(shown(&browser), 0);
    assert_eq!(
        browser.run("return document.getElementById('filter').elements.verdict.value"),
        "waived"
    );
}

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn text_is_found_in_exchanges_where_that_is_asked_for() {
    let browser = opened("#q=client-request-id&family=cancel&kind=example");
    browser.see("//p[@id='shown'][starts-with(., '0 of ')]");
    browser.click("//input[@name='deep']");
    browser.see("//p[@id='shown'][starts-with(., '1 of ')]");
}

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn an_example_has_the_documented_call_beside_the_actual_one() {
    let id = "create/admin-adds-user";
    let browser = opened(&format!("#case={id}"));
    let table = format!("{}//table[caption='Answer']", case(id));
    browser.see(&format!("{table}//th[.='Documented']"));
    for (row, left, right) in [
        ("same", "HTTP 201", "HTTP 201"),
        ("same", "\"requestType\": \"adminAdd\",", "\"requestType\": \"adminAdd\","),
        ("missing", "\"requestState\": \"Submitted\",", ""),
        ("extra", "", "\"state\": \"submitted\","),
    ] {
        browser.see(&format!(
            "{table}//tr[@class='{row}'][td[@class='left']='{left}'][td[@class='right']='{right}']"
        ));
    }
    browser.click(&format!("{}//summary[.='curl']", case(id)));
    let curl = browser.see(&format!("{}//code[@class='curl']", case(id)));
    assert!(curl.starts_with("curl ") && curl.contains("$ADMIN_TOKEN"), "{curl}");
}

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn a_failure_shows_what_was_expected_where_and_on_what_it_rests() {
    let browser = opened(&format!("#case={REFUSED}"));
    let finding = browser.see(&format!("{}//article", case(REFUSED)));
    for told in ["must", "a refusal, 4XX", "204", "the server is out of step · decides"] {
        assert!(finding.contains(told), "{finding}");
    }
    browser.see(&format!("{}//article//a[contains(@href, 'learn.microsoft.com')]", case(REFUSED)));
    browser.see(&format!(
        "{}//tr[@class='found'][td[@class='left']='a refusal, 4XX'][td[@class='right']='HTTP 204']",
        case(REFUSED)
    ));
    // The exchanges that nothing is said of are closed, and made when they are opened.
    let closed = format!("{}//details[contains(@class, 'exchange')][not(@open)][1]", case(REFUSED));
    browser.click(&format!("{closed}/summary"));
    browser.see(&format!(
        "{}//details[contains(@class, 'exchange')][1]//td[contains(., 'POST http')]",
        case(REFUSED)
    ));
    browser.click(&format!("{}//article//button[contains(., 'exchange')]", case(REFUSED)));
    let focused = browser.run("return document.activeElement.closest('.exchange').open");
    assert_eq!(focused, true);
}

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn the_life_cycle_shows_what_passed_and_what_failed() {
    let browser = opened("");
    let picture = "//*[name()='svg'][@role='img']";
    let transition = |class: &str, told: &str| {
        format!("{picture}//*[name()='a'][@class='{class}'][contains(., '{told}')]")
    };
    browser.see(&transition("passed", "new → submitted"));
    browser.see(&transition("failed", "delivered → canceled"));
    browser.see(&transition("never", "delivering → partiallyDelivered"));
    browser.click("//summary[.='The same as a table']");
    let row = "//table//tr[td[1]='delivered'][td[2]='canceled']";
    let told = browser.see(row);
    assert!(told.contains("failed in 1 case") && told.contains("no document"), "{told}");
    browser.click(&format!("{row}//a"));
    browser.see("//p[@id='shown'][starts-with(., '1 of ')]");
    browser.see(&format!("{}[not(@hidden)]", case(REFUSED)));
}

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn the_page_is_used_with_keys_alone() {
    let browser = opened("#verdict=failed");
    let press = |key: &str| {
        let down = json!([{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]);
        browser
            .post("actions", &json!({"actions": [{"type": "key", "id": "keys", "actions": down}]}));
    };
    press("j");
    press("j");
    press("k");
    press("\u{e007}");
    browser.see("//details[contains(@class, 'failed')][@open]//table");
    assert_eq!(number(&browser, "document.querySelectorAll('.case[open]').length"), 1);
    let opened = browser.run("return new URLSearchParams(location.hash.slice(1)).get('case')");
    assert_eq!(browser.run("return document.querySelector('.case[open]').dataset.case"), opened);
    press("/");
    assert_eq!(browser.run("return document.activeElement.name"), "q");
}

#[test]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
fn the_page_is_dark_where_the_system_is_and_fits_a_phone() {
    let browser = opened(&format!("#case={REFUSED}"));
    let ground = || browser.run("return getComputedStyle(document.body).backgroundColor");
    let colour = |scheme: &str| {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        let parameters = json!({"features": features});
        browser.post(
            "goog/cdp/execute",
            &json!({"cmd": "Emulation.setEmulatedMedia", "params": parameters}),
        );
        ground()
    };
    assert_eq!(
        (colour("dark"), colour("light")),
        (json!("rgb(20, 23, 28)"), json!("rgb(246, 247, 249)"))
    );
    let size = json!({"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": true});
    browser.post(
        "goog/cdp/execute",
        &json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": size}),
    );
    let widths = browser.run("return [document.documentElement.scrollWidth, innerWidth]");
    assert_eq!(widths, json!([360, 360]));
}
