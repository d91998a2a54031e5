//! The rule itself: which expressions of a plan mean something else than the engine computes.

use std::sync::Arc;

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::{
    common::{
        DFSchema, Result as EngineResult,
        config::ConfigOptions,
        tree_node::{Transformed, TreeNode},
    },
    functions::datetime,
    logical_expr::{
        Between, BinaryExpr, Cast, Expr, LogicalPlan, Operator, TryCast, Union,
        expr::{InList, ScalarFunction},
        expr_rewriter::NamePreserver,
        lit,
        utils::merge_schema,
    },
    optimizer::AnalyzerRule,
};

use super::{
    functions::{Functions, Made, clock, is_unit, to_timestamp},
    kind::{
        Kind, UTC, in_unit, is_bare_date, is_calendar, is_civil, is_comparison, is_hours, is_utc, literal, names_zone,
        typed,
    },
};
use crate::tables::timestamp;

/// The name of the rule that comes before types are made to fit.
pub const NAME: &str = "local_time";

/// The zone of who asked for UTC by name: `AT TIME ZONE 'UTC'` is a clock, too.
const UTC_CLOCK: &str = "Etc/UTC";

/// Before or behind the engine's own coercion of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// What the SQL says. Done twice, it changes nothing more.
    Written,
    /// The casts that the engine put in. They keep their types.
    Coerced,
}

/// The analyzer's rule.
pub(super) struct LocalTime {
    functions: Arc<Functions>,
    pass: Pass,
}

impl std::fmt::Debug for LocalTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalTime").field("zone", &self.functions.zone).field("pass", &self.pass).finish()
    }
}

impl AnalyzerRule for LocalTime {
    fn name(&self) -> &str {
        match self.pass {
            Pass::Written => NAME,
            Pass::Coerced => "local_time_of_coerced",
        }
    }

    fn analyze(&self, plan: LogicalPlan, config: &ConfigOptions) -> EngineResult<LogicalPlan> {
        let mut is_other = false;
        Ok(plan.transform_up_with_subqueries(|plan| self.node(plan, config, &mut is_other))?.data)
    }
}

impl LocalTime {
    pub(super) fn new(functions: Arc<Functions>, pass: Pass) -> Self {
        Self { functions, pass }
    }

    /// As the engine's own coercion does: each expression under its old name, then the types of the columns anew, once an expression
    /// `is_other` than it was, here or before. In most plans none is, and their types take long to tell.
    fn node(
        &self,
        plan: LogicalPlan,
        config: &ConfigOptions,
        is_other: &mut bool,
    ) -> EngineResult<Transformed<LogicalPlan>> {
        // The types of these are not made anew.
        if matches!(plan, LogicalPlan::Values(_)) {
            return Ok(Transformed::no(plan));
        }
        let schema = merge_schema(&plan.inputs());
        let rewrite = Rewrite { functions: &self.functions, schema: &schema, config };
        let in_place_of = |expr: &Expr| match self.pass {
            Pass::Written => rewrite.written(expr),
            Pass::Coerced => rewrite.coerced(expr),
        };
        let names = NamePreserver::new(&plan);
        let plan = plan.map_expressions(|expr| {
            if !expr.exists(|expr| Ok(in_place_of(expr).is_some()))? {
                return Ok(Transformed::no(expr));
            }
            *is_other = true;
            let name = names.save(&expr);
            let rewritten = expr.transform_up(|expr| {
                let other = in_place_of(&expr);
                Ok(other.map_or_else(|| Transformed::no(expr), Transformed::yes))
            })?;
            Ok(rewritten.update_data(|expr| name.restore(expr)))
        })?;
        if *is_other { plan.map_data(typed_anew) } else { Ok(plan) }
    }
}

/// `plan` with the types of its columns told from its expressions.
fn typed_anew(plan: LogicalPlan) -> EngineResult<LogicalPlan> {
    match plan {
        // The engine keeps the types it found when it was planned.
        LogicalPlan::Union(union) => Ok(LogicalPlan::Union(Union::try_new_with_loose_types(union.inputs)?)),
        other => other.recompute_schema(),
    }
}

/// The expressions of one step of a plan. Each function answers what stands in the place of one, `None` for itself.
struct Rewrite<'a> {
    functions: &'a Functions,
    schema: &'a DFSchema,
    config: &'a ConfigOptions,
}

impl Rewrite<'_> {
    fn written(&self, expr: &Expr) -> Option<Expr> {
        match expr {
            Expr::Cast(Cast { expr, field }) => self.cast(expr, field.data_type(), false),
            Expr::TryCast(TryCast { expr, field }) => self.cast(expr, field.data_type(), true),
            Expr::BinaryExpr(binary) if is_comparison(binary.op) => self.comparison(binary),
            Expr::BinaryExpr(binary) => self.moved(binary),
            Expr::Between(between) => self.between(between),
            Expr::InList(list) => self.in_list(list),
            Expr::ScalarFunction(call) => self.function(call),
            _ => None,
        }
    }

    /// A cast that the SQL says. `TIMESTAMP` is an instant.
    fn cast(&self, inner: &Expr, target: &DataType, tried: bool) -> Option<Expr> {
        let recast = |zone: &str, unit: TimeUnit| {
            let (inner, target) = (Box::new(inner.clone()), DataType::Timestamp(unit, Some(zone.into())));
            if tried { Expr::TryCast(TryCast::new(inner, target)) } else { Expr::Cast(Cast::new(inner, target)) }
        };
        match (self.kind(inner), target) {
            // AT TIME ZONE: a text on a clock that is named. Ours has been there already, because it stands further in.
            (Kind::Instant, DataType::Timestamp(TimeUnit::Nanosecond, Some(_))) if self.read(inner).is_some() => {
                let text = Box::new(self.read(inner)?.clone());
                let cast = Expr::Cast(Cast::new(text, target.clone()));
                Some(self.written(&cast).unwrap_or(cast))
            }
            (Kind::Text, DataType::Timestamp(unit, None)) if tried => Some(in_unit(self.try_text(inner), *unit)),
            (Kind::Text | Kind::Date | Kind::Instant, DataType::Timestamp(unit, None)) => {
                Some(in_unit(self.instant(inner), *unit))
            }
            // A number counts from 1970.
            (Kind::Number, DataType::Timestamp(unit, None)) => Some(recast(UTC, *unit)),
            (Kind::Number, DataType::Timestamp(..)) => None,
            (_, DataType::Timestamp(TimeUnit::Nanosecond, Some(zone))) if is_utc(zone) => {
                Some(recast(UTC_CLOCK, TimeUnit::Nanosecond))
            }
            (Kind::Text, DataType::Date32) if is_bare_date(inner) => None,
            (Kind::Text, DataType::Date32) if tried => Some(self.try_day_of_text(inner)),
            (Kind::Text, DataType::Date32) => Some(self.day_of_text(inner)),
            (Kind::Instant, _) if is_civil(target) => Some(self.civil(inner, target)),
            _ => None,
        }
    }

    /// A cast that the engine put in, so that types fit.
    fn coerced(&self, expr: &Expr) -> Option<Expr> {
        let (inner, target) = match expr {
            Expr::Cast(Cast { expr, field }) | Expr::TryCast(TryCast { expr, field }) => (expr, field.data_type()),
            _ => return None,
        };
        match (self.kind(inner), target) {
            (Kind::Text | Kind::Date | Kind::Clock, DataType::Timestamp(_, Some(zone))) if is_utc(zone) => {
                Some(typed(self.instant(inner), target, self.schema))
            }
            (Kind::Instant, DataType::Timestamp(_, None)) => {
                Some(typed(self.shown(inner.as_ref().clone()), target, self.schema))
            }
            (Kind::Instant, _) if is_civil(target) => Some(self.civil(inner, target)),
            _ => None,
        }
    }

    /// What is compared with an instant is one; text that is compared with a date or a clock is read on that clock.
    fn comparison(&self, binary: &BinaryExpr) -> Option<Expr> {
        let BinaryExpr { left, op, right } = binary;
        let (first, second) = (self.beside(left, right), self.beside(right, left));
        if first.is_none() && second.is_none() {
            return None;
        }
        let first = first.map_or_else(|| left.clone(), Box::new);
        let second = second.map_or_else(|| right.clone(), Box::new);
        Some(Expr::BinaryExpr(BinaryExpr::new(first, *op, second)))
    }

    fn between(&self, between: &Between) -> Option<Expr> {
        let Between { expr, negated, low, high } = between;
        let (least, most) = (self.beside(low, expr), self.beside(high, expr));
        if least.is_none() && most.is_none() {
            return None;
        }
        let least = least.map_or_else(|| low.clone(), Box::new);
        let most = most.map_or_else(|| high.clone(), Box::new);
        Some(Expr::Between(Between::new(expr.clone(), *negated, least, most)))
    }

    fn in_list(&self, list: &InList) -> Option<Expr> {
        let others: Vec<Option<Expr>> = list.list.iter().map(|item| self.beside(item, &list.expr)).collect();
        if others.iter().all(Option::is_none) {
            return None;
        }
        let items = others.into_iter().zip(&list.list).map(|(other, item)| other.unwrap_or_else(|| item.clone()));
        Some(Expr::InList(InList::new(list.expr.clone(), items.collect(), list.negated)))
    }

    /// What `expr` is when compared with `other`; `None` where that needs no saying.
    fn beside(&self, expr: &Expr, other: &Expr) -> Option<Expr> {
        match (self.kind(expr), self.kind(other)) {
            // A column stays as it is beside what is computed once: who reads it can be told of the condition.
            (Kind::Clock, Kind::Instant) if !other.any_column_refs() => None,
            (Kind::Instant, Kind::Clock) if !expr.any_column_refs() => Some(self.shown(expr.clone())),
            (Kind::Text | Kind::Date | Kind::Clock, Kind::Instant) => Some(self.instant(expr)),
            (Kind::Zoned, Kind::Instant) => Some(typed(expr.clone(), &timestamp(), self.schema)),
            (Kind::Text, Kind::Clock) => Some(self.shown(self.instant(expr))),
            (Kind::Text, Kind::Date) if !is_bare_date(expr) => Some(self.day_of_text(expr)),
            _ => None,
        }
    }

    /// An instant moved by days or months: those of the clock.
    fn moved(&self, binary: &BinaryExpr) -> Option<Expr> {
        let BinaryExpr { left, op, right } = binary;
        let shown = |instant: &Expr| Box::new(self.shown(instant.clone()));
        let moved = match (self.kind(left), op, self.kind(right)) {
            (Kind::Instant, Operator::Plus | Operator::Minus, _) if is_calendar(right) => {
                BinaryExpr::new(shown(left), *op, right.clone())
            }
            (_, Operator::Plus, Kind::Instant) if is_calendar(left) => BinaryExpr::new(left.clone(), *op, shown(right)),
            _ => return None,
        };
        let moved = typed(Expr::BinaryExpr(moved), &clock(), self.schema);
        Some(self.functions.nearest.call(vec![moved]))
    }

    fn function(&self, call: &ScalarFunction) -> Option<Expr> {
        let (name, arguments) = (call.func.name(), call.args.as_slice());
        let kinds: Vec<Kind> = arguments.iter().map(|argument| self.kind(argument)).collect();
        let is_epoch = || literal(&arguments[0]).is_some_and(|part| part.eq_ignore_ascii_case("epoch"));
        match (name, kinds.as_slice()) {
            ("date_part", [_, Kind::Text]) if is_epoch() => Some(with(call, 1, self.instant(&arguments[1]))),
            ("date_part", [_, Kind::Instant | Kind::Text]) if !is_epoch() => {
                Some(with(call, 1, self.shown(self.instant(&arguments[1]))))
            }
            ("date_trunc", [_, Kind::Instant | Kind::Text]) => {
                let unit = literal(&arguments[0]).filter(|unit| is_unit(unit))?;
                Some(self.functions.truncated.call(vec![lit(unit), self.to_micros(&arguments[1])]))
            }
            ("date_bin", [_, Kind::Instant | Kind::Text, ..]) => Some(self.binned(call)),
            ("to_char", [Kind::Instant, _]) if names_zone(&arguments[1]) => {
                let zoned = DataType::Timestamp(TimeUnit::Microsecond, Some(self.functions.zone.as_str().into()));
                Some(with(call, 0, typed(arguments[0].clone(), &zoned, self.schema)))
            }
            ("to_char" | "to_time", [Kind::Instant, ..]) => Some(with(call, 0, self.shown(arguments[0].clone()))),
            ("to_local_time", [Kind::Instant]) => Some(self.shown(arguments[0].clone())),
            ("to_date", [Kind::Text]) if !is_bare_date(&arguments[0]) => Some(self.day_of_text(&arguments[0])),
            ("to_date", [Kind::Instant]) => Some(self.day(arguments[0].clone())),
            ("to_unixtime", [Kind::Text | Kind::Clock]) => Some(with(call, 0, self.instant(&arguments[0]))),
            ("from_unixtime", [Kind::Number]) => {
                let arguments = vec![arguments[0].clone(), lit(UTC)];
                Some(Expr::ScalarFunction(ScalarFunction::new_udf(call.func.clone(), arguments)))
            }
            ("now", []) if self.kind(&Expr::ScalarFunction(call.clone())) == Kind::Clock => Some(self.now()),
            ("current_date", []) => Some(self.day(self.now())),
            ("current_time", []) => {
                Some(typed(self.shown(self.now()), &DataType::Time64(TimeUnit::Nanosecond), self.schema))
            }
            (name, [first, formats @ ..]) => self.to_timestamp(call, to_timestamp(name)?, *first, formats),
            _ => None,
        }
    }

    /// `to_timestamp` and its kin: a number counts from 1970 and is an instant; text is read on the clock. By a format without
    /// a zone it stays what the clock shows.
    fn to_timestamp(&self, call: &ScalarFunction, made: Made, first: Kind, formats: &[Kind]) -> Option<Expr> {
        let zone = match (first, formats) {
            (Kind::Text | Kind::Clock | Kind::Date, []) => return Some(self.instant(&call.args[0])),
            (Kind::Text, _) if !call.args[1..].iter().any(names_zone) => return None,
            (Kind::Text | Kind::Number, _) => UTC,
            _ => return None,
        };
        // One with a zone was here before.
        if self.kind(&Expr::ScalarFunction(call.clone())) != Kind::Clock {
            return None;
        }
        let call = ScalarFunction::new_udf(made(&self.config_in(zone)), call.args.clone());
        Some(typed(Expr::ScalarFunction(call), &timestamp(), self.schema))
    }

    /// `date_bin` on the clock, put back in time.
    fn binned(&self, call: &ScalarFunction) -> Expr {
        let instant = self.to_micros(&call.args[1]);
        let mut call = call.clone();
        let whole_days = lit(!is_hours(&call.args[0]));
        call.args[1] = self.shown(instant.clone());
        if let Some(origin) = call.args.get_mut(2)
            && matches!(self.kind(origin), Kind::Instant | Kind::Text | Kind::Date)
        {
            *origin = self.shown(self.instant(origin));
        }
        let shown = typed(Expr::ScalarFunction(call), &clock(), self.schema);
        self.functions.placed.call(vec![instant, shown, whole_days])
    }

    fn config_in(&self, zone: &str) -> ConfigOptions {
        let mut config = self.config.clone();
        config.execution.time_zone = Some(zone.to_owned());
        config
    }

    fn now(&self) -> Expr {
        datetime::now(&self.config_in(UTC)).call(Vec::new())
    }

    /// An instant as a civil type.
    fn civil(&self, instant: &Expr, target: &DataType) -> Expr {
        let civil = match target {
            DataType::Date32 | DataType::Date64 => self.day(instant.clone()),
            _ => self.shown(instant.clone()),
        };
        typed(civil, target, self.schema)
    }

    /// The instant that text, a date or a clock stands for; an instant is one.
    fn instant(&self, expr: &Expr) -> Expr {
        let to = |target: &DataType| vec![typed(expr.clone(), target, self.schema)];
        match self.kind(expr) {
            Kind::Text => self.functions.text.call(to(&DataType::Utf8)),
            Kind::Date => self.functions.start.call(to(&DataType::Date32)),
            Kind::Clock => self.functions.clock.call(to(&clock())),
            _ => expr.clone(),
        }
    }

    /// The same as the type that our functions take.
    fn to_micros(&self, expr: &Expr) -> Expr {
        typed(self.instant(expr), &timestamp(), self.schema)
    }

    /// The text of which `expr` is the instant.
    fn read<'e>(&self, expr: &'e Expr) -> Option<&'e Expr> {
        match expr {
            Expr::ScalarFunction(call) if call.func.name() == self.functions.text.name() => call.args.first(),
            _ => None,
        }
    }

    fn try_text(&self, expr: &Expr) -> Expr {
        self.functions.try_text.call(vec![typed(expr.clone(), &DataType::Utf8, self.schema)])
    }

    fn try_day_of_text(&self, expr: &Expr) -> Expr {
        self.functions.try_day_of_text.call(vec![typed(expr.clone(), &DataType::Utf8, self.schema)])
    }

    fn day_of_text(&self, expr: &Expr) -> Expr {
        self.functions.day_of_text.call(vec![typed(expr.clone(), &DataType::Utf8, self.schema)])
    }

    fn shown(&self, instant: Expr) -> Expr {
        self.functions.shown.call(vec![typed(instant, &timestamp(), self.schema)])
    }

    fn day(&self, instant: Expr) -> Expr {
        self.functions.day.call(vec![typed(instant, &timestamp(), self.schema)])
    }

    fn kind(&self, expr: &Expr) -> Kind {
        Kind::of(expr, self.schema)
    }
}

/// `call` with another argument at `index`.
fn with(call: &ScalarFunction, index: usize, argument: Expr) -> Expr {
    let mut call = call.clone();
    call.args[index] = argument;
    Expr::ScalarFunction(call)
}
