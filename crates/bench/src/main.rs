//! Side-by-side benchmarks: each prints what it did, how long each side took, and the ratio. `cargo xtask bench NAME`.

mod objectives;
mod peers;
mod plugins;
mod site;

use std::{env, error::Error, process::ExitCode};

const HELP: &str = "\
Benchmarks: both sides in one run, as ratios.

Usage: cargo xtask bench NAME

  calibration [synthetic|real]   how often forecasts' intervals hold, and how good their probabilities are
  objectives [EVENTS]   500 objectives with 50 filters in one go, beside one by one, over a site of EVENTS events (10000000)
  peers [EVENTS…] [--repeats N] [--engines NAME,…] [--jauge PROGRAM] [--write]
                        beside DuckDB, chdb, Polars and DataFusion (in a virtualenv): batch, one more day, load, one count, start,
                        over EVENTS events (1000000); several sizes show how time grows; `--write` puts it into docs/speed.md
  plugins [LINES]   one connector built in, in this process and in a child, over a log of LINES lines (10000000)
  questions [EVENTS]   thirty questions of a page in one process, over a site of EVENTS events (10000000)
";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done: Result<(), Box<dyn Error>> = match args[..] {
        ["objectives"] => objectives::run(10_000_000),
        ["objectives", events] => events.parse().map_err(Into::into).and_then(objectives::run),
        ["peers", ref rest @ ..] => peers::run(rest),
        ["plugins"] => plugins::run(10_000_000),
        ["plugins", lines] => lines.parse().map_err(Into::into).and_then(plugins::run),
        _ => {
            print!("{HELP}");
            return if args.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
