//! One scan of a model: by day, by which filters a row passes, and by its main dimensions.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{ArrayRef, AsArray, RecordBatch},
        compute::{cast as cast_array, concat_batches, sort_to_indices, take_record_batch},
        datatypes::{DataType, Date32Type, Int64Type, TimestampMicrosecondType},
    },
    common::{Result as EngineResult, exec_datafusion_err},
    logical_expr::{BinaryExpr, Expr, LogicalPlan, LogicalPlanBuilder, Operator, ScalarUDF, col, lit, when},
    prelude::SessionContext,
};
use jauge_domain::{Calendar, Grain, epoch_day};

use super::pieces::Pieces;
use crate::catalog::rows;
use crate::planner::{bucket::BucketOf, time::Time};

/// Filters whose bits one column holds: the sign stays free.
pub(super) const BITS: usize = 62;
const DAY: &str = "__day";

/// What a scan groups by.
pub(super) struct Scan<'a> {
    pub(super) ctx: &'a SessionContext,
    pub(super) calendar: &'a Arc<Calendar>,
    pub(super) time: Time,
    /// The filters, planned over the model; one bit each.
    pub(super) filters: Vec<Expr>,
    pub(super) dimensions: Vec<String>,
}

/// What a scan found, a row a day, set of filters and values of the dimensions; the days in order.
#[derive(Debug)]
pub(super) struct Rows {
    /// Days since 1970-01-01.
    pub(super) days: Vec<i32>,
    masks: Vec<Vec<i64>>,
    /// For each dimension its values, and which of them a row has.
    pub(super) dimensions: Vec<(Vec<Option<String>>, Vec<u32>)>,
    pub(super) columns: Vec<ArrayRef>,
}

impl Rows {
    /// True where the rows that `row` stands for pass filter `bit`.
    pub(super) fn passes(&self, row: usize, bit: usize) -> bool {
        self.masks.get(bit / BITS).is_some_and(|masks| masks[row] & (1 << (bit % BITS)) != 0)
    }
}

impl Scan<'_> {
    /// The plan over the model's rows `base`.
    pub(super) fn plan(&self, base: LogicalPlan, pieces: &Pieces) -> EngineResult<LogicalPlan> {
        let day = ScalarUDF::new_from_impl(BucketOf::new(Arc::clone(self.calendar), Grain::Day));
        let mut keys = vec![day.call(vec![self.time.in_micros()]).alias(DAY)];
        for (nth, filters) in self.filters.chunks(BITS).enumerate() {
            keys.push(mask(filters)?.alias(mask_name(nth)));
        }
        keys.extend(self.dimensions.iter().enumerate().map(|(nth, name)| {
            Expr::Column(datafusion::common::Column::new_unqualified(name)).alias(dimension_name(nth))
        }));
        let mut rows = LogicalPlanBuilder::from(base).filter(self.time.known())?;
        // What passes no filter is of no use.
        if let Some(any) = self.filters.iter().cloned().reduce(Expr::or) {
            rows = rows.filter(any)?;
        }
        let names: Vec<Expr> = keys.iter().map(|key| col(key.schema_name().to_string())).collect();
        let columns = rows.schema().columns().into_iter().map(Expr::Column).chain(keys).collect::<Vec<_>>();
        let aggregates = pieces.columns.iter().enumerate().map(|(at, expr)| expr.clone().alias(column_name(at)));
        rows.project(columns)?.aggregate(names, aggregates.collect::<Vec<_>>())?.build()
    }

    /// Runs the plan.
    pub(super) async fn run(&self, plan: LogicalPlan, columns: usize) -> EngineResult<Rows> {
        let planned = Arc::clone(plan.schema().inner());
        let batches = rows(self.ctx, plan).await?;
        // The engine settles on one of its types of text for both sides of a union after it was planned.
        let schema = batches.first().map_or(planned, RecordBatch::schema);
        let all = concat_batches(&schema, &batches)?;
        let day = |batch: &RecordBatch| {
            batch.column_by_name(DAY).cloned().ok_or_else(|| exec_datafusion_err!("the scan has no days"))
        };
        let order = sort_to_indices(&day(&all)?, None, None)?;
        let all = take_record_batch(&all, &order)?;
        let named = |name: String| {
            all.column_by_name(&name).cloned().ok_or_else(|| exec_datafusion_err!("the scan has no `{name}`"))
        };
        let masks = (0..self.filters.len().div_ceil(BITS))
            .map(|nth| Ok(named(mask_name(nth))?.as_primitive::<Int64Type>().values().to_vec()));
        let dimensions = (0..self.dimensions.len()).map(|nth| coded(&named(dimension_name(nth))?));
        Ok(Rows {
            days: self.days(&day(&all)?),
            masks: masks.collect::<EngineResult<_>>()?,
            dimensions: dimensions.collect::<EngineResult<_>>()?,
            columns: (0..columns).map(|at| named(column_name(at))).collect::<EngineResult<_>>()?,
        })
    }

    /// The civil day of each bucket.
    fn days(&self, buckets: &ArrayRef) -> Vec<i32> {
        if let Some(days) = buckets.as_primitive_opt::<Date32Type>() {
            return days.values().to_vec();
        }
        let starts = buckets.as_primitive::<TimestampMicrosecondType>().values();
        let mut last = (i64::MIN, 0);
        let day = |start: &i64| {
            if *start != last.0 {
                let instant = jiff::Timestamp::from_microsecond(*start).unwrap_or_default();
                last = (*start, epoch_day(self.calendar.date(instant)));
            }
            last.1
        };
        starts.iter().map(day).collect()
    }
}

/// A number with a bit for each filter that a row passes.
fn mask(filters: &[Expr]) -> EngineResult<Expr> {
    let bits =
        filters.iter().enumerate().map(|(bit, filter)| when(filter.clone(), lit(1_i64 << bit)).otherwise(lit(0_i64)));
    let bits = bits.collect::<EngineResult<Vec<_>>>()?;
    let both =
        |one: Expr, other: Expr| Expr::BinaryExpr(BinaryExpr::new(Box::new(one), Operator::BitwiseOr, Box::new(other)));
    Ok(bits.into_iter().reduce(both).unwrap_or_else(|| lit(0_i64)))
}

/// The values of a column, each once, and which of them each row has.
fn coded(column: &ArrayRef) -> EngineResult<(Vec<Option<String>>, Vec<u32>)> {
    let texts = cast_array(column, &DataType::Utf8)?;
    let (mut known, mut values) = (std::collections::HashMap::new(), Vec::new());
    let codes = texts.as_string::<i32>().iter().map(|text| {
        *known.entry(text.map(str::to_owned)).or_insert_with_key(|text| {
            values.push(text.clone());
            values.len() as u32 - 1
        })
    });
    let codes = codes.collect();
    Ok((values, codes))
}

fn mask_name(nth: usize) -> String {
    format!("__passes{nth}")
}

fn dimension_name(nth: usize) -> String {
    format!("__dimension{nth}")
}

fn column_name(at: usize) -> String {
    format!("__c{at}")
}
