//! An objective as TOML has it.

use jauge_domain::{
    Action, Aim, Baseline, Budget, Frequency, Goal, Milestone, Objective, ObjectiveFault, Period, Position, Repeat,
    Target,
};
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;

use super::check_ins::{WrittenCheckIn, check_ins};
use super::field::{Fault, Field, Wrong, optional};
use super::values::{Aimed, Amount, Day, DaysText, PeriodText};
use super::words::OneOf;

/// Every key of an objective.
pub(super) const KEYS: [&str; 22] = [
    "id",
    "kpi",
    "target",
    "period",
    "statement",
    "where",
    "owner",
    "direction",
    "baseline",
    "min_sample",
    "actions",
    "accepted_by",
    "serves",
    "budget",
    "override",
    "frequency",
    "milestones",
    "settle",
    "weight",
    "repeat",
    "levels",
    "check_ins",
];

/// A file of objectives
#[derive(JsonSchema)]
#[schemars(title = "Objectives of Jauge")]
#[allow(dead_code, reason = "the shape of a file, for its schema")]
struct File {
    /// One objective each; four lines are enough: id, kpi, target, period
    objective: Vec<Written>,
}

/// The JSON Schema of a file of objectives, for editors.
pub fn schema() -> String {
    serde_json::to_string_pretty(&schema_for!(File)).unwrap_or_default()
}

/// An objective: four keys are required, the rest is derived and shown
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// A name of its own, in small letters, digits and dashes
    id: String,
    /// The KPI: its id, or a short one
    kpi: Option<String>,
    /// What it must come to: a value, "2.4%", "+10%" (of the baseline), "+0.5pt" (points), or [low, high]
    target: Option<Field<Aimed>>,
    /// When: 2026-Q2, 2026-04, 2026-W14, 2026 or 2026-04-01/2026-06-30
    #[schemars(with = "String")]
    period: Field<PeriodText>,
    /// What is to be reached, in a sentence; else made from the rest
    statement: Option<String>,
    /// A SQL condition on the KPI's model, such as device_category = 'mobile'
    #[serde(rename = "where")]
    filter: Option<String>,
    /// Who answers for it
    owner: Option<String>,
    /// increase, decrease, maintain_above, maintain_below or maintain_between; else the KPI's own
    #[schemars(with = "Option<String>")]
    direction: Option<Field<OneOf<Aim>>>,
    /// What it starts from: { period = "2026-Q1" } or { value = 0.018 }; else the same period a year earlier
    baseline: Option<WrittenBaseline>,
    /// Fewer than this many say nothing
    min_sample: Option<u64>,
    /// What will be done
    #[serde(default)]
    actions: Vec<WrittenAction>,
    /// Who agreed
    #[serde(default)]
    accepted_by: Vec<String>,
    /// The strategy it is in step with
    serves: Option<String>,
    /// What it may cost, against the table `spend`
    budget: Option<WrittenBudget>,
    /// Why a target is kept that history calls unrealistic
    #[serde(rename = "override")]
    kept_because: Option<String>,
    /// How often it is looked at: daily, weekly, monthly or quarterly; else from the period
    #[schemars(with = "Option<String>")]
    frequency: Option<Field<OneOf<Frequency>>>,
    /// Where it should stand on the way
    #[serde(default)]
    milestones: Vec<WrittenMilestone>,
    /// Late events: final this long after the end, such as "3d"
    #[schemars(with = "Option<String>")]
    settle: Option<Field<DaysText>>,
    /// How much it counts among others
    weight: Option<f64>,
    /// The same for the next period: weekly, monthly, quarterly or yearly
    #[schemars(with = "Option<String>")]
    repeat: Option<Field<OneOf<Repeat>>>,
    /// Instead of a KPI: what is reached step by step, the aim last
    levels: Option<Vec<String>>,
    /// What was reached when
    #[serde(default)]
    check_ins: Vec<WrittenCheckIn>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenBaseline {
    /// The KPI in this period
    #[schemars(with = "Option<String>")]
    period: Option<Field<PeriodText>>,
    /// A value from elsewhere
    value: Option<Field<Amount>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenAction {
    /// What will be done
    what: String,
    /// By when
    #[schemars(with = "Option<String>")]
    due: Option<Field<Day>>,
    /// The KPI it is to move
    lever: Option<String>,
    /// By whom
    owner: Option<String>,
    /// When it was done
    #[schemars(with = "Option<String>")]
    done: Option<Field<Day>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenBudget {
    /// In the workspace's currency
    amount: Field<Amount>,
    /// A SQL condition on the columns of `spend`
    #[serde(rename = "where")]
    filter: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenMilestone {
    /// At the end of this day
    #[schemars(with = "String")]
    date: Field<Day>,
    /// In the KPI's unit
    value: Field<Amount>,
}

impl Written {
    /// The objective that stands at `at` in `file`.
    pub(super) fn objective(self, file: &str, at: Position) -> Result<Objective, Wrong> {
        let period = self.period.get()?.0;
        self.check(period)?;
        let budget = self.budget.as_ref();
        let budget =
            budget.map(|one| Ok::<_, Fault>(Budget { amount: one.amount.get()?.0, filter: one.filter.clone() }));
        Ok(Objective {
            goal: self.goal()?,
            period,
            repeat: optional(self.repeat.as_ref())?.map(|repeat| repeat.0),
            frequency: optional(self.frequency.as_ref())?.map(|frequency| frequency.0),
            actions: self.actions.iter().map(WrittenAction::action).collect::<Result<_, _>>()?,
            budget: budget.transpose()?,
            milestones: self.milestones()?,
            settle_days: optional(self.settle.as_ref())?.map(|days| days.0),
            statement: self.statement,
            owner: self.owner,
            accepted_by: self.accepted_by,
            serves: self.serves,
            kept_because: self.kept_because.filter(|why| !why.trim().is_empty()),
            min_sample: self.min_sample,
            weight: self.weight.unwrap_or(1.0),
            file: file.to_owned(),
            at,
            id: self.id,
        })
    }

    fn milestones(&self) -> Result<Vec<Milestone>, Fault> {
        let one = |one: &WrittenMilestone| Ok(Milestone { date: one.date.get()?.0, value: one.value.get()?.0 });
        let mut milestones = self.milestones.iter().map(one).collect::<Result<Vec<_>, Fault>>()?;
        milestones.sort_by_key(|milestone| milestone.date);
        Ok(milestones)
    }

    /// What no single value shows to be wrong.
    fn check(&self, period: Period) -> Result<(), Wrong> {
        let plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || "-_.".contains(char);
        if self.id.is_empty() || !self.id.chars().all(plain) {
            return Err(Wrong::Key("id", ObjectiveFault::NotAnId { id: self.id.clone() }));
        }
        if self.weight.is_some_and(|weight| !weight.is_finite() || weight < 0.0) {
            return Err(Wrong::Key("weight", ObjectiveFault::Weight));
        }
        if let Some(budget) = &self.budget
            && budget.amount.get()?.0 <= 0.0
        {
            return Err(Wrong::Key("budget", ObjectiveFault::Budget));
        }
        let baseline = self.baseline.as_ref().map(|baseline| (baseline.period.is_some(), baseline.value.is_some()));
        if let Some((true, true) | (false, false)) = baseline {
            return Err(Wrong::Key("baseline", ObjectiveFault::BaselineNotOne));
        }
        match optional(self.repeat.as_ref())? {
            Some(OneOf(repeat)) if !fits(repeat, period) => {
                Err(Wrong::Key("repeat", ObjectiveFault::Repetition { period: period.to_string() }))
            }
            _ => Ok(()),
        }
    }

    fn goal(&self) -> Result<Goal, Wrong> {
        match (&self.kpi, &self.levels, &self.target) {
            (Some(_), Some(_), _) => Err(Wrong::Key("levels", ObjectiveFault::KpiAndLevels)),
            (None, None, _) => Err(Wrong::Key("kpi", ObjectiveFault::NoKpi)),
            (Some(_), None, None) => Err(Wrong::Key("target", ObjectiveFault::NoTarget)),
            (None, Some(levels), None) if levels.len() >= 2 => {
                Ok(Goal::Levels { levels: levels.clone(), check_ins: check_ins(&self.check_ins, levels)? })
            }
            (None, Some(_), None) => Err(Wrong::Key("levels", ObjectiveFault::TooFewLevels)),
            (None, Some(_), Some(_)) => Err(Wrong::Key("target", ObjectiveFault::LevelsAndTarget)),
            (Some(kpi), None, Some(target)) => {
                let target = target.get()?.0;
                let range = matches!(target, Target::Between(..));
                let aim = optional(self.direction.as_ref())?.map(|aim| aim.0);
                let aim = aim.or(range.then_some(Aim::MaintainBetween));
                if range != (aim == Some(Aim::MaintainBetween)) {
                    return Err(Wrong::Key("target", ObjectiveFault::TargetAndDirection));
                }
                let baseline = self.baseline()?;
                Ok(Goal::Kpi { kpi: kpi.clone(), filter: self.filter.clone(), target, aim, baseline })
            }
        }
    }

    fn baseline(&self) -> Result<Option<Baseline>, Fault> {
        let Some(baseline) = &self.baseline else { return Ok(None) };
        let period = optional(baseline.period.as_ref())?.map(|period| Baseline::Period(period.0));
        let value = optional(baseline.value.as_ref())?.map(|value| Baseline::Value(value.0));
        Ok(period.or(value))
    }
}

impl WrittenAction {
    fn action(&self) -> Result<Action, Fault> {
        Ok(Action {
            what: self.what.clone(),
            due: optional(self.due.as_ref())?.map(|day| day.0),
            driver: self.lever.clone(),
            owner: self.owner.clone(),
            done: optional(self.done.as_ref())?.map(|day| day.0),
        })
    }
}

/// True where the next period follows this one without a gap.
fn fits(repeat: Repeat, period: Period) -> bool {
    let name = period.to_string();
    match repeat {
        Repeat::Weekly => name.contains("-W"),
        Repeat::Monthly => name.len() == 7 && !name.contains('Q') && !name.contains('W'),
        Repeat::Quarterly => name.contains("-Q"),
        Repeat::Yearly => name.len() == 4,
    }
}
