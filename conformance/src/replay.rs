//! One example in, its judgement out; this file is the list of steps.

use crate::check::Told;
use crate::contract::Example;
use crate::error::Error;
use crate::judge::Judge;
use crate::judged::Judged;
use crate::prepare::prepare;

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
        let exchange = self.send(&request).await?;
        let findings = self.findings(Told::Example(operation, example, &bindings), &exchange)?;
        Ok(Judged::of(vec![exchange], findings, self.decisive))
    }
}
