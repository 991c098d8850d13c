//! One example in, its judgement out; this file is the list of steps.

use crate::check::Told;
use crate::contract::Example;
use crate::error::Error;
use crate::finding::Finding;
use crate::judge::Judge;
use crate::judged::Judged;
use crate::prepare::prepare;
use crate::throttle::is_later;

impl Judge {
    /// Replays one example: prepare, send, check, judge.
    ///
    /// # Errors
    /// Where the endpoint cannot be reached, or the contract or the bindings cannot be used. What the endpoint does wrong is a finding.
    pub async fn replay(&self, example: &Example) -> Result<Judged, Error> {
        if let Some(reason) = &example.unsendable {
            return Ok(Judged::skipped(reason));
        }
        let operation =
            self.contract.operation(&example.operation).ok_or_else(|| Error::Contract {
                place: format!("example {}", example.id),
                problem: format!("there is no operation {}", example.operation),
            })?;
        let bindings = self.bindings.of(example);
        let mut request = prepare((operation, example), &bindings, &self.endpoint)?;
        if self.prefers_examples {
            request.headers.push(("Prefer".to_owned(), format!("example={}", example.name())));
        }
        let exchanges = if is_later(example.response.status.lowest()) {
            // To be sent away is what the example shows.
            vec![self.send(&example.id.0, &request).await?]
        } else {
            self.send_patiently(&example.id.0, &request).await?
        };
        let mut findings = Vec::new();
        for (place, exchange) in exchanges.iter().enumerate() {
            let found = if place + 1 == exchanges.len() {
                self.findings(Told::Example(operation, example, &bindings), exchange)?
            } else {
                self.findings_of_waiting(exchange)?
            };
            let exchange = (exchanges.len() > 1).then_some(place + 1);
            findings.extend(found.into_iter().map(|finding| Finding { exchange, ..finding }));
        }
        Ok(Judged::of(exchanges, findings, self.decisive))
    }
}
