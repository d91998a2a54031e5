//! KPIs at a glance.

use std::collections::{BTreeMap, BTreeSet};

use jauge_core::{catalog::Catalog, snapshot::Snapshot};
use jauge_domain::{Answer, Calendar, Compare, Grain, Question, When};
use jauge_forecast::is_within_noise;
use jauge_page::{Headline, KpiAnswer};
use jauge_report::Style;
use jiff::{Timestamp, ToSpan, civil::Date};

use super::gaps::Gaps;
use crate::error::CliError;

/// Complete days, as of a question that names none.
const DAYS: i64 = 28;

/// What the headline KPIs are, and day by day.
#[derive(Debug, Default)]
pub(super) struct Headlines {
    whole: Vec<Answer>,
    /// The days of both periods.
    days: Vec<Answer>,
    /// The KPIs that move them.
    drivers: Vec<Answer>,
}

impl Headlines {
    /// Asks the KPIs that `jauge ask` answers where none is named over the last 28 days, beside the 28 before; what has no value is
    /// one of the gaps.
    pub(super) async fn ask(
        snapshot: &Snapshot,
        now: Timestamp,
        style: &Style,
        gaps: &mut Gaps,
    ) -> Result<Self, CliError> {
        let kpis = snapshot.catalog.headlines();
        if kpis.is_empty() {
            return Ok(Self::default());
        }
        let question = Question { kpis, compare: Some(Compare::Previous), ..Question::default() };
        let whole = snapshot.ask(&question, now).await?;
        whole.problems.iter().for_each(|(kpi, error)| gaps.add(title(kpi, style), error.message()));
        for answer in &whole.answers {
            if let Some(why) = &answer.why {
                gaps.add(title(&answer.kpi, style), why.clone().into());
            }
        }
        whole.notes.iter().for_each(|note| gaps.note(note.clone()));
        let when = When::Last(2 * DAYS, Grain::Day);
        let by_day = Question { when, grain: Some(Grain::Day), compare: None, ..question };
        // A KPI that has no days has no line.
        let days = snapshot.ask(&by_day, now).await?.answers;
        let moved_by = drivers(&snapshot.catalog, &by_day.kpis);
        let question = Question { kpis: moved_by, compare: Some(Compare::Previous), ..Question::default() };
        // A driver without a value moves nothing that could be shown.
        let drivers = if question.kpis.is_empty() { Vec::new() } else { snapshot.ask(&question, now).await?.answers };
        let whole = whole.answers.into_iter().filter(|answer| !answer.value.is_null()).collect();
        Ok(Self { whole, days, drivers })
    }

    /// The headlines, in the order of packs and ids.
    pub(super) fn of<'a>(&'a self, snapshot: &'a Snapshot) -> Vec<Headline<'a>> {
        let headline = |answer: &'a Answer| {
            let kpi = snapshot.catalog.kpis.get(&answer.kpi)?;
            let days: Vec<&'a Answer> = self.days.iter().filter(|day| day.kpi == answer.kpi).collect();
            // Days that look back at each other's do not scatter.
            let is_noise = match kpi.window_days {
                Some(_) => None,
                None => is_noise(answer, &days, &snapshot.workspace.calendar),
            };
            let along = days.into_iter().filter(|day| day.start >= answer.start).collect();
            let drivers = kpi.levers.iter().filter_map(|id| self.driver(id, &snapshot.catalog)).collect();
            Some(Headline { kpi, answer, along, drivers, is_noise })
        };
        self.whole.iter().filter_map(headline).collect()
    }

    /// The KPI called `id` with its answer, where it has a value.
    fn driver<'a>(&'a self, id: &str, catalog: &'a Catalog) -> Option<KpiAnswer<'a>> {
        let answer = self.whole.iter().chain(&self.drivers).find(|one| one.kpi == id && !one.value.is_null())?;
        Some(KpiAnswer { kpi: catalog.kpis.get(id)?, answer })
    }
}

/// The KPIs that move `kpis`, each once, those left out that are among them.
fn drivers(catalog: &Catalog, kpis: &[String]) -> Vec<String> {
    let moved_by = kpis.iter().filter_map(|id| catalog.kpis.get(id)).flat_map(|kpi| &kpi.levers);
    let known = moved_by.filter(|id| catalog.kpis.contains_key(*id) && !kpis.contains(*id));
    known.cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

/// The title of a KPI in the reader's language, or its id.
fn title<'a>(kpi: &'a str, style: &'a Style) -> &'a str {
    style.titles.get(kpi).map_or(kpi, String::as_str)
}

/// Whether the change of `answer` is no more than chance gives: its days beside those of the period before, the same weekday each.
fn is_noise(answer: &Answer, days: &[&Answer], calendar: &Calendar) -> Option<bool> {
    let first = calendar.date(answer.start?);
    let is_ratio = days.iter().any(|day| !day.denominator.is_null());
    let part = |day: &&Answer| Some((calendar.date(day.start?), sums(day, is_ratio)?));
    let parts: BTreeMap<Date, (f64, f64)> = days.iter().filter_map(part).collect();
    let pair = |(date, now): (&Date, &(f64, f64))| Some((*now, *parts.get(&date.saturating_sub(DAYS.days()))?));
    let (now, then): (Vec<_>, Vec<_>) = parts.range(first..).filter_map(pair).unzip();
    is_within_noise(&now, &then)
}

/// What a day adds to the sums above and below the line; below it stands 1 where nothing is divided.
fn sums(day: &Answer, is_ratio: bool) -> Option<(f64, f64)> {
    if is_ratio {
        return Some((day.numerator.as_f64().unwrap_or(0.0), day.denominator.as_f64().unwrap_or(0.0)));
    }
    Some((day.value.as_f64()?, 1.0))
}

#[cfg(test)]
mod tests {
    use jauge_domain::{Unit, Value, Weekday};
    use jiff::civil::date;

    use super::*;

    /// `count` days from 2 March 2026, a value each.
    fn answers(count: i64, value: impl Fn(i64) -> Value, calendar: &Calendar) -> Vec<Answer> {
        let start = |nth: i64| calendar.day_start(date(2026, 3, 2).saturating_add(nth.days()));
        let answer = |nth: i64| Answer {
            kpi: "shop.orders".to_owned(),
            unit: Unit::Count,
            currency: None,
            start: Some(start(nth)),
            end: Some(start(nth + 1)),
            complete: true,
            cut: false,
            feasts: Vec::new(),
            by: Vec::new(),
            total: false,
            value: value(nth),
            numerator: Value::Null,
            denominator: Value::Null,
            n: Value::Null,
            compare: Value::Null,
            change: Value::Null,
            compared: None,
            why: None,
        };
        (0..count).map(answer).collect()
    }

    #[test]
    fn a_change_is_told_from_chance_by_the_days_of_both_periods() {
        let calendar = Calendar::new("Europe/Paris", Weekday::Monday, (1, 1)).unwrap();
        let noise = |value: &dyn Fn(i64) -> i64| {
            let days = answers(2 * DAYS, |nth| Value::Int(value(nth)), &calendar);
            // Its start is that of the second half, in summer time, where the first is not.
            is_noise(&days[28], &days.iter().collect::<Vec<_>>(), &calendar)
        };
        assert_eq!(noise(&|nth| 100 + nth * 7 % 5), Some(true));
        assert_eq!(noise(&|nth| 100 + nth * 7 % 5 + if nth < 28 { 0 } else { 20 }), Some(false));
        let few = answers(40, |_| Value::Int(1), &calendar);
        assert_eq!(is_noise(&few[28], &few.iter().collect::<Vec<_>>(), &calendar), None);
    }
}
