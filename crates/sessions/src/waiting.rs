//! Events that wait until all of their visitor's are there.

use arrow::{
    array::{Array, AsArray, RecordBatch},
    compute::concat_batches,
    error::ArrowError,
};

use jauge_store::engine;

/// Rows that are derived together, at least, so that small visitors share the work.
const AT_ONCE: usize = 65_536;

/// Batches sorted by visitor and whether a bot. They are joined once, however many one visitor fills.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    batches: Vec<RecordBatch>,
    rows: usize,
    /// The first row of the last visitor, who may go on in the next batch.
    last_visitor: usize,
}

impl Waiting {
    /// Takes in `batch`, whose rows come after those before.
    pub(crate) fn push(&mut self, batch: RecordBatch) -> Result<(), ArrowError> {
        if batch.num_rows() == 0 {
            return Ok(());
        }
        if let Some(first) = last_visitor(&batch)? {
            self.last_visitor = self.rows + first;
        } else if let Some(before) = self.batches.last()
            && !goes_on(before, &batch)?
        {
            self.last_visitor = self.rows;
        }
        self.rows += batch.num_rows();
        self.batches.push(batch);
        Ok(())
    }

    /// All rows that are left; `None` where there are none.
    pub(crate) fn all(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        let all = self.joined()?;
        *self = Self::default();
        Ok(all)
    }

    /// The rows of the visitors who are complete, once they are many.
    pub(crate) fn whole_visitors(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        if self.rows < AT_ONCE || self.last_visitor == 0 {
            return Ok(None);
        }
        let Some(all) = self.joined()? else { return Ok(None) };
        let whole = all.slice(0, self.last_visitor);
        // A copy: a slice would keep all the rows before it in memory.
        let rest = engine::copied(&all.slice(self.last_visitor, self.rows - self.last_visitor))?;
        *self = Self { rows: rest.num_rows(), batches: vec![rest], last_visitor: 0 };
        Ok(Some(whole))
    }

    fn joined(&self) -> Result<Option<RecordBatch>, ArrowError> {
        let Some(first) = self.batches.first() else { return Ok(None) };
        concat_batches(&first.schema(), &self.batches).map(Some)
    }
}

/// Where the last visitor of `batch` starts; `None` where all of it is one visitor's.
fn last_visitor(batch: &RecordBatch) -> Result<Option<usize>, ArrowError> {
    let last = batch.num_rows() - 1;
    for row in (0..last).rev() {
        if !same(batch, row, batch, last)? {
            return Ok(Some(row + 1));
        }
    }
    Ok(None)
}

fn goes_on(before: &RecordBatch, after: &RecordBatch) -> Result<bool, ArrowError> {
    same(before, before.num_rows() - 1, after, 0)
}

/// True where both rows are of one visitor; a bot with the id of a person is another one.
fn same(one: &RecordBatch, row: usize, other: &RecordBatch, at: usize) -> Result<bool, ArrowError> {
    Ok(visitor(one, row)? == visitor(other, at)?)
}

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

    use arrow::array::{ArrayRef, BooleanArray, StringArray};

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
            assert!(waiting.whole_visitors().unwrap().is_none());
        }
        waiting.push(batch("next", 1)).unwrap();
        assert_eq!(waiting.whole_visitors().unwrap().unwrap().num_rows(), 81_920);
        assert_eq!(waiting.all().unwrap().unwrap().num_rows(), 1);
        assert!(waiting.all().unwrap().is_none());
    }

    #[test]
    fn few_rows_wait_for_more_visitors() {
        let mut waiting = Waiting::default();
        for visitor in ["a", "b", "c"] {
            waiting.push(batch(visitor, 2)).unwrap();
        }
        assert!(waiting.whole_visitors().unwrap().is_none());
        assert_eq!(waiting.all().unwrap().unwrap().num_rows(), 6);
    }
}
