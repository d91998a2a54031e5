//! The five letters: each holds or not, with numbers, and with what would make it hold.

mod achievable;
mod measurable;
mod realistic;
mod specific;
mod time_bound;

use jauge_domain::{Letter, LetterState, Objective, Smart};
use jauge_forecast::Forecast;

use crate::case::Case;
use crate::readings::Readings;
use crate::say::Say;

/// Past periods without which history says nothing.
const FEW: usize = 2;

/// The letters of an objective with a KPI; `at_start` is what its first day could know of the end.
pub(crate) fn of_case(case: &Case<'_>, at_start: Option<&Forecast>, say: &Say) -> Smart {
    let p_start =
        at_start.filter(|_| !case.maintains()).zip(case.goal()).map(|(forecast, goal)| forecast.probability(goal));
    Smart {
        specific: specific::letter(case, say),
        measurable: measurable::letter(case, say),
        achievable: achievable::letter(case, p_start, say),
        realistic: realistic::letter(case, p_start, say),
        time_bound: time_bound::letter(case, say),
    }
}

/// The letters of an objective whose KPI has no data.
pub(crate) fn without_data(objective: &Objective, why: &str, say: &Say) -> Smart {
    let unknown = |advice: Option<String>| {
        let mut notes = Notes::default();
        notes.evidence(why.to_owned());
        match advice {
            Some(advice) => notes.note(LetterState::Fails, advice),
            None => notes.state = LetterState::Unknown,
        }
        notes.done()
    };
    let measurable = say.pick(
        "load what the KPI needs, or choose a KPI that the data feed",
        "charger ce qu'il faut au KPI, ou choisir un KPI que les données alimentent",
    );
    let mut specific = Notes::default();
    specific::people(objective, &mut specific, say);
    Smart {
        specific: specific.done(),
        measurable: unknown(Some(measurable)),
        achievable: unknown(None),
        realistic: unknown(None),
        time_bound: unknown(None),
    }
}

/// The letters that apply to an objective with levels.
pub(crate) fn of_levels(objective: &Objective, readings: &dyn Readings, say: &Say) -> Smart {
    let (mut specific, mut measurable, mut achievable, mut realistic) =
        (Notes::default(), Notes::default(), Notes::default(), Notes::default());
    specific::people(objective, &mut specific, say);
    measurable
        .evidence(say.pick("measured by levels and dated check-ins", "mesuré par des niveaux et des points datés"));
    achievable::actions(objective, readings.days(&objective.period), &mut achievable, say);
    achievable::agreement(objective, &mut achievable, say);
    realistic::relevance(objective, &mut realistic, say);
    Smart {
        specific: specific.done(),
        measurable: measurable.done(),
        achievable: achievable.done(),
        realistic: realistic.done(),
        time_bound: time_bound::of(objective, readings.days(&objective.period), readings.as_of(), 0, say),
    }
}

/// A letter while it is being written.
#[derive(Default)]
pub(crate) struct Notes {
    state: LetterState,
    evidence: Vec<String>,
    advice: Vec<String>,
}

impl Notes {
    /// A number behind the letter.
    pub(crate) fn evidence(&mut self, text: String) {
        self.evidence.push(text);
    }

    /// The letter is in `state` at best, and what would make it better.
    pub(crate) fn note(&mut self, state: LetterState, advice: String) {
        self.state = self.state.max(state);
        self.advice.push(advice);
    }

    /// Too little is known to say, unless something fails.
    pub(crate) fn unknown(&mut self, why: String) {
        self.state = self.state.max(LetterState::Unknown);
        self.evidence.push(why);
    }

    pub(crate) fn done(self) -> Letter {
        Letter { state: self.state, evidence: self.evidence, advice: self.advice }
    }
}
