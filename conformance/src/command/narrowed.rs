//! The flags of a run as another subcommand takes them: what says nothing to it is not shown, and refused where it is given.

use crate::error::Error;
use crate::settings::{Flags, Origin, Origins, Resolved};
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use std::marker::PhantomData;

/// The flags of a run, for that purpose.
#[derive(Clone, Debug)]
pub(crate) struct Narrowed<P>(Flags, PhantomData<P>);

/// What flags of a run are taken for.
pub(crate) trait Purpose {
    /// What is said behind a flag that is of no use for it.
    const OBJECTION: &'static str;

    /// Whether the setting of that key is of use.
    fn uses(key: &str) -> bool;

    /// The flags in words of their own.
    fn worded(flags: Command) -> Command {
        flags
    }

    /// Whether what holds goes together with it, from wherever that comes.
    ///
    /// # Errors
    /// What does not, in words.
    fn check(_: &Resolved) -> Result<(), Error> {
        Ok(())
    }
}

impl<P: Purpose> Narrowed<P> {
    /// The settings that hold. What is passed over may stand in a file that is meant for a run; it must not be asked for now. These variables
    /// hold tokens as well.
    ///
    /// # Errors
    /// As [`Flags::resolve`], and [`Error::Usage`] where a flag is given that is of no use.
    pub(super) fn resolve(&self, tokens: &[&str]) -> Result<Resolved, Error> {
        let resolved = self.0.resolve_beside(tokens)?;
        P::check(&resolved)?;
        match useless::<P>(&resolved.origins) {
            Some(flag) => Err(Error::Usage(format!("{flag} {}; leave it out", P::OBJECTION))),
            None => Ok(resolved),
        }
    }
}

/// A flag that is given and of no use.
fn useless<P: Purpose>(origins: &Origins) -> Option<Origin> {
    let mut useless = origins.keys().filter(|key| !P::uses(key)).map(|key| origins.of(&[key]));
    useless.find(|origin| matches!(origin, Origin::Flag(_)))
}

impl<P: Purpose> Args for Narrowed<P> {
    fn augment_args(command: Command) -> Command {
        let hidden = |flag: Arg| {
            let is_used = P::uses(flag.get_id().as_str());
            if is_used { flag } else { flag.hide(true) }
        };
        P::worded(Flags::augment_args(command).mut_args(hidden))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<P> FromArgMatches for Narrowed<P> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self(Flags::from_arg_matches(matches)?, PhantomData))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}
