//! The program: arguments in, a result on standard output, an exit code out.

use clap::Parser;
use conformance::command::{self, Arguments};
use conformance::exit::Exit;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(shown) => {
            // Help and version are shown in the same way as a mistake, and are none.
            let is_mistake = shown.use_stderr();
            let _ = shown.print();
            return if is_mistake { Exit::WrongUse.into() } else { ExitCode::SUCCESS };
        }
    };
    match command::execute(arguments, &mut std::io::stdout().lock()) {
        Ok(exit) => exit.into(),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {}", error.chain());
            error.exit().into()
        }
    }
}
