//! What the features of the client bring: without any, no TLS is compiled; with one, that TLS and no other.
#![expect(clippy::unwrap_used, reason = "a cargo that does not run is a failed test")]

use std::process::Command;

/// The packages of each kind of TLS, by which it is known.
const RUSTLS: &str = "rustls";
const NATIVE_TLS: &str = "native-tls";

/// The names of all packages that are compiled for a dependent of the client, where it names these features of it.
fn compiled(features: &[&str]) -> Vec<String> {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--package", "assignment-requests", "--edges", "normal,build"]);
    tree.args(["--prefix", "none", "--format", "{p}", "--locked", "--offline"]);
    tree.args(features).current_dir(env!("CARGO_MANIFEST_DIR"));
    let told = tree.output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let packages = String::from_utf8(told.stdout).unwrap();
    let name = |line: &str| line.split(' ').next().map(str::to_owned);
    packages.lines().filter_map(name).collect()
}

#[test]
fn each_feature_brings_its_tls_and_no_feature_none() {
    for (features, expected) in [
        (&[][..], &[RUSTLS][..]),
        (&["--no-default-features"], &[]),
        (&["--no-default-features", "--features", "rustls"], &[RUSTLS]),
        (&["--no-default-features", "--features", "native-tls"], &[NATIVE_TLS]),
        (&["--no-default-features", "--features", "azure_identity,tracing"], &[]),
    ] {
        let packages = compiled(features);
        let found: Vec<_> = [RUSTLS, NATIVE_TLS]
            .into_iter()
            .filter(|tls| packages.iter().any(|package| package == tls))
            .collect();
        assert_eq!(found, expected, "{features:?}");
    }
}
