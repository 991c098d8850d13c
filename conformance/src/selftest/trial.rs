//! A fault in, what the judge says of the case in which it is made out: judge, faulty server and sandbox in one process.

use super::fault::{Fault, Mistake, Patience};
use super::faulty_server::FaultyServer;
use crate::contract::Contract;
use crate::error::Error;
use crate::judge::Judge;
use crate::judged::Judged;
use crate::own_sandbox::{OwnSandbox, fixtures};
use crate::plan::{self, Planned};
use crate::send::Limits;
use std::sync::Arc;
use std::time::Duration;

/// A body of more bytes is too long for the judge.
const LONGEST_BODY: usize = 1 << 20;

/// Where trials take place one after the other: a sandbox, and a judge of what stands before it.
#[derive(Debug)]
pub struct Bench {
    sandbox: OwnSandbox,
    judge: Judge,
}

impl Bench {
    /// A bench on the current runtime, for the contract that this program was built with.
    ///
    /// # Errors
    /// Where the sandbox does not start.
    pub async fn new(contract: Arc<Contract>) -> Result<Self, Error> {
        let sandbox = OwnSandbox::start().await?;
        let judge = sandbox.judge(contract, sandbox.url())?;
        Ok(Self { sandbox, judge })
    }

    /// What the judge says of the fault's case when the fault is made in it.
    ///
    /// # Errors
    /// [`Error::SelfTest`] where there is no such case, or the faulty server does not start; and where the case cannot be judged.
    pub async fn try_fault(&mut self, fault: &Fault) -> Result<Judged, Error> {
        let contract = Arc::clone(&self.judge.contract);
        let cases = plan::everything(&contract, true);
        let case = cases.iter().find(|case| case.id() == fault.case).ok_or_else(|| {
            Error::SelfTest(format!("{}: there is no case {}", fault.name, fault.case))
        })?;
        self.try_case(case, (fault.mistake, fault.patience)).await
    }

    /// What the judge says of a case when that mistake is made in it, on a fresh sandbox.
    ///
    /// # Errors
    /// [`Error::SelfTest`] where the faulty server does not start; and where the case cannot be judged.
    pub async fn try_case(
        &mut self,
        case: &Planned<'_>,
        (mistake, patience): (Mistake, Patience),
    ) -> Result<Judged, Error> {
        self.sandbox.renew().await?;
        let server = FaultyServer::start(self.sandbox.url(), mistake).await?;
        let judge = &mut self.judge;
        judge.endpoint = self.sandbox.endpoint(server.url())?;
        judge.fixtures = fixtures(&judge.bindings);
        judge.slow = patience.slow;
        let connect = Duration::from_secs(5);
        judge.limits = Limits { connect, total: patience.total, body: LONGEST_BODY };
        case.judge(judge).await
    }
}
