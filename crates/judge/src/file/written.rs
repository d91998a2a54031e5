//! An objective as TOML has it.

use jauge_domain::{Action, Aim, Baseline, Budget, Goal, Milestone, Objective, Period, Position, Target};
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;

use super::check_ins::{WrittenCheckIn, check_ins};
use super::values::{AimText, Aimed, Amount, Day, DaysText, FrequencyText, PeriodText, RepeatText};

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
    target: Option<Aimed>,
    /// When: 2026-Q2, 2026-04, 2026-W14, 2026 or 2026-04-01/2026-06-30
    #[schemars(with = "String")]
    period: PeriodText,
    /// What is to be reached, in a sentence; else made from the rest
    statement: Option<String>,
    /// A SQL condition on the KPI's model, such as device_category = 'mobile'
    #[serde(rename = "where")]
    filter: Option<String>,
    /// Who answers for it
    owner: Option<String>,
    /// increase, decrease, maintain_above, maintain_below or maintain_between; else the KPI's own
    #[schemars(with = "Option<String>")]
    direction: Option<AimText>,
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
    frequency: Option<FrequencyText>,
    /// Where it should stand on the way
    #[serde(default)]
    milestones: Vec<WrittenMilestone>,
    /// Late events: final this long after the end, such as "3d"
    #[schemars(with = "Option<String>")]
    settle: Option<DaysText>,
    /// How much it counts among others
    weight: Option<f64>,
    /// The same for the next period: weekly, monthly, quarterly or yearly
    #[schemars(with = "Option<String>")]
    repeat: Option<RepeatText>,
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
    period: Option<PeriodText>,
    /// A value from elsewhere
    value: Option<Amount>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenAction {
    /// What will be done
    what: String,
    /// By when
    #[schemars(with = "Option<String>")]
    due: Option<Day>,
    /// The KPI it is to move
    lever: Option<String>,
    /// By whom
    owner: Option<String>,
    /// When it was done
    #[schemars(with = "Option<String>")]
    done: Option<Day>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenBudget {
    /// In the workspace's currency
    amount: Amount,
    /// A SQL condition on the columns of `spend`
    #[serde(rename = "where")]
    filter: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenMilestone {
    /// At the end of this day
    #[schemars(with = "String")]
    date: Day,
    /// In the KPI's unit
    value: Amount,
}

/// The key at fault, what is wrong, and what to do.
type Wrong = (String, String, Option<String>);

impl Written {
    /// The objective that stands at `at` in `file`.
    pub(super) fn objective(self, file: &str, at: Position) -> Result<Objective, Wrong> {
        self.sound()?;
        let goal = self.goal()?;
        let action = |WrittenAction { what, due, lever, owner, done }: &WrittenAction| Action {
            what: what.clone(),
            due: due.map(|day| day.0),
            lever: lever.clone(),
            owner: owner.clone(),
            done: done.map(|day| day.0),
        };
        let mut milestones: Vec<Milestone> =
            self.milestones.iter().map(|one| Milestone { date: one.date.0, value: one.value.0 }).collect();
        milestones.sort_by_key(|milestone| milestone.date);
        let budget = self.budget.as_ref();
        Ok(Objective {
            goal,
            statement: self.statement,
            period: self.period.0,
            repeat: self.repeat.map(|repeat| repeat.0),
            frequency: self.frequency.map(|frequency| frequency.0),
            owner: self.owner,
            accepted_by: self.accepted_by,
            serves: self.serves,
            actions: self.actions.iter().map(action).collect(),
            budget: budget.map(|budget| Budget { amount: budget.amount.0, filter: budget.filter.clone() }),
            kept_because: self.kept_because.filter(|why| !why.trim().is_empty()),
            milestones,
            settle_days: self.settle.map(|days| days.0),
            min_sample: self.min_sample,
            weight: self.weight.unwrap_or(1.0),
            file: file.to_owned(),
            at,
            id: self.id,
        })
    }

    fn sound(&self) -> Result<(), Wrong> {
        let wrong = |key: &str, message: String, help: &str| Err((key.to_owned(), message, Some(help.to_owned())));
        let plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || "-_.".contains(char);
        if self.id.is_empty() || !self.id.chars().all(plain) {
            return wrong("id", format!("`{}` is no id", self.id), "small letters, digits, `-`, `_` and `.`");
        }
        if self.weight.is_some_and(|weight| !weight.is_finite() || weight < 0.0) {
            return wrong("weight", "a weight is a number from 0".to_owned(), "1 where nothing is said");
        }
        if self.budget.as_ref().is_some_and(|budget| budget.amount.0 <= 0.0) {
            return wrong("budget", "a budget is more than 0".to_owned(), "leave it out where there is none");
        }
        let baseline = self.baseline.as_ref().map(|baseline| (baseline.period.is_some(), baseline.value.is_some()));
        if let Some((true, true) | (false, false)) = baseline {
            let message = "a baseline is a period or a value, one of them".to_owned();
            return wrong("baseline", message, "{ period = \"2026-Q1\" } or { value = 0.018 }");
        }
        if self.repeat.is_some_and(|repeat| !fits(repeat, self.period.0)) {
            let message = format!("`{}` cannot be repeated so: the periods would overlap or leave gaps", self.period.0);
            return wrong("repeat", message, "a week weekly, a month monthly, a quarter quarterly, a year yearly");
        }
        Ok(())
    }

    fn goal(&self) -> Result<Goal, Wrong> {
        let wrong =
            |key: &str, message: &str, help: &str| Err((key.to_owned(), message.to_owned(), Some(help.to_owned())));
        match (&self.kpi, &self.levels, self.target) {
            (Some(_), Some(_), _) => wrong("levels", "an objective has a KPI or levels, not both", "make two of it"),
            (None, None, _) => wrong("kpi", "an objective needs a KPI", super::EXAMPLE),
            (Some(_), None, None) => wrong("target", "an objective needs a target", super::EXAMPLE),
            (None, Some(levels), None) if levels.len() >= 2 => {
                let check_ins =
                    check_ins(&self.check_ins, levels).map_err(|message| ("check_ins".to_owned(), message, None))?;
                Ok(Goal::Levels { levels: levels.clone(), check_ins })
            }
            (None, Some(_), None) => wrong("levels", "levels are at least two", "such as [\"mock-up\", \"online\"]"),
            (None, Some(_), Some(_)) => wrong("target", "the last level is the target", "leave `target` out"),
            (Some(kpi), None, Some(target)) => {
                let range = matches!(target.0, Target::Between(..));
                let aim = self.direction.map(|aim| aim.0).or(range.then_some(Aim::MaintainBetween));
                if range != (aim == Some(Aim::MaintainBetween)) {
                    let help = "maintain_between needs [low, high], and only it has a range";
                    return wrong("target", "the target does not fit the direction", help);
                }
                let baseline = self.baseline.as_ref().and_then(|baseline| {
                    let period = baseline.period.map(|period| Baseline::Period(period.0));
                    period.or(baseline.value.map(|value| Baseline::Value(value.0)))
                });
                Ok(Goal::Kpi { kpi: kpi.clone(), filter: self.filter.clone(), target: target.0, aim, baseline })
            }
        }
    }
}

/// True where the next period follows this one without a gap.
fn fits(repeat: RepeatText, period: Period) -> bool {
    use jauge_domain::Repeat;
    let name = period.to_string();
    match repeat.0 {
        Repeat::Weekly => name.contains("-W"),
        Repeat::Monthly => name.len() == 7 && !name.contains('Q') && !name.contains('W'),
        Repeat::Quarterly => name.contains("-Q"),
        Repeat::Yearly => name.len() == 4,
    }
}
