//! Flags, environment and file in, the settings that hold and where each comes from out.

use super::origin::{Origin, Origins};
use super::variables::{self, variable};
use super::{FLAG_ONLY, InputFiles, Settings, apart, conditions};
use crate::environment;
use crate::error::Error;
use clap::builder::ArgAction;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What the command line says of a run; [`Flags::resolve`] has what holds in the end.
#[derive(Clone, Debug)]
pub struct Flags(ArgMatches);

/// The settings of a run, from wherever each comes.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// What holds.
    pub settings: Settings,
    /// Where it comes from.
    pub origins: Origins,
    /// The file with settings, where there is one.
    pub file: Option<PathBuf>,
}

impl Flags {
    /// The settings that hold: a flag wins over the environment, the environment over the file, the file over the default.
    ///
    /// # Errors
    /// [`Error::Configuration`] where the file or a variable does not say what it must; [`Error::Usage`] where settings contradict one another.
    pub fn resolve(&self) -> Result<Resolved, Error> {
        self.resolve_beside(&[])
    }

    /// The same where these variables hold tokens, too, which the subcommand names by flags of its own.
    ///
    /// # Errors
    /// As [`Flags::resolve`].
    pub(crate) fn resolve_beside(&self, tokens: &[&str]) -> Result<Resolved, Error> {
        let wrong = |error: clap::Error| Error::Usage(reason(&error));
        let files = InputFiles::from_arg_matches(&self.0).map_err(wrong)?;
        require_flag_only()?;
        let mut resolved = files.configuration()?.map(Resolved::from).unwrap_or_default();
        let mut named: BTreeSet<String> = tokens.iter().map(|&name| name.to_owned()).collect();
        // What another place says in the end is no reason to take these for misspelt.
        named.extend(resolved.settings.connection.variables());
        for flag in command().get_arguments() {
            resolved.take_from_environment(flag)?;
        }
        named.extend(resolved.settings.connection.variables());
        resolved.take_from_flags(&self.0)?;
        named.extend(resolved.settings.connection.variables());
        variables::require_known(&named)?;
        resolved.settings.file = files.asked()?;
        resolved.settle_server();
        if let Some((contract, origin)) = files.named_contract()? {
            resolved.settings.contract = Some(contract);
            resolved.origins.set(vec!["contract".to_owned()], origin);
        }
        conditions::check(&resolved)?;
        apart::check(&resolved)?;
        Ok(resolved)
    }
}

/// The flags of a run as a command of their own: they say what else is a value, too.
pub(super) fn command() -> Command {
    Settings::augment_args(Command::new("conformance").no_binary_name(true))
}

/// What is wrong with a value, as the flag that takes it has it; nothing where it is right.
pub(super) fn refusal(flag: &Arg, value: &str) -> Option<String> {
    let error = command().try_get_matches_from([assignment(flag, value)]).err()?;
    Some(reason(&error))
}

/// What a flag alone may say, no variable says.
fn require_flag_only() -> Result<(), Error> {
    for (key, why) in FLAG_ONLY {
        let place = variable(key);
        if environment::given(&place)?.is_some() {
            return Err(Error::Configuration { place, problem: (*why).to_owned() });
        }
    }
    Ok(())
}

impl Resolved {
    /// Of an endpoint and a cloud, that holds which is said in the stronger place; two of one place are left to be told.
    fn settle_server(&mut self) {
        let connection = &mut self.settings.connection;
        if connection.endpoint.is_none() || connection.cloud.is_none() {
            return;
        }
        let [endpoint, cloud] = ["endpoint", "cloud"].map(|key| self.origins.of(&[key]).weight());
        if cloud > endpoint {
            connection.endpoint = None;
            self.origins.forget("endpoint");
        } else if endpoint > cloud {
            connection.cloud = None;
            self.origins.forget("cloud");
        }
    }

    fn take_from_environment(&mut self, flag: &Arg) -> Result<(), Error> {
        let key = flag.get_id().as_str();
        let name = variable(key);
        let Some(text) = environment::given(&name)? else { return Ok(()) };
        let wrong = |problem| Error::Configuration { place: name.clone(), problem };
        let arguments = arguments(flag, &text).map_err(wrong)?;
        let matches = command().try_get_matches_from(arguments);
        let matches = matches.map_err(|error| wrong(reason(&error)))?;
        self.take(matches, |id| id == key)?;
        self.origins.set(vec![key.to_owned()], Origin::Environment(name));
        Ok(())
    }

    fn take_from_flags(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        let is_given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
        self.take(matches.clone(), is_given)?;
        for flag in command().get_arguments() {
            let key = flag.get_id().as_str();
            if is_given(key) {
                let name = flag.get_long().unwrap_or(key);
                self.origins.set(vec![key.to_owned()], Origin::Flag(format!("--{name}")));
            }
        }
        Ok(())
    }

    /// What is chosen among the matches takes the place of what held until now.
    fn take(
        &mut self,
        mut matches: ArgMatches,
        is_chosen: impl Fn(&str) -> bool,
    ) -> Result<(), Error> {
        let wrong = |problem: String| Error::Usage(problem);
        let ids: Vec<String> = matches.ids().map(|id| id.as_str().to_owned()).collect();
        for id in ids.iter().filter(|id| !is_chosen(id)) {
            matches.try_clear_id(id).map_err(|error| wrong(error.to_string()))?;
        }
        let taken = self.settings.update_from_arg_matches(&matches);
        taken.map_err(|error| wrong(reason(&error)))
    }
}

/// The arguments that say what the text of a variable does: parts of a list stand between commas, a switch is `true` or `false`.
fn arguments(flag: &Arg, text: &str) -> Result<Vec<String>, String> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other action takes one value")]
    Ok(match flag.get_action() {
        ArgAction::SetTrue if environment::is_on(text)? => vec![bare(flag)],
        ArgAction::SetTrue => Vec::new(),
        ArgAction::Count => {
            let times: u8 =
                text.parse().map_err(|_| "must be a number from 0 to 255".to_owned())?;
            vec![bare(flag); times.into()]
        }
        ArgAction::Append => text.split(',').map(|part| assignment(flag, part.trim())).collect(),
        _ => vec![assignment(flag, text)],
    })
}

fn bare(flag: &Arg) -> String {
    format!("--{}", flag.get_long().unwrap_or_default())
}

fn assignment(flag: &Arg, value: &str) -> String {
    format!("{}={value}", bare(flag))
}

/// What is wrong with the value of a flag, without either: it may be a token.
pub(crate) fn reason(error: &clap::Error) -> String {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    if let Some(cause) = std::error::Error::source(error) {
        return cause.to_string();
    }
    match (error.kind(), error.get(ContextKind::ValidValue)) {
        (ErrorKind::InvalidValue, Some(ContextValue::Strings(known))) if !known.is_empty() => {
            format!("must be one of {}", known.join(", "))
        }
        (ErrorKind::InvalidValue, _) => "must not be empty".to_owned(),
        _ => error.kind().to_string(),
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        Settings::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Settings::augment_args_for_update(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self(matches.clone()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0 = matches.clone();
        Ok(())
    }
}
