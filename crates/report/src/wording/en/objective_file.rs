//! What is wrong with files of objectives.

use jauge_domain::{ObjectiveFault, TomlFault, WordSet};

use super::{super::Wording, read, toml};

const EXAMPLE: &str = "an objective needs four lines: id = \"more-orders\", kpi = \"ecommerce.orders\", target = \"+10%\", period = \"2026-Q2\"";

pub(super) fn message(fault: &ObjectiveFault, wording: &Wording) -> String {
    match fault {
        ObjectiveFault::Unreadable { reason } => format!("cannot be read: {}", read::fault(reason)),
        ObjectiveFault::Toml { fault } => toml::message(fault),
        ObjectiveFault::NotInFile { key } => format!("`{key}` is no part of a file of objectives"),
        ObjectiveFault::IdTakenInFile { id } => format!("the id `{id}` is taken in this file"),
        ObjectiveFault::IdTaken { id, place } => format!("the id `{id}` is taken: {place} has it"),
        ObjectiveFault::UnknownKey { key, .. } => format!("an objective has no key `{key}`"),
        ObjectiveFault::NotAnId { id } => format!("`{id}` is no id"),
        ObjectiveFault::Weight => "a weight is a number from 0".to_owned(),
        ObjectiveFault::Budget => "a budget is more than 0".to_owned(),
        ObjectiveFault::BaselineNotOne => "a baseline is a period or a value, one of them".to_owned(),
        ObjectiveFault::Repetition { period } => {
            format!("`{period}` cannot be repeated so: the periods would overlap or leave gaps")
        }
        ObjectiveFault::KpiAndLevels => "an objective has a KPI or levels, not both".to_owned(),
        ObjectiveFault::NoKpi => "an objective needs a KPI".to_owned(),
        ObjectiveFault::NoTarget => "an objective needs a target".to_owned(),
        ObjectiveFault::TooFewLevels => "levels are at least two".to_owned(),
        ObjectiveFault::LevelsAndTarget => "the last level is the target".to_owned(),
        ObjectiveFault::TargetAndDirection => "the target does not fit the direction".to_owned(),
        ObjectiveFault::UnknownLevel { level, near, known } => {
            let meant = near
                .as_ref()
                .map_or_else(|| format!("there are {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
            format!("`{level}` is none of the levels: {meant}")
        }
        ObjectiveFault::NotFinite { number } => format!("{number} is no value"),
        ObjectiveFault::NotAValue { text } => {
            format!("`{text}` is no value: write 0.024, \"2.4%\", \"+10%\", \"+0.5pt\" or [low, high]")
        }
        ObjectiveFault::ChangeForValue { text } => {
            format!("`{text}` is a change; a value has no sign in front but a minus")
        }
        ObjectiveFault::PointsForValue { text } => format!("`{text}`: points are a change, such as \"+0.5pt\""),
        ObjectiveFault::PointsWithoutSign { text } => format!("`{text}`: points need a sign, such as \"+0.5pt\""),
        ObjectiveFault::EmptyRange { low, high } => {
            format!("[{low}, {high}] holds nothing: the lower value comes first")
        }
        ObjectiveFault::NotDays { text } => format!("`{text}` is not a number of days such as \"3d\""),
        ObjectiveFault::NotADay { text } => format!("`{text}` is no day such as 2026-05-15"),
        ObjectiveFault::NotAPeriod { why } => super::calendar::message(why, wording),
        ObjectiveFault::PeriodWithoutEnd { text } => format!("`{text}` has no end: an objective is time-bound"),
        ObjectiveFault::NotAWord { text, set, near, known } => {
            let set = match set {
                WordSet::Direction => "direction",
                WordSet::Repetition => "repetition",
                WordSet::Frequency => "frequency",
            };
            let near = near.as_ref().map_or_else(|| ".".to_owned(), |near| format!(": did you mean `{near}`?"));
            format!("`{text}` is no {set}{near} There are {}", known.join(", "))
        }
    }
}

pub(super) fn help(fault: &ObjectiveFault) -> Option<String> {
    let text = match fault {
        ObjectiveFault::Toml { fault: TomlFault::MissingKey { .. } }
        | ObjectiveFault::NoKpi
        | ObjectiveFault::NoTarget => EXAMPLE,
        ObjectiveFault::Unreadable { .. } => "save it as UTF-8, readable by you, or take it out of `objectives`",
        ObjectiveFault::NotInFile { .. } => "each objective starts with a line [[objective]]",
        ObjectiveFault::IdTaken { .. } => "give each objective an id of its own",
        ObjectiveFault::UnknownKey { near: Some(near), .. } => return Some(format!("did you mean `{near}`?")),
        ObjectiveFault::UnknownKey { near: None, known, .. } => {
            return Some(format!("there are {}", known.join(", ")));
        }
        ObjectiveFault::NotAnId { .. } => "small letters, digits, `-`, `_` and `.`",
        ObjectiveFault::Weight => "1 where nothing is said",
        ObjectiveFault::Budget => "leave it out where there is none",
        ObjectiveFault::BaselineNotOne => "{ period = \"2026-Q1\" } or { value = 0.018 }",
        ObjectiveFault::Repetition { .. } => "a week weekly, a month monthly, a quarter quarterly, a year yearly",
        ObjectiveFault::KpiAndLevels => "make two of it",
        ObjectiveFault::TooFewLevels => "such as [\"mock-up\", \"online\"]",
        ObjectiveFault::LevelsAndTarget => "leave `target` out",
        ObjectiveFault::TargetAndDirection => "maintain_between needs [low, high], and only it has a range",
        ObjectiveFault::Toml { .. }
        | ObjectiveFault::IdTakenInFile { .. }
        | ObjectiveFault::UnknownLevel { .. }
        | ObjectiveFault::NotFinite { .. }
        | ObjectiveFault::NotAValue { .. }
        | ObjectiveFault::ChangeForValue { .. }
        | ObjectiveFault::PointsForValue { .. }
        | ObjectiveFault::PointsWithoutSign { .. }
        | ObjectiveFault::EmptyRange { .. }
        | ObjectiveFault::NotDays { .. }
        | ObjectiveFault::NotADay { .. }
        | ObjectiveFault::NotAPeriod { .. }
        | ObjectiveFault::PeriodWithoutEnd { .. }
        | ObjectiveFault::NotAWord { .. } => return None,
    };
    Some(text.to_owned())
}
