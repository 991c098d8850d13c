//! Without the feature `tracing`, a try that was not the last is told to nobody.

use super::Outcome;
use crate::{Client, GraphError};
use reqwest::Request;
use std::time::Duration;

pub(crate) fn a_try(_: &Request, _: &Outcome, _: Duration) {}

pub(crate) fn a_refused_token(_: &Request) {}

pub(crate) fn a_look(_: &Client, _: &str, _: &GraphError, _: Duration) {}
