//! One rule for time in SQL: **text without an offset is local, an instant is an instant, civil functions are civil.**
//!
//! Text (and a date, and a clock without a zone) that is compared with an instant or cast to `TIMESTAMP` is read on the
//! zone's clock; what has an offset, or counts from 1970, is an instant already, in whatever zone. Days, hours and names of
//! months, be it in `date_trunc`, `date_bin`, `date_part`, `extract`, `to_char`, `to_date`, a cast to `DATE` or `TIME`, or an
//! interval of days or months, are those of the zone's clock. `AT TIME ZONE` names another clock.
//!
//! The engine computes all of this in UTC. Two rules of its analyzer put ours in the place of it, so that whoever plans with
//! the session (a `select`, a KPI, a filter, a model, ad-hoc SQL) gets the same: one before types are made to fit, for what
//! the SQL says, and one behind, for the casts that this brought in.

mod clock;
mod functions;
mod kind;
mod rule;

use std::sync::Arc;

use datafusion::{
    common::Result as EngineResult,
    execution::{SessionState, SessionStateBuilder},
    logical_expr::LogicalPlan,
    prelude::SessionContext,
};
use jauge_domain::Calendar;

use functions::Functions;
pub use functions::{Reads, ReadsText, days};
pub use rule::NAME;
use rule::{LocalTime, Pass};

/// The session `ctx` with the rule for time, in the zone of `calendar`; its tables and functions are the same.
pub fn in_zone(ctx: &SessionContext, calendar: &Calendar, reads: Reads) -> SessionContext {
    let functions = Arc::new(Functions::new(&Calendar::plain(calendar.time_zone().clone()), reads));
    let mut builder = SessionStateBuilder::new_from_existing(ctx.state());
    if let Some(analyzer) = builder.analyzer() {
        let rule = |pass| Arc::new(LocalTime::new(functions.clone(), pass));
        analyzer.rules.insert(0, rule(Pass::Written));
        analyzer.rules.push(rule(Pass::Coerced));
    }
    SessionContext::new_with_state(builder.build())
}

/// `plan` with the rule applied to what the SQL says, so that its columns have the types that its rows will have.
///
/// # Errors
/// What the engine says of the plan.
pub fn settled(state: &SessionState, plan: LogicalPlan) -> EngineResult<LogicalPlan> {
    match state.analyzer().rules.first().filter(|rule| rule.name() == NAME) {
        Some(rule) => rule.analyze(plan, state.config_options()),
        None => Ok(plan),
    }
}
