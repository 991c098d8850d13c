//! The page of the control in a real browser. It needs chromedriver and Chromium, as Debian's packages
//! chromium-driver and chromium have them: `cargo test --test page -- --ignored`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic; clippy exempts test functions only, not what they call"
)]

mod browser;
mod controls;
mod driver;
