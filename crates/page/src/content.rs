//! What stands on a page.

use jauge_domain::{Answer, Basis, Evaluation, Funnel, Grain, Kpi, Noise, Objective, StepAnswer, TrackRecord};
use jauge_report::Style;
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
    /// How forecasts turned out, where some can be held against what came.
    pub record: Option<&'a TrackRecord>,
    /// KPIs with the change to the period before, those of a pack side by side.
    pub headlines: Vec<Headline<'a>>,
    /// How those who began together went on, a KPI a pack.
    pub cohorts: Vec<CohortPart<'a>>,
    /// Funnels that somebody entered.
    pub funnels: Vec<FunnelPart<'a>>,
    /// What the data do not cover, in words.
    pub gaps: Vec<String>,
    /// True where some objectives were left out.
    pub is_part: bool,
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
    /// Which part of what was paid for orders that is made of; `None` where it is made of none of it.
    pub basis: Option<Basis>,
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
    /// The KPIs that move it, those that have a value.
    pub drivers: Vec<KpiAnswer<'a>>,
}

impl Headline<'_> {
    /// Whether chance alone explains its change, many KPIs being looked at; `None` where too few days are known to tell.
    pub(crate) fn is_chance(&self) -> Option<bool> {
        self.answer.noise.as_ref().and_then(Noise::p).map(|_| !self.stands_out)
    }

    /// The KPI's title in the reader's language, or its id.
    pub(crate) fn title(&self, style: &Style) -> &str {
        kpi_title(self.kpi, style)
    }
}

/// The title of `kpi` in the reader's language, or its id.
pub(crate) fn kpi_title<'a>(kpi: &'a Kpi, style: &Style) -> &'a str {
    if kpi.title.is_empty() { &kpi.id } else { kpi.title.get(style.language) }
}

/// A KPI that moves another, over the same time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KpiAnswer<'a> {
    /// The KPI.
    pub kpi: &'a Kpi,
    /// Its answer, with that of the period before.
    pub answer: &'a Answer,
}

/// How those who began together went on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CohortPart<'a> {
    /// The KPI.
    pub kpi: &'a Kpi,
    /// How long the time is in which a cohort begins.
    pub grain: Grain,
    /// What columns count since then: days, weeks, months or years.
    pub since: Grain,
    /// Its answers by that time, and by how much later: one dimension, of whole numbers.
    pub answers: &'a [Answer],
}

/// A funnel over one stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelPart<'a> {
    /// The funnel.
    pub funnel: &'a Funnel,
    /// An answer a step.
    pub steps: &'a [StepAnswer],
}

/// Where the pages lie of things that have one each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkTo {
    /// What stands before a name.
    pub before: String,
    /// What stands behind it.
    pub after: String,
}

impl LinkTo {
    /// Where the page of `name` lies.
    pub(crate) fn href(&self, name: &str) -> String {
        format!("{}{name}{}", self.before, self.after)
    }
}
