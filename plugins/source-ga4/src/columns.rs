//! The columns that come out: those of Jauge's events that GA4 can fill.

use std::{
    borrow::Cow,
    sync::{Arc, LazyLock},
};

use jauge_plugin::{
    LINE_COLUMN, Scan,
    arrow_array::{
        ArrayRef, RecordBatch,
        builder::{
            ArrayBuilder, Decimal128Builder, Float64Builder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder,
        },
    },
    arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit},
};

use crate::{
    items::{self, ItemsBuilder, PropertiesBuilder},
    mapping::{Row, Text},
    money::{PRECISION, SCALE},
};

/// What a column is made of.
#[derive(Clone, Copy)]
enum Kind {
    Id,
    Time,
    Text(for<'r, 'e> fn(&'r Row<'e>) -> &'r Text<'e>),
    Money(fn(&Row<'_>) -> Option<i128>),
    Float(fn(&Row<'_>) -> Option<f64>),
    Int(fn(&Row<'_>) -> Option<i64>),
    Items,
    Properties,
    Line,
}

/// The columns in their order; the line only of formats that have lines.
const COLUMNS: [(&str, Kind); 37] = [
    ("event_id", Kind::Id),
    ("event_time", Kind::Time),
    ("event_name", Kind::Text(|row| &row.event_name)),
    ("visitor_id", Kind::Text(|row| &row.visitor_id)),
    ("user_id", Kind::Text(|row| &row.user_id)),
    ("session_id", Kind::Text(|row| &row.session_id)),
    ("page_location", Kind::Text(|row| &row.page_location)),
    ("page_title", Kind::Text(|row| &row.page_title)),
    ("page_referrer", Kind::Text(|row| &row.page_referrer)),
    ("content_group", Kind::Text(|row| &row.content_group)),
    ("source", Kind::Text(|row| &row.traffic[0])),
    ("medium", Kind::Text(|row| &row.traffic[1])),
    ("campaign", Kind::Text(|row| &row.traffic[2])),
    ("term", Kind::Text(|row| &row.traffic[3])),
    ("content", Kind::Text(|row| &row.traffic[4])),
    ("device_category", Kind::Text(|row| &row.device_category)),
    ("operating_system", Kind::Text(|row| &row.operating_system)),
    ("browser", Kind::Text(|row| &row.browser)),
    ("country", Kind::Text(|row| &row.country)),
    ("region", Kind::Text(|row| &row.region)),
    ("city", Kind::Text(|row| &row.city)),
    ("language", Kind::Text(|row| &row.language)),
    ("value", Kind::Money(|row| row.value)),
    ("tax", Kind::Money(|row| row.tax)),
    ("shipping", Kind::Money(|row| row.shipping)),
    ("currency", Kind::Text(|row| &row.currency)),
    ("transaction_id", Kind::Text(|row| &row.transaction_id)),
    ("items", Kind::Items),
    ("form_id", Kind::Text(|row| &row.form_id)),
    ("file_name", Kind::Text(|row| &row.file_name)),
    ("search_term", Kind::Text(|row| &row.search_term)),
    ("media_id", Kind::Text(|row| &row.media_id)),
    ("progress", Kind::Float(|row| row.progress)),
    ("engagement_ms", Kind::Int(|row| row.engagement_ms)),
    ("properties", Kind::Properties),
    ("place", Kind::Text(|row| &row.place)),
    (LINE_COLUMN, Kind::Line),
];

/// All columns of a stream; `lines`: of one whose rows are lines.
pub(crate) fn schema(lines: bool) -> SchemaRef {
    static SCHEMAS: LazyLock<[SchemaRef; 2]> =
        LazyLock::new(|| [false, true].map(|lines| Builders::new(&Scan::default(), lines).schema));
    SCHEMAS[usize::from(lines)].clone()
}

/// Collects rows to batches.
pub(crate) struct Builders {
    pub(crate) schema: SchemaRef,
    builders: Vec<Builder>,
    pub(crate) rows: usize,
}

enum Builder {
    Id(StringBuilder),
    Time(TimestampMicrosecondBuilder),
    Text(StringBuilder, for<'r, 'e> fn(&'r Row<'e>) -> &'r Text<'e>),
    Money(Decimal128Builder, fn(&Row<'_>) -> Option<i128>),
    Float(Float64Builder, fn(&Row<'_>) -> Option<f64>),
    Int(Int64Builder, fn(&Row<'_>) -> Option<i64>),
    Items(Box<ItemsBuilder>),
    Properties(Box<PropertiesBuilder>),
    Line(Int64Builder),
}

impl Builders {
    /// For the columns that `scan` wants, in that order; all where it does not say or wants none of them.
    pub(crate) fn new(scan: &Scan, lines: bool) -> Self {
        let all = || COLUMNS.iter().filter(|(name, _)| *name != LINE_COLUMN).collect::<Vec<_>>();
        let wanted =
            scan.columns.iter().flatten().filter_map(|name| all().into_iter().find(|(known, _)| known == name));
        let mut columns: Vec<_> = wanted.collect();
        if columns.is_empty() {
            columns = all();
        }
        columns.extend(COLUMNS.iter().filter(|(name, _)| lines && *name == LINE_COLUMN));
        let (fields, builders): (Vec<_>, _) = columns.into_iter().map(|(name, kind)| kind.builder(name)).unzip();
        Self { schema: Arc::new(Schema::new(fields)), builders, rows: 0 }
    }

    /// True where the column called `name` comes out.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.schema.field_with_name(name).is_ok()
    }

    /// Adds a row that starts on `line`.
    pub(crate) fn append(&mut self, row: &Row<'_>, line: Option<u64>) {
        let line = line.and_then(|line| i64::try_from(line).ok());
        self.builders.iter_mut().for_each(|builder| builder.append(row, line));
        self.rows += 1;
    }

    /// The rows so far.
    pub(crate) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.rows = 0;
        RecordBatch::try_new(self.schema.clone(), self.builders.iter_mut().map(Builder::finish).collect())
    }
}

impl Kind {
    fn builder(self, name: &str) -> (Field, Builder) {
        let time = || DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let money = || DataType::Decimal128(PRECISION, SCALE);
        let builder = match self {
            Self::Id => Builder::Id(StringBuilder::new()),
            Self::Time => Builder::Time(TimestampMicrosecondBuilder::new().with_data_type(time())),
            Self::Text(read) => Builder::Text(StringBuilder::new(), read),
            Self::Money(read) => Builder::Money(Decimal128Builder::new().with_data_type(money()), read),
            Self::Float(read) => Builder::Float(Float64Builder::new(), read),
            Self::Int(read) => Builder::Int(Int64Builder::new(), read),
            Self::Items => Builder::Items(Box::new(items::items())),
            Self::Properties => Builder::Properties(Box::new(items::properties())),
            Self::Line => Builder::Line(Int64Builder::new()),
        };
        let data_type = match self {
            Self::Id | Self::Text(_) => DataType::Utf8,
            Self::Time => time(),
            Self::Money(_) => money(),
            Self::Float(_) => DataType::Float64,
            Self::Int(_) | Self::Line => DataType::Int64,
            Self::Items => items::items_type(),
            Self::Properties => items::properties_type(),
        };
        (Field::new(name, data_type, !matches!(self, Self::Id | Self::Time)), builder)
    }
}

impl Builder {
    fn append(&mut self, row: &Row<'_>, line: Option<i64>) {
        match self {
            Self::Id(builder) => builder.append_option(row.event_id.as_deref()),
            Self::Time(builder) => builder.append_value(row.event_time),
            Self::Text(builder, read) => builder.append_option(read(row).as_ref().map(Cow::as_ref)),
            Self::Money(builder, read) => builder.append_option(read(row)),
            Self::Float(builder, read) => builder.append_option(read(row)),
            Self::Int(builder, read) => builder.append_option(read(row)),
            Self::Items(builder) => builder.append(&row.items),
            Self::Properties(builder) => builder.append(&row.properties),
            Self::Line(builder) => builder.append_option(line),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        let builder: &mut dyn ArrayBuilder = match self {
            Self::Id(builder) | Self::Text(builder, _) => builder,
            Self::Time(builder) => builder,
            Self::Money(builder, _) => builder,
            Self::Float(builder, _) => builder,
            Self::Int(builder, _) | Self::Line(builder) => builder,
            Self::Items(builder) => &mut builder.0,
            Self::Properties(builder) => &mut builder.0,
        };
        builder.finish()
    }
}
