//! Faults and cases in, which faults were found and what was said of a correct server out.

use super::fault::{Fault, Mistake, Patience};
use super::trial::Bench;
use crate::contract::Contract;
use crate::error::Error;
use crate::finding::Level;
use crate::judged::Judged;
use crate::lanes;
use crate::plan::Planned;
use crate::verdict::Verdict;
use std::sync::Arc;

/// What came of a self-test.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Every fault that was tried.
    pub tried: Vec<Tried>,
    /// Every case in which nothing was done wrong.
    pub undisturbed: Vec<Undisturbed>,
}

/// A fault, and what the judge said of its case.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The fault.
    pub fault: Fault,
    /// What was said.
    pub judged: Judged,
}

/// A case in which a correct server answered.
#[derive(Clone, Debug)]
pub struct Undisturbed {
    /// Its id.
    pub case: String,
    /// What was said.
    pub judged: Judged,
}

/// Tries faults and undisturbed cases, `jobs` at a time.
///
/// # Errors
/// Where the sandbox does not start. A fault that cannot be tried is one that was not found.
pub fn run(
    contract: &Arc<Contract>,
    (faults, cases): (&[Fault], &[Planned<'_>]),
    jobs: usize,
) -> Result<Outcome, Error> {
    let equip = async || Bench::new(Arc::clone(contract)).await;
    let take = async |bench: &mut Bench, turn: usize| {
        let judged = match (faults.get(turn), cases.get(turn.saturating_sub(faults.len()))) {
            (Some(fault), _) => bench.try_fault(fault).await,
            (None, Some(case)) => {
                bench.try_case(case, (Mistake::Nothing, Patience::ORDINARY)).await
            }
            (None, None) => return Ok(Judged::skipped("there is no such turn")),
        };
        Ok(judged.unwrap_or_else(|error| Judged::unjudged(&error)))
    };
    let mut judged = lanes::run(jobs, faults.len() + cases.len(), equip, take)?.into_iter();
    let tried = faults.iter().zip(judged.by_ref());
    let tried = tried.map(|(fault, judged)| Tried { fault: *fault, judged }).collect();
    let undisturbed = cases.iter().zip(judged);
    let undisturbed =
        undisturbed.map(|(case, judged)| Undisturbed { case: case.id().to_owned(), judged });
    Ok(Outcome { tried, undisturbed: undisturbed.collect() })
}

impl Outcome {
    /// How many faults were found.
    pub fn found(&self) -> usize {
        self.tried.iter().filter(|tried| tried.is_found()).count()
    }

    /// How often a correct server was blamed.
    pub fn false_alarms(&self) -> usize {
        self.undisturbed.iter().map(Undisturbed::false_alarms).sum()
    }

    /// Whether every fault was found, and nothing else.
    pub fn is_sound(&self) -> bool {
        self.found() == self.tried.len() && self.false_alarms() == 0
    }
}

impl Tried {
    /// Whether that was said which must be, and the case failed if that decides.
    pub fn is_found(&self) -> bool {
        let objection = self.fault.objection;
        let decides = objection.level() == Some(Level::Must);
        objection.is_said_in(&self.judged) && (!decides || self.judged.verdict == Verdict::Failed)
    }
}

impl Undisturbed {
    /// How often the server was blamed; a case that was not judged to its end counts once.
    pub fn false_alarms(&self) -> usize {
        let blamed = self.judged.findings.len();
        if self.judged.verdict == Verdict::Passed { blamed } else { blamed.max(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;
    use crate::typed;
    use serde_json::json;

    const CASE: &str = "get/gets-request";
    const IDLE: Fault = Fault::answers("nothing is changed", CASE, ("status", "status"), |_| ());
    const REAL: Fault = Fault::answers("it is accepted", CASE, ("status", "status"), |reply| {
        reply.status = 202;
    });

    fn contract() -> Arc<Contract> {
        Arc::new(Contract::load(serde_json::from_str(typed::CONTRACT).unwrap()).unwrap())
    }

    fn tried(faults: &[Fault]) -> Vec<Tried> {
        run(&contract(), (faults, &[]), 1).unwrap().tried
    }

    #[test]
    fn a_fault_that_changes_nothing_is_missed() {
        let outcome = Outcome { tried: tried(&[IDLE, REAL]), ..Outcome::default() };
        let found: Vec<bool> = outcome.tried.iter().map(Tried::is_found).collect();
        assert_eq!(found, [false, true]);
        assert_eq!((outcome.found(), outcome.is_sound()), (1, false));
        assert_eq!(outcome.tried[0].judged.verdict, Verdict::Passed);
    }

    #[test]
    fn a_fault_that_is_found_elsewhere_is_missed() {
        let by = |by, place| {
            Fault::answers("it is accepted", CASE, (by, place), |reply| {
                reply.status = 202;
            })
        };
        let may = REAL.told_as(Level::May);
        for missed in [by("status", "/status"), by("headers", "status"), may] {
            assert!(!tried(&[missed])[0].is_found(), "{missed:?}");
        }
    }

    #[test]
    fn a_fault_of_no_case_is_missed() {
        let nowhere = Fault::answers("nowhere", "get/nowhere", ("status", "status"), |_| ());
        let tried = tried(&[nowhere]);
        let Verdict::Error(because) = &tried[0].judged.verdict else { panic!("{tried:?}") };
        assert_eq!(because, "self-test: nowhere: there is no case get/nowhere");
        assert!(!tried[0].is_found());
    }

    #[test]
    fn what_is_said_of_a_server_that_does_nothing_wrong_is_a_false_alarm() {
        let judged_of = |fault| tried(&[fault]).remove(0).judged;
        for (judged, alarms) in [
            (judged_of(IDLE), 0),
            (judged_of(REAL), 1),
            (
                judged_of(Fault::answers("slander", CASE, ("json", "body"), |reply| {
                    reply.put("/status", json!(7));
                })),
                3,
            ),
            (Judged::skipped("nobody calls"), 1),
        ] {
            let told = format!("{judged:?}");
            let undisturbed = vec![Undisturbed { case: CASE.to_owned(), judged }];
            let outcome = Outcome { undisturbed, ..Outcome::default() };
            assert_eq!(outcome.false_alarms(), alarms, "{told}");
            assert_eq!(outcome.is_sound(), alarms == 0, "{told}");
        }
    }

    #[test]
    fn a_correct_server_is_not_blamed() {
        let contract = contract();
        let cases = plan::everything(&contract, true);
        let outcome = run(&contract, (&[REAL], &cases), 2).unwrap();
        let said: Vec<&Undisturbed> =
            outcome.undisturbed.iter().filter(|case| case.false_alarms() > 0).collect();
        assert!(said.is_empty(), "{said:#?}");
        assert_eq!((outcome.found(), outcome.undisturbed.len()), (1, cases.len()));
    }
}
