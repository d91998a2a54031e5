//! Rows in a form that can cross: of plain types, and in pieces short enough for a frame.
//!
//! A batch of a plugin's may be as it likes. What crosses is bounded, and takes as much memory as it is long: no dictionaries and
//! no views, by which a few bytes stand for many.

use std::sync::Arc;

use arrow_array::{Array, RecordBatch, RecordBatchOptions};
use arrow_cast::{can_cast_types, cast};
use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};
use jauge_domain::ContractBreach;

/// Rows in a piece.
const ROWS: usize = 1 << 14;
/// Bytes of a piece of more than one row.
const BYTES: usize = 8 << 20;
/// Rows that a plugin may give at once.
const MOST: usize = 1 << 24;

/// The columns as they cross.
pub(crate) fn plain_schema(schema: &Schema) -> Result<SchemaRef, ContractBreach> {
    let plain = |field: &FieldRef| plain_field(field).ok_or_else(|| no_type(field));
    let fields: Vec<FieldRef> = schema.fields().iter().map(plain).collect::<Result<_, _>>()?;
    Ok(Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone())))
}

/// That a column has a type that does not cross.
pub(crate) fn no_type(field: &Field) -> ContractBreach {
    ContractBreach::ColumnType { column: field.name().clone(), of: field.data_type().to_string() }
}

fn plain_field(field: &FieldRef) -> Option<FieldRef> {
    Some(Arc::new(Field::clone(field).with_data_type(plain_type(field.data_type())?)))
}

/// The type as which values of type `of` cross; `None` where they do not.
fn plain_type(of: &DataType) -> Option<DataType> {
    let plain = match of {
        DataType::Dictionary(_, values) => plain_type(values)?,
        DataType::RunEndEncoded(_, values) => plain_type(values.data_type())?,
        DataType::Utf8View => DataType::Utf8,
        DataType::BinaryView => DataType::Binary,
        DataType::List(items) | DataType::ListView(items) => DataType::List(plain_field(items)?),
        DataType::LargeList(items) | DataType::LargeListView(items) => DataType::LargeList(plain_field(items)?),
        DataType::FixedSizeList(items, length) if *length > 0 => DataType::FixedSizeList(plain_field(items)?, *length),
        DataType::Struct(fields) if !fields.is_empty() => {
            DataType::Struct(fields.iter().map(plain_field).collect::<Option<_>>()?)
        }
        DataType::Map(entries, is_sorted) => DataType::Map(plain_field(entries)?, *is_sorted),
        DataType::FixedSizeList(..) | DataType::Struct(_) | DataType::Union(..) => return None,
        DataType::FixedSizeBinary(length) if *length <= 0 => return None,
        other => other.clone(),
    };
    (plain == *of || can_cast_types(of, &plain)).then_some(plain)
}

/// True where a column of this field's type can cross as it is.
pub(crate) fn is_plain(field: &Field) -> bool {
    plain_type(field.data_type()).as_ref() == Some(field.data_type())
}

/// One piece.
pub(crate) struct Piece {
    pub(crate) rows: RecordBatch,
    /// True where nothing of the batch is left.
    pub(crate) is_last: bool,
}

/// A batch, piece by piece.
pub(crate) struct Pieces<'a> {
    batch: &'a RecordBatch,
    schema: SchemaRef,
    /// Where the next piece starts; `None` after the last.
    next: Option<usize>,
}

impl<'a> Pieces<'a> {
    /// The pieces of `batch`, with the columns that `schema` has.
    pub(crate) fn of(batch: &'a RecordBatch, schema: &SchemaRef) -> Result<Self, ContractBreach> {
        let rows = batch.num_rows();
        if rows > MOST {
            return Err(ContractBreach::TooManyRows { rows: rows as u64, most: MOST as u64 });
        }
        Ok(Self { batch, schema: schema.clone(), next: Some(0) })
    }

    /// The longest piece from `start` on.
    fn piece(&self, start: usize) -> Result<Piece, ContractBreach> {
        let mut length = ROWS.min(self.batch.num_rows() - start);
        loop {
            let rows = self.plain(&self.batch.slice(start, length))?;
            let bytes = bytes(&rows)?;
            if bytes <= BYTES || length <= 1 {
                return Ok(Piece { rows, is_last: start + length >= self.batch.num_rows() });
            }
            length = (length / (bytes / BYTES + 1)).max(1);
        }
    }

    fn plain(&self, rows: &RecordBatch) -> Result<RecordBatch, ContractBreach> {
        let wrong = |error: arrow_schema::ArrowError| ContractBreach::BatchDamaged { reason: error.to_string() };
        let fields = self.schema.fields().iter().zip(rows.columns());
        let columns = fields.map(|(field, column)| match field.data_type() == column.data_type() {
            true => Ok(column.clone()),
            false => cast(column, field.data_type()),
        });
        let columns = columns.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows.num_rows()));
        RecordBatch::try_new_with_options(self.schema.clone(), columns, &options).map_err(wrong)
    }
}

impl Iterator for Pieces<'_> {
    type Item = Result<Piece, ContractBreach>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.next.take()?;
        let piece = self.piece(start);
        self.next = piece.as_ref().ok().filter(|piece| !piece.is_last).map(|piece| start + piece.rows.num_rows());
        Some(piece)
    }
}

/// About how long the rows are when they are written.
fn bytes(rows: &RecordBatch) -> Result<usize, ContractBreach> {
    let wrong = |error: arrow_schema::ArrowError| ContractBreach::BatchDamaged { reason: error.to_string() };
    let columns = rows.columns().iter().map(|column| column.to_data().get_slice_memory_size());
    columns.sum::<Result<usize, _>>().map_err(wrong)
}

#[cfg(test)]
mod tests {
    use arrow_array::{
        ArrayRef, DictionaryArray, NullArray, StringArray, StringViewArray, cast::AsArray, types::Int32Type,
    };

    use super::*;

    fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)))
            .unwrap()
    }

    /// The pieces of `rows`: how many rows each has, and all of them with their text column.
    fn texts(rows: &RecordBatch) -> (Vec<usize>, Vec<String>) {
        let schema = plain_schema(&rows.schema()).unwrap();
        let pieces: Vec<Piece> = Pieces::of(rows, &schema).unwrap().collect::<Result<_, _>>().unwrap();
        assert!(pieces.iter().rev().skip(1).all(|piece| !piece.is_last) && pieces.last().unwrap().is_last);
        let texts = pieces.iter().flat_map(|piece| {
            piece.rows.column(0).as_string::<i32>().iter().map(|text| text.unwrap().to_owned()).collect::<Vec<_>>()
        });
        (pieces.iter().map(|piece| piece.rows.num_rows()).collect(), texts.collect())
    }

    #[test]
    fn a_batch_crosses_in_pieces_that_are_short_enough() {
        let long = "x".repeat(5 << 20);
        let column: ArrayRef = Arc::new(StringArray::from(vec!["a", &long, &long, &long, "b"]));
        let (lengths, all) = texts(&batch(vec![("t", column)]));
        assert!(lengths.iter().all(|length| *length <= 2), "{lengths:?}");
        assert_eq!(all, ["a", &long, &long, &long, "b"]);
    }

    #[test]
    fn dictionaries_and_views_cross_written_out() {
        let words = ["ab", "cd", "ab"];
        let dictionary: ArrayRef = Arc::new(words.into_iter().collect::<DictionaryArray<Int32Type>>());
        let view: ArrayRef = Arc::new(StringViewArray::from_iter_values(words));
        for column in [dictionary, view] {
            assert_eq!(texts(&batch(vec![("t", column)])), (vec![3], words.map(str::to_owned).to_vec()));
        }
    }

    #[test]
    fn a_batch_without_rows_is_one_piece_and_one_of_billions_is_none() {
        let empty = batch(vec![("t", Arc::new(StringArray::from(Vec::<&str>::new())) as ArrayRef)]);
        assert_eq!(texts(&empty), (vec![0], Vec::new()));
        let endless = batch(vec![("n", Arc::new(NullArray::new(1 << 40)) as ArrayRef)]);
        let schema = plain_schema(&endless.schema()).unwrap();
        let refused = Pieces::of(&endless, &schema).err().unwrap();
        assert_eq!(refused, ContractBreach::TooManyRows { rows: 1 << 40, most: MOST as u64 });
    }

    #[test]
    fn what_takes_more_memory_than_it_is_long_is_not_plain() {
        let field = |of: DataType| Field::new("c", of, true);
        assert!(is_plain(&field(DataType::Utf8)) && is_plain(&field(DataType::Null)));
        let text = || Box::new(DataType::Utf8);
        let refused = [
            DataType::Utf8View,
            DataType::Dictionary(Box::new(DataType::Int32), text()),
            DataType::List(Arc::new(field(DataType::BinaryView))),
            DataType::FixedSizeBinary(0),
            DataType::Struct(Vec::<Field>::new().into()),
        ];
        refused.into_iter().for_each(|of| assert!(!is_plain(&field(of.clone())), "{of}"));
    }
}
