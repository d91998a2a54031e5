//! The rows of one stream as DataFusion reads them: the table `raw` of a `select`.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use arrow::{
    array::RecordBatch,
    datatypes::{DataType, Schema, SchemaRef},
    error::ArrowError,
};
use datafusion::{
    catalog::{Session, TableProvider},
    common::{Result as EngineResult, ScalarValue},
    error::DataFusionError,
    execution::{SendableRecordBatchStream, TaskContext},
    logical_expr::{BinaryExpr, Expr, Operator, TableProviderFilterPushDown, TableType},
    physical_plan::{
        ExecutionPlan,
        streaming::{PartitionStream, StreamingTableExec},
    },
};
use jauge_plugin::{Batches, ConnectorError, Filter, Op, Rows, Scan};
use jauge_store::{aligned, engine, feed};
use serde_json::Value;

use super::{
    LoadError,
    conform::{Conformer, schema_with},
    due::Due,
    gather::{Once, without_line},
    read_as::{Companions, ReadAs},
    reader::Reader,
    rejects::Pass,
};

/// Rows that a connector has begun to give, and who hears of those it cannot.
pub(crate) type Begun = (Rows, Arc<Pass>);

/// The rows of a stream, read anew each time the SQL asks for them.
pub(crate) struct RawRows {
    schema: SchemaRef,
    opened: Mutex<Option<Begun>>,
    /// The columns of the file, without companions.
    raw: SchemaRef,
    /// Streams whose rows follow as if they were of the same file.
    rest: Vec<RawRows>,
    reader: Reader,
    due: Due,
    companions: Companions,
    conformer: Conformer,
}

impl RawRows {
    /// The rows that are `due`, whose columns are `raw`, with `companions`.
    pub(crate) fn new(
        reader: &Reader,
        due: &Due,
        raw: &SchemaRef,
        companions: Companions,
        conformer: &Conformer,
    ) -> Self {
        Self {
            schema: schema_with(raw, &companions),
            opened: Mutex::default(),
            raw: raw.clone(),
            rest: Vec::new(),
            reader: reader.clone(),
            due: due.clone(),
            companions,
            conformer: conformer.clone(),
        }
    }

    /// With rows that were opened already, for the first time they are asked for.
    pub(crate) fn opened(self, opened: Option<Begun>) -> Self {
        Self { opened: Mutex::new(opened), ..self }
    }

    /// With the rows of other streams behind its own.
    pub(crate) fn followed(self, rest: Vec<RawRows>) -> Self {
        let schema = if rest.is_empty() { self.schema.clone() } else { without_line(&self.schema) };
        Self { schema, rest, ..self }
    }

    /// What is read of this stream the next time that rows are asked for.
    fn part(&self) -> Part {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner).take();
        Part { opened, due: self.due.clone(), conformer: self.conformer.clone() }
    }

    /// The same rows, but only those columns, and where the connector can only those rows.
    fn asked(&self, projection: Option<&Vec<usize>>, filters: &[Expr], limit: Option<usize>) -> EngineResult<Self> {
        let schema = match projection {
            Some(projection) => Arc::new(self.schema.project(projection)?),
            None => self.schema.clone(),
        };
        let is_wanted = |(column, read): &&(String, ReadAs)| schema.column_with_name(&read.companion(column)).is_some();
        let companions: Companions = self.companions.iter().filter(is_wanted).cloned().collect();
        let scan = Scan {
            columns: projection.is_some().then(|| self.columns_of(&schema, &companions)),
            filters: filters.iter().filter_map(|filter| self.told(filter)).collect(),
            // Rows whose text cannot be read are left out, and nobody knows before how many those are.
            limit: limit.filter(|_| companions.is_empty()).and_then(|limit| u64::try_from(limit).ok()),
            ..self.due.scan.clone()
        };
        let due = Due { scan, ..self.due.clone() };
        Ok(Self { schema, ..Self::new(&self.reader, &due, &self.schema, companions, &self.conformer) })
    }

    /// What the connector is to read for `schema`: it knows its own columns alone, and of a companion the text.
    fn columns_of(&self, schema: &SchemaRef, companions: &Companions) -> Vec<String> {
        let own = schema.fields().iter().map(|field| field.name()).filter(|name| !self.is_companion(name));
        let mut columns: Vec<String> = own.cloned().collect();
        for (text, _) in companions {
            if !columns.contains(text) {
                columns.push(text.clone());
            }
        }
        columns
    }

    /// `expr` as the connector can be told it: one condition on one of its own columns.
    fn told(&self, expr: &Expr) -> Option<Filter> {
        filter(expr).filter(|filter| !self.is_companion(&filter.column))
    }

    fn is_companion(&self, name: &str) -> bool {
        self.companions.iter().any(|(column, read)| read.companion(column) == name)
    }
}

/// One stream, as it is read.
struct Part {
    opened: Option<Begun>,
    due: Due,
    conformer: Conformer,
}

impl PartitionStream for RawRows {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _ctx: Arc<TaskContext>) -> SendableRecordBatchStream {
        let parts: Vec<Part> = std::iter::once(self).chain(&self.rest).map(RawRows::part).collect();
        let (reader, raw) = (self.reader.clone(), self.raw.clone());
        let (schema, companions) = (self.schema.clone(), self.companions.clone());
        feed::fed_blocking(self.schema.clone(), 2, move |feed| {
            let external = |error: LoadError| DataFusionError::External(Box::new(error));
            let several = parts.len() > 1;
            let mut once = (several && !reader.disjoint).then(Once::default);
            for Part { opened, due, conformer } in parts {
                let opened = opened.map_or_else(|| reader.open(&due), Ok);
                let (rows, pass) = opened.map_err(|error| external(error.into()))?;
                let conformer = Conformer { host: pass, ..conformer };
                if let Some(once) = &mut once {
                    once.next_file();
                }
                for batch in batches(rows, &due) {
                    let batch = batch.map_err(LoadError::from).and_then(|batch| not_hollow(batch, &due.stream.name));
                    let mut batch = batch.map_err(external)?;
                    if several {
                        batch = aligned(&batch, &raw)?;
                    }
                    if let Some(once) = &mut once {
                        batch = once.pass(&batch)?;
                    }
                    for piece in pieces(batch) {
                        let piece = conformer.companions(piece?, &companions);
                        let piece = piece.and_then(|piece| expected(piece, &schema, &due.stream.name));
                        if feed.send_blocking(piece.map_err(external)?).is_err() {
                            return Ok(());
                        }
                    }
                }
            }
            Ok(())
        })
    }
}

impl fmt::Debug for RawRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRows")
            .field("stream", &self.due.stream)
            .field("scan", &self.due.scan)
            .finish_non_exhaustive()
    }
}

/// A batch of more rows than this is looked at before anything is made of them.
const MANY: usize = 1 << 24;

/// `batch`, unless it claims rows without number and holds next to nothing: each of them would be made into a row here.
fn not_hollow(batch: RecordBatch, stream: &str) -> Result<RecordBatch, LoadError> {
    let rows = batch.num_rows();
    if rows > MANY && batch.get_array_memory_size() < rows / 8 {
        return Err(LoadError::Hollow { stream: stream.to_owned(), rows: rows as u64 });
    }
    Ok(batch)
}

/// `batch` as it is, or in pieces where it is large: those who sort hold a batch whole.
fn pieces(batch: RecordBatch) -> Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>> {
    if batch.num_rows() <= 2 * engine::PIECE {
        return Box::new(std::iter::once(Ok(batch)));
    }
    Box::new(
        engine::piece_starts(batch.num_rows()).map(move |range| engine::copied(&batch.slice(range.start, range.len()))),
    )
}

/// The batches of `rows`; what their checkpoint says as each is passed on is where `due` has come to.
fn batches(rows: Rows, due: &Due) -> Batches {
    let (checkpoint, reached) = (rows.checkpoint, due.reached.clone());
    Box::new(rows.batches.inspect(move |_| {
        if let Some(cursor) = checkpoint.as_ref().and_then(jauge_plugin::Checkpoint::get) {
            reached.set(cursor);
        }
    }))
}

/// `batch` with the columns of `schema`, which must be there as they were announced.
fn expected(batch: RecordBatch, schema: &SchemaRef, stream: &str) -> Result<RecordBatch, LoadError> {
    if batch.schema_ref() == schema {
        return Ok(batch);
    }
    let column = |field: &Arc<arrow::datatypes::Field>| {
        let column = batch.column_by_name(field.name()).filter(|column| column.data_type() == field.data_type());
        column.cloned().ok_or_else(|| LoadError::NotAsAnnounced {
            stream: stream.to_owned(),
            column: field.name().clone(),
            announced: field.data_type().to_string(),
        })
    };
    let columns = schema.fields().iter().map(column).collect::<Result<Vec<_>, _>>()?;
    let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    let fields: Vec<_> = schema.fields().iter().map(|field| field.as_ref().clone().with_nullable(true)).collect();
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)
        .map_err(|error| ConnectorError::format(stream, None, error.to_string()).into())
}

/// A stream whose connector is told what the SQL wants of it. Every filter is applied again here, so that one which the
/// connector applies badly can leave out rows, but never let through others.
#[derive(Debug)]
pub(crate) struct PushedRows(pub(crate) Arc<RawRows>);

#[async_trait::async_trait]
impl TableProvider for PushedRows {
    fn schema(&self) -> SchemaRef {
        self.0.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> EngineResult<Vec<TableProviderFilterPushDown>> {
        let one = |expr: &&Expr| match self.0.told(expr) {
            Some(_) => TableProviderFilterPushDown::Inexact,
            None => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(one).collect())
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> EngineResult<Arc<dyn ExecutionPlan>> {
        let rows = self.0.asked(projection, filters, limit)?;
        let schema = rows.schema.clone();
        Ok(Arc::new(StreamingTableExec::try_new(schema, vec![Arc::new(rows)], None, Vec::new(), false, limit)?))
    }
}

/// `expr` as a connector can be told it; `None` where it is not one condition on one column.
fn filter(expr: &Expr) -> Option<Filter> {
    let of = |expr: &Expr, op, value| match expr {
        Expr::Column(column) => Some(Filter { column: column.name.clone(), op, value }),
        _ => None,
    };
    match expr {
        Expr::IsNull(inner) => of(inner, Op::IsNull, Value::Null),
        Expr::IsNotNull(inner) => of(inner, Op::IsNotNull, Value::Null),
        Expr::InList(list) if !list.negated => {
            let values = list.list.iter().map(literal).collect::<Option<Vec<_>>>()?;
            of(&list.expr, Op::In, Value::Array(values))
        }
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
            let forth = [
                (Operator::Eq, Op::Equal, Op::Equal),
                (Operator::NotEq, Op::NotEqual, Op::NotEqual),
                (Operator::Lt, Op::Less, Op::Greater),
                (Operator::LtEq, Op::LessOrEqual, Op::GreaterOrEqual),
                (Operator::Gt, Op::Greater, Op::Less),
                (Operator::GtEq, Op::GreaterOrEqual, Op::LessOrEqual),
            ];
            let (_, op, turned) = forth.into_iter().find(|(known, ..)| known == op)?;
            match literal(right) {
                Some(value) => of(left, op, value),
                None => of(right, turned, literal(left)?),
            }
        }
        _ => None,
    }
}

/// A literal as it crosses; `None` for a null and for types that are not told.
fn literal(expr: &Expr) -> Option<Value> {
    let Expr::Literal(value, _) = expr else { return None };
    if value.is_null() {
        return None;
    }
    Some(match value {
        ScalarValue::Boolean(Some(value)) => Value::Bool(*value),
        ScalarValue::Utf8(Some(text)) | ScalarValue::LargeUtf8(Some(text)) | ScalarValue::Utf8View(Some(text)) => {
            Value::String(text.clone())
        }
        ScalarValue::Float64(Some(number)) => Value::from(*number),
        value if value.data_type().is_integer() => match value.cast_to(&DataType::Int64).ok()? {
            ScalarValue::Int64(Some(number)) => Value::from(number),
            _ => return None,
        },
        value if matches!(value.data_type(), DataType::Timestamp(..)) => {
            let at = value.cast_to(&jauge_store::tables::timestamp()).ok()?;
            let ScalarValue::TimestampMicrosecond(Some(at), _) = at else { return None };
            Value::String(jiff::Timestamp::from_microsecond(at).ok()?.to_string())
        }
        ScalarValue::Date32(Some(_)) => Value::String(value.to_string()),
        value if matches!(value.data_type(), DataType::Decimal128(..)) => Value::String(value.to_string()),
        _ => return None,
    })
}
