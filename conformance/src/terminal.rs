//! The one place that asks what standard output and standard error lead to.

use crate::environment;
use crate::settings::ColorChoice;
use anstream::AutoStream;
use std::io::IsTerminal;

/// Where something is told.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stream {
    /// Standard output: the result.
    Output,
    /// Standard error: everything else.
    Log,
}

impl Stream {
    /// Whether what goes there has colours.
    pub(crate) fn has_colors(self, asked: ColorChoice) -> bool {
        match asked {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let found = match self {
                    Self::Output => AutoStream::choice(&std::io::stdout()),
                    Self::Log => AutoStream::choice(&std::io::stderr()),
                };
                found != anstream::ColorChoice::Never
            }
        }
    }

    /// Whether a line there can be written over.
    pub(crate) fn is_terminal(self) -> bool {
        let is_terminal = match self {
            Self::Output => std::io::stdout().is_terminal(),
            Self::Log => std::io::stderr().is_terminal(),
        };
        is_terminal && !matches!(environment::given("TERM"), Ok(Some(name)) if name == "dumb")
    }
}
