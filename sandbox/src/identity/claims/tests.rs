//! Tokens of every kind, as they come and as nobody should send them.

use serde_json::json;

use super::*;

const OID: &str = "d4a2f6c8-1b3e-4f57-8a9c-0e2d4f6a8b1c";

fn with_parts(header: &str, payload: &str, signature: &str) -> String {
    let encoded = |part: &str| BASE64_URL_SAFE_NO_PAD.encode(part);
    format!("{}.{}.{signature}", encoded(header), encoded(payload))
}

fn with_payload(payload: &str) -> String {
    with_parts(r#"{"alg": "RS256", "typ": "JWT"}"#, payload, "c2lnbmVk")
}

fn granted(claims: &Value) -> Result<Grant, Malformed> {
    Claims::read(&with_payload(&claims.to_string())).map(|claims| claims.grant)
}

#[test]
fn what_a_token_grants_is_in_its_scopes_or_in_its_roles() {
    use Grant::{Application, Delegated};
    use Permission::{ReadAll, ReadWriteAll, SubjectAccess};
    let (read, write) = ("EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All");
    let own = "EntitlementMgmt-SubjectAccess.ReadWrite";
    for (claims, expected) in [
        (json!({"scp": read}), Delegated(vec![ReadAll])),
        (json!({"scp": format!("openid {own} User.Read {write}")}), {
            Delegated(vec![SubjectAccess, ReadWriteAll])
        }),
        (json!({"scp": format!("  {read}  ")}), Delegated(vec![ReadAll])),
        (json!({"scp": read.to_lowercase()}), Delegated(vec![])),
        (json!({"scp": ""}), Delegated(vec![])),
        (json!({"scp": read, "roles": [write]}), Delegated(vec![ReadAll])),
        (json!({"scp": "", "roles": [write]}), Delegated(vec![])),
        (json!({"roles": [read, "User.Read.All", write]}), {
            Application(vec![ReadAll, ReadWriteAll])
        }),
        (json!({"roles": []}), Application(vec![])),
        (json!({}), Application(vec![])),
    ] {
        let mut claims = claims;
        claims["oid"] = OID.into();
        assert_eq!(granted(&claims), Ok(expected), "{claims}");
    }
}

#[test]
fn claims_of_another_kind_are_named() {
    for (claims, expected) in [
        (json!({}), "oid"),
        (json!({"sub": OID}), "oid"),
        (json!({"oid": null}), "oid"),
        (json!({"oid": 7}), "oid"),
        (json!({"oid": [OID]}), "oid"),
        (json!({"oid": "adele"}), "oid"),
        (json!({"oid": ""}), "oid"),
        (json!({"oid": OID, "scp": null}), "scp"),
        (json!({"oid": OID, "exp": "2030-01-01T00:00:00Z"}), "exp"),
        (json!({"oid": OID, "exp": null}), "exp"),
        (json!({"oid": OID, "scp": ["EntitlementManagement.Read.All"]}), "scp"),
        (json!({"oid": OID, "roles": "EntitlementManagement.Read.All"}), "roles"),
        (json!({"oid": OID, "roles": [1]}), "roles"),
    ] {
        match granted(&claims) {
            Err(Malformed::Claim { claim, .. }) => assert_eq!(claim, expected, "{claims}"),
            other => panic!("{claims}: {other:?}"),
        }
    }
}

#[test]
fn only_three_parts_in_base64url_without_padding_are_a_token() {
    let payload = json!({"oid": OID, "scp": ""}).to_string();
    let whole = with_payload(&payload);
    let padded = base64::prelude::BASE64_URL_SAFE.encode(format!("{payload} "));
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for (token, is_one) in [
        (whole.clone(), true),
        (with_parts("{}", &payload, ""), true),
        (with_parts("{}", &payload, "neither base64url nor read"), true),
        (format!("{whole}.x"), false),
        (whole.rsplit_once('.').unwrap().0.to_owned(), false),
        (with_parts("[]", &payload, ""), false),
        (with_parts("", &payload, ""), false),
        (with_parts("{}", "", ""), false),
        (with_parts("{}", "[]", ""), false),
        (with_parts("{}", &payload.replace('}', ""), ""), false),
        (format!("e30.{payload}."), false),
        (format!("e30.{padded}."), !padded.contains('=')),
        (with_parts("{}", &format!(r#"{{"oid": "{OID}", "deep": {deep}}}"#), ""), false),
        (String::new(), false),
        ("..".to_owned(), false),
        ("token".to_owned(), false),
    ] {
        assert_eq!(Claims::read(&token).is_ok(), is_one, "{token}");
    }
    assert!(padded.contains('='), "{padded}");
}

#[test]
fn a_token_has_an_end() {
    let long = |length: usize| {
        let filler = "x".repeat(length);
        Claims::read(&with_payload(&json!({"oid": OID, "filler": filler}).to_string()))
    };
    assert!(long(12_000).is_ok());
    assert_eq!(long(13_000), Err(Malformed::Length));
}

#[test]
fn what_is_said_of_a_token_repeats_nothing_of_it() {
    let secret = "s3cr3t-words";
    for claims in [
        json!({"oid": secret}),
        json!({"oid": OID, "scp": [secret]}),
        json!({"oid": OID, "roles": secret}),
        json!([secret]),
    ] {
        let token = with_payload(&claims.to_string());
        let said = Claims::read(&token).unwrap_err().to_string();
        let parts = token.split('.').chain([secret]);
        for part in parts {
            assert!(!said.contains(part), "{said}");
        }
    }
}

#[test]
fn a_token_expires_at_the_second_that_it_says() {
    let moment = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
    for (exp, at, expected) in [
        (None, i64::MAX >> 24, false),
        (Some(json!(1_577_836_800)), 1_577_836_799, false),
        (Some(json!(1_577_836_800)), 1_577_836_800, true),
        (Some(json!(1_577_836_800.9)), 1_577_836_800, true),
        (Some(json!(1.577_836_8e9)), 1_577_836_799, false),
        (Some(json!(-1)), 0, true),
    ] {
        let mut claims = json!({"oid": OID, "scp": ""});
        claims.as_object_mut().unwrap().extend(exp.map(|exp| ("exp".to_owned(), exp)));
        let read = Claims::read(&with_payload(&claims.to_string())).unwrap();
        assert_eq!(read.is_expired(moment(at)), expected, "{claims} at {at}");
    }
}
