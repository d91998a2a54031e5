//! The `jauge` command: parse, run, exit code.

mod args;
mod binary;
mod command;
mod consent;
mod error;
mod exit;
mod file;
mod io;
mod pager;
mod panics;
mod plugins;
mod recipes;
mod rows;
mod show;
mod stdout;

use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|word| word == jauge_plugin_host::CHILD_COMMAND) {
        return jauge_plugin_host::serve();
    }
    panics::leave_caught_ones_unsaid();
    let args = args::parse();
    let io = io::Io::new(&args.everywhere);
    match args.command.run(&io) {
        Ok(code) => ExitCode::from(code),
        Err(error) => error.report(&io),
    }
}
