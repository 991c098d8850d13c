//! Arguments and environment in, whom to call and what to ask for out.

use crate::failure::Failure;
use assignment_requests::requests::Answered;
use assignment_requests::{Budget, Client, Cloud, Session};
use clap::Parser;
use std::str::FromStr;
use std::time::Duration;

/// Requests access to an access package, and waits for what becomes of it.
#[derive(Debug, Parser)]
pub(crate) struct Arguments {
    /// The id of the access package
    pub(crate) package: String,

    /// Why you need it
    #[arg(long, value_name = "TEXT")]
    pub(crate) justification: String,

    /// A written answer to the question of this id; may be repeated
    #[arg(long = "text", value_name = "QUESTION=ANSWER")]
    texts: Vec<Answer>,

    /// The choice made at the multiple choice question of this id; may be repeated
    #[arg(long = "choice", value_name = "QUESTION=VALUE")]
    choices: Vec<Answer>,

    /// How long to wait; without it ten minutes
    #[arg(long, value_name = "SECONDS", default_value_t = 600, hide_default_value = true)]
    wait: u64,

    /// The cloud whose Graph is called: global, us-gov-l4, us-gov-l5 or china
    #[arg(long, value_name = "CLOUD", default_value_t)]
    cloud: Cloud,

    /// Another service that is called in its place, version included
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,

    /// The environment variable that holds your access token
    #[arg(long, value_name = "NAME", default_value = "GRAPH_TOKEN")]
    token_env: String,
}

/// The id of a question, and what is answered.
#[derive(Clone, Debug)]
struct Answer {
    question: String,
    value: String,
}

impl Arguments {
    /// Calls Graph with the token that is given.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub(crate) fn client(&self) -> Result<Client, Failure> {
        let token = std::env::var(&self.token_env)
            .map_err(|problem| Failure::Token { variable: self.token_env.clone(), problem })?;
        let session =
            Session::builder().cloud(self.cloud).token(&token).user_agent("request-access/1.0");
        let session = match &self.endpoint {
            Some(endpoint) => session.endpoint(endpoint),
            None => session,
        };
        Ok(session.build()?.client())
    }

    pub(crate) fn answers(&self) -> impl Iterator<Item = Answered> {
        let texts = self.texts.iter().map(|one| Answered::text(&one.question, &one.value));
        texts.chain(self.choices.iter().map(|one| Answered::choice(&one.question, &one.value)))
    }

    /// Someone looks on: the pauses stay short.
    pub(crate) fn budget(&self) -> Budget {
        let (first, longest) = (Duration::from_secs(1), Duration::from_secs(5));
        Budget::within(Duration::from_secs(self.wait)).pauses(first, longest)
    }
}

impl FromStr for Answer {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (question, value) =
            text.split_once('=').ok_or("write the id of the question, `=`, and the answer")?;
        Ok(Self { question: question.to_owned(), value: value.to_owned() })
    }
}
