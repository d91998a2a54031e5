//! Whether the changes of an answer are more than chance gives: each KPI's days say so, and nothing but that KPI's.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::prelude::SessionContext;
use jauge_ask::{Answered, AskError, Coverage, catalog::Catalog, of_days};
use jauge_domain::{
    Additivity, Answer, Calendar, Compared, Grain, NoNoise, Noise, Period, Question, Value, When, days_between,
};
use jauge_judge::{ChangedDays, CountedDay, Made, UsualChange, usual_change};
use jiff::{Timestamp, ToSpan, civil::Date};

/// Days before the period that are read, too, for what has few days of its own.
const BEFORE: i64 = 56;
/// No more groups and days than this are read of a KPI.
const MOST_CELLS: i64 = 2_000_000;

/// The days of a KPI's group: the values of its dimensions, or nothing of a total.
type Series = BTreeMap<(String, Vec<String>), Vec<CountedDay>>;

/// What questions are asked with.
pub(crate) struct Asking<'a> {
    /// The tables and models.
    pub(crate) ctx: &'a SessionContext,
    pub(crate) catalog: &'a Catalog,
    pub(crate) calendar: &'a Calendar,
    pub(crate) coverage: &'a Coverage,
    pub(crate) now: Timestamp,
}

impl Asking<'_> {
    /// Answers `question`, without a word on what chance does to it.
    pub(crate) async fn ask(&self, question: &Question) -> Result<Answered, AskError> {
        jauge_ask::ask(self.ctx, self.catalog, self.calendar, self.coverage, question, self.now).await
    }

    /// Says of every change in `answered`, the answer to `question`, whether it is more than chance gives. Costs a scan of each model
    /// by day; nothing where nothing is compared.
    pub(crate) async fn judge_changes(&self, question: &Question, answered: &mut Answered) {
        let changed = answered.answers.iter().filter(|one| is_changed(one)).map(|one| one.kpi.clone());
        let changed: Vec<String> = changed.collect::<BTreeSet<_>>().into_iter().collect();
        if changed.is_empty() {
            return;
        }
        let made = of_days(self.ctx, self.catalog, &changed).await;
        let refused = |kpi: &str| self.refused(question, made.get(kpi).copied(), kpi);
        let mut kpis = changed;
        kpis.retain(|kpi| refused(kpi).is_none() && self.is_read(kpi, &answered.answers));
        let series = self.series(question, &kpis, &answered.answers).await;
        for answer in answered.answers.iter_mut().filter(|one| is_changed(one)) {
            let found = match refused(&answer.kpi) {
                Some(why) => Noise::Unknown(why),
                None => self.noise(&series, made.get(&answer.kpi).copied(), answer),
            };
            answer.noise = Some(found);
        }
    }

    /// Why days cannot say it of a KPI, whatever they are.
    fn refused(&self, question: &Question, made: Option<Additivity>, kpi: &str) -> Option<NoNoise> {
        let kpi = self.catalog.kpis.get(kpi)?;
        if question.grain == Some(Grain::Hour) {
            return Some(NoNoise::BelowDays);
        }
        if question.lookback.is_some() || kpi.window_days.is_some() {
            return Some(NoNoise::LooksBack);
        }
        let by_day = kpi.grains.is_empty() || kpi.grains.contains(&Grain::Day);
        let made = made.filter(|made| *made != Additivity::Other && by_day);
        made.is_none().then_some(NoNoise::NotOfDays)
    }

    /// Whether a KPI is read by day: not where that would be too much.
    fn is_read(&self, kpi: &str, answers: &[Answer]) -> bool {
        let groups: BTreeSet<Vec<String>> = answers.iter().filter(|one| one.kpi == kpi).map(group).collect();
        let days = self.days(&[kpi.to_owned()], answers).map_or(0, |(first, last)| days_between(first, last));
        groups.len() as i64 * days <= MOST_CELLS
    }

    /// `kpis` day by day, by the groups of `answers`.
    async fn series(&self, question: &Question, kpis: &[String], answers: &[Answer]) -> Series {
        let mut series = Series::new();
        let Some((first, last)) = self.days(kpis, answers) else { return series };
        let Ok(period) = Period::range(Some(first), Some(last)) else { return series };
        let total = Question {
            kpis: kpis.to_vec(),
            when: When::Period(period),
            grain: Some(Grain::Day),
            filter: question.filter.clone(),
            ..Question::default()
        };
        let kept = question.top.and_then(|_| kept(question, answers)).or_else(|| question.filter.clone());
        let by_group = Question { by: question.by.clone(), filter: kept, ..total.clone() };
        let wants_total = !question.by.is_empty() && answers.iter().any(|one| one.total);
        for asked in [Some(by_group), wants_total.then_some(total)].into_iter().flatten() {
            // What is wrong with the KPIs was said of the question itself.
            let found = self.ask(&asked).await.map(|found| found.answers).unwrap_or_default();
            for answer in &found {
                let Some(day) = self.counted_day(answer) else { continue };
                series.entry((answer.kpi.clone(), group(answer))).or_default().push(day);
            }
        }
        series.values_mut().for_each(|days| days.sort_by_key(|day| day.day));
        series
    }

    /// From the first day that any change of `kpis` needs to the last, both included.
    fn days(&self, kpis: &[String], answers: &[Answer]) -> Option<(Date, Date)> {
        let compared = answers.iter().filter(|one| kpis.contains(&one.kpi)).filter_map(|one| one.compared.as_ref());
        let spans =
            compared.map(|Compared { now, then, .. }| (self.calendar.days_of(*now), self.calendar.days_of(*then)));
        let bounds = spans.map(|(now, then)| (before(now.0).min(then.0), now.1.max(then.1)));
        let (first, after) = bounds.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))?;
        Some((first, after.yesterday().ok()?))
    }

    /// What a day of a KPI counts, where it has a value.
    fn counted_day(&self, answer: &Answer) -> Option<CountedDay> {
        let day = self.calendar.date(answer.start?);
        let (above, below) = match answer.denominator.as_f64() {
            Some(below) => (answer.numerator.as_f64().unwrap_or(0.0), below),
            None => (answer.value.as_f64()?, 1.0),
        };
        (above.is_finite() && below.is_finite()).then_some(CountedDay { day, above, below })
    }

    /// What chance would make of the change of `answer`.
    fn noise(&self, series: &Series, made: Option<Additivity>, answer: &Answer) -> Noise {
        match self.usual(series, made, answer) {
            Some(UsualChange { low, high, p }) => Noise::Usual { low, high, p },
            None => Noise::Unknown(NoNoise::FewDays),
        }
    }

    fn usual(&self, series: &Series, made: Option<Additivity>, answer: &Answer) -> Option<UsualChange> {
        let made = match made? {
            Additivity::Sum | Additivity::Distinct => Made::Sum,
            Additivity::Ratio { shared: true } => Made::Share,
            Additivity::Ratio { shared: false } => Made::Ratio,
            Additivity::Other => return None,
        };
        let days = series.get(&(answer.kpi.clone(), group(answer)))?;
        let compared = answer.compared.as_ref()?;
        let (now, then) = (self.calendar.days_of(compared.now), self.calendar.days_of(compared.then));
        let within = |(first, after): (Date, Date)| {
            let place = |date: Date| days.partition_point(|day| day.day < date);
            days.get(place(first)..place(after.max(first))).unwrap_or_default()
        };
        let few = days_between(now.0, now.1).min(days_between(then.0, then.1)) < BEFORE / 2;
        let is_other = |day: &&CountedDay| few && (day.day < then.0 || day.day >= then.1);
        let others: Vec<CountedDay> = within((before(now.0), now.0)).iter().filter(is_other).copied().collect();
        usual_change(
            made,
            ChangedDays { now: within(now), then: within(then), others: &others },
            answer.change.as_f64()?,
        )
    }
}

fn is_changed(answer: &Answer) -> bool {
    !answer.change.is_null() && answer.compared.is_some()
}

fn before(day: Date) -> Date {
    day.checked_sub(BEFORE.days()).unwrap_or(day)
}

/// The question's filter, with a condition that leaves the groups of `answers` alone: those that `--top` kept. `None` where a group is
/// not named by text.
fn kept(question: &Question, answers: &[Answer]) -> Option<String> {
    let mut conditions: Vec<String> = question.filter.iter().map(|filter| format!("({filter})")).collect();
    for (nth, dimension) in question.by.iter().enumerate() {
        let name = format!("\"{}\"", dimension.replace('"', "\"\""));
        let values = answers.iter().filter(|one| !one.total).filter_map(|one| one.by.get(nth));
        let mut named = BTreeSet::new();
        for (_, value) in values {
            named.insert(match value {
                Value::Null => format!("{name} IS NULL"),
                Value::Text(text) => format!("CAST({name} AS VARCHAR) = '{}'", text.replace('\'', "''")),
                Value::Bool(_) | Value::Int(_) | Value::Decimal(_) | Value::Float(_) => return None,
            });
        }
        conditions.push(format!("({})", named.into_iter().collect::<Vec<_>>().join(" OR ")));
    }
    Some(conditions.join(" AND "))
}

/// The values of an answer's dimensions; none of a total.
fn group(answer: &Answer) -> Vec<String> {
    let by = answer.by.iter().filter(|_| !answer.total);
    by.map(|(_, value)| format!("{value:?}")).collect()
}
