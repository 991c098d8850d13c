//! Each button of the page, and the state that it changes.

use std::fs;
use std::path::{Path, PathBuf};

use sandbox::{Config, Sandbox, World};

use crate::browser::Browser;

const PENDING: &str = "3f1c9c6e-54d0-4f0e-8c1e-6a3b2d9e7f20";
const REQUESTS: &str = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";

/// A sandbox with the documented world, and a browser on its page.
async fn opened(name: &str) -> (Sandbox, Browser) {
    let sandbox = Sandbox::start(Config::default()).await.unwrap();
    let browser = Browser::open(&sandbox.control_url(), &folder(name));
    (sandbox, browser)
}

/// A folder of the test's own, with nothing in it.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The status of the answer that a list of requests gets.
fn list(sandbox: &Sandbox, browser: &Browser) -> u64 {
    let token = sandbox.token("admin").unwrap();
    let script = format!(
        "return fetch('{REQUESTS}', {{headers: {{Authorization: 'Bearer {token}'}}}}).then(it => it.status)"
    );
    browser.run(&script).as_u64().unwrap()
}

fn row(id: &str, text: &str) -> String {
    format!("//tbody[@id='requests']/tr[@data-request='{id}'][contains(., '{text}')]")
}

fn shows(id: &str, text: &str) -> String {
    format!("//*[@id='{id}'][contains(., '{text}')]")
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn the_page_shows_what_there_is_and_has_nothing_to_complain_about() {
    let (_sandbox, browser) = opened("shows").await;
    assert_eq!(browser.see("//*[@id='now'][contains(., 'Z')]"), "2024-06-07T15:53:35Z");
    browser.see(&row(PENDING, "PendingApproval"));
    browser.see("//*[@id='no-faults'][not(@hidden)]");
    browser.see("//*[@id='no-entries'][not(@hidden)]");
    assert_eq!(browser.complaints(), [] as [String; 0]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn the_clock_is_moved_forwards() {
    let (sandbox, browser) = opened("clock").await;
    for (button, now) in [
        ("+10 s", "2024-06-07T15:53:45Z"),
        ("+1 min", "2024-06-07T15:54:45Z"),
        ("+1 day", "2024-06-08T15:54:45Z"),
    ] {
        browser.press(button);
        browser.see(&shows("now", now));
    }
    browser.fill("//input[@id='duration']", "P2DT1H");
    browser.press("Advance");
    browser.see(&shows("now", "2024-06-10T16:54:45Z"));
    assert_eq!(sandbox.clock().now().to_rfc3339(), "2024-06-10T16:54:45.333+00:00");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn what_is_refused_is_told() {
    let (_sandbox, browser) = opened("refused").await;
    browser.fill("//input[@id='duration']", "P1M");
    browser.press("Advance");
    let told = browser.see(&shows("problem", "P1M"));
    assert!(told.contains("write days and time only"), "{told}");
    browser.press("+10 s");
    browser.see("//*[@id='problem'][not(text())]");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn an_approval_is_decided() {
    for (button, state) in [("Approve", "delivering"), ("Deny", "denied")] {
        let (_sandbox, browser) = opened(button).await;
        browser.press(&format!("Show request {PENDING}"));
        browser.see(&shows("facts", "pendingApproval"));
        browser.fill("//input[@id='justification']", "as told");
        browser.press(button);
        browser.see(&row(PENDING, state));
        browser.see(&shows("facts", state));
        browser.see("//*[@id='decision'][@hidden]");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn a_delivery_fails_entirely_or_partly() {
    for (button, state) in [("Entirely", "deliveryFailed"), ("Partly", "partiallyDelivered")] {
        let (_sandbox, browser) = opened(button).await;
        browser.press(&format!("Show request {PENDING}"));
        browser.fill("//input[@id='justification']", "as told");
        browser.press("Approve");
        browser.see(&shows("facts", "delivering"));
        browser.press(button);
        browser.see(&shows("done", "The delivery fails"));
        browser.press("+1 min");
        browser.see(&row(PENDING, state));
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn a_request_is_shown_until_it_is_closed() {
    let (_sandbox, browser) = opened("closed").await;
    browser.press(&format!("Show request {PENDING}"));
    browser.see(&row(PENDING, "").replace("[contains", "[@aria-current='true'][contains"));
    browser.click("//summary[contains(., 'Everything')]");
    browser.see(&shows("whole", "\"requestType\""));
    browser.press("Close");
    browser.see("//*[@id='detail'][@hidden]");
    let focused = browser.run("return document.activeElement.dataset.key");
    assert_eq!(focused, PENDING);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn everything_is_reset() {
    let (sandbox, browser) = opened("reset").await;
    let before = sandbox.world().to_json().unwrap();
    browser.press("+1 day");
    list(&sandbox, &browser);
    browser.see("//ol[@id='journal']/li");
    browser.press("Reset everything");
    browser.see(&shows("now", "2024-06-07T15:53:35Z"));
    browser.see("//ol[@id='journal'][not(li)]");
    assert_eq!(sandbox.world().to_json().unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn a_fault_is_added_strikes_and_is_removed() {
    let (sandbox, browser) = opened("fault").await;
    browser.click("//select[@name='operation']/option[.='list']");
    browser.click("//select[@name='when']/option[@value='nth']");
    browser.fill("//input[@name='number']", "2");
    browser.fill("//input[@name='status']", "503");
    browser.fill("//input[@name='retryAfter']", "5");
    browser.press("Add fault");
    browser.see("//li[@data-fault='1'][contains(., 'struck 0 of 0')]");
    assert_eq!([list(&sandbox, &browser), list(&sandbox, &browser)], [200, 503]);
    browser.see("//li[@data-fault='1'][contains(., 'struck 1 of 2')]");
    browser.see("//ol[@id='journal']/li[contains(., '503')]");
    browser.press("Remove fault 1");
    browser.see("//*[@id='faults'][not(li)]");
    assert_eq!(sandbox.faults().list().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn every_kind_of_fault_can_be_added() {
    let (sandbox, browser) = opened("faults").await;
    for (when, what, value) in [
        ("always", "latency", "0.5"),
        ("everyNth", "status", "500"),
        ("probability", "status", "500"),
        ("rate", "retryAfter", "7"),
    ] {
        browser.click(&format!("//select[@name='when']/option[@value='{when}']"));
        browser.fill("//input[@name='path']", "/v1.0/*");
        browser.fill(&format!("//input[@name='{what}']"), value);
        browser.press("Add fault");
        browser.see(&format!("//li[@data-fault][contains(., '{when}')]"));
        browser.press("+10 s");
        browser.see(&shows("done", "The clock was moved"));
    }
    browser.click("//select[@name='lose']/option[.='answer']");
    browser.press("Add fault");
    browser.see("//li[@data-fault='5'][contains(., 'answer')]");
    assert_eq!(sandbox.faults().list().len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn the_journal_shows_exchanges_until_it_is_cleared() {
    let (sandbox, browser) = opened("journal").await;
    list(&sandbox, &browser);
    list(&sandbox, &browser);
    let latest = browser.see("//ol[@id='journal']/li[@data-number='2']");
    assert!(latest.starts_with(&format!("200 GET {REQUESTS} · Adele Vance")), "{latest}");
    browser.click("//li[@data-number='1']//summary");
    let sent = browser.see("//li[@data-number='1']//pre[@aria-label='Request']");
    assert!(sent.contains("host: ") && !sent.to_lowercase().contains("bearer"), "{sent}");
    let answered = browser.see("//li[@data-number='1']//pre[@aria-label='Response']");
    assert!(answered.contains("@odata.context"), "{answered}");
    browser.press("Clear journal");
    browser.see("//ol[@id='journal'][not(li)]");
    list(&sandbox, &browser);
    browser.see("//ol[@id='journal']/li[@data-number='3']");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn a_world_is_saved_and_loaded_again() {
    let (sandbox, browser) = opened("saved").await;
    browser.press("+1 day");
    browser.see(&shows("done", "The clock was moved"));
    browser.click("//a[@id='save-world']");
    let file = folder_of("saved").join("world.json");
    let saved = written(&file).await;
    assert_eq!(World::from_json(&saved).unwrap().clock(), sandbox.clock().now());
    browser.press("Reset everything");
    browser.see(&shows("now", "2024-06-07"));
    browser.choose("//input[@id='load-world']", &file);
    browser.see(&shows("done", "world.json is loaded"));
    browser.see(&shows("now", "2024-06-08"));
    assert_eq!(sandbox.world().to_json().unwrap(), saved);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn a_world_that_is_not_sound_is_refused_with_its_place() {
    let (_sandbox, browser) = opened("unsound").await;
    let file = folder_of("unsound").join("broken.json");
    fs::write(&file, r#"{"clock": "now"}"#).unwrap();
    browser.choose("//input[@id='load-world']", &file);
    browser.see(&shows("problem", "clock does not have the form of a world"));
    browser.see(&row(PENDING, "PendingApproval"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn names_are_shown_as_text_whatever_is_in_them() {
    let name =
        "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">";
    let text = include_str!("../../worlds/documented.json");
    let world = text.replace("\"Megan Bowen\"", &serde_json::json!(name).to_string());
    assert_ne!(world, text);
    let world = Some(World::from_json(&world.replace("\"New Hire\"", "\"<b>New</b>\"")).unwrap());
    let sandbox = Sandbox::start(Config { world, ..Config::default() }).await.unwrap();
    let browser = Browser::open(&sandbox.control_url(), &folder("names"));
    let cell = browser.see("//tbody[@id='requests']//td[contains(., '<script>')]");
    assert_eq!(cell, name);
    browser.click("//tbody[@id='requests']/tr[contains(., '<script>')]//button");
    browser.see(&shows("facts", "<script>"));
    assert_eq!(
        browser.run("return document.querySelectorAll('main b, main img, main script').length"),
        0
    );
    assert_eq!(browser.run("return document.title"), "Sandbox");
    assert_eq!(browser.complaints(), [] as [String; 0]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs chromium-driver: see CONTRIBUTING"]
async fn a_sandbox_that_is_gone_is_told() {
    let (sandbox, browser) = opened("gone").await;
    browser.see(&row(PENDING, "PendingApproval"));
    sandbox.shutdown().await;
    browser.see(&shows("problem", "The sandbox does not answer"));
}

fn folder_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// What is in a file, once it is there.
async fn written(file: &Path) -> String {
    let there = async {
        while !file.exists() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), there).await.unwrap();
    fs::read_to_string(file).unwrap()
}
