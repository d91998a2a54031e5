//! The columns that come out: those of Jauge's events that a log can fill.

use std::{borrow::Cow, fmt::Write, sync::Arc};

use jauge_plugin::{
    LINE_COLUMN, Scan,
    arrow_array::{
        Array, ArrayRef, RecordBatch,
        builder::{Int16Builder, Int64Builder, MapBuilder, MapFieldNames, StringBuilder, TimestampMicrosecondBuilder},
    },
    arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit},
};

use crate::{
    asked::{Asked, Site, lossy, text},
    hit::Hit,
    kind::Kind,
};

/// The columns in their order, before that of the line.
const COLUMNS: [&str; 11] = [
    "event_time",
    "event_name",
    "user_id",
    "page_location",
    "page_path",
    "page_referrer",
    "page_status",
    "file_name",
    "client_ip",
    "user_agent",
    "properties",
];

/// Collects rows to batches.
pub(crate) struct RowsBuilder {
    pub(crate) schema: SchemaRef,
    columns: Vec<Column>,
    site: Option<Site>,
    /// How many rows were pushed since the last batch.
    pub(crate) count: usize,
    scratch: String,
}

enum Column {
    Time(TimestampMicrosecondBuilder),
    Text(StringBuilder, Says),
    Status(Int16Builder),
    Properties(Box<MapBuilder<StringBuilder, StringBuilder>>),
    Line(Int64Builder),
}

/// What a column of texts says.
#[derive(Clone, Copy)]
enum Says {
    Name,
    User,
    Location,
    Path,
    Referrer,
    File,
    Address,
    Agent,
}

impl RowsBuilder {
    /// For the columns that `scan` wants; all where it wants none of them. `absolute`: times are in UTC, else of the log's
    /// own clock.
    pub(crate) fn new(scan: &Scan, absolute: bool, site: Option<Site>) -> Self {
        let mut names: Vec<&str> = COLUMNS.into_iter().filter(|name| scan.wants(name)).collect();
        if names.is_empty() {
            names = COLUMNS.to_vec();
        }
        names.push(LINE_COLUMN);
        let (fields, columns): (Vec<_>, _) = names.into_iter().map(|name| column(name, absolute)).unzip();
        Self { schema: Arc::new(Schema::new(fields)), columns, site, count: 0, scratch: String::new() }
    }

    /// Adds the row of `hit`, which stands on `line`.
    pub(crate) fn push(&mut self, hit: &Hit<'_>, line: u64) -> Result<(), ArrowError> {
        let asked = Asked::of(hit, self.site.as_ref());
        let kind = Kind::of(hit, &asked);
        for column in &mut self.columns {
            match column {
                Column::Time(times) => times.append_value(hit.time),
                Column::Status(statuses) => statuses.append_option(hit.status),
                Column::Line(lines) => lines.append_option(i64::try_from(line).ok()),
                Column::Properties(maps) => properties(maps, hit, &asked, &mut self.scratch)?,
                Column::Text(texts, Says::Location) => {
                    let known = asked.write_location(&mut self.scratch);
                    texts.append_option(known.then_some(&self.scratch));
                }
                Column::Text(texts, says) => texts.append_option(said(*says, hit, &asked, kind)),
            }
        }
        self.count += 1;
        Ok(())
    }

    /// The rows so far.
    pub(crate) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.count = 0;
        RecordBatch::try_new(self.schema.clone(), self.columns.iter_mut().map(Column::finish).collect())
    }
}

impl Column {
    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Time(builder) => Arc::new(builder.finish()),
            Self::Text(builder, _) => Arc::new(builder.finish()),
            Self::Status(builder) => Arc::new(builder.finish()),
            Self::Properties(builder) => Arc::new(builder.finish()),
            Self::Line(builder) => Arc::new(builder.finish()),
        }
    }
}

fn column(name: &str, absolute: bool) -> (Field, Column) {
    let says = |says| Column::Text(StringBuilder::new(), says);
    let mut column = match name {
        "event_time" => {
            let zone = absolute.then(|| "UTC".into());
            let builder = TimestampMicrosecondBuilder::new();
            Column::Time(builder.with_data_type(DataType::Timestamp(TimeUnit::Microsecond, zone)))
        }
        "user_id" => says(Says::User),
        "page_location" => says(Says::Location),
        "page_path" => says(Says::Path),
        "page_referrer" => says(Says::Referrer),
        "page_status" => Column::Status(Int16Builder::new()),
        "file_name" => says(Says::File),
        "client_ip" => says(Says::Address),
        "user_agent" => says(Says::Agent),
        "properties" => {
            let names = MapFieldNames { entry: "key_value".into(), key: "key".into(), value: "value".into() };
            Column::Properties(Box::new(MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new())))
        }
        LINE_COLUMN => Column::Line(Int64Builder::new()),
        _ => says(Says::Name),
    };
    // An empty array has the type of all that follow.
    let data_type = column.finish().data_type().clone();
    (Field::new(name, data_type, !matches!(name, "event_time" | "event_name")), column)
}

fn said<'h>(says: Says, hit: &'h Hit<'_>, asked: &'h Asked<'_>, kind: Kind) -> Option<Cow<'h, str>> {
    match says {
        Says::Name => Some(Cow::Borrowed(kind.event_name())),
        Says::User => text(&hit.user),
        Says::Path | Says::Location => asked.path().map(Cow::Borrowed),
        Says::Referrer => text(&hit.referrer),
        Says::File if kind == Kind::Download => asked.path().map(Cow::Borrowed),
        Says::File => None,
        Says::Address => hit.client().map(lossy),
        Says::Agent => text(&hit.agent),
    }
}

fn properties(
    maps: &mut MapBuilder<StringBuilder, StringBuilder>,
    hit: &Hit<'_>,
    asked: &Asked<'_>,
    scratch: &mut String,
) -> Result<(), ArrowError> {
    let texts = [
        ("method", text(&hit.method)),
        ("protocol", text(&hit.protocol)),
        ("host", asked.host.as_deref().map(Cow::Borrowed)),
    ];
    for (key, value) in texts {
        if let Some(value) = value {
            maps.keys().append_value(key);
            maps.values().append_value(value);
        }
    }
    if let Some(bytes) = hit.bytes {
        number(maps, scratch, "bytes", bytes, 0);
    }
    if let Some(micros) = hit.micros {
        number(maps, scratch, "duration_ms", micros / 1_000, micros % 1_000);
    }
    maps.append(true)
}

/// A number with thousandths.
fn number(
    maps: &mut MapBuilder<StringBuilder, StringBuilder>,
    scratch: &mut String,
    key: &str,
    whole: u64,
    thousandths: u64,
) {
    scratch.clear();
    // Writing to a string cannot fail.
    let _ = match thousandths {
        0 => write!(scratch, "{whole}"),
        part => write!(scratch, "{whole}.{part:03}"),
    };
    let digits = if thousandths == 0 { scratch.as_str() } else { scratch.trim_end_matches('0') };
    maps.keys().append_value(key);
    maps.values().append_value(digits);
}
