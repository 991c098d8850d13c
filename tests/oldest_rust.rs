//! The oldest Rust that is promised is the one that everything is built and tested with.
#![expect(
    clippy::unwrap_used,
    reason = "a file of the repository that is not there is a failed test"
)]

use std::fs;
use std::path::Path;

/// What `Cargo.toml` promises, as `1.95`.
const PROMISED: &str = env!("CARGO_PKG_RUST_VERSION");

fn text(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

#[test]
fn the_toolchain_is_the_oldest_that_is_promised() {
    let toolchain = text("rust-toolchain.toml");
    let channel = toolchain.lines().find_map(|line| line.strip_prefix("channel = "));
    assert_eq!(channel, Some(format!("\"{PROMISED}.0\"").as_str()));
}

#[test]
fn the_book_names_the_same() {
    let sentence = format!(
        "//! The oldest Rust that is tested is the one in `rust-toolchain.toml`, {PROMISED}."
    );
    assert!(text("src/lib.rs").lines().any(|line| line == sentence), "it is {PROMISED}");
}
