//! Tests of KPIs: each runs over the rows that it brings, and nothing else.

use std::{collections::BTreeMap, sync::Arc};

use arrow::{
    array::RecordBatch,
    datatypes::{DataType, Field, Schema, SchemaRef},
    error::ArrowError,
    json::ReaderBuilder,
};
use datafusion::{datasource::MemTable, prelude::SessionContext};
use jauge_ask::{
    AskError, Coverage,
    catalog::{Catalog, TableInfo},
};
use jauge_domain::{
    Calendar, FixtureCell, FixtureRow, Kpi, KpiNote, KpiTest, Message, Period, Question, Value, When, nearest,
};
use jiff::{Timestamp, civil::DateTime};

use crate::{session::session, snapshot::Snapshot};

/// How one test came out.
#[derive(Clone, Debug, PartialEq)]
pub struct TestRun {
    /// What it tests.
    pub name: String,
    /// What the KPI must be; `None`: without a value.
    pub wanted: Option<f64>,
    /// What it is, or why that cannot be told.
    pub found: Result<Option<f64>, Message>,
}

impl TestRun {
    /// True where the KPI is what it must be, to nine digits.
    pub fn is_passed(&self) -> bool {
        match (&self.found, self.wanted) {
            (Ok(Some(found)), Some(wanted)) => (found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0),
            (Ok(None), None) => true,
            _ => false,
        }
    }
}

/// The models and tables of a workspace as tests fill them.
pub struct Fixtures<'a> {
    snapshot: &'a Snapshot,
    /// By name, what columns each has.
    schemas: BTreeMap<String, SchemaRef>,
    catalog: Catalog,
}

impl<'a> Fixtures<'a> {
    /// Those of `snapshot`: its models stand as tables, so that a test gives the rows that a KPI reads.
    pub async fn of(snapshot: &'a Snapshot) -> Self {
        let (mut schemas, mut tables) = (BTreeMap::new(), BTreeMap::new());
        for name in snapshot.names() {
            let Some(schema) = snapshot.schema(name).await else { continue };
            let time = snapshot.catalog.time(name).map(str::to_owned);
            let dimensions = snapshot.catalog.dimensions(name, &schema);
            tables.insert(name.to_owned(), TableInfo { name: name.to_owned(), time, dimensions });
            schemas.insert(name.to_owned(), plain(&schema));
        }
        let unmet = |kpi: &Kpi| Kpi { needs: Vec::new(), coverage: Vec::new(), ..kpi.clone() };
        let kpis = snapshot.catalog.kpis.iter().map(|(id, kpi)| (id.clone(), unmet(kpi))).collect();
        let (name, currency) = (snapshot.catalog.name.clone(), snapshot.catalog.currency.clone());
        Self { snapshot, schemas, catalog: Catalog { kpis, tables, name, currency, ..Catalog::default() } }
    }

    /// Runs `test` of `kpi`.
    pub async fn run(&self, kpi: &Kpi, test: &KpiTest) -> TestRun {
        let found = self.value(kpi, test).await;
        TestRun { name: test.name.clone(), wanted: test.value, found }
    }

    async fn value(&self, kpi: &Kpi, test: &KpiTest) -> Result<Option<f64>, Message> {
        let engine = |error: &dyn std::fmt::Display| Message::Quoted(error.to_string());
        if let Some(name) = test.rows.keys().find(|name| !self.schemas.contains_key(*name)) {
            let near = nearest(name, self.schemas.keys().map(String::as_str)).map(str::to_owned);
            return Err(KpiNote::NoSuchRows { name: name.clone(), near }.into());
        }
        let ctx: SessionContext = session(&self.snapshot.workspace).map_err(|error| engine(&error))?;
        for (name, schema) in &self.schemas {
            let rows = test.rows.get(name).map(Vec::as_slice).unwrap_or_default();
            let batch = batch(schema, rows, &self.snapshot.workspace.calendar)
                .map_err(|error| Message::from(KpiNote::BadRows { name: name.clone(), reason: error.to_string() }))?;
            let table = MemTable::try_new(Arc::clone(schema), vec![vec![batch]]).map_err(|error| engine(&error))?;
            ctx.register_table(name.as_str(), Arc::new(table)).map_err(|error| engine(&error))?;
        }
        let period = test.period.as_ref().map(|period| period.parse::<Period>()).transpose();
        let when = period.map_err(Message::from)?.map_or(When::All, When::Period);
        let question =
            Question { kpis: vec![kpi.id.clone()], when, filter: test.filter.clone(), ..Question::default() };
        let (calendar, coverage) = (&self.snapshot.workspace.calendar, Coverage::default());
        let asked = jauge_ask::ask(&ctx, &self.catalog, calendar, &coverage, &question, Timestamp::now()).await;
        let answered = asked.map_err(|error: AskError| error.message())?;
        if let Some((_, problem)) = answered.problems.first() {
            return Err(problem.message());
        }
        Ok(answered.answers.first().map(|answer| &answer.value).and_then(Value::as_f64))
    }
}

/// The columns as rows in a file are read into: every one may have no value, and words are plain text.
fn plain(schema: &Schema) -> SchemaRef {
    let kind = |field: &Field| match field.data_type() {
        DataType::Dictionary(_, value) => value.as_ref().clone(),
        kind => kind.clone(),
    };
    let fields = schema.fields().iter().map(|field| Field::new(field.name(), kind(field), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// `rows` as the columns of `schema`. A column that it lacks is an error.
fn batch(schema: &SchemaRef, rows: &[FixtureRow], calendar: &Calendar) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<FixtureRow> = rows.iter().map(|row| in_zone_of(calendar, schema, row)).collect();
    let mut decoder = ReaderBuilder::new(Arc::clone(schema)).with_strict_mode(true).build_decoder()?;
    decoder.serialize(&rows)?;
    Ok(decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(Arc::clone(schema))))
}

/// The row with its times as instants: one without an offset is local.
fn in_zone_of(calendar: &Calendar, schema: &Schema, row: &FixtureRow) -> FixtureRow {
    let is_instant = |name: &String| {
        schema.field_with_name(name).is_ok_and(|field| matches!(field.data_type(), DataType::Timestamp(..)))
    };
    let cell = |(name, cell): (&String, &FixtureCell)| match cell {
        FixtureCell::Text(text) if is_instant(name) => (name.clone(), FixtureCell::Text(instant(calendar, text))),
        cell => (name.clone(), cell.clone()),
    };
    row.iter().map(cell).collect()
}

fn instant(calendar: &Calendar, text: &str) -> String {
    if text.parse::<Timestamp>().is_ok() {
        return text.to_owned();
    }
    let local = text.parse::<DateTime>().ok().and_then(|local| calendar.time_zone().to_timestamp(local).ok());
    local.map_or_else(|| text.to_owned(), |instant| instant.to_string())
}

#[cfg(test)]
mod tests {
    use arrow::datatypes::TimeUnit;
    use jauge_domain::Weekday;

    use super::*;

    #[test]
    fn rows_are_read_as_the_columns_they_stand_for() {
        let calendar = Calendar::new("Europe/Paris", Weekday::Monday, (1, 1)).unwrap();
        let time = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let fields = [("at", time), ("revenue", DataType::Decimal128(18, 4)), ("ok", DataType::Boolean)];
        let fields = fields.map(|(name, kind)| Field::new(name, kind, false));
        let schema = plain(&Schema::new(fields.to_vec()));
        let text = |text: &str| FixtureCell::Text(text.to_owned());
        let row = |cells: &[(&str, FixtureCell)]| -> FixtureRow {
            cells.iter().map(|(name, cell)| ((*name).to_owned(), cell.clone())).collect()
        };
        let rows = [
            row(&[("at", text("2026-07-01T10:00")), ("revenue", text("12.50"))]),
            row(&[("ok", FixtureCell::Flag(true))]),
        ];
        let batch = batch(&schema, &rows, &calendar).unwrap();
        assert_eq!((batch.num_rows(), batch.column(1).null_count()), (2, 1));
        assert_eq!(instant(&calendar, "2026-07-01T10:00"), "2026-07-01T08:00:00Z");
        assert!(super::batch(&schema, &[row(&[("revenu", text("1"))])], &calendar).is_err());
        assert_eq!(super::batch(&schema, &[], &calendar).unwrap().num_rows(), 0);
    }
}
