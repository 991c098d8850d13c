//! A client's id and secret in, the token that its token endpoint grants out (RFC 6749, section 4.4).

use super::{ClientCredentials, ClientSecret, Lack, Means, Token};
use crate::clock;
use crate::endpoint::Endpoint;
use crate::environment;
use crate::exchange::Outcome;
use crate::files;
use crate::prepare::{Body, Credential, PreparedRequest};
use crate::report::one_line;
use crate::secret::{REMOVED, Secret};
use crate::send::send;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use url::form_urlencoded::Serializer;

/// Asks the token endpoint.
///
/// # Errors
/// [`Lack`] where it cannot be asked, or grants nothing; why it says.
pub(super) async fn granted(told: &ClientCredentials, means: &Means) -> Result<Token, Lack> {
    let password = password(&told.client_secret)?;
    means.secret.add(&password);
    // Its answer is no part of a report: the token in it is what is wanted.
    let endpoint = Endpoint::new(&told.token_url, None)
        .map_err(|error| Lack::Wrong(format!("token_url: {}", error.chain())))?
        .over(&means.transport, &Secret::default());
    let request = PreparedRequest {
        method: "POST".to_owned(),
        url: endpoint.base().clone(),
        headers: vec![("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned())],
        credential: Credential::Nothing,
        body: Some(Body::Bytes(form(told, &password).into_bytes())),
    };
    let asked = clock::now();
    let sent = send(&request, &endpoint, means.limits).await;
    let exchange = sent.map_err(|error| Lack::Refused(error.chain()))?;
    let refused = |problem: &str| {
        let problem = means.secret.removed_from(&problem.replace(&password, REMOVED));
        Lack::Refused(format!("{}: {}", told.token_url, one_line(&problem)))
    };
    match &exchange.outcome {
        Outcome::Broken(interruption) => Err(refused(&interruption.to_string())),
        Outcome::Answered(answer) => {
            let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            token(&json, asked).ok_or_else(|| refused(&complaint(answer.status, &json)))
        }
    }
}

fn password(source: &ClientSecret) -> Result<String, Lack> {
    let password = match source {
        ClientSecret::ClientSecretEnv(variable) => environment::variable(variable),
        ClientSecret::ClientSecretFile(file) => files::read(file),
    };
    let password = password.map_err(|error| Lack::Wrong(error.chain()))?.trim().to_owned();
    if password.is_empty() {
        Err(Lack::Wrong("the client secret is empty".to_owned()))
    } else {
        Ok(password)
    }
}

fn form(told: &ClientCredentials, password: &str) -> String {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "client_credentials");
    form.append_pair("client_id", &told.client_id);
    form.append_pair("client_secret", password);
    if let Some(scope) = &told.scope {
        form.append_pair("scope", scope);
    }
    form.finish()
}

/// The bearer token of an answer, where it grants one.
fn token(json: &Value, asked: DateTime<Utc>) -> Option<Token> {
    let text = json.get("access_token")?.as_str()?;
    let kind = json.get("token_type").and_then(Value::as_str).unwrap_or("Bearer");
    if !kind.eq_ignore_ascii_case("bearer") {
        return None;
    }
    // Some write the number as a text.
    let seconds = json
        .get("expires_in")
        .and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok()));
    let life = seconds.and_then(TimeDelta::try_seconds);
    Some(match life.and_then(|life| asked.checked_add_signed(life)) {
        Some(expires) => Token::until(text.to_owned(), Some(expires)),
        None => Token::of_text(text.to_owned()),
    })
}

/// What an answer without a token says of itself.
fn complaint(status: u16, json: &Value) -> String {
    let text = |member: &str| json.get(member).and_then(Value::as_str);
    match (text("error"), text("error_description")) {
        (Some(error), Some(description)) => format!("{status} {error}: {description}"),
        (Some(error), None) => format!("{status} {error}"),
        (None, _) if json.get("access_token").is_some() => {
            format!("{status}, and no token of the type Bearer")
        }
        (None, _) => format!("{status}, and no access_token"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bearer_token_is_taken_with_the_time_that_it_holds() {
        let asked = DateTime::from_timestamp(1_000_000, 0).unwrap();
        for (answer, expected) in [
            (json!({"access_token": "a-token"}), Some(None)),
            (json!({"access_token": "a-token", "expires_in": 3599}), Some(Some(3599))),
            (json!({"access_token": "a-token", "expires_in": "3599"}), Some(Some(3599))),
            (json!({"access_token": "a-token", "expires_in": i64::MAX}), Some(None)),
            (json!({"access_token": "a-token", "token_type": "bearer"}), Some(None)),
            (json!({"access_token": "a-token", "token_type": "mac"}), None),
            (json!({"access_token": 7}), None),
            (json!(null), None),
        ] {
            let token = token(&answer, asked);
            let held =
                token.map(|token| token.expires.map(|expires| (expires - asked).num_seconds()));
            assert_eq!(held, expected, "{answer}");
        }
    }
}
