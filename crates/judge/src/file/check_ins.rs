//! What was reached of a qualitative objective.

use jauge_domain::{CheckIn, nearest};
use schemars::JsonSchema;
use serde::Deserialize;

use super::values::Day;

/// A dated check-in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCheckIn {
    /// The day
    #[schemars(with = "String")]
    date: Day,
    /// One of `levels`
    level: String,
    /// What there is to say
    note: Option<String>,
}

/// The check-ins in the order of time, each at one of `levels`.
pub(super) fn check_ins(written: &[WrittenCheckIn], levels: &[String]) -> Result<Vec<CheckIn>, String> {
    let one = |WrittenCheckIn { date, level, note }: &WrittenCheckIn| {
        if levels.contains(level) {
            return Ok(CheckIn { date: date.0, level: level.clone(), note: note.clone() });
        }
        let meant = nearest(level, levels.iter().map(String::as_str));
        let meant = meant
            .map_or_else(|| format!("there are {}", levels.join(", ")), |meant| format!("did you mean `{meant}`?"));
        Err(format!("`{level}` is none of the levels: {meant}"))
    };
    let mut check_ins = written.iter().map(one).collect::<Result<Vec<_>, _>>()?;
    check_ins.sort_by_key(|one| one.date);
    Ok(check_ins)
}
