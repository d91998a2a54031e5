//! The criteria of S.M.A.R.T.

use jauge_domain::{
    AchievableFinding, BaselineChange, BaselineOrigin, MeasurableFinding, RealisticFinding, SpecificFinding,
    TimeBoundFinding, Unit,
};

use super::super::Wording;
use super::forms::counted;

pub(super) fn specific(found: &SpecificFinding, wording: &Wording) -> String {
    let scope = |filter: &Option<String>| filter.as_ref().map(|filter| format!(" ({filter})")).unwrap_or_default();
    match found {
        SpecificFinding::Rows { kpi, filter, first, last } => {
            format!("{kpi}{}: rows from {} to {}", scope(filter), wording.date(*first), wording.date(*last))
        }
        SpecificFinding::NoRows { kpi, filter: None } => {
            format!("the KPI has no rows: see what it is made of with `jauge kpi show {kpi}`")
        }
        SpecificFinding::NoRows { kpi, filter } => {
            format!("no row passes{}: check its values with `jauge ask {kpi} --by …`", scope(filter))
        }
        SpecificFinding::PercentMeant { target } => {
            format!("a target of {} for a ratio: did you mean \"{target}%\"?", wording.number(*target, 4))
        }
        SpecificFinding::NoOwner => "name who answers for it: owner = \"…\"".to_owned(),
        SpecificFinding::NoStatement => "say it in a sentence: statement = \"…\"".to_owned(),
    }
}

pub(super) fn measurable(found: &MeasurableFinding, wording: &Wording) -> String {
    match found {
        MeasurableFinding::NoBaselineWithoutRows => "no baseline: there are no rows".to_owned(),
        MeasurableFinding::NoBaseline { since } => format!(
            "no baseline: the data begin on {}; load what was before, or give one: baseline = {{ value = … }}",
            wording.date(*since)
        ),
        MeasurableFinding::Baseline { value, unit, origin } => {
            baseline(&wording.amount(*value, *unit), origin, wording)
        }
        MeasurableFinding::BaselineNotCovered { first } => format!(
            "the data begin on {}, after the baseline's first day: choose a later baseline or load what was before",
            wording.date(*first)
        ),
        MeasurableFinding::BaselineUnderWay { to, last } => format!(
            "no baseline: its period ends on {}, and the data on {}: choose an earlier baseline or load the rest",
            wording.date(*to),
            wording.date(*last)
        ),
        MeasurableFinding::OtherSeason => {
            "the baseline is of another season: a year earlier would compare better".to_owned()
        }
        MeasurableFinding::BaselineIsZero => "the baseline is 0: a change of it cannot be measured".to_owned(),
        MeasurableFinding::SampleIsEnough { needed, had } => format!(
            "{} are needed to see the change, the last period had {}",
            wording.number(*needed, 0),
            wording.number(*had, 0)
        ),
        MeasurableFinding::SampleTooSmall { needed, had } => format!(
            "{} are needed to see the change, and the last period had {}: widen the filter, lengthen the period or aim further",
            wording.number(*needed, 0),
            wording.number(*had, 0)
        ),
        MeasurableFinding::Noise { low, high, unit } => {
            format!("chance alone gives {}", wording.between(*low, *high, *unit))
        }
        MeasurableFinding::WithinNoise { low, high, bound, unit } => format!(
            "the target lies within what chance alone gives, {}: aim beyond {}",
            wording.between(*low, *high, *unit),
            wording.amount(*bound, *unit)
        ),
        MeasurableFinding::NotAdditive => "the KPI does not add up over days, so no forecast is made of it".to_owned(),
        MeasurableFinding::ByLevels => "measured by levels and dated check-ins".to_owned(),
        MeasurableFinding::KpiWithoutData => "load what the KPI needs, or choose a KPI that the data feed".to_owned(),
        MeasurableFinding::BaselineMoved { objective, change } => baseline_moved(objective, change),
    }
}

/// How a baseline differs from the frozen one, and how to accept it.
pub(super) fn baseline_moved(objective: &str, change: &BaselineChange) -> String {
    match change {
        BaselineChange::Definition { as_of, was, now } => format!(
            "the KPI's definition is not the one of {as_of}: by it the baseline was {was}, now it is {now}; {}",
            accept(objective)
        ),
        BaselineChange::Data { as_of, was, now } => format!(
            "the data of the baseline changed since {as_of}: it was {was}, now it is {now}; {}",
            accept(objective)
        ),
    }
}

fn accept(objective: &str) -> String {
    format!("accept it with `jauge objective rebase {objective} --reason \"…\"`")
}

fn baseline(value: &str, origin: &BaselineOrigin, wording: &Wording) -> String {
    match origin {
        BaselineOrigin::Given => format!("baseline {value}, as given"),
        BaselineOrigin::YearBefore { from, to } => format!(
            "baseline {value}: the same period a year earlier, {} to {}",
            wording.date(*from),
            wording.date(*to)
        ),
        BaselineOrigin::JustBefore { from, to } => {
            format!("baseline {value}: the period before, {} to {}", wording.date(*from), wording.date(*to))
        }
        BaselineOrigin::Period { from, to } => {
            format!("baseline {value}: {} to {}", wording.date(*from), wording.date(*to))
        }
    }
}

pub(super) fn achievable(found: &AchievableFinding, wording: &Wording) -> String {
    match found {
        AchievableFinding::TooLittleHistory => "feasible? too little history to say".to_owned(),
        AchievableFinding::Best { days, value, unit } => {
            format!("feasible? the best {days} days so far: {}", wording.amount(*value, *unit))
        }
        AchievableFinding::BeyondBest { share, best, unit } => format!(
            "the target lies {} beyond the best ever: aim at {}, or say which action makes the difference",
            wording.percent(*share),
            wording.amount(*best, *unit)
        ),
        AchievableFinding::MetByBaseline { baseline, target, unit } => format!(
            "not ambitious: the baseline, {}, meets the target of {} already",
            wording.amount(*baseline, *unit),
            wording.amount(*target, *unit)
        ),
        AchievableFinding::LikelyAtStart { p } => format!("{} likely as seen from its start", wording.percent(*p)),
        AchievableFinding::NotAmbitious => {
            "not ambitious: it would be met without doing anything; aim further".to_owned()
        }
        AchievableFinding::NoActions => {
            "which drivers? say what will be done: actions = [{ what = \"…\", due = \"…\", lever = \"a KPI\" }]"
                .to_owned()
        }
        AchievableFinding::ActionWithoutDate { action } => format!("by when? `{action}` has no date"),
        AchievableFinding::ActionTooLate { action, due } => {
            format!("`{action}` is due on {}, after the period's end: it cannot help", wording.date(*due))
        }
        AchievableFinding::ActionBefore { action, due } => {
            format!("`{action}` comes before the period, {}", wording.date(*due))
        }
        AchievableFinding::ActionWithoutDriver { action } => format!("which KPI does `{action}` move? lever = \"…\""),
        AchievableFinding::DriverUnreadable { action, why } => format!("{action}: {}", super::message(why, wording)),
        AchievableFinding::DriverBeyondAll { title, now, needed, unit } => {
            let limit = if *needed > 1.0 { "beyond 100 %" } else { "below 0 %" };
            format!("{title} cannot do it alone: from {} it would have to go {limit}", wording.amount(*now, *unit))
        }
        AchievableFinding::DriverAlone { title, now, needed, best, unit } => {
            let [now, needed, best] = [now, needed, best].map(|value| wording.amount(*value, *unit));
            format!("{title} alone would have to go from {now} to {needed}; its best was {best}")
        }
        AchievableFinding::NobodyAgreed => "who is behind it? accepted_by = [\"…\"]".to_owned(),
        AchievableFinding::AgreedBy { people } => format!("agreed by {}", people.join(", ")),
    }
}

pub(super) fn realistic(found: &RealisticFinding, wording: &Wording) -> String {
    let money = |amount: f64| wording.amount(amount, Unit::Money);
    match found {
        RealisticFinding::TooFewPeriods { count } => {
            let past = counted(*count, "past period", "past periods");
            format!("{past} of this length: too few to compare")
        }
        RealisticFinding::PastPeriods { met, of } => format!("{met} of the last {of} such periods met it"),
        RealisticFinding::Growth { asked, most } => format!(
            "it asks for {} on the baseline; from one period to the next it was {} at most",
            wording.growth(*asked),
            wording.growth(*most)
        ),
        RealisticFinding::Unlikely { p } => format!(
            "{} likely as seen from its start: ask for less, or say why it is kept: override = \"…\"",
            wording.percent(*p)
        ),
        RealisticFinding::UnlikelyButKept { p, because } => {
            format!("{} likely as seen from its start, kept because: {because}", wording.percent(*p))
        }
        RealisticFinding::BudgetAlone { amount } => {
            format!("budget {}; no past spend to compare with", money(*amount))
        }
        RealisticFinding::BudgetBesideSpend { amount, spent } => {
            format!("budget {}; the last period spent {}", money(*amount), money(*spent))
        }
        RealisticFinding::CostOfTarget { title, each, needed, amount } => {
            let one = title.clone().unwrap_or_else(|| money(1.0));
            let [each, needed, amount] = [each, needed, amount].map(|amount| money(*amount));
            format!("at the last period's {each} for each {one} the target costs {needed}, the budget is {amount}")
        }
        RealisticFinding::Serves { strategy } => format!("serves: {strategy}"),
        RealisticFinding::ServesNothing => "which strategy is it in step with? serves = \"…\"".to_owned(),
    }
}

pub(super) fn time_bound(found: &TimeBoundFinding, wording: &Wording) -> String {
    match found {
        TimeBoundFinding::Evaluations { from, to, count, every } => {
            let (from, to) = (wording.date(*from), wording.date(*to));
            let evaluations = counted(*count, "evaluation", "evaluations");
            let every = if *every == 1 { "day".to_owned() } else { format!("{every} days") };
            format!("{from} to {to}: {evaluations}, one every {every}")
        }
        TimeBoundFinding::TooFewEvaluations { count, days } => {
            let evaluations = counted(*count, "evaluation", "evaluations");
            let (days, leave) = (counted(*days, "day", "days"), if *count == 1 { "leaves" } else { "leave" });
            format!("{evaluations} in {days} {leave} nothing to steer by: look more often, or lengthen the period")
        }
        TimeBoundFinding::Expired { on } => {
            format!("it expired on {}: give it a new period, or repeat it: repeat = \"…\"", wording.date(*on))
        }
        TimeBoundFinding::SettlesTooEarly { late, settle } => format!(
            "values are complete {} after the end, and it is final after {settle}: settle = \"{late}d\"",
            counted(*late, "day", "days")
        ),
        TimeBoundFinding::MilestoneOutside { date } => {
            format!("the milestone of {} lies outside of the period", wording.date(*date))
        }
    }
}
