//! Events that wait until all that belong together are there.

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    compute::concat,
    datatypes::TimestampMicrosecondType,
    error::ArrowError,
};

use jauge_store::engine;

/// Rows that are derived together, at least, so that small visitors share the work.
const AT_ONCE: usize = 65_536;

/// Batches sorted by visitor, whether a bot and time. They are joined once, however many one visitor fills.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    batches: Vec<RecordBatch>,
    rows: usize,
    /// Microseconds without an event that no session reaches across; `None`: one may, so that visitors stay whole.
    gap: Option<i64>,
    /// The first row of the last visitor, or after their last gap: they may go on in the next batch.
    last_start: usize,
}

impl Waiting {
    /// Visitors are cut at each `gap` of microseconds, where there is one.
    pub(crate) fn new(gap: Option<i64>) -> Self {
        // What happened at one moment is never apart: sessions that start then are numbered.
        Self { gap: gap.map(|gap| gap.max(1)), ..Self::default() }
    }

    /// Takes in `batch`, whose rows come after those before.
    pub(crate) fn push(&mut self, batch: RecordBatch) -> Result<(), ArrowError> {
        if batch.num_rows() == 0 {
            return Ok(());
        }
        if let Some(first) = self.last_start(&batch)? {
            self.last_start = self.rows + first;
        } else if let Some(before) = self.batches.last()
            && self.are_apart([before, &batch], [before.num_rows() - 1, 0])?
        {
            self.last_start = self.rows;
        }
        self.rows += batch.num_rows();
        self.batches.push(batch);
        Ok(())
    }

    /// All rows that are left; `None` where there are none.
    pub(crate) fn all(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        (self.rows, self.last_start) = (0, 0);
        joined(std::mem::take(&mut self.batches))
    }

    /// The rows that nothing belongs to any more, once they are many: of visitors who are complete, up to the last gap.
    pub(crate) fn complete(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        let (rows, start) = (self.rows, self.last_start);
        if rows < AT_ONCE || start == 0 {
            return Ok(None);
        }
        let Some(all) = self.all()? else { return Ok(None) };
        // A copy: a slice would keep all the rows before it in memory.
        let rest = engine::copied(&all.slice(start, rows - start))?;
        self.rows = rest.num_rows();
        self.batches.push(rest);
        Ok(Some(all.slice(0, start)))
    }

    /// Where the last visitor of `batch` starts, or goes on after a gap; `None` where all of it belongs together.
    fn last_start(&self, batch: &RecordBatch) -> Result<Option<usize>, ArrowError> {
        let last = batch.num_rows() - 1;
        if self.gap.is_none() && visitor(batch, 0)? == visitor(batch, last)? {
            return Ok(None);
        }
        for row in (1..=last).rev() {
            if self.are_apart([batch, batch], [row - 1, row])? {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// True where the second row, which follows the first, is of another visitor or comes after a gap.
    fn are_apart(&self, [one, other]: [&RecordBatch; 2], [row, next]: [usize; 2]) -> Result<bool, ArrowError> {
        if visitor(one, row)? != visitor(other, next)? {
            return Ok(true);
        }
        let Some(gap) = self.gap else { return Ok(false) };
        Ok(time(other, next)?.saturating_sub(time(one, row)?) >= gap)
    }
}

/// The rows of all `batches`. Column by column, each let go of once it is joined: all are never there twice.
fn joined(batches: Vec<RecordBatch>) -> Result<Option<RecordBatch>, ArrowError> {
    let Some(schema) = batches.first().map(RecordBatch::schema) else { return Ok(None) };
    let mut parts: Vec<_> = batches.into_iter().map(|batch| batch.columns().to_vec().into_iter()).collect();
    let mut columns: Vec<ArrayRef> = Vec::new();
    for _ in schema.fields() {
        let pieces: Vec<ArrayRef> = parts.iter_mut().filter_map(Iterator::next).collect();
        let of_all: Vec<&dyn Array> = pieces.iter().map(AsRef::as_ref).collect();
        columns.push(concat(&of_all)?);
    }
    RecordBatch::try_new(schema, columns).map(Some)
}

fn time(batch: &RecordBatch, row: usize) -> Result<i64, ArrowError> {
    let times =
        batch.column_by_name("event_time").and_then(|times| times.as_primitive_opt::<TimestampMicrosecondType>());
    times.map(|times| times.value(row)).ok_or_else(|| ArrowError::SchemaError("events without times".to_owned()))
}

/// Who the event in `row` is of; a bot with the id of a person is another visitor.
fn visitor(batch: &RecordBatch, row: usize) -> Result<(&str, bool), ArrowError> {
    let missing = || ArrowError::SchemaError("events without visitors".to_owned());
    let visitors = batch.column_by_name("visitor_id").ok_or_else(missing)?;
    let bots = batch.column_by_name("is_bot").and_then(|bots| bots.as_boolean_opt()).ok_or_else(missing)?;
    let name = match (visitors.as_string_opt::<i32>(), visitors.as_string_view_opt()) {
        (Some(texts), _) => texts.value(row),
        (None, Some(texts)) => texts.value(row),
        (None, None) => return Err(missing()),
    };
    Ok((name, bots.is_valid(row) && bots.value(row)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{BooleanArray, StringArray, TimestampMicrosecondArray};
    use arrow::compute::concat_batches;

    use super::*;

    fn batch(visitor: &str, rows: usize) -> RecordBatch {
        let visitors: ArrayRef = Arc::new(StringArray::from(vec![visitor; rows]));
        let bots: ArrayRef = Arc::new(BooleanArray::from(vec![false; rows]));
        RecordBatch::try_from_iter([("visitor_id", visitors), ("is_bot", bots)]).unwrap()
    }

    #[test]
    fn a_visitor_waits_until_the_next_one_comes() {
        let mut waiting = Waiting::default();
        for _ in 0..10 {
            waiting.push(batch("many", 8192)).unwrap();
            assert!(waiting.complete().unwrap().is_none());
        }
        waiting.push(batch("next", 1)).unwrap();
        assert_eq!(waiting.complete().unwrap().unwrap().num_rows(), 81_920);
        assert_eq!(waiting.all().unwrap().unwrap().num_rows(), 1);
        assert!(waiting.all().unwrap().is_none());
    }

    #[test]
    fn few_rows_wait_for_more_visitors() {
        let mut waiting = Waiting::default();
        for visitor in ["a", "b", "c"] {
            waiting.push(batch(visitor, 2)).unwrap();
        }
        assert!(waiting.complete().unwrap().is_none());
        assert_eq!(waiting.all().unwrap().unwrap().num_rows(), 6);
    }
    fn minutes(from: i64, rows: i64) -> RecordBatch {
        let batch = batch("many", rows as usize);
        let times = TimestampMicrosecondArray::from_iter_values((from..from + rows).map(|minute| minute * 60));
        let columns: Vec<ArrayRef> = batch.columns().iter().cloned().chain([Arc::new(times) as ArrayRef]).collect();
        RecordBatch::try_from_iter(["visitor_id", "is_bot", "event_time"].into_iter().zip(columns)).unwrap()
    }

    #[test]
    fn a_visitor_is_cut_at_the_last_gap_within_a_batch_and_between_two() {
        for batches in [
            vec![minutes(0, 60_000), minutes(70_000, 9_000)],
            vec![concat_batches(&minutes(0, 1).schema(), &[minutes(0, 60_000), minutes(70_000, 9_000)]).unwrap()],
        ] {
            for (gap, complete) in [(Some(120), Some(60_000)), (Some(1_000_000), None), (None, None)] {
                let mut waiting = Waiting::new(gap);
                batches.iter().for_each(|batch| waiting.push(batch.clone()).unwrap());
                assert_eq!(waiting.complete().unwrap().map(|batch| batch.num_rows()), complete, "{gap:?}");
                let left = waiting.all().unwrap().unwrap().num_rows();
                assert_eq!(left + complete.unwrap_or(0), 69_000, "{gap:?}");
            }
        }
    }
}
