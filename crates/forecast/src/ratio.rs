//! Ratios: numerator and denominator are forecast apart, by the same method, and divided at the end.

use jiff::civil::Date;

use crate::additive::refuse_too_little;
use crate::backtest::{self, Trial};
use crate::candidates::{self, METHODS};
use crate::cutoff::{Cutoff, past_periods};
use crate::predictive::{self, PastError, Predictive};
use crate::projection::{Backtest, Method, Projection};
use crate::ratio_noise::{RatioNoise, Rest};
use crate::refusal::Refusal;
use crate::series::Daily;
use crate::stretch::Stretch;

/// What is known about a ratio besides its values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RatioOptions {
    /// Both are counts of the same rows (sessions with a purchase of all sessions), so a day's ratio is a proportion
    /// and its noise that of a binomial with more variance; else days are drawn at random.
    pub shared_rows: bool,
}

const METHOD_COUNT: usize = METHODS.len();

/// The final value of Σ`numerator` / Σ`denominator` over `period`, `as_of` being the last complete day.
///
/// # Errors
/// [`Refusal`] when the values do not cover the period so far, say too little, or the denominator is 0.
pub fn ratio(
    numerator: &Daily,
    denominator: &Daily,
    period: Stretch,
    as_of: Date,
    options: RatioOptions,
) -> Result<Projection, Refusal> {
    if numerator.first() != denominator.first() || numerator.values().len() != denominator.values().len() {
        return Err(Refusal::Misaligned);
    }
    let at = Cutoff::new(denominator, period, as_of)?;
    let (numerator, denominator) = (&numerator.through(at.known), &denominator.through(at.known));
    let pair = Pair { numerator, denominator };
    pair.refuse_impossible(at, options)?;
    let so_far = pair.known(at);
    if at.over() {
        let value = so_far.value().ok_or(Refusal::NoDenominator)?;
        return Ok(Projection::exact(value, period.days(), None));
    }
    refuse_too_little(denominator, at).map_err(|refusal| match refusal {
        Refusal::AllZero { .. } => Refusal::NoDenominator,
        other => other,
    })?;
    let view = View { pair, at, past: past_periods(denominator, period), noise: pair.noise(at, options) };
    view.forecast(so_far)
}

/// Numerator and denominator, over the same days.
#[derive(Debug, Clone, Copy)]
struct Pair<'a> {
    numerator: &'a Daily,
    denominator: &'a Daily,
}

/// A numerator and a denominator.
#[derive(Debug, Clone, Copy)]
struct Fraction {
    above: f64,
    below: f64,
}

impl Fraction {
    fn value(self) -> Option<f64> {
        let value = self.above / self.below;
        (self.below > 0.0 && value.is_finite()).then_some(value)
    }

    fn plus(self, other: Self) -> Self {
        Self { above: self.above + other.above, below: self.below + other.below }
    }
}

impl Pair<'_> {
    fn over(self, from: i64, to: i64) -> Fraction {
        Fraction { above: self.numerator.sum(from..to), below: self.denominator.sum(from..to) }
    }

    fn known(self, at: Cutoff) -> Fraction {
        self.over(at.passed().start, at.passed().end)
    }

    fn refuse_impossible(self, at: Cutoff, options: RatioOptions) -> Result<(), Refusal> {
        let days = self.numerator.values().iter().zip(self.denominator.values()).take(at.known as usize);
        for (index, (above, below)) in days.enumerate() {
            let shared = *above >= 0.0 && above <= below && above.fract() == 0.0 && below.fract() == 0.0;
            if *below < 0.0 {
                return Err(Refusal::Negative { day: self.denominator.day(index) });
            }
            if options.shared_rows && !shared {
                return Err(Refusal::NotShared { day: self.denominator.day(index) });
            }
        }
        Ok(())
    }

    fn noise(self, at: Cutoff, options: RatioOptions) -> RatioNoise {
        let days = (at.known - 56).max(0) as usize..at.known as usize;
        let (above, below) = (&self.numerator.values()[days.clone()], &self.denominator.values()[days]);
        RatioNoise::of_days(above, below, options.shared_rows)
    }

    // The days still to come by each method.
    fn rests(self, at: Cutoff, past: &[(i64, i64)]) -> [Option<Fraction>; METHOD_COUNT] {
        let above = candidates::all(self.numerator, at, past);
        let below = candidates::all(self.denominator, at, past);
        std::array::from_fn(|method| Some(Fraction { above: above[method]?, below: below[method]?.max(0.0) }))
    }
}

/// All that a forecast is made from.
#[derive(Debug)]
struct View<'a> {
    pair: Pair<'a>,
    at: Cutoff,
    past: Vec<(i64, i64)>,
    noise: RatioNoise,
}

impl View<'_> {
    fn forecast(&self, so_far: Fraction) -> Result<Projection, Refusal> {
        let rests = self.pair.rests(self.at, &self.past);
        let now = rests.map(|rest| so_far.plus(rest?).value());
        let tried: Vec<Tried> =
            backtest::origins(self.at).filter_map(|(weeks, then)| self.trial(then, weeks)).collect();
        let trials: Vec<Trial<METHOD_COUNT>> = tried.iter().map(|tried| tried.trial.clone()).collect();
        let (method, found, rest, errors) = match backtest::choose(&now, &trials) {
            Some((method, found)) => {
                let errors = tried.iter().filter_map(|tried| tried.error(method, &self.noise)).collect();
                (METHODS[method], Some(found), rests[method], errors)
            }
            None => self.untested(so_far, &rests),
        };
        let rest = rest.ok_or(Refusal::NoDenominator)?;
        let centre = so_far.plus(rest).value().ok_or(Refusal::NoDenominator)?;
        let seen = Rest { known: so_far.below, remaining: rest.below, days: self.at.remaining() };
        let noise = self.noise.quantiles(seen, rest.value().unwrap_or(centre), centre);
        let scale = self.noise.deviation(seen, rest.value().unwrap_or(centre));
        let quantiles = predictive::conformal(centre, scale, &errors, self.at.ahead_weeks(), &noise);
        let distribution = Predictive::new(quantiles, self.noise.bounds())?;
        Ok(Projection {
            value: distribution.median(),
            low: distribution.low(),
            high: distribution.high(),
            method,
            backtest: found,
            so_far: so_far.value(),
            expected_share: None,
            elapsed_days: self.at.elapsed(),
            remaining_days: self.at.remaining(),
            distribution,
            remaining_denominator: Some((so_far.below, rest.below)),
        })
    }

    fn untested(
        &self,
        so_far: Fraction,
        rests: &[Option<Fraction>; METHOD_COUNT],
    ) -> (Method, Option<Backtest>, Option<Fraction>, Vec<PastError>) {
        if so_far.below <= 0.0 {
            return (Method::SeasonalNaive, None, rests[1], Vec::new());
        }
        let pace = self.at.remaining() as f64 / self.at.elapsed().max(1) as f64;
        let rest = Fraction { above: so_far.above * pace, below: so_far.below * pace };
        (Method::StraightLine, None, Some(rest), Vec::new())
    }

    fn trial(&self, then: Cutoff, weeks: i64) -> Option<Tried> {
        let earlier: Vec<(i64, i64)> = self
            .past
            .iter()
            .map(|(start, end)| (start - 7 * weeks, end - 7 * weeks))
            .take_while(|(start, _)| *start >= 0)
            .collect();
        let so_far = self.pair.known(then);
        let rests = self.pair.rests(then, &earlier);
        let whole = self.pair.over(then.start.max(0), then.end);
        let trial = Trial {
            forecasts: rests.map(|rest| so_far.plus(rest?).value()),
            actual: whole.value()?,
            weight: whole.below,
        };
        let rest = Rest { known: so_far.below, remaining: whole.below - so_far.below, days: then.remaining() };
        Some(Tried { trial, rates: rests.map(|rest| rest?.value()), rest, weeks })
    }
}

/// A trial and what its error is measured in.
#[derive(Debug)]
struct Tried {
    trial: Trial<METHOD_COUNT>,
    rates: [Option<f64>; METHOD_COUNT],
    rest: Rest,
    weeks: i64,
}

impl Tried {
    fn error(&self, method: usize, noise: &RatioNoise) -> Option<PastError> {
        let deviation = noise.deviation(self.rest, self.rates[method]?);
        let error = self.trial.actual - self.trial.forecasts[method]?;
        (deviation > 0.0).then(|| PastError { error: error / deviation, weeks: self.weeks })
    }
}
