//! Ways through a funnel: whose, in which order, how often.

use serde::{Deserialize, Serialize};

/// Who goes through a funnel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// Each session, dated on its start.
    #[default]
    Session,
    /// Each attempt of a visitor, over sessions, dated on its first step.
    Visitor,
}

/// What reaching a step takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The step's event or that of any later one.
    #[default]
    Any,
    /// An event of the step after the event that reached the step before: by time, then as they stood (`place`), then by id.
    Strict,
}

/// How often a visitor enters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reentry {
    /// The first attempt in the period, or in each of its buckets, counts.
    #[default]
    First,
    /// Each attempt counts; one begins where the one before has reached the last step, or its window is over.
    Each,
}
