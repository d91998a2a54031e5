//! Measurable: from a baseline, with enough of what is counted, beyond the noise.

use jauge_domain::{Letter, LetterState};
use jauge_forecast::{Daily, days_bootstrap, wilson};

use super::Notes;
use crate::case::{BaseKind, Case, between};
use crate::readings::Shape;
use crate::say::Say;
use crate::words;

/// How wide the noise is: 80 of 100 cases, as forecasts have it.
const LEVEL: f64 = 0.8;

pub(super) fn letter(case: &Case<'_>, say: &Say) -> Letter {
    let mut notes = Notes::default();
    baseline(case, &mut notes, say);
    sample(case, &mut notes, say);
    noise(case, &mut notes, say);
    if case.known.shape == Shape::Other {
        let advice = say.pick(
            "the KPI does not add up over days, so no forecast is made of it",
            "le KPI ne s'additionne pas d'un jour à l'autre : aucune prévision n'en est faite",
        );
        notes.note(LetterState::Advice, advice);
    }
    notes.done()
}

fn baseline(case: &Case<'_>, notes: &mut Notes, say: &Say) {
    let Some(base) = &case.base else {
        let state = if case.target.is_none() { LetterState::Fails } else { LetterState::Advice };
        let Some(since) = case.extent.map(|(first, _)| say.date(first)) else {
            return notes.note(state, say.pick("no baseline: there are no rows", "pas de départ : aucune ligne"));
        };
        return notes.note(
            state,
            say.pick(
                format!("no baseline: the data begin on {since}; load what was before, or give one: baseline = {{ value = … }}"),
                format!("pas de départ : les données commencent le {since} ; charger ce qui précède, ou le donner : baseline = {{ value = … }}"),
            ),
        );
    };
    let value = say.value(base.value, case.unit());
    let days = base.days.map(|(from, after)| (say.date(from), say.date(after.yesterday().unwrap_or(after))));
    let (from, to) = days.unwrap_or_default();
    notes.evidence(match base.kind {
        BaseKind::Value => say.pick(format!("baseline {value}, as given"), format!("départ {value}, donné tel quel")),
        BaseKind::YearBefore => say.pick(
            format!("baseline {value}: the same period a year earlier, {from} to {to}"),
            format!("départ {value} : la même période un an plus tôt, du {from} au {to}"),
        ),
        BaseKind::JustBefore => say.pick(
            format!("baseline {value}: the period before, {from} to {to}"),
            format!("départ {value} : la période précédente, du {from} au {to}"),
        ),
        BaseKind::Given => {
            say.pick(format!("baseline {value}: {from} to {to}"), format!("départ {value} : du {from} au {to}"))
        }
    });
    let covered = base.days.zip(case.extent).is_none_or(|((from, _), (first, _))| first <= from);
    if !covered {
        let first = case.extent.map(|(first, _)| say.date(first)).unwrap_or_default();
        notes.note(
            LetterState::Fails,
            say.pick(
                format!("the data begin on {first}, after the baseline's first day: choose a later baseline or load what was before"),
                format!("les données commencent le {first}, après le début du départ : choisir un départ plus tardif ou charger ce qui précède"),
            ),
        );
    }
    if base.kind == BaseKind::JustBefore && case.is_counted() && case.period.days() < 300 {
        let advice = say.pick(
            "the baseline is of another season: a year earlier would compare better",
            "le départ est d'une autre saison : l'année précédente se comparerait mieux",
        );
        notes.note(LetterState::Advice, advice);
    }
    if base.value == 0.0 {
        let advice = say.pick(
            "the baseline is 0: a change of it cannot be measured",
            "le départ est 0 : une variation ne s'y mesure pas",
        );
        notes.note(LetterState::Fails, advice);
    }
}

fn sample(case: &Case<'_>, notes: &mut Notes, say: &Say) {
    // What is kept day by day shows no effect that a sample would have to be large enough for.
    if case.maintains() {
        return;
    }
    let least = case.objective.min_sample.map(|least| least as f64).or(words::full_sample(case));
    let usual = case.past.first().map(|(_, reading)| reading.n);
    let (Some(least), Some(usual)) = (least, usual) else { return };
    let (need, have) = (say.number(least, 0), say.number(usual, 0));
    if usual >= least {
        return notes.evidence(say.pick(
            format!("{need} are needed to see the change, the last period had {have}"),
            format!("il en faut {need} pour voir la variation, la dernière période en avait {have}"),
        ));
    }
    notes.note(
        LetterState::Fails,
        say.pick(
            format!("{need} are needed to see the change, and the last period had {have}: widen the filter, lengthen the period or aim further"),
            format!("il en faut {need} pour voir la variation et la dernière période en avait {have} : élargir le filtre, allonger la période ou viser plus loin"),
        ),
    );
}

fn noise(case: &Case<'_>, notes: &mut Notes, say: &Say) {
    let (Some(base), Some(target)) = (&case.base, case.target_value()) else { return };
    let Some((low, high)) = interval(case) else { return };
    let band = format!("{}–{}", say.value(low, case.unit()), say.value(high, case.unit()));
    if case.maintains() || !(low..=high).contains(&target) {
        return notes.evidence(say.pick(format!("chance alone gives {band}"), format!("le hasard seul donne {band}")));
    }
    let up = target >= base.value;
    let bound = say.value(if up { high } else { low }, case.unit());
    notes.note(
        LetterState::Fails,
        say.pick(
            format!("the target lies within what chance alone gives, {band}: aim beyond {bound}"),
            format!("la cible est dans ce que le hasard seul donne, {band} : viser au-delà de {bound}"),
        ),
    );
}

/// What the baseline could have been by chance, over as long a time as the period.
fn interval(case: &Case<'_>) -> Option<(f64, f64)> {
    let base = case.base.as_ref()?;
    let (from, after) = base.days?;
    if case.known.shape == (Shape::Ratio { shared: true }) {
        let (above, below) = (base.reading.numerator?, base.reading.denominator?);
        return wilson(above, below, LEVEL);
    }
    let history = case.history.as_ref()?;
    let part = |daily: &Daily| {
        let start = usize::try_from(between(daily.first(), from)).ok()?;
        let values = daily.values().get(start..start + usize::try_from(between(from, after)).ok()?)?;
        Daily::new(from, values.to_vec()).ok()
    };
    let above = part(&history.above)?;
    match &history.below {
        Some(below) => days_bootstrap(&above, &part(below)?, LEVEL).ok()?,
        None => {
            let ones = Daily::new(from, vec![1.0; above.values().len()]).ok()?;
            let (low, high) = days_bootstrap(&above, &ones, LEVEL).ok()??;
            let days = case.period.days() as f64;
            Some((low * days, high * days))
        }
    }
}
