//! What the judge is told: readings of KPIs over stretches of days.

use jauge_domain::{Additivity, Direction, Message, NoValue, Period, Unit};
use jiff::civil::Date;

use crate::days::{Days, next};

/// A KPI over some days, under the objective's filter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Its value; `None` where there is none.
    pub value: Option<f64>,
    /// What is divided, where it is a ratio.
    pub numerator: Option<f64>,
    /// What it is divided by.
    pub denominator: Option<f64>,
    /// The denominator, or the rows behind it.
    pub n: f64,
    /// Why there is no value although there are rows, which is then unknown and not 0.
    pub why: Option<NoValue>,
    /// Why there is no value, be it unknown or 0; `None` where there is one, or where nothing says.
    pub lacks: Option<NoValue>,
}

/// What is known of a KPI.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Its full id.
    pub id: String,
    /// Its title, for people.
    pub title: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// How it adds up.
    pub additivity: Additivity,
    /// KPIs that move it.
    pub drivers: Vec<String>,
    /// True where a day can lower a sum: amounts that may be negative.
    pub signed: bool,
    /// Days after which a day's value is complete.
    pub matures_days: i64,
}

/// A KPI that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    /// Why.
    pub why: Box<Message>,
    /// True where the request is wrong (no such KPI or column), false where there are no data.
    pub wrong: bool,
}

impl Unreadable {
    /// The request is wrong: no such KPI or column.
    pub fn wrong(why: impl Into<Message>) -> Self {
        Self { why: Box::new(why.into()), wrong: true }
    }

    /// There are no data.
    pub fn without_data(why: impl Into<Message>) -> Self {
        Self { why: Box::new(why.into()), wrong: false }
    }
}

/// What is known before a value is read. Everything is as of [`Self::as_of`].
pub trait Background {
    /// What is known of the KPI called `id` (a short id will do) under `filter`.
    fn kpi(&self, id: &str, filter: Option<&str>) -> Result<Known, Unreadable>;

    /// The first and the last day of what `id` reads; `None` where there are no data.
    fn extent(&self, id: &str, filter: Option<&str>) -> Option<(Date, Date)>;

    /// The first day of the sources that feed `id`, whatever a filter lets through; `None` where no source says.
    fn began(&self, id: &str) -> Option<Date>;

    /// The last day up to which every source that feeds `id` is complete; `None` where no source says.
    fn complete_to(&self, id: &str) -> Option<Date>;

    /// The day after the last that every source that feeds `id` has completed to its end: what is compared ends before it. It is
    /// the one after [`Self::complete_to`] unless that day is still under way.
    fn completed(&self, id: &str) -> Option<Date> {
        self.complete_to(id).map(next)
    }

    /// How many days late the events of its sources have come at most; `None` where unknown.
    fn lateness_days(&self, id: &str) -> Option<i64>;

    /// The last day that counts: later events are not looked at.
    fn as_of(&self) -> Date;

    /// The days of a period in the workspace's calendar.
    fn days(&self, period: &Period) -> Days;
}

/// The values that [`needs`](crate::needs()) lists, read before anything is judged.
pub trait Readings: Background {
    /// The KPI over each of `stretches`; values over days outside of the data are those of no rows.
    fn over(&self, id: &str, filter: Option<&str>, stretches: &[Days]) -> Result<Vec<Reading>, Unreadable>;

    /// The KPI by the values of each of its main dimensions (channel, device_category, …) over each of the two
    /// stretches; empty where it is not known. `None` as a value stands for rows without one.
    fn by_dimension(&self, id: &str, filter: Option<&str>, stretches: [Days; 2]) -> Vec<ByDimension>;

    /// What was spent in `stretch` under `filter`; `None` where no spend was ever loaded.
    fn spent(&self, filter: Option<&str>, stretch: Days) -> Option<f64>;
}

/// A KPI by the values of one dimension, over two stretches of days.
#[derive(Clone, Debug, PartialEq)]
pub struct ByDimension {
    /// The dimension.
    pub dimension: String,
    /// By value.
    pub groups: Vec<(Option<String>, [Reading; 2])>,
}
