//! A made-up shop whose history is known to the day.

mod baselines;
mod criteria;
mod filled;
mod record;
mod statuses;

use std::collections::BTreeMap;

use jauge_domain::{Direction, Evaluation, NoValue, Objective, ObjectiveMessage, Period, Unit, days_between};
use jauge_report::Wording;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::days::next;
use crate::{
    Additivity, Background, ByDimension, Days, Known, Reading, Readings, Thresholds, Unreadable, judge,
    parse_objectives,
};
use filled::Filled;

/// A KPI day by day from the first day of the data on.
#[derive(Clone)]
struct Series {
    known: Known,
    above: Vec<f64>,
    below: Option<Vec<f64>>,
}

/// Everything from `first` on; what is after `as_of` is not there.
#[derive(Clone)]
struct Shop {
    first: Date,
    as_of: Date,
    series: BTreeMap<String, Series>,
    spend: Option<f64>,
    /// True where nothing has rows.
    is_empty: bool,
}

fn known(id: &str, unit: Unit, additivity: Additivity) -> Known {
    Known {
        id: id.to_owned(),
        title: id.to_owned(),
        unit,
        direction: Direction::Increase,
        additivity,
        drivers: Vec::new(),
        signed: false,
        matures_days: 0,
    }
}

impl Shop {
    /// Two years and a half from 2024-01-01: 100 sessions a day and more at weekends, of which 2 % buy, with some noise.
    fn new(as_of: Date) -> Self {
        let days = 1100;
        // A small generator, so that the same numbers come each time.
        let mut state = 7_u64;
        let mut noise = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) as f64) / f64::from(u32::MAX >> 1) - 0.5
        };
        let sessions: Vec<f64> = (0..days)
            .map(|day| (1000.0 + 300.0 * f64::from(u8::from(day % 7 >= 5)) + 120.0 * noise()).round())
            .collect();
        let orders: Vec<f64> = sessions.iter().map(|all| (all * 0.02 * (1.0 + 0.4 * noise())).round()).collect();
        let mut series = BTreeMap::new();
        let mut add = |known: Known, above: Vec<f64>, below: Option<Vec<f64>>| {
            series.insert(known.id.clone(), Series { known, above, below });
        };
        add(known("shop.orders", Unit::Count, Additivity::Sum), orders.clone(), None);
        add(known("shop.sessions", Unit::Count, Additivity::Sum), sessions.clone(), None);
        let conversion = Known {
            drivers: vec!["shop.to_cart".into()],
            ..known("shop.conversion", Unit::Ratio, Additivity::Ratio { shared: true })
        };
        add(conversion, orders.clone(), Some(sessions.clone()));
        let carts: Vec<f64> = sessions.iter().map(|all| (all * 0.1).round()).collect();
        let left = sessions.iter().zip(&carts).map(|(all, carts)| all - carts).collect();
        let abandonment = known("shop.abandonment", Unit::Ratio, Additivity::Ratio { shared: true });
        add(Known { direction: Direction::Decrease, ..abandonment }, left, Some(sessions.clone()));
        add(known("shop.to_cart", Unit::Ratio, Additivity::Ratio { shared: true }), carts, Some(sessions));
        add(known("shop.visitors", Unit::Count, Additivity::Distinct), vec![40.0; days as usize], None);
        add(known("shop.median", Unit::Number, Additivity::Other), orders.clone(), None);
        let refunds = Known { direction: Direction::Decrease, ..known("shop.refunds", Unit::Count, Additivity::Sum) };
        add(refunds, orders.iter().map(|orders| (orders * 0.1).round()).collect(), None);
        Self { first: date(2024, 1, 1), as_of, series, spend: None, is_empty: false }
    }

    /// The same with every value from `from` on times `factor`.
    fn change(mut self, id: &str, from: Date, factor: f64) -> Self {
        let start = days_between(self.first, from) as usize;
        if let Some(series) = self.series.get_mut(id) {
            series.above.iter_mut().skip(start).for_each(|value| *value = (*value * factor).round());
        }
        self
    }

    /// No data from `from` on.
    fn until(mut self, from: Date) -> Self {
        let count = days_between(self.first, from) as usize;
        for series in self.series.values_mut() {
            series.above.truncate(count);
            series.below.iter_mut().for_each(|below| below.truncate(count));
        }
        self
    }

    /// Data only from `first` on.
    fn since(mut self, first: Date) -> Self {
        let count = days_between(self.first, first) as usize;
        for series in self.series.values_mut() {
            series.above.drain(..count);
            series.below.iter_mut().for_each(|below| drop(below.drain(..count)));
        }
        self.first = first;
        self
    }

    fn last(&self, series: &Series) -> Date {
        (self.first + (series.above.len() as i64 - 1).days()).min(self.as_of)
    }

    fn series(&self, id: &str) -> Result<&Series, Unreadable> {
        let unknown = || Unreadable::wrong(ObjectiveMessage::UnknownKpi { name: id.to_owned() });
        self.series.get(id).ok_or_else(unknown)
    }
}

impl Background for Shop {
    fn kpi(&self, id: &str, filter: Option<&str>) -> Result<Known, Unreadable> {
        match filter {
            Some("nonsense = 1") => Err(quoted("no column `nonsense`", true)),
            _ if id == "shop.unfed" => Err(quoted("no `purchase` event was ever loaded", false)),
            _ => Ok(self.series(id)?.known.clone()),
        }
    }

    fn extent(&self, id: &str, filter: Option<&str>) -> Option<(Date, Date)> {
        let series = self.series(id).ok()?;
        (filter != Some("none") && !self.is_empty).then(|| (self.first, self.last(series)))
    }

    fn began(&self, _: &str) -> Option<Date> {
        Some(self.first)
    }

    fn complete_to(&self, id: &str) -> Option<Date> {
        Some(self.last(self.series(id).ok()?))
    }

    fn lateness_days(&self, _: &str) -> Option<i64> {
        None
    }

    fn as_of(&self) -> Date {
        self.as_of
    }

    fn days(&self, period: &Period) -> Days {
        let calendar = jauge_domain::Calendar::new("UTC", jauge_domain::Weekday::Monday, (1, 1)).unwrap();
        calendar.dates(period)
    }
}

impl Readings for Shop {
    fn over(&self, id: &str, filter: Option<&str>, stretches: &[Days]) -> Result<Vec<Reading>, Unreadable> {
        let series = self.series(id)?;
        let sum = |values: &[f64], (from, after): Days| {
            let after = after.min(next(self.as_of)).max(from);
            let index = |date| usize::try_from(days_between(self.first, date).max(0)).unwrap_or(0).min(values.len());
            values[index(from)..index(after)].iter().sum::<f64>()
        };
        let read = |days: &Days| {
            let above = if filter == Some("none") { 0.0 } else { sum(&series.above, *days) };
            if filter == Some("mixed") {
                let currencies = ["EUR", "JPY"].map(str::to_owned).to_vec();
                let why = Some(NoValue::SeveralCurrencies { currencies, unrated: None });
                return Reading { n: above, why, ..Reading::default() };
            }
            let lacks = match filter {
                Some("valueless") => Some(NoValue::NoValueInRows),
                Some("undivided") => Some(NoValue::ZeroDenominator),
                _ => None,
            };
            if lacks.is_some() {
                return Reading { n: above, lacks, ..Reading::default() };
            }
            match &series.below {
                Some(below) => {
                    let below = sum(below, *days);
                    let value = (below > 0.0).then(|| above / below);
                    Reading { value, numerator: Some(above), denominator: Some(below), n: below, ..Reading::default() }
                }
                // Visitors come back: a longer stretch has fewer than the sum of its days.
                None if series.known.additivity == Additivity::Distinct => {
                    Reading { value: Some(above.powf(0.9)), n: above, ..Reading::default() }
                }
                None => Reading { value: Some(above), n: above, ..Reading::default() },
            }
        };
        Ok(stretches.iter().map(read).collect())
    }

    fn by_dimension(&self, id: &str, filter: Option<&str>, stretches: [Days; 2]) -> Vec<ByDimension> {
        let Ok(cells) = self.over(id, filter, &stretches) else { return Vec::new() };
        let part = |cell: &Reading, share: f64| Reading {
            value: cell.value.map(|value| value * share),
            numerator: cell.numerator.map(|value| value * share),
            denominator: cell.denominator.map(|value| value * share),
            n: cell.n * share,
            ..Reading::default()
        };
        let group = |name: &str, share: f64| (Some(name.to_owned()), [part(&cells[0], share), part(&cells[1], share)]);
        vec![ByDimension { dimension: "channel".into(), groups: vec![group("Direct", 0.25), group("Email", 0.75)] }]
    }

    fn spent(&self, _: Option<&str>, stretch: Days) -> Option<f64> {
        self.spend.map(|a_day| a_day * days_between(stretch.0, stretch.1) as f64)
    }
}

fn quoted(text: &str, wrong: bool) -> Unreadable {
    Unreadable { why: Box::new(jauge_domain::Message::Quoted(text.to_owned())), wrong }
}

/// One objective: four lines and `more`.
fn objective(kpi: &str, target: &str, period: &str, more: &str) -> Objective {
    let text =
        format!("[[objective]]\nid = \"o\"\nkpi = \"{kpi}\"\ntarget = {target}\nperiod = \"{period}\"\n{more}\n");
    let (mut objectives, errors) = parse_objectives("o.toml", &text);
    assert_eq!(errors, [], "{text}");
    objectives.remove(0)
}

/// Judged by nothing but the values that were listed up front.
fn judged(shop: &Shop, objective: &Objective) -> Evaluation {
    judge(objective, &Filled::of(shop, objective), &Thresholds::default()).unwrap()
}

/// Why it has its status, in English.
fn why(found: &Evaluation) -> String {
    found.why.as_ref().map(|why| Wording::default().finding(why)).unwrap_or_default()
}
