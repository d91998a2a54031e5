//! Whether a change is more than days bring by chance.
//!
//! Days are taken as draws from what their weekday usually brings, as the bootstrap over days does; the variance of a sum of such
//! draws needs no drawing, so it is computed (Efron & Tibshirani, *An Introduction to the Bootstrap*, ch. 5, by weekday), and the
//! change is held against Student's t with as many degrees of freedom as the days leave. A share of the same rows varies at least as
//! counting does: its variance is the score test's, of which Wilson's interval is the inversion, where that is the larger.

use jiff::civil::Date;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// A level is one over so many days; what changes more slowly is no noise of days.
const RUN: usize = 28;
/// With fewer degrees of freedom nothing is said of days.
const LEAST_FREE: f64 = 6.0;
/// So many days of each weekday tell weekdays apart.
const LEAST_WEEKS: usize = 2;
/// What a day brings tells at most so much of the next.
const MOST_LINKED: f64 = 0.8;
/// 95 of 100 cases lie between.
const LEVEL: f64 = 0.95;

/// One day of a KPI.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountedDay {
    /// The day.
    pub day: Date,
    /// What is counted, or divided.
    pub above: f64,
    /// What it is divided by; 1 where it is counted alone.
    pub below: f64,
}

/// What a period's value is, of its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// Their sum: more days bring more.
    Sum,
    /// What they bring, divided by what they divide by.
    Ratio,
    /// The same, where some of the rows counted below are counted above.
    Share,
}

/// The days of a change.
#[derive(Clone, Copy, Debug)]
pub struct ChangedDays<'a> {
    /// Those of the period.
    pub now: &'a [CountedDay],
    /// Those compared with.
    pub then: &'a [CountedDay],
    /// Others, which tell how days vary where the two have few.
    pub others: &'a [CountedDay],
}

/// What a change would be if nothing but chance were at work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UsualChange {
    /// 95 of 100 changes lie above it …
    pub low: f64,
    /// … and below it, as shares of the value compared with.
    pub high: f64,
    /// The probability of a change that is at least as far from the usual one, to either side.
    pub p: f64,
}

/// What a `change` (the difference, as a share of the former value's size) of something `made` of `days` would be by chance; `None`
/// where the days are too few or too empty to say.
pub fn usual_change(made: Made, days: ChangedDays<'_>, change: f64) -> Option<UsualChange> {
    if !change.is_finite() {
        return None;
    }
    let all = || [days.now, days.then, days.others].into_iter().flatten();
    let weekdays = Weekdays::of(all());
    let [now, then] = [days.now, days.then].map(|span| Level::of(span, &weekdays));
    let was = then.mean().filter(|mean| *mean != 0.0)?;
    let spread = spread(made, days, &weekdays, [now, then])?;
    let lengths = match made {
        Made::Sum => now.weight / then.weight,
        Made::Ratio | Made::Share => (now.weight / now.below) / (then.weight / then.below),
    };
    let usual = (lengths - 1.0) * was.signum();
    let error = lengths * (spread.variance * (1.0 / now.weight + 1.0 / then.weight)).sqrt() / was.abs();
    // What is only counted cannot fall by more than all of it.
    let floor = if all().all(|day| day.above >= 0.0) { -1.0 } else { f64::NEG_INFINITY };
    let reach = spread.quantile(0.5 + LEVEL / 2.0)? * error;
    let p = if error > 0.0 { 2.0 * spread.beyond(((change - usual) / error).abs())? } else { sure(change, usual) };
    let found = UsualChange { low: (usual - reach).max(floor), high: usual + reach, p: p.clamp(0.0, 1.0) };
    [found.low, found.high, found.p].iter().all(|number| number.is_finite()).then_some(found)
}

/// The probability of a change where nothing varies.
fn sure(change: f64, usual: f64) -> f64 {
    if (change - usual).abs() <= 1e-9 { 1.0 } else { 0.0 }
}

/// What each weekday brings, as a multiple of what all do.
struct Weekdays([f64; 7]);

impl Weekdays {
    /// All alike where days are few, or where amounts fall below 0.
    fn of<'a>(days: impl Iterator<Item = &'a CountedDay>) -> Self {
        let mut sums = [(0.0, 0.0, 0_usize); 7];
        for day in days {
            let sum = &mut sums[place(day.day)];
            *sum = (sum.0 + day.above, sum.1 + day.below, sum.2 + usize::from(day.below > 0.0));
        }
        let (above, below) = sums.iter().fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
        let known = sums.iter().all(|(above, below, days)| *above >= 0.0 && *below > 0.0 && *days >= LEAST_WEEKS);
        if !known || above <= 0.0 {
            return Self([1.0; 7]);
        }
        Self(sums.map(|(one, of, _)| (one / of) / (above / below)))
    }

    fn are_told_apart(&self) -> bool {
        self.0.iter().any(|factor| *factor != 1.0)
    }

    /// What a day would bring, with a level of 1.
    fn weight(&self, day: &CountedDay) -> f64 {
        day.below * self.0[place(day.day)]
    }
}

fn place(day: Date) -> usize {
    usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default()
}

/// What some days came to, and what they weigh.
#[derive(Clone, Copy)]
struct Level {
    above: f64,
    below: f64,
    weight: f64,
}

impl Level {
    fn of(days: &[CountedDay], weekdays: &Weekdays) -> Self {
        let sum = |of: &dyn Fn(&CountedDay) -> f64| -> f64 { days.iter().map(of).sum() };
        Self { above: sum(&|day| day.above), below: sum(&|day| day.below), weight: sum(&|day| weekdays.weight(day)) }
    }

    fn mean(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.above / self.weight)
    }
}

/// How much a unit of weight varies, and how well that is known.
struct Spread {
    variance: f64,
    /// Degrees of freedom; `None` where counting alone says it.
    free: Option<f64>,
}

impl Spread {
    fn quantile(&self, level: f64) -> Option<f64> {
        Some(match self.free {
            Some(free) => StudentsT::new(0.0, 1.0, free).ok()?.inverse_cdf(level),
            None => Normal::standard().inverse_cdf(level),
        })
    }

    /// The probability of more than `size`.
    fn beyond(&self, size: f64) -> Option<f64> {
        Some(match self.free {
            Some(free) => StudentsT::new(0.0, 1.0, free).ok()?.sf(size),
            None => Normal::standard().sf(size),
        })
    }
}

/// The larger of what days and, for a share, counting bring.
fn spread(made: Made, days: ChangedDays<'_>, weekdays: &Weekdays, [now, then]: [Level; 2]) -> Option<Spread> {
    now.mean()?;
    let by_days = by_days(days, weekdays);
    if made != Made::Share {
        return by_days;
    }
    let share = (now.above + then.above) / (now.below + then.below);
    let counted = (0.0..=1.0).contains(&share).then_some(Spread { variance: share * (1.0 - share), free: None });
    match (by_days, counted) {
        (Some(days), Some(counted)) => Some(if days.variance > counted.variance { days } else { counted }),
        (days, counted) => days.or(counted),
    }
}

/// The variance of days around the level of their own four weeks, in proportion to their weight (as that of counts is).
fn by_days(days: ChangedDays<'_>, weekdays: &Weekdays) -> Option<Spread> {
    let (mut squares, mut linked, mut free) = (0.0, 0.0, if weekdays.are_told_apart() { -6.0 } else { 0.0 });
    for run in [days.now, days.then, days.others].into_iter().flat_map(|span| span.chunks(RUN)) {
        let Some(mean) = Level::of(run, weekdays).mean() else { continue };
        let weighed = run.iter().map(|day| (day.above, weekdays.weight(day))).filter(|(_, weight)| *weight > 0.0);
        let rests: Vec<f64> = weighed.map(|(above, weight)| (above - mean * weight) / weight.sqrt()).collect();
        squares += rests.iter().map(|rest| rest * rest).sum::<f64>();
        linked += rests.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>();
        free += rests.len() as f64 - 1.0;
    }
    // Days that follow one another are alike: as many of them tell less.
    let link = if squares > 0.0 { (linked / squares).clamp(0.0, MOST_LINKED) } else { 0.0 };
    let variance = squares / free * (1.0 + link) / (1.0 - link);
    (free >= LEAST_FREE).then_some(Spread { variance, free: Some(free) })
}

/// Which of some probabilities stand out, where so many are looked at that some are small by chance: of those that do, at most
/// `share` do so by chance (Benjamini & Hochberg, *Controlling the false discovery rate*, JRSS B 1995).
pub fn stand_out(p: &[f64], share: f64) -> Vec<bool> {
    let mut sorted: Vec<f64> = p.iter().copied().filter(|p| p.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let all = sorted.len() as f64;
    let mut ranks = sorted.iter().enumerate().filter(|(nth, p)| **p <= share * (*nth as f64 + 1.0) / all);
    let limit = ranks.next_back().map(|(_, p)| *p);
    p.iter().map(|p| limit.is_some_and(|limit| *p <= limit)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn days(start: Date, values: impl IntoIterator<Item = (f64, f64)>) -> Vec<CountedDay> {
        let day =
            |(nth, (above, below)): (usize, (f64, f64))| CountedDay { day: start + (nth as i64).days(), above, below };
        values.into_iter().enumerate().map(day).collect()
    }

    fn total(days: &[CountedDay]) -> (f64, f64) {
        days.iter().fold((0.0, 0.0), |all, day| (all.0 + day.above, all.1 + day.below))
    }

    fn found(made: Made, then: &[CountedDay], now: &[CountedDay]) -> Option<UsualChange> {
        let value = |days| match (made, total(days)) {
            (Made::Sum, (above, _)) => above,
            (_, (above, below)) => above / below,
        };
        let change = (value(now) - value(then)) / value(then).abs();
        usual_change(made, ChangedDays { now, then, others: &[] }, change)
    }

    #[test]
    fn a_share_on_one_day_each_is_held_against_the_score_test() {
        // R: prop.test(c(50, 30), c(1000, 1000), correct = FALSE) gives X-squared = 5.2083, p-value = 0.02248.
        let (then, now) = (days(date(2026, 3, 2), [(30.0, 1000.0)]), days(date(2026, 3, 3), [(50.0, 1000.0)]));
        let usual = found(Made::Share, &then, &now).unwrap();
        assert!((usual.p - 0.02248).abs() < 1e-4, "{usual:?}");
        assert!(usual.high < 50.0 / 30.0 - 1.0 && (usual.high + usual.low).abs() < 1e-9, "{usual:?}");
    }

    #[test]
    fn more_days_bring_more_and_that_is_no_change() {
        let march = days(date(2026, 3, 1), (0..31).map(|nth| (100.0 + f64::from(nth % 3), 1.0)));
        let february = days(date(2026, 2, 1), (0..28).map(|nth| (100.0 + f64::from(nth % 3), 1.0)));
        let usual = found(Made::Sum, &february, &march).unwrap();
        assert!(usual.p > 0.05 && usual.low > 0.09 && usual.high < 0.13, "{usual:?}");
    }

    #[test]
    fn a_weekend_is_not_held_against_a_working_day() {
        let week = |nth: i64| if nth % 7 >= 5 { 20.0 + (nth % 4) as f64 } else { 100.0 + (nth % 4) as f64 };
        let known = days(date(2026, 3, 2), (0..63).map(|nth| (week(nth), 1.0)));
        // Saturday, 2 May, beside the Friday before.
        let (now, then) = (&known[61..62], &known[60..61]);
        let change = now[0].above / then[0].above - 1.0;
        let usual = usual_change(Made::Sum, ChangedDays { now, then, others: &known[..60] }, change).unwrap();
        assert!(change < -0.7 && usual.p > 0.05, "{usual:?}");
        let lost = usual_change(Made::Sum, ChangedDays { now, then, others: &known[..60] }, -1.0).unwrap();
        assert!(lost.p < 0.01, "{lost:?}");
    }

    #[test]
    fn what_doubles_stands_out_and_too_few_days_say_nothing() {
        let then = days(date(2026, 3, 2), (0..28).map(|nth| (100.0 + f64::from(nth * 7 % 10), 1.0)));
        let now = days(date(2026, 3, 30), (0..28).map(|nth| (200.0 + f64::from(nth * 7 % 10), 1.0)));
        assert!(found(Made::Sum, &then, &now).unwrap().p < 1e-9);
        assert_eq!(found(Made::Sum, &then[..1], &now[..1]), None);
        assert_eq!(found(Made::Sum, &days(date(2026, 3, 2), (0..28).map(|_| (0.0, 1.0))), &now), None);
    }

    #[test]
    fn months_without_any_change_are_called_changed_in_one_of_twenty() {
        let mut random = crate::noise::seeded();
        let (mut alarms, mut pages) = ([0, 0], 0);
        for _ in 0..1000 {
            let mut month = |start: Date| {
                let day = |nth: usize, random: &mut fastrand::Rng| {
                    let busy = if nth % 7 >= 5 { 60 } else { 100 };
                    let sessions = (0..2 * busy).filter(|_| random.bool()).count();
                    let orders = (0..sessions).filter(|_| random.f64() < 0.1).count();
                    (orders as f64, sessions as f64)
                };
                days(start, (0..28).map(|nth| day(nth, &mut random)).collect::<Vec<_>>())
            };
            let (then, now) = (month(date(2026, 3, 2)), month(date(2026, 3, 30)));
            let alone = |days: &[CountedDay]| -> Vec<CountedDay> {
                days.iter().map(|day| CountedDay { above: day.below, below: 1.0, ..*day }).collect()
            };
            let p = [found(Made::Share, &then, &now), found(Made::Sum, &alone(&then), &alone(&now))]
                .map(|usual| usual.unwrap().p);
            alarms.iter_mut().zip(p).for_each(|(alarms, p)| *alarms += usize::from(p < 0.05));
            pages += usize::from(stand_out(&p, 0.05).contains(&true));
        }
        // The upper end of what 1,000 draws at 5 % give in 95 of 100 cases.
        assert!(alarms.iter().all(|alarms| (15..=64).contains(alarms)), "{alarms:?}");
        assert!(pages <= 64, "{pages} pages point at a change");
    }

    #[test]
    fn of_many_only_what_the_others_do_not_explain_stands_out() {
        // Benjamini & Hochberg 1995, section 3.2: at 5 % the four smallest of fifteen.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let out = stand_out(&p, 0.05);
        assert_eq!(out.iter().filter(|out| **out).count(), 4);
        assert_eq!(stand_out(&[0.04, 0.9], 0.05), [false, false]);
        assert_eq!(stand_out(&[], 0.05), Vec::<bool>::new());
    }

    proptest! {
        #[test]
        fn what_lies_between_the_ends_is_what_p_says(
            then in prop::collection::vec(0..200_u32, 14..40), now in prop::collection::vec(0..200_u32, 14..40), change in -1.0..2.0_f64
        ) {
            let of = |start, values: &[u32]| days(start, values.iter().map(|value| (f64::from(*value), 1.0)));
            let (then, now) = (of(date(2026, 1, 5), &then), of(date(2026, 5, 4), &now));
            let days = ChangedDays { now: &now, then: &then, others: &[] };
            if let Some(usual) = usual_change(Made::Sum, days, change) {
                prop_assert!((0.0..=1.0).contains(&usual.p) && usual.low <= usual.high);
                let near = (change - usual.low).abs().min((change - usual.high).abs()) < 1e-4;
                prop_assert!(near || change <= -1.0 || (usual.p >= 0.05) == (usual.low <= change && change <= usual.high));
            }
        }
    }
}
