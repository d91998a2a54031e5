//! Batches made to fit: typed companions beside the texts of a file, and the columns of the table out of a `select`.

use std::{collections::BTreeSet, sync::Arc};

use arrow::{
    array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch},
    compute::filter_record_batch,
    datatypes::{DataType, Field, Int64Type, Schema, SchemaRef},
    error::ArrowError,
};
use jauge_domain::{CellKind, FitFault, Message, RejectReason, RejectedRow, SelectFault, nearest};
use jauge_files::{ASIDE_COLUMNS, Hears};
use jauge_plugin::{LINE_COLUMN, TextFormat};
use jiff::tz::TimeZone;

use super::{
    LoadError,
    convert::{Misfit, Reading, convert, kind_of, written},
    day::cut_to_days,
    fault::Fault,
    money, order_id,
    origins::{Origin, Origins},
    place::SENT_COLUMN,
    pseudonym::Pseudonyms,
    read_as::{Companions, ReadAs},
    times::beyond_data,
};
use jauge_store::tables::{MONEY, TableSpec};

/// What every batch of one stream is conformed with.
#[derive(Clone)]
pub(crate) struct Conformer {
    /// The source's name.
    pub(crate) source: String,
    /// The stream's name.
    pub(crate) stream: String,
    /// Zone of times without one.
    pub(crate) zone: TimeZone,
    /// The workspace's currency.
    pub(crate) currency: Option<&'static str>,
    /// How texts are written; `None` for typed formats.
    pub(crate) text: Option<TextFormat>,
    /// Which columns of the file those of the `select` come from; `None` without one.
    pub(crate) origins: Option<Arc<Origins>>,
    /// Who hears of rejects.
    pub(crate) host: Arc<dyn Hears>,
}

/// The columns of a file with its companions behind them.
pub(crate) fn schema_with(schema: &SchemaRef, companions: &Companions) -> SchemaRef {
    let typed =
        companions.iter().map(|(column, read)| Field::new(read.companion(column), read.data_type(), true).into());
    Arc::new(Schema::new(schema.fields().iter().cloned().chain(typed).collect::<Vec<_>>()))
}

/// Which columns of `schema` fill which of `spec`'s, by name whatever the case; others are an error that names them.
pub(crate) fn columns_for(schema: &Schema, spec: &TableSpec) -> Result<Vec<(usize, Arc<Field>)>, FitFault> {
    let mut seen = BTreeSet::new();
    let mut columns = Vec::new();
    let is_aside = |name: &str| [LINE_COLUMN, SENT_COLUMN].contains(&name) || ASIDE_COLUMNS.contains(&name);
    for (index, field) in schema.fields().iter().enumerate().filter(|(_, field)| !is_aside(field.name())) {
        let found = spec.sourced().find(|target| target.name().eq_ignore_ascii_case(field.name()));
        let Some(target) = found else {
            let names = spec.sourced().map(|target| target.name().as_str());
            let near = nearest(field.name(), names).map(str::to_owned);
            let (table, column) = (spec.name.clone(), field.name().clone());
            return Err(FitFault::UnknownColumn { table, column, near });
        };
        if !seen.insert(target.name()) {
            return Err(FitFault::ColumnTwice { column: target.name().clone() });
        }
        columns.push((index, target.clone()));
    }
    let missing = spec.sourced().find(|target| {
        let derived = spec.derived_key && spec.key.contains(target.name());
        !target.is_nullable() && !derived && !seen.contains(target.name())
    });
    match missing {
        Some(target) => Err(FitFault::Needed { table: spec.name.clone(), column: target.name().clone() }),
        None => Ok(columns),
    }
}

impl Conformer {
    /// `batch` with its companions; rows whose text cannot be read are rejected and left out.
    pub(crate) fn companions(&self, batch: RecordBatch, companions: &Companions) -> Result<RecordBatch, LoadError> {
        let mut columns = batch.columns().to_vec();
        let mut out = BTreeSet::new();
        for (name, read) in companions {
            let Some(texts) = batch.column_by_name(name) else { continue };
            let (column, faults) = match read {
                ReadAs::Day => {
                    let days = cut_to_days(texts, &self.reading(&Origin::of_column(name)));
                    days.map_err(|error| self.engine(error))?
                }
                read => self.convert(texts, &read.data_type(), name, &Origin::of_column(name))?,
            };
            self.reject(&batch, name, texts, &faults, &mut out);
            columns.push(column);
        }
        let batch = RecordBatch::try_new(schema_with(batch.schema_ref(), companions), columns);
        without(batch.map_err(|error| self.engine(error))?, &out).map_err(|error| self.engine(error))
    }

    /// The columns of `table` out of `batch`, identifiers replaced (those of `fixed` columns always alike); rows with a value
    /// that does not fit, or without one that must be there, are rejected and left out, and those whose `time` no data are of.
    pub(crate) fn conform(
        &self,
        batch: &RecordBatch,
        (table, time): (&str, Option<&str>),
        columns: &[(usize, Arc<Field>)],
        pseudonyms: &Pseudonyms,
        fixed: &[String],
    ) -> Result<RecordBatch, LoadError> {
        let mut out = BTreeSet::new();
        let mut fitted = Vec::with_capacity(columns.len());
        for (index, field) in columns {
            let array = batch.column(*index);
            let origin = self.origin(batch.schema_ref().field(*index).name());
            let (column, faults) = self.convert(array, field.data_type(), field.name(), &origin)?;
            self.reject(batch, field.name(), array, &faults, &mut out);
            if time == Some(field.name().as_str()) {
                self.reject(batch, field.name(), array, &beyond_data(&column), &mut out);
            }
            let (column, faults) = money::checked(table, field, column, self.currency);
            self.reject(batch, field.name(), array, &faults, &mut out);
            fitted.push(order_id::bared(table, field.name(), column));
        }
        let currency = columns.iter().position(|(_, field)| field.name() == "currency");
        if let Some(currency) = currency.and_then(|at| fitted.get(at)) {
            for (index, field) in columns.iter().filter(|(_, field)| *field.data_type() == MONEY) {
                let amounts = batch.column(*index);
                let faults = money::contradicted(amounts, currency, self.currency);
                self.reject(batch, field.name(), amounts, &faults, &mut out);
            }
        }
        let fields = columns.iter().map(|(_, field)| field.as_ref().clone().with_nullable(true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        let fitted = RecordBatch::try_new_with_options(schema, fitted, &options);
        let fitted = fitted.map_err(|error| self.engine(error))?;
        let forgotten = pseudonyms.forgotten(&fitted)?;
        let fitted = pseudonyms.apply(fitted, fixed).map_err(|error| self.engine(error))?;
        let forgotten: Vec<Fault> =
            forgotten.into_iter().map(|row| Fault { row, why: RejectReason::Forgotten.into() }).collect();
        let unsaid = arrow::array::new_null_array(&DataType::Utf8, batch.num_rows());
        self.reject(batch, "visitor_id", &unsaid, &forgotten, &mut out);
        for ((index, field), column) in columns.iter().zip(fitted.columns()) {
            if !field.is_nullable() {
                let missing = missing(column).filter(|row| !out.contains(row)).collect::<Vec<_>>();
                let faults = missing.into_iter().map(|row| Fault { row, why: no_value(field) });
                self.reject(batch, field.name(), batch.column(*index), &faults.collect::<Vec<_>>(), &mut out);
            }
        }
        without(fitted, &out).map_err(|error| self.engine(error))
    }

    /// Where the column `name` of what is conformed comes from.
    fn origin(&self, name: &str) -> Origin {
        match &self.origins {
            Some(origins) => origins.get(&name.to_lowercase()).cloned().unwrap_or_default(),
            None => Origin::of_column(name),
        }
    }

    /// How the values of the column `name` are written.
    pub(crate) fn reading_of(&self, name: &str) -> Reading {
        self.reading(&self.origin(name))
    }

    /// How values of `origin` are written: as all of its columns are.
    fn reading(&self, origin: &Origin) -> Reading {
        let text = self.text.as_ref().filter(|_| !origin.columns.is_empty());
        let day_first = |text: &TextFormat| agreed(origin.columns.iter().map(|name| text.day_first.get(name).copied()));
        let mark = |text: &TextFormat| {
            let mut marks = origin.columns.iter().map(|name| text.mark_of(name));
            let first = marks.next()?;
            // Of a value that is made of several, such as an item, only some are numbers.
            if marks.all(|mark| mark == first) { first } else { text.decimal_mark }
        };
        Reading {
            zone: self.zone.clone(),
            decimal_mark: text.and_then(mark),
            day_first: text.and_then(day_first),
            computed: origin.computed,
            currency: self.currency,
        }
    }

    fn convert(
        &self,
        array: &ArrayRef,
        target: &DataType,
        column: &str,
        origin: &Origin,
    ) -> Result<(ArrayRef, Vec<Fault>), LoadError> {
        let reading = self.reading(origin);
        convert(array, target, &reading).map_err(|error| {
            let fault = unfit(column.to_owned(), kind_of(target), &error);
            LoadError::select(&self.source, Some(&self.stream), fault, Some(error))
        })
    }

    fn reject(
        &self,
        batch: &RecordBatch,
        column: &str,
        values: &ArrayRef,
        faults: &[Fault],
        out: &mut BTreeSet<usize>,
    ) {
        let lines = batch.column_by_name(LINE_COLUMN).and_then(|lines| lines.as_primitive_opt::<Int64Type>());
        for fault in faults {
            if out.insert(fault.row) {
                self.host.rejected(RejectedRow {
                    stream: self.stream.clone(),
                    line: lines.and_then(|lines| line(lines, fault.row)),
                    column: Some(column.to_owned()),
                    value: written(values, fault.row),
                    why: Box::new(fault.why.clone()),
                });
            }
        }
    }

    fn engine(&self, error: ArrowError) -> LoadError {
        LoadError::engine(&self.source, Some(&self.stream), error.to_string(), error)
    }
}

/// What all say who say something.
fn agreed<T: PartialEq>(said: impl Iterator<Item = Option<T>>) -> Option<T> {
    let mut said = said.flatten();
    let first = said.next()?;
    said.all(|other| other == first).then_some(first)
}

fn line(lines: &Int64Array, row: usize) -> Option<u64> {
    lines.is_valid(row).then(|| u64::try_from(lines.value(row)).ok()).flatten()
}

/// Rows without a value; an empty text is none.
fn missing(column: &ArrayRef) -> impl Iterator<Item = usize> {
    let texts = column.as_string_opt::<i32>();
    (0..column.len()).filter(move |row| column.is_null(*row) || texts.is_some_and(|texts| texts.value(*row).is_empty()))
}

fn no_value(field: &Field) -> Message {
    RejectReason::NoValue { column: field.name().clone() }.into()
}

/// Why a column cannot become what the table keeps.
fn unfit(column: String, wanted: CellKind, error: &ArrowError) -> SelectFault {
    let misfit = match error {
        ArrowError::ExternalError(inner) => inner.downcast_ref::<Misfit>(),
        _ => None,
    };
    match misfit {
        Some(Misfit { from, to }) => SelectFault::Misfit { column, wanted, from: from.clone(), to: to.clone() },
        None => SelectFault::Column { column, wanted, reason: error.to_string() },
    }
}

fn without(batch: RecordBatch, out: &BTreeSet<usize>) -> Result<RecordBatch, ArrowError> {
    if out.is_empty() {
        return Ok(batch);
    }
    let keep: BooleanArray = (0..batch.num_rows()).map(|row| Some(!out.contains(&row))).collect();
    filter_record_batch(&batch, &keep)
}
