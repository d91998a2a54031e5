//! A funnel: steps that sessions or visitors go through, and how far each comes.

use serde::Deserialize;
use toml::Spanned;

use crate::header::{Header, HeaderError};
use crate::length::Length;
use crate::message::HeaderMessage;
use crate::position::Position;
use crate::text::Localized;
use crate::way::{Order, Per, Reentry};

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
    /// Seconds from an attempt's first step in which the others count; `None`: whenever they come. A session is a window of its own.
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
    /// A column: an event whose value one that reached the step had before, in whatever session, reaches nothing.
    #[serde(default)]
    pub once: Option<String>,
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
    /// How long after an attempt's first step the others count, such as `"7d"`, of visitors only; left out: whenever they come.
    window: Option<Spanned<String>>,
    reentry: Option<Spanned<Reentry>>,
    steps: Vec<Step>,
}

impl Funnel {
    /// Reads a funnel's TOML file. `file` names it in messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, HeaderError> {
        let header = Header::whole(text);
        let written: Written = header.read()?;
        let steps = written.steps.len();
        if !(2..=62).contains(&steps) {
            let at = Position { line: 1, column: 1 };
            return Err(HeaderError::Fault { fault: HeaderMessage::Steps { steps }, at });
        }
        let window = written.window.map(|window| seconds(header, written.per, &window)).transpose()?;
        let reentry = written.reentry.map(|reentry| again(header, written.per, &reentry)).transpose()?;
        Ok(Self {
            id: written.id,
            title: written.title,
            says: written.says,
            per: written.per,
            order: written.order,
            window,
            reentry: reentry.unwrap_or_default(),
            steps: written.steps,
            file: file.to_owned(),
        })
    }
}

/// A window in seconds; only visitors have one.
fn seconds(header: Header<'_>, per: Per, window: &Spanned<String>) -> Result<i64, HeaderError> {
    if per == Per::Session {
        return Err(header.fault(window, HeaderMessage::WindowOfSession));
    }
    let text = window.get_ref();
    let length = Length::try_from(text.clone());
    let wrong = |_| header.fault(window, HeaderMessage::NotALength { text: text.clone() });
    length.map(|length| length.0 / 1_000_000).map_err(wrong)
}

/// How often somebody enters; a session does once.
fn again(header: Header<'_>, per: Per, reentry: &Spanned<Reentry>) -> Result<Reentry, HeaderError> {
    match (per, *reentry.get_ref()) {
        (Per::Session, Reentry::Each) => Err(header.fault(reentry, HeaderMessage::ReentryOfSession)),
        (_, reentry) => Ok(reentry),
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
    use crate::{Message, TomlFault};

    #[test]
    fn what_is_wrong_is_said_at_its_place() {
        let good = "id = \"a.b\"\nper = \"visitor\"\nwindow = \"7d\"\n[[steps]]\nname = \"one\"\nevent = \"x\"\n[[steps]]\nname = \"two\"\nevent = \"y\"\n";
        assert_eq!(Funnel::parse("f", good).unwrap().window, Some(604_800));
        let said = |text: &str| {
            let error = Funnel::parse("f", text).unwrap_err();
            (error.message(), error.at().line)
        };
        let soon = HeaderMessage::NotALength { text: "soon".to_owned() };
        assert_eq!(said(&good.replace("7d", "soon")), (soon.into(), 3));
        assert_eq!(said(&good.replace("visitor", "session")), (HeaderMessage::WindowOfSession.into(), 3));
        let again = good.replace("window = \"7d\"", "reentry = \"each\"");
        assert_eq!(Funnel::parse("f", &again).unwrap().reentry, Reentry::Each);
        assert_eq!(said(&again.replace("visitor", "session")), (HeaderMessage::ReentryOfSession.into(), 3));
        assert_eq!(said("id = \"a.b\"\nsteps = []\n").0, HeaderMessage::Steps { steps: 0 }.into());
        let (Message::Toml(parser), _) = said(&good.replace("event = \"y\"", "evnt = \"y\"")) else { panic!() };
        assert!(matches!(&parser, TomlFault::UnknownKey { key, .. } if key == "evnt"), "{parser:?}");
    }
}
