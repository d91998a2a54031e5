//! What was reached of a qualitative objective.

use jauge_domain::{CheckIn, ObjectiveFault, nearest};
use schemars::JsonSchema;
use serde::Deserialize;

use super::field::{Field, Wrong};
use super::values::Day;

/// A dated check-in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCheckIn {
    /// The day
    #[schemars(with = "String")]
    date: Field<Day>,
    /// One of `levels`
    level: String,
    /// What there is to say
    note: Option<String>,
}

/// The check-ins in the order of time, each at one of `levels`.
pub(super) fn check_ins(written: &[WrittenCheckIn], levels: &[String]) -> Result<Vec<CheckIn>, Wrong> {
    let one = |WrittenCheckIn { date, level, note }: &WrittenCheckIn| {
        if levels.contains(level) {
            return Ok(CheckIn { date: date.get()?.0, level: level.clone(), note: note.clone() });
        }
        let near = nearest(level, levels.iter().map(String::as_str)).map(str::to_owned);
        let unknown = ObjectiveFault::UnknownLevel { level: level.clone(), near, known: levels.to_vec() };
        Err(Wrong::Key("check_ins", unknown))
    };
    let mut check_ins = written.iter().map(one).collect::<Result<Vec<_>, _>>()?;
    check_ins.sort_by_key(|one| one.date);
    Ok(check_ins)
}
