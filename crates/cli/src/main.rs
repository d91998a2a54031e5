//! The `jauge` command: parse, run, exit code.

mod args;
mod command;
mod demo;
mod error;
mod io;
mod rows;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::parse();
    let io = io::Io::new(&args.everywhere);
    match args.command.run(&io) {
        Ok(code) => ExitCode::from(code),
        Err(error) => error.report(&io),
    }
}
