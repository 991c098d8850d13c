//! What a run is asked for in, the same out with every file read and nothing wrong that is known without asking anybody.

use crate::bindings::Bindings;
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::files;
use crate::plan::Plan;
use crate::rules::FIXTURES;
use crate::safety::{Permitted, require_something};
use crate::settings::Settings;
use crate::waivers::WaiverFile;
use std::sync::Arc;

/// What a run is asked for: what it is told, the contract that it judges by and whether that is the program's own, and what is judged.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) settings: &'a Settings,
    pub(super) contract: &'a Arc<Contract>,
    pub(super) is_own: bool,
    pub(super) plan: &'a Plan<'a>,
}

/// A run of which everything is right that is known without asking anybody.
pub(super) struct Checked<'a> {
    pub(super) asked: Asked<'a>,
    /// What stands at the server for the documented values.
    pub(super) bindings: Bindings,
    /// What may be sent there.
    pub(super) permitted: Permitted,
    /// What need not be mended for now.
    pub(super) waivers: Option<WaiverFile>,
}

impl<'a> Checked<'a> {
    /// Reads every file, and asks nobody for anything.
    ///
    /// # Errors
    /// What is wrong with a file or a setting; [`Error::Refused`] where nothing of what is planned may be run.
    pub(super) fn of(asked: Asked<'a>) -> Result<Self, Error> {
        let Asked { settings, contract, plan, .. } = asked;
        let bindings = bindings(settings, contract)?;
        let waivers = settings.acceptance.waivers.as_deref().map(WaiverFile::read).transpose()?;
        let endpoint = settings.connection.url()?.map(|url| named(url, settings)).transpose()?;
        let permitted = Permitted::of_run(endpoint.as_ref(), settings)?;
        require_something(&plan.cases, permitted)?;
        let ledger = settings.safety.ledger(permitted).filter(|_| endpoint.is_some());
        ledger.map(files::writable).transpose()?;
        settings.connection.ca_file.as_deref().map(files::read).transpose()?;
        Ok(Self { asked, bindings, permitted, waivers })
    }
}

/// The server of that URL. Where nothing is sent to it, no TLS is needed.
fn named(url: &str, settings: &Settings) -> Result<Endpoint, Error> {
    if settings.safety.dry_run { Endpoint::named(url) } else { Endpoint::new(url, None) }
}

/// What stands at the server for the documented values.
fn bindings(settings: &Settings, contract: &Contract) -> Result<Bindings, Error> {
    let names: Vec<&str> = FIXTURES.iter().map(|fixture| fixture.name).collect();
    let file = settings.judging.bindings.as_ref();
    let read = file.map(|file| Bindings::read(file, &contract.examples, &names)).transpose()?;
    Ok(read.unwrap_or_default())
}
