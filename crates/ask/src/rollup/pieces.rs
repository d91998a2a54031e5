//! KPIs taken apart into aggregates that days add up to.

use datafusion::{
    arrow::datatypes::DataType,
    common::{
        DFSchema, Result as EngineResult,
        tree_node::{Transformed, TreeNode, TreeNodeRecursion},
    },
    functions_aggregate::{array_agg::array_agg_udaf, count::count_udaf, sum::sum_udaf},
    logical_expr::{
        AggregateUDF, Expr, ExprSchemable, cast, col,
        expr::{AggregateFunction, AggregateFunctionParams},
    },
};

use super::{distinct::DistinctSet, states::Kind};
use crate::planner::measure::Measured;

/// One aggregate of a KPI.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The aggregate as the KPI has it.
    whole: Expr,
    pub(super) kind: Kind,
    /// Which columns of the scan it is made of.
    pub(super) columns: Vec<usize>,
    /// The type of its value.
    pub(super) data_type: DataType,
}

/// A KPI over its pieces: expressions over columns `p0`, `p1`, … of [`Sum::pieces`].
#[derive(Clone, Debug)]
pub(super) struct Sum {
    /// Which pieces stand in `p0`, `p1`, ….
    pub(super) pieces: Vec<usize>,
    /// The value, the rows behind it, where it is a ratio what is divided by what, and the currencies of amounts.
    pub(super) exprs: Vec<Expr>,
}

/// The pieces of the KPIs of one scan, each once, and the columns they need.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub(super) pieces: Vec<Piece>,
    /// The aggregates to compute a day.
    pub(super) columns: Vec<Expr>,
}

impl Pieces {
    /// Takes `kpi` apart; `None` where an aggregate of it cannot be made of those of days.
    pub(super) fn take(&mut self, kpi: &Measured, schema: &DFSchema) -> EngineResult<Option<Sum>> {
        let mut sum = Sum { pieces: Vec::new(), exprs: Vec::new() };
        let parts = kpi.parts.iter().flat_map(|parts| [&parts.numerator, &parts.denominator]);
        for expr in [&kpi.value, &kpi.rows].into_iter().chain(parts).chain(&kpi.currencies) {
            let mut failed = false;
            let replaced = expr.clone().transform_down(|node| {
                let Expr::AggregateFunction(aggregate) = &node else { return Ok(Transformed::no(node)) };
                let Some(piece) = self.piece(aggregate, kpi, schema)? else {
                    failed = true;
                    return Ok(Transformed::new(node, false, TreeNodeRecursion::Stop));
                };
                let at = sum.pieces.iter().position(|known| *known == piece).unwrap_or_else(|| {
                    sum.pieces.push(piece);
                    sum.pieces.len() - 1
                });
                Ok(Transformed::new(col(name(at)), true, TreeNodeRecursion::Jump))
            })?;
            if failed {
                return Ok(None);
            }
            sum.exprs.push(replaced.data);
        }
        Ok(Some(sum))
    }

    fn piece(&mut self, one: &AggregateFunction, kpi: &Measured, schema: &DFSchema) -> EngineResult<Option<usize>> {
        let whole = Expr::AggregateFunction(one.clone());
        if let Some(at) = self.pieces.iter().position(|piece| piece.whole == whole) {
            return Ok(Some(at));
        }
        let mut data_type = whole.get_type(schema)?;
        let AggregateFunctionParams { args, distinct, order_by, .. } = &one.params;
        let [argument] = args.as_slice() else { return Ok(None) };
        let floats = matches!(data_type, DataType::Float64);
        let kind = match (one.func.name(), distinct) {
            _ if !order_by.is_empty() => return Ok(None),
            ("count", false) => Kind::Count,
            ("count", true) => Kind::Distinct,
            ("sum", false) => Kind::Sum,
            ("min", _) => Kind::Least,
            ("max", _) => Kind::Most,
            ("median", false) if floats && argument.get_type(schema)? == DataType::Float64 => Kind::Median,
            ("avg", false) if floats => Kind::Mean,
            // A mean of amounts is answered as the quotient of its parts, exactly.
            ("avg", false) if kpi.parts.as_ref().is_some_and(|parts| parts.plain) => Kind::Mean,
            _ => return Ok(None),
        };
        let of = |func, argument: Expr| {
            let AggregateFunctionParams { filter, null_treatment, .. } = one.params.clone();
            Expr::AggregateFunction(AggregateFunction::new_udf(
                func,
                vec![argument],
                false,
                filter,
                Vec::new(),
                null_treatment,
            ))
        };
        let argument = argument.clone();
        let computed = match kind {
            Kind::Distinct => vec![of(AggregateUDF::new_from_impl(DistinctSet::new()).into(), argument)],
            Kind::Median => vec![of(array_agg_udaf(), argument)],
            Kind::Mean => {
                let amount = cast(argument.clone(), DataType::Float64);
                vec![of(sum_udaf(), amount), of(count_udaf(), argument)]
            }
            Kind::Count | Kind::Sum | Kind::Least | Kind::Most => vec![whole.clone()],
        };
        if kind == Kind::Mean {
            data_type = DataType::Float64;
        }
        let columns = computed.into_iter().map(|expr| self.column(expr)).collect();
        self.pieces.push(Piece { whole, kind, columns, data_type });
        Ok(Some(self.pieces.len() - 1))
    }

    fn column(&mut self, expr: Expr) -> usize {
        self.columns.iter().position(|known| *known == expr).unwrap_or_else(|| {
            self.columns.push(expr);
            self.columns.len() - 1
        })
    }
}

/// The name of a piece in a KPI's expressions.
pub(super) fn name(at: usize) -> String {
    format!("p{at}")
}
