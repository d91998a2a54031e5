//! Which values an objective is judged by, so that all of them are read before anything is judged.

use jauge_domain::Objective;

use crate::days::{Days, next};
use crate::plan::Plan;
use crate::readings::Background;
use crate::{along, criteria, maintain};

/// Values that [`judge`](crate::judge()) or [`possible`](crate::possible()) will ask for. Stretches may overlap.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// A KPI over stretches of days.
    Over {
        /// The KPI, as the objective or its KPI names it.
        kpi: String,
        /// The objective's condition.
        filter: Option<String>,
        /// The stretches.
        stretches: Vec<Days>,
    },
    /// A KPI by the values of its dimensions, over two stretches.
    ByDimension {
        /// The KPI's full id.
        kpi: String,
        /// The objective's condition.
        filter: Option<String>,
        /// The stretches.
        stretches: [Days; 2],
    },
    /// What was spent.
    Spent {
        /// The budget's condition.
        filter: Option<String>,
        /// The stretches.
        stretches: Vec<Days>,
    },
}

/// Every value that judging `objective` may take. What cannot be read has no needs; judging it says why.
pub fn needs(objective: &Objective, background: &dyn Background) -> Vec<Need> {
    let plan = Plan::new(objective, background).ok().flatten();
    let mut needs: Vec<Need> = plan.iter().flat_map(|plan| of_plan(plan)).collect();
    needs.extend(objective.budget.as_ref().map(|budget| {
        let past = plan.iter().flat_map(Plan::past_days).next();
        let stretches = [spent_so_far(objective, background)].into_iter().chain(past).collect();
        Need::Spent { filter: budget.filter.clone(), stretches }
    }));
    needs
}

fn of_plan(plan: &Plan<'_>) -> Vec<Need> {
    let filter = plan.filter.map(str::to_owned);
    let over = |kpi: &str, stretches: Vec<Days>| Need::Over { kpi: kpi.to_owned(), filter: filter.clone(), stretches };
    let mut needs = vec![over(&plan.known.id, plan.stretches()), over(&plan.known.id, along::stretches(plan))];
    if plan.maintains() {
        needs.push(over(&plan.known.id, maintain::stretches(plan)));
    }
    if let Some(compared) = plan.compared() {
        needs.extend(plan.known.drivers.iter().map(|driver| over(driver, compared.to_vec())));
        needs.push(Need::ByDimension { kpi: plan.known.id.clone(), filter: filter.clone(), stretches: compared });
    }
    let drivers = plan.objective.actions.iter().filter_map(|action| action.driver.as_deref());
    needs.extend(drivers.map(|driver| over(driver, criteria::driver_stretches(plan))));
    needs
}

/// The days of the period over which a budget is spent by now.
pub(crate) fn spent_so_far(objective: &Objective, background: &dyn Background) -> Days {
    let (start, after) = background.days(&objective.period);
    (start, next(background.as_of()).clamp(start, after))
}
