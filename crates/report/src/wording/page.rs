//! What the page says around values that are written already.

use jauge_domain::{Basis, Grain, Status};
use jiff::civil::Date;

/// A sentence of the page, or a word of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PageText<'a> {
    /// A word that stands alone.
    Word(PageWord),
    /// The title of the page.
    Title {
        /// The workspace's name.
        workspace: &'a str,
    },
    /// How many objectives are as they should be.
    Verdict {
        /// So many.
        fine: usize,
        /// There is nothing to judge so many by: they are neither.
        unjudged: usize,
        /// Of so many.
        all: usize,
    },
    /// There is nothing to judge the one objective by.
    Unjudged {
        /// Why, where it is known.
        why: Option<&'a str>,
    },
    /// The objective that needs somebody most.
    Worst {
        /// What it is, in a sentence.
        statement: &'a str,
        /// How it stands.
        status: Status,
    },
    /// No objective is on the page.
    NoObjectives,
    /// The last day that counts, and the last one to which all sources are complete.
    AsOf {
        /// The last day that counts.
        as_of: Date,
        /// The last complete day, where it is known.
        complete_to: Option<Date>,
    },
    /// How much of a period has passed.
    Elapsed {
        /// The day of the period.
        day: i64,
        /// How many it has.
        days: i64,
    },
    /// From the first to the last day.
    Days {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
    },
    /// What a picture of a value beside its target shows.
    ValueAndTarget {
        /// The value.
        actual: &'a str,
        /// The target.
        target: Option<&'a str>,
        /// The forecast.
        band: Option<&'a str>,
    },
    /// What a picture of values in a row shows.
    FirstAndLast {
        /// The first.
        first: &'a str,
        /// The last.
        last: &'a str,
    },
    /// What was spent, and of how much.
    Spent {
        /// What was spent.
        spent: &'a str,
        /// What may be.
        budget: &'a str,
    },
    /// The title of the catalog.
    CatalogOf {
        /// The workspace's name.
        workspace: &'a str,
    },
    /// Groups beyond the largest were left out.
    OnlyLargest {
        /// So many are shown.
        groups: usize,
    },
    /// The headline KPIs of a pack.
    HeadlinesOf {
        /// The pack.
        pack: &'a str,
    },
    /// Above how those who began together went on.
    CohortsOf {
        /// The KPI's title.
        kpi: &'a str,
    },
    /// How a table of cohorts is read.
    CohortsRead {
        /// What its columns count.
        since: Grain,
    },
    /// What the amounts of orders in a KPI are of.
    OfBasis {
        /// Which part of what was paid.
        basis: Basis,
    },
}

/// A word or two of the page that stand alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageWord {
    /// Above the cards.
    Objectives,
    /// Above funnels.
    Funnels,
    /// Above what the data do not cover.
    Gaps,
    /// There is nothing that the data do not cover.
    NoGaps,
    /// Before the value so far.
    Value,
    /// Before the target.
    Target,
    /// Before the forecast.
    Band,
    /// Before the probability that the target is met.
    Chance,
    /// Before the reason of a status.
    Why,
    /// Before the levels of an objective, the one reached marked.
    Levels,
    /// Before what moved it.
    Moved,
    /// Before the driver that costs most.
    HeldBackBy,
    /// Before what comes next.
    NextAction,
    /// Before who answers for it.
    Owner,
    /// Before who agreed.
    AcceptedBy,
    /// Before the strategy it is in step with.
    Serves,
    /// Before what was spent.
    Budget,
    /// Before what each result has cost.
    CostPerResult,
    /// Before how much of the period has passed.
    Time,
    /// Above the five criteria.
    Criteria,
    /// Above the three questions.
    Questions,
    /// Is it feasible?
    Feasible,
    /// Who is behind it?
    WhoIsBehind,
    /// Which drivers move it?
    WhichDrivers,
    /// Above the values of a driver's baseline.
    Baseline,
    /// Before the days of the period.
    Period,
    /// Opens the table behind a picture.
    Numbers,
    /// Opens the definition of a KPI.
    Definition,
    /// The title of a picture of values in a row.
    Along,
    /// The title of a picture of what each value of a dimension added to a change.
    Waterfall,
    /// Below what values of a dimension added.
    Total,
    /// The title of a picture of a value beside its target.
    AgainstTarget,
    /// The title of a picture of money spent beside time passed.
    AgainstTime,
    /// The title of a picture of a funnel.
    FunnelPicture,
    /// Above the months in which cohorts begin.
    Began,
    /// Above the sizes of cohorts.
    HowMany,
    /// What a mark at values of cohorts means.
    CohortInPart,
    /// Above how forecasts turned out.
    Record,
    /// The title of a picture of how often what was forecast came.
    Calibration,
    /// Below that picture: how it is read.
    CalibrationRead,
    /// Above chances that were forecast.
    ChanceForecast,
    /// Above shares of forecasts whose target was met.
    CameTrue,
    /// Above numbers of forecasts.
    Forecasts,
    /// Leads to the list of KPIs.
    Catalog,
    /// Before the field to search in.
    Search,
    /// The title of a picture of what a KPI is made from.
    MadeFrom,
    /// Where who signs writes the date.
    Date,
    /// Where who signs writes the name.
    Signature,
    /// Leads to all objectives.
    Overview,
    /// The ways to the other pages.
    Pages,
    /// The same page in other languages.
    Languages,
    /// The language that is spoken, as it calls itself.
    ThisLanguage,
    /// Leads to what was loaded.
    Sources,
    /// Above the rows that were rejected.
    Rejects,
    /// No row was rejected.
    NoRejects,
    /// No funnel has an answer.
    NoFunnels,
    /// Above the ways from an objective to its KPI.
    InDetail,
    /// Leads to the KPI over the whole period.
    WholePeriod,
    /// Leads to the days of a period.
    DayByDay,
    /// Above the dimensions of a KPI.
    BySegment,
    /// Before the length of buckets.
    Grain,
    /// Before the dimension that groups.
    By,
    /// Before what a period is compared with.
    ComparedWith,
    /// Compared with as long a time just before.
    ThePeriodBefore,
    /// Compared with the year before.
    TheYearBefore,
    /// Compared with nothing.
    Nothing,
    /// Asks what the form says.
    Show,
}
