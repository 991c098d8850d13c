//! The files that every subcommand goes by: the contract to judge by, and the one that holds settings.

use super::config_file::ConfigFile;
use super::origin::Origin;
use crate::environment;
use crate::error::Error;
use clap::Args;
use std::path::PathBuf;

/// The files that every subcommand goes by.
#[derive(Clone, Debug, Default, Args)]
pub struct InputFiles {
    /// Judge by another OpenAPI 3.0 document (YAML or JSON, also split over files), by its examples
    #[arg(long, global = true, value_name = "FILE", display_order = 99)]
    contract: Option<PathBuf>,
    /// Take settings from this file [default: the first conformance.toml from the working directory upwards]
    #[arg(long, global = true, value_name = "FILE", display_order = 99)]
    config: Option<PathBuf>,
    /// Take settings from no file
    #[arg(long, global = true, display_order = 99)]
    no_config: bool,
}

/// The variables that say the same.
pub(super) const CONTRACT: &str = "CONFORMANCE_CONTRACT";
pub(super) const CONFIG: &str = "CONFORMANCE_CONFIG";
pub(super) const NO_CONFIG: &str = "CONFORMANCE_NO_CONFIG";

impl InputFiles {
    /// The document to judge by where it is not the program's own: of the flag, else the environment, else the file with settings.
    ///
    /// # Errors
    /// Where that file cannot be used.
    pub(crate) fn contract(&self) -> Result<Option<PathBuf>, Error> {
        let named = self.named_contract()?.map(|(path, _)| path);
        if named.is_some() {
            return Ok(named);
        }
        Ok(self.configuration()?.and_then(|file| file.settings.contract))
    }

    /// Whether a flag names the document.
    pub(crate) fn names_contract(&self) -> bool {
        self.contract.is_some()
    }

    /// The document that a flag or the environment names.
    pub(super) fn named_contract(&self) -> Result<Option<(PathBuf, Origin)>, Error> {
        if let Some(path) = &self.contract {
            return Ok(Some((path.clone(), Origin::Flag("--contract".to_owned()))));
        }
        let named = environment::given(CONTRACT)?;
        Ok(named.map(|path| (path.into(), Origin::Environment(CONTRACT.to_owned()))))
    }

    /// The file with settings: the one that is named, else the first upwards, else none.
    pub(super) fn configuration(&self) -> Result<Option<ConfigFile>, Error> {
        match self.asked()? {
            AskedFile::Named(path) => ConfigFile::read(&path).map(Some),
            AskedFile::Nothing => Ok(None),
            AskedFile::Any => ConfigFile::find(),
        }
    }

    /// The file with settings that flags ask for, else the environment.
    pub(super) fn asked(&self) -> Result<AskedFile, Error> {
        let flags = (self.config.clone(), self.no_config);
        let (named, is_unwanted) = if self.config.is_some() || self.no_config {
            chosen(flags, ("--config", "--no-config"))?
        } else {
            let named = environment::given(CONFIG)?.map(PathBuf::from);
            chosen((named, environment::switch(NO_CONFIG)?), (CONFIG, NO_CONFIG))?
        };
        Ok(match named {
            Some(path) => AskedFile::Named(path),
            None if is_unwanted => AskedFile::Nothing,
            None => AskedFile::Any,
        })
    }
}

/// Which file with settings is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AskedFile {
    /// The first upwards, where there is one.
    #[default]
    Any,
    /// The one of this path.
    Named(PathBuf),
    /// None.
    Nothing,
}

type Chosen = (Option<PathBuf>, bool);

fn chosen(said: Chosen, names: (&str, &str)) -> Result<Chosen, Error> {
    if said.0.is_some() && said.1 {
        let (config, no_config) = names;
        return Err(Error::Usage(format!(
            "{config} and {no_config} contradict one another; leave out one"
        )));
    }
    Ok(said)
}
