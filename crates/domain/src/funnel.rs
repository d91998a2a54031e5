//! A funnel: steps that visits or visitors go through, and how far each comes.

use serde::Deserialize;

use crate::header::{HeaderError, Position};
use crate::text::Localized;

/// A funnel as its file defines it.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    /// `pack.name`, unique in a workspace.
    pub id: String,
    /// A short title.
    pub title: Localized,
    /// What it shows, in a sentence.
    pub says: Localized,
    /// Who goes through it.
    pub per: Per,
    /// What reaching a step takes.
    pub order: Order,
    /// Seconds from an attempt's first step in which the others count; a session is a window of its own.
    pub window: Option<i64>,
    /// How often a visitor enters.
    pub reentry: Reentry,
    /// The steps, first to last; at least two, at most 62.
    pub steps: Vec<Step>,
    /// The file, for messages.
    pub file: String,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// A short name.
    pub name: Localized,
    /// The event that reaches it.
    pub event: String,
    /// What must hold of the event: SQL over `hits`.
    #[serde(default, rename = "where")]
    pub filter: Option<String>,
    /// A column: an event whose value was seen before, in whatever visit, reaches nothing.
    #[serde(default)]
    pub once: Option<String>,
}

/// Who goes through a funnel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// Each visit, dated on its start.
    #[default]
    Session,
    /// Each attempt of a visitor, over visits, dated on its first step.
    Visitor,
}

/// What reaching a step takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The step's event or that of any later one.
    #[default]
    Any,
    /// An event of the step after the event that reached the step before, by time and then id.
    Strict,
}

/// How often a visitor enters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reentry {
    /// The first attempt in the period counts.
    #[default]
    First,
    /// Each attempt counts; one begins where the one before has reached the last step, or its window is over.
    Each,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    #[serde(default)]
    title: Localized,
    #[serde(default)]
    says: Localized,
    #[serde(default)]
    per: Per,
    #[serde(default)]
    order: Order,
    window: Option<Length>,
    #[serde(default)]
    reentry: Reentry,
    steps: Vec<Step>,
}

/// A length of time such as `"30m"` or `"7d"`, in seconds.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Length(i64);

impl TryFrom<String> for Length {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no length of time such as \"30m\", \"24h\" or \"7d\"");
        let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(wrong)?;
        let seconds = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => return Err(wrong()),
        };
        let number: i64 = number.parse().ok().filter(|number| *number > 0).ok_or_else(wrong)?;
        number.checked_mul(seconds).map(Self).ok_or_else(wrong)
    }
}

impl Funnel {
    /// Reads a funnel's TOML file. `file` names it in messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, HeaderError> {
        let written: Written = toml::from_str(text).map_err(|error| HeaderError::Toml {
            message: error.message().to_owned(),
            at: Position::of(text, error.span().map_or(0, |span| span.start)),
        })?;
        if !(2..=62).contains(&written.steps.len()) {
            let message = format!("a funnel has 2 to 62 steps, and this one {}", written.steps.len());
            return Err(HeaderError::Toml { message, at: Position { line: 1, column: 1 } });
        }
        Ok(Self {
            id: written.id,
            title: written.title,
            says: written.says,
            per: written.per,
            order: written.order,
            window: written.window.map(|window| window.0),
            reentry: written.reentry,
            steps: written.steps,
            file: file.to_owned(),
        })
    }
}

/// How far one group came in one stretch of time: a row of a funnel's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct StepAnswer {
    /// The step, from 0.
    pub step: usize,
    /// First instant of the bucket; `None` where the whole of the data was asked.
    pub start: Option<jiff::Timestamp>,
    /// The instant after its last.
    pub end: Option<jiff::Timestamp>,
    /// Dimensions and their values, in the order asked.
    pub by: Vec<(String, crate::value::Value)>,
    /// Who reached the step; `None` where its event was never loaded.
    pub entered: Option<u64>,
    /// Of those who reached the step before, or the last before it that is tracked; `None` for the first step, and where nobody
    /// did.
    pub rate: Option<f64>,
    /// Of those who reached the first step.
    pub overall: Option<f64>,
    /// Those who reached the step before and not this one.
    pub lost: Option<u64>,
    /// Seconds from the step before, the median; only where the order is strict.
    pub seconds: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_at_its_place() {
        let good = "id = \"a.b\"\nwindow = \"7d\"\n[[steps]]\nname = \"one\"\nevent = \"x\"\n[[steps]]\nname = \"two\"\nevent = \"y\"\n";
        assert_eq!(Funnel::parse("f", good).unwrap().window, Some(604_800));
        let says = |text: &str| Funnel::parse("f", text).unwrap_err().to_string();
        assert!(says(&good.replace("7d", "soon")).contains("no length of time"));
        assert!(says("id = \"a.b\"\nsteps = []\n").contains("2 to 62 steps"));
        assert!(says(&good.replace("event = \"y\"", "evnt = \"y\"")).contains("unknown field `evnt`"));
    }
}
