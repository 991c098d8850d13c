//! What a run may do at an endpoint, and what keeps it from doing more: every request of a case passes here.

mod tenant;

pub(crate) use tenant::{require_tenant, tenant};

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::interrupt::Interrupt;
use crate::ledger::Ledger;
use crate::plan::Planned;
use crate::remote_clock::RemoteClock;
use crate::settings::{Safety, Settings};
use std::sync::Arc;
use url::{Host, Url};

/// What may be sent to an endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Permitted {
    /// Everything: it is at this machine.
    #[default]
    WritingHere,
    /// Everything: it is at another machine, and writing was allowed.
    WritingElsewhere,
    /// Safe methods alone, as was asked for.
    ReadingAsAsked,
    /// Safe methods alone: it is at another machine.
    ReadingElsewhere,
}

/// What stands between a judge and its endpoint. All lanes of a run share one.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// What may be sent.
    pub permitted: Permitted,
    /// The tenant, as the tokens of the run name it.
    pub tenant: Option<String>,
    /// What was created, and what became of it.
    pub ledger: Arc<Ledger>,
    /// Whether somebody has stopped the run.
    pub interrupt: Interrupt,
}

impl Permitted {
    /// What settings allow a run at an endpoint, or without one at sandboxes of its own. What can be refused without a token is refused here.
    ///
    /// # Errors
    /// [`Error::Usage`] where the settings are at odds or say what cannot be, [`Error::Refused`] where a clock would be moved where there is
    /// only reading.
    pub(crate) fn of_run(endpoint: Option<&Endpoint>, settings: &Settings) -> Result<Self, Error> {
        let Settings { connection, safety, .. } = settings;
        let Some(endpoint) = endpoint else { return Self::here(safety) };
        let permitted = Self::at(endpoint, safety)?;
        if let Some(clock) = &connection.clock {
            RemoteClock::new(clock, endpoint.clone())?;
            if permitted.objection().is_some() {
                let problem = "--clock would be moved on, and there is only reading; leave it out";
                return Err(Error::Refused(problem.to_owned()));
            }
        }
        Ok(permitted)
    }

    /// What settings allow at an endpoint.
    ///
    /// # Errors
    /// [`Error::Usage`] where they say both.
    pub fn at(endpoint: &Endpoint, settings: &Safety) -> Result<Self, Error> {
        let here = Self::here(settings)?;
        if here == Self::ReadingAsAsked || is_this_machine(endpoint.base()) {
            Ok(here)
        } else if settings.allow_writes {
            Ok(Self::WritingElsewhere)
        } else {
            Ok(Self::ReadingElsewhere)
        }
    }

    /// What settings allow at this machine.
    fn here(settings: &Safety) -> Result<Self, Error> {
        match (settings.read_only, settings.allow_writes) {
            (true, true) => {
                let problem = "--allow-writes and --read-only are at odds; leave out one";
                Err(Error::Usage(problem.to_owned()))
            }
            (true, false) => Ok(Self::ReadingAsAsked),
            (false, _) => Ok(Self::WritingHere),
        }
    }

    /// Why what writes is not run; none where it is.
    pub(crate) fn objection(self) -> Option<&'static str> {
        match self {
            Self::WritingHere | Self::WritingElsewhere => None,
            Self::ReadingAsAsked => Some("may write, and --read-only leaves that out"),
            Self::ReadingElsewhere => Some(
                "may write, and at another machine there is only reading; --allow-writes runs it",
            ),
        }
    }

    /// The same of one case or request that is left out for it.
    pub(crate) fn objection_to_it(self) -> Option<String> {
        self.objection().map(|objection| format!("it {objection}"))
    }

    /// What was left out for it, in few words, to stand behind a count.
    pub(crate) fn remark(self) -> Option<&'static str> {
        match self {
            Self::WritingHere | Self::WritingElsewhere => None,
            Self::ReadingAsAsked => Some("so as not to write, as --read-only asks"),
            Self::ReadingElsewhere => Some("so as not to write; --allow-writes permits it"),
        }
    }
}

impl Guard {
    /// What stands between a run and an endpoint of this tenant, at which so much is permitted. The ledger is there from now on.
    ///
    /// # Errors
    /// [`Error::File`] where the ledger cannot be written.
    pub(crate) fn at(
        permitted: Permitted,
        tenant: Option<String>,
        safety: &Safety,
    ) -> Result<Self, Error> {
        let ledger = match safety.ledger(permitted) {
            Some(path) => Ledger::in_file(path)?,
            None => Ledger::default(),
        };
        Ok(Self { permitted, tenant, ledger: Arc::new(ledger), interrupt: Interrupt::default() })
    }

    /// Lets a request of that method pass.
    ///
    /// # Errors
    /// [`Error::Interrupted`] where the run was stopped, [`Error::Refused`] where the request might write and may not.
    pub(crate) fn admit(&self, method: &str) -> Result<(), Error> {
        if self.interrupt.has_come() {
            return Err(Error::Interrupted);
        }
        match self.permitted.objection_to_it() {
            Some(objection) if !is_safe(method) => Err(Error::Refused(objection)),
            _ => Ok(()),
        }
    }
}

/// A run of which nothing may run is refused: whoever asked for it believes that something was judged.
///
/// # Errors
/// [`Error::Refused`] where everything that is planned may write, and there is only reading.
pub(crate) fn require_something(plan: &[Planned<'_>], permitted: Permitted) -> Result<(), Error> {
    let may_run = plan.is_empty() || plan.iter().any(Planned::only_reads);
    match permitted.objection() {
        Some(objection) if !may_run => {
            Err(Error::Refused(format!("everything that was selected {objection}")))
        }
        _ => Ok(()),
    }
}

/// Whether a method changes nothing (RFC 9110, section 9.2.1); TRACE, which is of no use here, is not among them.
pub(crate) fn is_safe(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS")
}

/// Whether a URL is of this machine, by its address or the name `localhost`. No other name is looked up: who answers for it may change. No
/// proxy stands before such a URL.
pub(crate) fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_by_its_address_and_by_one_name() {
        for (url, expected) in [
            ("http://127.0.0.1:8080/v1.0", true),
            ("http://127.9.9.9", true),
            ("http://2130706433/", true),
            ("http://[::1]:1/", true),
            ("http://[::ffff:127.0.0.1]/", false),
            ("http://localhost", true),
            ("http://LocalHost:80/v1.0", true),
            ("http://localhost.example", false),
            ("http://127.0.0.1.example", false),
            ("http://my.localhost", false),
            ("http://0.0.0.0", false),
            ("http://192.0.2.1", false),
            ("http://[fe80::1]", false),
            ("http://graph.example/127.0.0.1", false),
        ] {
            assert_eq!(is_this_machine(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn another_machine_is_only_read_unless_writing_is_allowed() {
        let here = Endpoint::new("http://127.0.0.1", None).unwrap();
        let elsewhere = Endpoint::new("http://graph.example", None).unwrap();
        for (endpoint, (allow_writes, read_only), expected) in [
            (&here, (false, false), Some(Permitted::WritingHere)),
            (&here, (true, false), Some(Permitted::WritingHere)),
            (&here, (false, true), Some(Permitted::ReadingAsAsked)),
            (&elsewhere, (false, false), Some(Permitted::ReadingElsewhere)),
            (&elsewhere, (true, false), Some(Permitted::WritingElsewhere)),
            (&elsewhere, (false, true), Some(Permitted::ReadingAsAsked)),
            (&elsewhere, (true, true), None),
        ] {
            let settings = Safety { allow_writes, read_only, ..Safety::default() };
            let permitted = Permitted::at(endpoint, &settings).ok();
            assert_eq!(permitted, expected, "{endpoint:?} {settings:?}");
        }
    }

    #[test]
    fn what_may_write_does_not_pass_where_there_is_only_reading() {
        for (method, permitted, passes) in [
            ("GET", Permitted::ReadingElsewhere, true),
            ("HEAD", Permitted::ReadingAsAsked, true),
            ("OPTIONS", Permitted::ReadingElsewhere, true),
            ("POST", Permitted::ReadingElsewhere, false),
            ("DELETE", Permitted::ReadingAsAsked, false),
            ("get", Permitted::ReadingElsewhere, false),
            ("TRACE", Permitted::ReadingElsewhere, false),
            ("POST", Permitted::WritingElsewhere, true),
            ("POST", Permitted::WritingHere, true),
        ] {
            let guard = Guard { permitted, ..Guard::default() };
            assert_eq!(guard.admit(method).is_ok(), passes, "{method} {permitted:?}");
        }
    }
}
