//! `conformance completions`: the program in, the script by which a shell completes its command line out.

use clap_complete::Shell;

pub(super) fn script(mut program: clap::Command, shell: Shell) -> String {
    let mut script = Vec::new();
    let name = program.get_name().to_owned();
    clap_complete::generate(shell, &mut program, name, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
