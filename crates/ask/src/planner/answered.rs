//! What a question is answered with.

use jauge_domain::{Answer, Message};

use super::AskError;

/// What a question is answered with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answered {
    /// The answers: by KPI as asked, then by bucket, then by group, the total last.
    pub answers: Vec<Answer>,
    /// The KPIs without answers, and why. What [`AskError::is_dimension`] is only a note where a glob named the KPI.
    pub problems: Vec<(String, AskError)>,
    /// What the reader should know.
    pub notes: Vec<Message>,
}
