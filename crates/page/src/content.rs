//! What stands on a page.

use jauge_domain::{Answer, Evaluation, Funnel, Kpi, Objective, StepAnswer};
use jiff::civil::Date;

/// What stands on a page, each part in the order in which it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct PageContent<'a> {
    /// The workspace's name.
    pub workspace: &'a str,
    /// The last day that counts.
    pub as_of: Date,
    /// The objectives.
    pub cards: Vec<ObjectiveCard<'a>>,
    /// KPIs with the change to the period before, those of a pack side by side.
    pub headlines: Vec<Headline<'a>>,
    /// Funnels that somebody entered.
    pub funnels: Vec<FunnelPart<'a>>,
    /// What the data do not cover, in words.
    pub gaps: Vec<String>,
    /// True where the page is a sheet to sign.
    pub is_signed: bool,
}

/// An objective.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectiveCard<'a> {
    /// How it stands.
    pub evaluation: &'a Evaluation,
    /// As its file states it.
    pub objective: Option<&'a Objective>,
    /// Its KPI; `None` where it has levels.
    pub kpi: Option<&'a Kpi>,
}

/// A KPI over one stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline<'a> {
    /// The KPI.
    pub kpi: &'a Kpi,
    /// Its answer, with that of the period before.
    pub answer: &'a Answer,
    /// True where its change stands out among those of the page: chance alone does not explain it.
    pub stands_out: bool,
    /// Its answers along that stretch.
    pub along: Vec<&'a Answer>,
}

/// A funnel over one stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelPart<'a> {
    /// The funnel.
    pub funnel: &'a Funnel,
    /// An answer a step.
    pub steps: &'a [StepAnswer],
}
