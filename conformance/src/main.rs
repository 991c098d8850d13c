//! The program: arguments in, a result on standard output, an exit code out.

use conformance::command::{self, Arguments};
use conformance::exit::Exit;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(shown) => {
            // Help and version are shown in the same way as a mistake, and are none.
            let is_mistake = shown.use_stderr();
            match Arguments::mistake(&shown) {
                Some(problem) => tell(&problem),
                None => drop(shown.print()),
            }
            return if is_mistake { Exit::WrongUse.into() } else { ExitCode::SUCCESS };
        }
    };
    match command::execute(arguments, &mut std::io::stdout().lock()) {
        Ok(exit) => exit.into(),
        Err(error) => {
            tell(&error.chain());
            error.exit().into()
        }
    }
}

fn tell(problem: &str) {
    let _ = writeln!(std::io::stderr(), "error: {problem}");
}
