//! Why a question has no answer, and what its reader should know.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use super::{ComparisonNote, Message};
use crate::calendar::{FeastFault, Grain};
use crate::orders::Basis;
use crate::text::Localized;
use crate::way::{Order, Per, Reentry};

/// Why a question, or one of its KPIs, has no answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum AskMessage {
    /// No KPI has this id.
    UnknownKpi {
        /// The id asked for.
        id: String,
        /// The KPI probably meant.
        near: Option<String>,
    },
    /// The KPI's model does not have the dimension.
    Dimension {
        /// The KPI.
        kpi: String,
        /// The dimension asked for.
        dimension: String,
        /// The model the KPI reads.
        model: String,
        /// The dimension probably meant.
        near: Option<String>,
    },
    /// The condition does not fit the model.
    Filter {
        /// The KPI or funnel.
        kpi: String,
        /// The condition.
        filter: String,
        /// The model.
        model: String,
        /// What the engine says.
        reason: Box<Message>,
    },
    /// The condition of an objective does not fit the model.
    WrittenFilter {
        /// The objective's file.
        file: String,
        /// The line of the condition.
        line: usize,
        /// The KPI.
        kpi: String,
        /// The condition.
        filter: String,
        /// The model.
        model: String,
        /// What the engine says.
        reason: Box<Message>,
    },
    /// The condition of a funnel's step does not fit the events.
    StepFilter {
        /// The funnel.
        funnel: String,
        /// The step, from 1.
        step: usize,
        /// The condition.
        filter: String,
        /// What the engine says.
        reason: Box<Message>,
    },
    /// A civil date has no hours.
    NoHours {
        /// The KPI.
        kpi: String,
        /// The model.
        model: String,
        /// Its time column.
        column: String,
    },
    /// The model has no time.
    NoTime {
        /// The KPI.
        kpi: String,
        /// The model.
        model: String,
    },
    /// The model's time column is missing or no time.
    Time {
        /// The model.
        model: String,
        /// The column.
        column: String,
        /// The type it has instead; `None`: it is missing.
        is: Option<String>,
    },
    /// The KPI does not make sense at this grain.
    Grain {
        /// The KPI.
        kpi: String,
        /// The grain asked for.
        grain: Grain,
        /// The grains it allows.
        allowed: Vec<Grain>,
    },
    /// Everything there is has nothing to be compared with.
    Compare,
    /// The period cannot be compared with the last time of a feast.
    Feast {
        /// Why.
        fault: FeastFault,
    },
    /// More buckets than anybody reads: most often a row with a wrong date.
    Buckets {
        /// The grain.
        grain: Grain,
        /// The start of the period.
        from: Timestamp,
        /// Its end.
        to: Timestamp,
        /// How many there may be.
        most: i64,
    },
    /// A sum is larger than its decimal type holds.
    Overflow {
        /// The KPI.
        kpi: String,
    },
    /// The engine stopped.
    Run {
        /// The KPIs that were computed together, or the funnel.
        kpis: Vec<String>,
        /// What the engine says.
        reason: Box<Message>,
    },
    /// An option about groups, where nothing is grouped.
    NeedsBy {
        /// The option.
        option: String,
    },
}

/// Where what one system counted by the day meets what events tell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Seam {
    /// The source of `daily`.
    pub system: String,
    /// The first and the last day that counts from it; `None`: events, or another system, have all of its days.
    pub counted: Option<(Date, Date)>,
    /// How many days those are.
    pub days: u64,
    /// How many days of it have sessions out of events, too.
    pub days_in_both: u64,
    /// What events have of the sessions of the system on those days: 1 is as many.
    pub level: Option<f64>,
    /// Whether there are events at all.
    pub has_events: bool,
}

/// What the reader of an answer should know.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum AskNote {
    /// What was before the data began would change the answer.
    ShortHistory {
        /// The KPI.
        kpi: String,
        /// The first day there is.
        began: Date,
    },
    /// Buckets look back over fewer days than asked.
    ShortLookback {
        /// The KPI.
        kpi: String,
        /// The first day there is.
        began: Date,
    },
    /// Parts of a KPI come from sources that do not cover the same.
    MixedSources {
        /// The KPI.
        kpi: String,
        /// How much each source covers, by title: 1 is all.
        shares: Vec<(Localized, f64)>,
    },
    /// Visitors are told by address and user agent alone.
    VisitorsEstimated {
        /// The KPIs that rest on telling them apart.
        kpis: Vec<String>,
    },
    /// Days of an answer that a system counted, and no event tells of.
    CountedByDay {
        /// The KPIs in which they count.
        kpis: Vec<String>,
        /// The system, and the days.
        seam: Seam,
    },
    /// Days that a system counted are left out by a filter on what it does not tell.
    NotToldByDay {
        /// The KPIs in which they would count.
        kpis: Vec<String>,
        /// The columns that the filter names and `daily` does not fill.
        columns: Vec<String>,
    },
    /// A report had no rows left for all of its groups.
    OtherRows {
        /// What it is grouped by.
        dimension: String,
        /// The source of `daily`.
        system: String,
        /// The sessions of its row for the others.
        sessions: i64,
    },
    /// What amounts of orders are of.
    Basis {
        /// The KPIs that are made of them.
        kpis: Vec<String>,
        /// Which part of what was paid they are.
        basis: Basis,
    },
    /// Orders of the shop that do not count, in the period.
    OrdersLeftOut {
        /// Their statuses, each with how many, the most first.
        statuses: Vec<(String, u64)>,
    },
    /// Orders that count and have no amount, because the source does not tell what is to be taken off.
    OrdersWithoutAmount {
        /// How many.
        orders: u64,
        /// What they would have to be without.
        basis: Basis,
    },
    /// Refunds that the shop knows without their day stand on their order's.
    RefundsUndated {
        /// The KPIs that are made of them.
        kpis: Vec<String>,
    },
    /// A short id names the workspace's own KPI and not those of packs.
    Shadowed {
        /// The KPI that was taken.
        kpi: String,
        /// The others of that short id.
        others: Vec<String>,
    },
    /// `--top` without groups.
    TopWithoutBy,
    /// Groups are ranked by amounts in different currencies.
    RankedCurrencies {
        /// The KPI they are ranked by.
        kpi: String,
        /// The currencies, in order.
        currencies: Vec<String>,
    },
    /// A comparison is of other days than a reader may take it for.
    Comparison {
        /// What it is of.
        note: ComparisonNote,
    },
    /// A KPI that a glob named does not fit the question.
    LeftOut {
        /// The KPI.
        kpi: String,
        /// Why it does not.
        reason: Box<Message>,
    },
    /// There is nothing in the whole of the data.
    NoData,
    /// There is nothing in the period.
    NoDataInPeriod {
        /// The day they reach, the last of all tables.
        reached: Date,
    },
    /// The period lies before the data begin.
    NoDataYet {
        /// The first day there is.
        began: Date,
    },
    /// There is nothing at all.
    NothingLoaded,
    /// Memory did not suffice, and rows were put on disk.
    Spilled {
        /// MiB that may be used.
        mebibytes: usize,
    },
    /// Nobody entered a funnel.
    NobodyEntered,
    /// The events of a funnel of sessions are in none.
    NoSessions,
    /// What a funnel's answer shows.
    Funnel {
        /// Its title.
        title: Localized,
        /// Who goes through it.
        per: Per,
        /// What reaching a step takes.
        order: Order,
        /// How often a visitor enters.
        reentry: Reentry,
        /// Seconds in which the other steps count.
        window: Option<i64>,
        /// The first and the last day asked for; `None`: all there are.
        days: Option<(Date, Date)>,
    },
}

impl From<ComparisonNote> for Message {
    fn from(note: ComparisonNote) -> Self {
        AskNote::Comparison { note }.into()
    }
}

/// Why a scan is not part of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum OwnScan {
    /// Each bucket looks back beyond its start.
    Lookback,
    /// The periods overlap.
    Overlap,
    /// It aggregates per entity.
    PerEntity,
    /// The others aggregate per entity.
    OthersPerEntity,
}
