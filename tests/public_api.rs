//! Everything that the crate shows its users, as a list that is reviewed: a change that breaks them is seen as a line that is gone.
#![expect(clippy::unwrap_used, reason = "what cannot be documented is a failed test")]

use public_api::Builder;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The features that add to what is shown and need no TLS.
const FEATURES: [&str; 3] = ["--no-default-features", "--features", "azure_identity,tracing"];

#[test]
fn what_the_crate_shows_is_reviewed() {
    let shown = Builder::from_rustdoc_json(documented())
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()
        .unwrap();
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("public_api", shown);
    });
}

/// What rustdoc knows of the crate, as JSON. The format is not stable, so that the toolchain and the crate that reads it are pinned; it is
/// made in a folder of its own, for what builds with another environment would be built anew each time.
fn documented() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public-api");
    let ended = Command::new(env!("CARGO"))
        .args(["rustdoc", "--quiet", "--locked", "--lib", "--package", env!("CARGO_PKG_NAME")])
        .args(FEATURES)
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTDOCFLAGS")
        .output()
        .unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    target.join("doc/assignment_requests.json")
}
