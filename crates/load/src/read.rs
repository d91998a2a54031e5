//! One stream of a source on its way into the table's columns: read, typed companions, `select`, conform.

use std::{collections::BTreeMap, sync::Arc};

use arrow::{
    array::RecordBatch,
    datatypes::{DataType, Schema, SchemaRef},
    error::ArrowError,
};
use datafusion::{
    catalog::{TableProvider, streaming::StreamingTable},
    error::DataFusionError,
    execution::SendableRecordBatchStream,
    logical_expr::LogicalPlan,
    physical_plan::streaming::PartitionStream,
    prelude::SessionContext,
    sql::parser::Statement,
};
use futures::{StreamExt, stream::BoxStream};
use jauge_domain::{Calendar, EngineMessage, Message, SelectFault};
use jauge_plugin::{ConnectorError, Stream, TextFormat};

use super::{
    LoadError,
    conform::{Conformer, columns_for},
    due::Due,
    gather::{Dates, lacks, lacks_read, without_line},
    kept::{Kept, hidden},
    local::reads,
    marks::RAW,
    origins::origins,
    place::Places,
    pseudonym::with_visitor,
    raw::{Begun, PushedRows, RawRows},
    read_as::{Companions, ReadAs},
    reader::Reader,
    select::{self, fit},
};
use jauge_store::{aligned, engine_text, local::in_zone, only_reads, plain, tables::TableSpec, unknown_column};

/// The batches of a stream, each conformed to the table or an error that ends the load.
pub(crate) type Batches = BoxStream<'static, Result<RecordBatch, LoadError>>;

impl Reader {
    /// What there is to read now.
    pub(crate) async fn streams(&self) -> Result<Vec<Stream>, LoadError> {
        let connector = self.connector.clone();
        self.blocking(move || connector.streams()).await
    }

    /// The rows that are `due` as columns of `spec`. Every batch of a stream has the same columns; behind them may stand
    /// identifiers under the first key.
    pub(crate) async fn read(
        &self,
        ctx: &SessionContext,
        due: &Due,
        spec: &TableSpec,
    ) -> Result<(SchemaRef, Batches), LoadError> {
        let targets = spec.sourced().map(|field| (field.name().clone(), field.data_type().clone())).collect();
        let (batches, conformer) = self.selected(ctx, due, &targets).await?;
        let misfit = |fault| LoadError::Fit {
            source_name: self.source.clone(),
            table: spec.name.clone(),
            fault: Box::new(fault),
        };
        if let Some(fault) =
            hidden(&self.keep, conformer.origins.as_deref(), |column| self.pseudonyms.config().hides(column))
        {
            return Err(misfit(fault));
        }
        let kept = Kept::of(&batches.schema(), &self.keep, spec).map_err(misfit)?;
        let given = kept.as_ref().map_or_else(|| batches.schema(), |kept| kept.schema().clone());
        let with_visitor = with_visitor(&given).filter(|_| spec.name == "events");
        let shape = with_visitor.as_ref().unwrap_or(&given);
        let in_order = due.stream.file.is_some() && self.query.as_ref().is_none_or(select::keeps_order);
        let mut places = spec.place().and_then(|_| Places::of(shape, &due.stream.name, in_order));
        let columns = columns_for(places.as_ref().map_or(shape, |places| places.schema()), spec).map_err(misfit)?;
        if self.query.is_none() {
            let dated = columns.iter().filter(|(_, field)| field.data_type().is_temporal());
            check_dates(dated.map(|(index, _)| given.field(*index).name()), conformer.text.as_ref(), &due.stream)?;
        }
        let fields = columns.iter().map(|(_, field)| field.as_ref().clone().with_nullable(true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let (source, pseudonyms) = (self.source.clone(), self.pseudonyms.clone());
        let (with_visitor, fixed) = (with_visitor.map(Arc::new), spec.given_key().to_vec());
        let (table, time) = (spec.name.clone(), spec.time.clone());
        let batches = batches.map(move |batch| {
            let mut batch = batch.map_err(|error| engine(&source, &conformer.stream, error))?;
            if let Some(kept) = &kept {
                batch = kept.fill(&batch).map_err(|error| engine(&source, &conformer.stream, error.into()))?;
            }
            if let Some(schema) = &with_visitor {
                batch = aligned(&batch, schema).map_err(|error| engine(&source, &conformer.stream, error.into()))?;
            }
            if let Some(places) = &mut places {
                batch = places.fill(&batch).map_err(|error| engine(&source, &conformer.stream, error.into()))?;
            }
            conformer.conform(&batch, (table.as_str(), time.as_deref()), &columns, &pseudonyms, &fixed)
        });
        Ok((schema, batches.boxed()))
    }

    /// The rows that are `due` as the `select` gives them, before they are conformed.
    pub(crate) async fn selected(
        &self,
        ctx: &SessionContext,
        due: &Due,
        targets: &BTreeMap<String, DataType>,
    ) -> Result<(SendableRecordBatchStream, Conformer), LoadError> {
        let stream = &due.stream;
        let known = self.schema(stream).await?;
        // Where the columns are known, nothing is read before the SQL has said which of them it wants.
        let rows = match &known {
            Some(_) if due.with.is_empty() => None,
            _ => Some(self.scan(due).await?),
        };
        let mut rest = Vec::new();
        for other in &due.with {
            // Closed until its rows are read: a system has no room for thousands of open files.
            let (rows, _) = self.scan(other).await?;
            rest.push((other, rows.text.clone(), rows.schema.clone()));
        }
        let opened = |opened: &Option<Begun>| opened.as_ref().map(|(rows, _)| (rows.text.clone(), rows.schema.clone()));
        let (text, schema) = opened(&rows).unzip();
        let mut text = text.flatten();
        let raw = known.or(schema).unwrap_or_else(|| Arc::new(Schema::empty()));
        self.check_key(&stream.name, &raw)?;
        for (other, _, schema) in &rest {
            self.check_key(&other.stream.name, schema)?;
            let columns = schema.fields().iter().map(|field| field.name());
            if let Some(fault) = self.query.as_ref().and_then(|query| lacks_read(query, &raw, columns)) {
                let stream = Some(other.stream.name.as_str());
                return Err(LoadError::select(&self.source, stream, fault, None::<DataFusionError>));
            }
        }
        let dates = Dates::of(text.iter().chain(rest.iter().filter_map(|(_, text, _)| text.as_ref())));
        if !rest.is_empty() {
            text = text.map(|text| dates.put_into(text));
        }
        let seen = if rest.is_empty() { raw.clone() } else { without_line(&raw) };
        let conformer = Conformer {
            source: self.source.clone(),
            stream: stream.name.clone(),
            zone: self.zone.clone(),
            currency: self.currency,
            text,
            origins: self.query.as_ref().map(|query| Arc::new(origins(query, &seen))),
            host: self.host.clone(),
        };
        let partition = |companions: Companions, rest: Vec<(&Due, Option<TextFormat>, SchemaRef)>| {
            let other = |(due, text, _): (&Due, Option<TextFormat>, SchemaRef)| {
                let text = text.map(|text| dates.put_into(text));
                let conformer = Conformer { stream: due.stream.name.clone(), text, ..conformer.clone() };
                RawRows::new(self, due, &raw, companions.clone(), &conformer)
            };
            let rest = rest.into_iter().map(other).collect();
            RawRows::new(self, due, &raw, companions.clone(), &conformer).followed(rest)
        };
        let Some(query) = &self.query else {
            let partition = partition(Companions::new(), rest).opened(rows);
            return Ok((partition.execute(ctx.task_ctx()), conformer));
        };
        let fitted = fit(query, &seen, targets)
            .map_err(|fault| LoadError::select(&self.source, Some(&stream.name), *fault, None::<DataFusionError>))?;
        let dated =
            fitted.companions.iter().filter(|(_, read)| matches!(read, ReadAs::Time | ReadAs::Date | ReadAs::Day));
        check_dates(dated.map(|(column, _)| column), conformer.text.as_ref(), stream)?;
        let partition = partition(fitted.companions, rest);
        let table: Result<Arc<dyn TableProvider>, _> = match rows {
            None => Ok(Arc::new(PushedRows(Arc::new(partition)))),
            Some(rows) => {
                let partition = partition.opened(Some(rows));
                StreamingTable::try_new(partition.schema().clone(), vec![Arc::new(partition)])
                    .map(|table| Arc::new(table) as Arc<dyn TableProvider>)
            }
        };
        let wrong = |error: DataFusionError| {
            LoadError::select(&self.source, Some(&stream.name), explain(&error, &raw), Some(error))
        };
        // Every stream has a session of its own: they are read side by side, and each has its own `raw`.
        let orders = conformer.text.as_ref().and_then(order_of_dates);
        let ctx = in_zone(ctx, &Calendar::plain(self.zone.clone()), reads(&self.zone, orders));
        ctx.deregister_table(RAW).map_err(wrong)?;
        ctx.register_table(RAW, table.map_err(wrong)?).map_err(wrong)?;
        let plan = plan(&ctx, fitted.variants).await.and_then(only_reads).map_err(wrong)?;
        let frame = ctx.execute_logical_plan(plan).await.map_err(wrong)?;
        Ok((frame.execute_stream().await.map_err(wrong)?, conformer))
    }

    /// Refuses a file without the column whose lines are gathered.
    fn check_key(&self, stream: &str, columns: &Schema) -> Result<(), LoadError> {
        let Some(key) = &self.lines_of else { return Ok(()) };
        match lacks(key, columns.fields().iter().map(|field| field.name())) {
            None => Ok(()),
            Some(fault) => Err(LoadError::select(&self.source, Some(stream), fault, None::<DataFusionError>)),
        }
    }

    async fn schema(&self, stream: &Stream) -> Result<Option<SchemaRef>, LoadError> {
        let (connector, stream) = (self.connector.clone(), stream.clone());
        self.blocking(move || connector.schema(&stream)).await
    }

    async fn scan(&self, due: &Due) -> Result<Begun, LoadError> {
        let (reader, due) = (self.clone(), due.clone());
        self.blocking(move || reader.open(&due)).await
    }

    /// Begins to read the rows that are `due`.
    pub(crate) fn open(&self, due: &Due) -> Result<Begun, ConnectorError> {
        let pass = self.host.pass(&due.stream.name);
        let rows = match &self.files {
            Some(files) => files.read(&due.stream, &due.scan, pass.clone()),
            None => self.connector.scan(&due.stream, &due.scan, pass.clone()),
        };
        Ok((rows?, pass))
    }

    /// Runs `call` where it may block.
    async fn blocking<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> Result<T, ConnectorError> + Send + 'static,
    ) -> Result<T, LoadError> {
        let done = tokio::task::spawn_blocking(call).await;
        Ok(done.map_err(|error| engine(&self.source, "", DataFusionError::External(error.into())))??)
    }
}

/// The first plan that holds, or the last one's error.
pub(crate) async fn plan(
    ctx: &SessionContext,
    variants: Vec<datafusion::sql::sqlparser::ast::Statement>,
) -> Result<LogicalPlan, DataFusionError> {
    let mut error = None;
    for statement in variants {
        match ctx.state().statement_to_plan(Statement::Statement(Box::new(statement))).await {
            Ok(plan) => return Ok(plan),
            Err(wrong) => error = Some(wrong),
        }
    }
    Err(error.unwrap_or_else(|| DataFusionError::Plan("no statement".to_owned())))
}

/// A column used as a time or date must say which comes first, day or month.
fn check_dates<'a>(
    mut columns: impl Iterator<Item = &'a String>,
    text: Option<&TextFormat>,
    stream: &Stream,
) -> Result<(), LoadError> {
    match columns.find(|column| text.is_some_and(|text| text.ambiguous.contains(*column))) {
        Some(column) => Err(LoadError::AmbiguousDates { stream: stream.name.clone(), column: column.clone() }),
        None => Ok(()),
    }
}

/// Whether the day comes first in the dates of a file, where all of its columns agree: those that the SQL makes have no column
/// of their own to tell.
fn order_of_dates(text: &TextFormat) -> Option<bool> {
    let mut orders = text.day_first.values();
    let first = *orders.next()?;
    (text.ambiguous.is_empty() && orders.all(|order| *order == first)).then_some(first)
}

/// An engine's error as ours: what we sent through it comes out as it was.
pub(crate) fn engine(source: &str, stream: &str, error: DataFusionError) -> LoadError {
    let at = Some(stream).filter(|stream| !stream.is_empty());
    let foreign = |error: DataFusionError| match plain(&error) {
        Message::Quoted(reason) | Message::Engine(EngineMessage::Other { said: reason }) => {
            LoadError::engine(source, at, reason, error)
        }
        why => {
            let (source_name, stream) = (source.to_owned(), at.map(str::to_owned));
            LoadError::Stopped { source_name, stream, why: Box::new(why), source: error.into() }
        }
    };
    match error {
        DataFusionError::External(inner) => match inner.downcast::<LoadError>() {
            Ok(ours) => *ours,
            Err(other) => foreign(DataFusionError::External(other)),
        },
        DataFusionError::ArrowError(inner, context) => match *inner {
            ArrowError::ExternalError(inner) => match inner.downcast::<LoadError>() {
                Ok(ours) => *ours,
                Err(other) => foreign(DataFusionError::ArrowError(Box::new(ArrowError::ExternalError(other)), context)),
            },
            inner => foreign(DataFusionError::ArrowError(Box::new(inner), context)),
        },
        DataFusionError::Context(_, inner) => engine(source, stream, *inner),
        other => foreign(other),
    }
}

/// What DataFusion says of a `select`, with the columns there are where a name is unknown.
fn explain(error: &DataFusionError, raw: &SchemaRef) -> SelectFault {
    match unknown_column(error) {
        Some((column, near, _)) => {
            let known = raw.fields().iter().map(|field| field.name()).filter(|name| !name.contains('#'));
            SelectFault::UnknownColumn { column, near, known: known.cloned().collect() }
        }
        None => match plain(error) {
            Message::Engine(EngineMessage::NotAQuery { .. }) => SelectFault::NotOneQuery,
            Message::Engine(EngineMessage::NoTable { name, .. }) => {
                let known = vec![RAW.to_owned()];
                SelectFault::Engine { why: EngineMessage::NoTable { name, near: None, known } }
            }
            Message::Engine(why) => SelectFault::Engine { why },
            _ => SelectFault::Sql { text: engine_text(error) },
        },
    }
}
