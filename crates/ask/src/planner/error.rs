//! Why a question has no answer.

use datafusion::common::DataFusionError;
use jauge_domain::{AskMessage, CalendarError, Message};
use jauge_store::plain;

use crate::catalog::Problem;

/// The most buckets an answer has: a century of hours.
pub(crate) const MOST_BUCKETS: i64 = 1_000_000;

/// Why a question, or one of its KPIs, has no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{:?}", self.message())]
pub enum AskError {
    /// The KPI's file is wrong.
    Kpi(#[source] Problem),
    /// A period or grain is wrong.
    Calendar(#[from] CalendarError),
    /// The question does not fit, or the engine stopped.
    Question(AskMessage),
}

impl AskError {
    /// What to say of it.
    pub fn message(&self) -> Message {
        match self {
            Self::Kpi(problem) => problem.message(),
            Self::Calendar(error) => error.clone().into(),
            Self::Question(message) => message.clone().into(),
        }
    }

    /// True where a KPI lacks a dimension, which is only a note where a glob named it.
    pub fn is_dimension(&self) -> bool {
        matches!(self, Self::Question(AskMessage::Dimension { .. }))
    }

    /// True where nothing is wrong with the question, the KPI or the store's files: the data stopped the engine.
    pub fn is_of_data(&self) -> bool {
        match self {
            Self::Question(AskMessage::Run { reason, .. }) => !matches!(**reason, Message::Store(_)),
            Self::Question(AskMessage::Overflow { .. }) => true,
            Self::Kpi(_) | Self::Calendar(_) | Self::Question(_) => false,
        }
    }

    /// The engine stopped while `kpis` were computed together.
    pub(crate) fn run<'n>(kpis: impl IntoIterator<Item = &'n str>, error: &DataFusionError) -> Self {
        let kpis = kpis.into_iter().map(str::to_owned).collect();
        Self::Question(AskMessage::Run { kpis, reason: Box::new(plain(error)) })
    }
}

impl From<AskMessage> for AskError {
    fn from(message: AskMessage) -> Self {
        Self::Question(message)
    }
}
