//! Measures the forecasts: `calibration [synthetic|tuning|real]…`, all of `synthetic` and `real` without arguments.
//!
//! `synthetic` uses seeds 1201 to 1300, `tuning` seeds 1 to 100; `real` reads the files in
//! `online-retail` of the folder that `JAUGE_REAL_DATA` names.

mod retail;
mod synthetic;

use std::error::Error;
use std::io::{self, Write};

use jauge_forecast::calibrate::Calibration;

fn main() -> Result<(), Box<dyn Error>> {
    let mut asked: Vec<String> = std::env::args().skip(1).collect();
    if asked.is_empty() {
        asked = vec!["synthetic".into(), "real".into()];
    }
    let mut out = io::stdout().lock();
    for set in asked {
        let rows = match set.as_str() {
            "synthetic" => synthetic::tallies(1201..=1300)?,
            "tuning" => synthetic::tallies(1..=100)?,
            "real" => retail::tallies()?,
            other => return Err(format!("unknown set `{other}`; use `synthetic`, `tuning` or `real`").into()),
        };
        print(&mut out, &set, &rows)?;
    }
    Ok(())
}

fn print(out: &mut impl Write, set: &str, rows: &[(String, Calibration)]) -> io::Result<()> {
    writeln!(
        out,
        "\n| {set} | forecasts | refused | certain | in 80 % | under | over | Brier | value's | pace's | error | pace's |"
    )?;
    writeln!(out, "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |")?;
    for (name, tally) in rows {
        line(out, name, tally)?;
    }
    for (name, ending) in
        [("**all weeks**", "week"), ("**all months**", "month"), ("**all quarters**", "quarter"), ("**all**", "")]
    {
        let mut sum = Calibration::default();
        rows.iter().filter(|(row, _)| row.ends_with(ending)).for_each(|(_, tally)| sum += *tally);
        if sum.forecasts > 0 {
            line(out, name, &sum)?;
        }
    }
    Ok(())
}

fn line(out: &mut impl Write, name: &str, tally: &Calibration) -> io::Result<()> {
    let under = f64::from(tally.below) / f64::from(tally.forecasts.max(1));
    writeln!(
        out,
        "| {name} | {} | {} | {} | {:.1} % | {:.1} % | {:.1} % | {:.3} | {:.3} | {:.3} | {:.1} % | {:.1} % |",
        tally.forecasts,
        tally.refused,
        tally.certain,
        100.0 * tally.coverage(),
        100.0 * under,
        100.0 * (1.0 - tally.coverage() - under),
        tally.brier(),
        tally.value_brier(),
        tally.pace_brier(),
        100.0 * tally.error(),
        100.0 * tally.pace_error(),
    )
}
