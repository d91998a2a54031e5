//! What was forecast of objectives, held against what came.

use std::collections::{BTreeMap, BTreeSet};

use jauge_domain::{CalibrationClass, ForecastScore, Status, TrackRecord};
use jiff::civil::Date;

/// Forecasts are told apart by their chance in so many classes of one width.
const CLASSES: usize = 5;
/// Targets that differ by less than this share of themselves are one: they were worked out anew each time.
const ROUNDING: f64 = 1e-9;

/// An objective with a KPI as it was judged on a day of the past: a row of the table `evaluations`.
#[derive(Clone, Debug, PartialEq)]
pub struct PastEvaluation {
    /// The objective's id.
    pub objective: String,
    /// The KPI's id.
    pub kpi: String,
    /// The period's first and last day.
    pub period: (Date, Date),
    /// The last day that counted.
    pub as_of: Date,
    /// How it stood.
    pub status: Status,
    /// True once nothing could change any more.
    pub is_final: bool,
    /// The value so far.
    pub actual: Option<f64>,
    /// The value aimed at.
    pub target: Option<f64>,
    /// Where it should have stood by then.
    pub expected: Option<f64>,
    /// What it would probably be, and the ends of the interval that holds it in 80 of 100 cases.
    pub forecast: Option<(f64, f64, f64)>,
    /// The chance that the target would be met, 0 to 1.
    pub p_hit: Option<f64>,
}

/// One period of one objective.
type Occurrence<'a> = (&'a str, &'a str, (Date, Date));

/// A forecast whose period is over.
struct Held<'a> {
    of: Occurrence<'a>,
    chance: f64,
    is_met: bool,
    is_inside: bool,
    /// What the pace rule took for certain.
    is_paced: bool,
}

/// How the forecasts among `past` turned out, which is in the order in which it was written down: of what was judged twice as of
/// a day the later counts. A forecast is what was said while the target could still be met or missed. `None` where there is none
/// whose period is over.
pub fn track_record(past: &[PastEvaluation]) -> Option<TrackRecord> {
    let mut last: BTreeMap<(Occurrence<'_>, Date), &PastEvaluation> = BTreeMap::new();
    for one in past {
        last.insert((one.occurrence(), one.as_of), one);
    }
    let mut came: BTreeMap<Occurrence<'_>, &PastEvaluation> = BTreeMap::new();
    for one in last.values().filter(|one| one.is_outcome()) {
        came.insert(one.occurrence(), one);
    }
    let forecasts = last.values().filter(|one| one.is_forecast());
    let over = forecasts.filter_map(|one| Some((*one, *came.get(&one.occurrence())?)));
    let all: Vec<(&PastEvaluation, &PastEvaluation)> = over.collect();
    let held: Vec<Held<'_>> = all.iter().filter_map(|(forecast, came)| forecast.against(came)).collect();
    Some(TrackRecord {
        all: score(&held.iter().collect::<Vec<_>>())?,
        classes: (0..CLASSES).filter_map(|nth| class(nth, &held)).collect(),
        objectives: by_objective(&held),
        retargeted: all.len() - held.len(),
    })
}

impl PastEvaluation {
    fn occurrence(&self) -> Occurrence<'_> {
        (&self.objective, &self.kpi, self.period)
    }

    /// True where it says what came.
    fn is_outcome(&self) -> bool {
        self.is_final && matches!(self.status, Status::Achieved | Status::Missed)
    }

    /// True where it says what may come, and could still be wrong.
    fn is_forecast(&self) -> bool {
        let is_open = matches!(self.status, Status::OnTrack | Status::AtRisk | Status::OffTrack);
        is_open && !self.is_final && self.p_hit.is_some()
    }

    /// The forecast beside what `came`; `None` where the target was another one.
    fn against<'a>(&'a self, came: &PastEvaluation) -> Option<Held<'a>> {
        let (chance, (value, low, high)) = self.p_hit.zip(self.forecast)?;
        let (actual, expected) = self.actual.zip(self.expected)?;
        let (target, outcome) = self.target.zip(came.actual)?;
        let is_met = came.status == Status::Achieved;
        // Which way is up is not written down: what came shows it, and where that is the target itself, the forecast.
        let rises = if outcome == target { (value >= target) == (chance >= 0.5) } else { (outcome > target) == is_met };
        came.target.is_some_and(|later| is_one(target, later)).then(|| Held {
            of: self.occurrence(),
            chance,
            is_met,
            is_inside: (low..=high).contains(&outcome),
            is_paced: if rises { actual >= expected } else { actual <= expected },
        })
    }
}

/// True where two targets differ by rounding alone.
fn is_one(target: f64, other: f64) -> bool {
    (target - other).abs() <= ROUNDING * target.abs().max(other.abs())
}

/// The class of chances with this place; `None` where no forecast is in it.
fn class(nth: usize, held: &[Held<'_>]) -> Option<CalibrationClass> {
    let place = |chance: f64| ((chance * CLASSES as f64) as usize).min(CLASSES - 1);
    let score = score(&held.iter().filter(|one| place(one.chance) == nth).collect::<Vec<_>>())?;
    let end = |nth: usize| nth as f64 / CLASSES as f64;
    Some(CalibrationClass { from: end(nth), to: end(nth + 1), score })
}

fn by_objective(held: &[Held<'_>]) -> Vec<(String, ForecastScore)> {
    let ids: BTreeSet<&str> = held.iter().map(|one| one.of.0).collect();
    let of = |id: &&str| held.iter().filter(|one| one.of.0 == *id).collect::<Vec<_>>();
    ids.iter().filter_map(|id| Some(((*id).to_owned(), score(&of(id))?))).collect()
}

/// How `held` turned out; `None` where there is none.
fn score(held: &[&Held<'_>]) -> Option<ForecastScore> {
    (!held.is_empty()).then(|| ForecastScore {
        forecasts: held.len(),
        periods: held.iter().map(|one| one.of).collect::<BTreeSet<_>>().len(),
        chance: mean(held, |one| one.chance),
        met: mean(held, |one| certain(one.is_met)),
        inside: mean(held, |one| certain(one.is_inside)),
        brier: mean(held, |one| (one.chance - certain(one.is_met)).powi(2)),
        pace_brier: mean(held, |one| (certain(one.is_paced) - certain(one.is_met)).powi(2)),
    })
}

fn mean(held: &[&Held<'_>], of: impl Fn(&Held<'_>) -> f64) -> f64 {
    held.iter().map(|one| of(one)).sum::<f64>() / held.len() as f64
}

/// The chance of what is so, or not.
fn certain(flag: bool) -> f64 {
    f64::from(u8::from(flag))
}
