//! A browser on a page: what somebody does there in, what they see out.
//!
//! Whatever is looked for is waited for: the driver looks again until it is there.

use std::path::Path;

use serde_json::{Value, json};

use crate::driver::Driver;

/// A window of headless Chromium.
#[derive(Debug)]
pub(crate) struct Browser {
    driver: Driver,
    session: String,
}

/// Long enough for a busy machine.
const PATIENCE_IN_MILLISECONDS: u32 = 20_000;

/// The name by which the protocol hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Browser {
    /// Opens the page at an address; what is downloaded goes into the folder.
    pub(crate) fn open(address: &str, downloads: &Path) -> Self {
        let driver = Driver::start();
        let options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                "--window-size=1400,1000"],
            "prefs": {"download.default_directory": downloads},
        });
        let wanted = json!({
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "timeouts": {"implicit": PATIENCE_IN_MILLISECONDS},
        });
        let body = json!({"capabilities": {"alwaysMatch": wanted}});
        let session = driver.ask("POST", "/session", &body).unwrap();
        let session = session["sessionId"].as_str().unwrap().to_owned();
        let browser = Self { driver, session };
        browser.go(address);
        browser
    }

    /// Goes to another address.
    pub(crate) fn go(&self, address: &str) {
        self.post("url", &json!({ "url": address }));
    }

    /// Waits until there is an element that an `XPath` describes, and gives its text.
    pub(crate) fn see(&self, xpath: &str) -> String {
        let element = self.element(xpath);
        let text = self.get(&format!("element/{element}/text"));
        text.as_str().unwrap().to_owned()
    }

    /// Clicks on an element.
    pub(crate) fn click(&self, xpath: &str) {
        let element = self.element(xpath);
        self.post(&format!("element/{element}/click"), &json!({}));
    }

    /// Clicks on the button that is called so.
    pub(crate) fn press(&self, button: &str) {
        self.click(&format!("//button[normalize-space()='{button}' or @aria-label='{button}']"));
    }

    /// Types into an element what is to stand there alone.
    pub(crate) fn fill(&self, xpath: &str, text: &str) {
        let element = self.element(xpath);
        self.post(&format!("element/{element}/clear"), &json!({}));
        self.post(&format!("element/{element}/value"), &json!({"text": text}));
    }

    /// Chooses a file.
    pub(crate) fn choose(&self, xpath: &str, file: &Path) {
        let element = self.element(xpath);
        self.post(&format!("element/{element}/value"), &json!({"text": file}));
    }

    /// What a function of the page's own language says.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({"script": script, "args": []}))
    }

    /// What the console has to complain about.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.post("se/log", &json!({"type": "browser"}));
        let lines = log.as_array().unwrap().iter();
        let loud =
            lines.filter(|line| ["SEVERE", "WARNING"].contains(&line["level"].as_str().unwrap()));
        loud.map(|line| line["message"].to_string()).collect()
    }

    fn element(&self, xpath: &str) -> String {
        let found = self.post("element", &json!({"using": "xpath", "value": xpath}));
        found[ELEMENT].as_str().unwrap().to_owned()
    }

    /// Gives the driver a command for this window.
    pub(crate) fn post(&self, below: &str, body: &Value) -> Value {
        self.ask("POST", below, body)
    }

    fn get(&self, below: &str) -> Value {
        self.ask("GET", below, &Value::Null)
    }

    fn ask(&self, method: &str, below: &str, body: &Value) -> Value {
        let path = format!("/session/{}/{below}", self.session);
        let answer = self.driver.ask(method, &path, body);
        answer.unwrap_or_else(|error| panic!("{method} {below} {body}: {error}"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The window would outlive its driver otherwise.
        let _ = self.driver.ask("DELETE", &format!("/session/{}", self.session), &Value::Null);
    }
}
