//! Tokens that must be signed: which of them are taken. The keys beside this file sign nothing else.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use sandbox::{Config, Sandbox, SigningKeys};
use serde_json::{Value, json};

use crate::client::{Answer, Ask, admin};

const JWKS: &str = include_str!("signing_keys/jwks.json");
const IN_2001: u64 = 1_000_000_000;
const IN_2100: u64 = 4_102_444_800;

fn rsa() -> EncodingKey {
    EncodingKey::from_rsa_der(include_bytes!("signing_keys/rsa.der"))
}

fn ec() -> EncodingKey {
    EncodingKey::from_ec_der(include_bytes!("signing_keys/ec.der"))
}

fn stranger() -> EncodingKey {
    EncodingKey::from_ec_der(include_bytes!("signing_keys/stranger.der"))
}

fn claims(times: &Value) -> Value {
    let mut claims = json!({
        "oid": "d4a2f6c8-1b3e-4f57-8a9c-0e2d4f6a8b1c",
        "scp": "EntitlementManagement.ReadWrite.All",
        "aud": "https://graph.microsoft.com",
    });
    for (name, time) in times.as_object().unwrap() {
        claims[name] = time.clone();
    }
    claims
}

fn signed(algorithm: Algorithm, kid: Option<&str>, key: &EncodingKey) -> String {
    signed_at(&json!({"exp": IN_2100}), (algorithm, kid, key))
}

fn signed_at(
    times: &Value,
    (algorithm, kid, key): (Algorithm, Option<&str>, &EncodingKey),
) -> String {
    let header = Header { kid: kid.map(str::to_owned), ..Header::new(algorithm) };
    encode(&header, &claims(times), key).unwrap()
}

async fn trusting(jwks: &str) -> Sandbox {
    let verify_with = Some(SigningKeys::from_json(jwks).unwrap());
    Sandbox::start(Config { verify_with, ..Config::default() }).await.unwrap()
}

async fn answer_to(token: &str, sandbox: &Sandbox) -> Answer {
    let list = Ask::get("assignmentRequests").without_headers();
    list.header("Authorization", &format!("Bearer {token}")).send(sandbox).await
}

async fn check_refused(token: &str, fault: &str) {
    let answer = answer_to(token, &trusting(JWKS).await).await;
    assert_eq!((answer.status, answer.code().as_str()), (401, "InvalidAuthenticationToken"));
    assert!(answer.message().contains(fault), "{fault}: {answer:?}");
}

#[tokio::test]
async fn a_token_that_one_of_the_keys_signed_is_taken() {
    let sandbox = trusting(JWKS).await;
    for token in [
        signed(Algorithm::RS256, Some("rsa-key"), &rsa()),
        signed(Algorithm::PS512, Some("rsa-key"), &rsa()),
        signed(Algorithm::ES256, Some("ec-key"), &ec()),
        signed_at(
            &json!({"exp": IN_2100, "nbf": IN_2001}),
            (Algorithm::ES256, Some("ec-key"), &ec()),
        ),
    ] {
        let answer = answer_to(&token, &sandbox).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

#[tokio::test]
async fn a_token_that_none_of_the_keys_signed_is_answered_401() {
    let ours = signed(Algorithm::ES256, Some("ec-key"), &ec());
    let (head_and_claims, _) = ours.rsplit_once('.').unwrap();
    let theirs = signed(Algorithm::ES256, Some("ec-key"), &stranger());
    let (_, signature) = theirs.rsplit_once('.').unwrap();
    check_refused(&theirs, "signature").await;
    check_refused(&format!("{head_and_claims}.{signature}"), "signature").await;
    check_refused(&format!("{head_and_claims}."), "signature").await;
    check_refused(&signed(Algorithm::ES256, Some("another"), &ec()), "kid").await;
    check_refused(&signed(Algorithm::ES256, None, &ec()), "kid").await;
}

#[tokio::test]
async fn claims_that_were_changed_are_answered_401() {
    let token = signed(Algorithm::RS256, Some("rsa-key"), &rsa());
    let other =
        signed_at(&json!({"exp": IN_2100 + 1}), (Algorithm::RS256, Some("rsa-key"), &rsa()));
    let mut parts: Vec<&str> = token.split('.').collect();
    parts[1] = other.split('.').nth(1).unwrap();
    check_refused(&parts.join("."), "signature").await;
}

#[tokio::test]
async fn no_signature_and_a_shared_secret_are_answered_401() {
    // The public key as the secret: whoever takes it would take anybody's token.
    let modulus = JWKS.split("\"n\": \"").nth(1).unwrap().split('"').next().unwrap();
    let secret = EncodingKey::from_secret(modulus.as_bytes());
    check_refused(&signed(Algorithm::HS256, Some("rsa-key"), &secret), "alg").await;
    check_refused(admin().as_str(), "alg").await;
    check_refused(&signed(Algorithm::ES256, Some("rsa-key"), &ec()), "alg").await;
}

#[tokio::test]
async fn a_token_out_of_its_time_is_answered_401() {
    for (times, fault) in [
        (json!({"exp": IN_2001}), "exp has passed"),
        (json!({"exp": IN_2100, "nbf": IN_2100}), "nbf has not come"),
        (json!({}), "exp be there"),
        (json!({"exp": "tomorrow"}), "exp must be a number"),
        (json!({"exp": IN_2100, "nbf": "tomorrow"}), "must be numbers"),
    ] {
        let token = signed_at(&times, (Algorithm::RS256, Some("rsa-key"), &rsa()));
        check_refused(&token, fault).await;
    }
}

#[tokio::test]
async fn the_only_key_of_a_set_needs_no_name() {
    let mut jwks: Value = serde_json::from_str(JWKS).unwrap();
    jwks["keys"].as_array_mut().unwrap().remove(0);
    let sandbox = trusting(&jwks.to_string()).await;
    assert_eq!(answer_to(&signed(Algorithm::ES256, None, &ec()), &sandbox).await.status, 200);
}

#[tokio::test]
async fn a_key_that_is_not_for_signatures_is_passed_over() {
    let mut jwks: Value = serde_json::from_str(JWKS).unwrap();
    jwks["keys"][0]["use"] = "enc".into();
    let sandbox = trusting(&jwks.to_string()).await;
    let token = signed(Algorithm::RS256, Some("rsa-key"), &rsa());
    let answer = answer_to(&token, &sandbox).await;
    assert!(answer.status == 401 && answer.message().contains("kid"), "{answer:?}");
}

#[test]
fn a_set_without_a_key_to_verify_with_is_refused() {
    for (jwks, fault) in [
        ("", "does not have the form of a JSON Web Key Set"),
        ("{}", "does not have the form of a JSON Web Key Set"),
        (r#"{"keys": 1}"#, "keys does not have the form of a JSON Web Key Set"),
        (r#"{"keys": []}"#, "no key that verifies signatures"),
        (r#"{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}"#, "no key that verifies signatures"),
        (r#"{"keys": [{"kty": "new", "kid": "x"}]}"#, "no key that verifies signatures"),
        (r#"{"keys": [{"kty": "RSA", "n": "?", "e": "AQAB"}]}"#, "keys[0] is no key"),
    ] {
        let error = SigningKeys::from_json(jwks).unwrap_err().to_string();
        assert!(error.contains(fault), "{jwks}: {error}");
    }
}
