//! Which columns of a Parquet file are read, and what to say of those that cannot be.

use jauge_plugin::{
    ConnectorError,
    arrow_schema::{DataType, Fields},
};
use parquet::{arrow::ProjectionMask, schema::types::SchemaDescriptor};

use crate::{assemble::Assembler, tables::missing, typed::Column};

/// The fields read, by their first and last name.
const FIELDS: [(&str, &[&str]); 18] = [
    ("event_timestamp", &[]),
    ("event_name", &[]),
    ("event_value_in_usd", &[]),
    ("event_bundle_sequence_id", &[]),
    ("batch_page_id", &[]),
    ("batch_ordering_id", &[]),
    ("batch_event_index", &[]),
    ("user_id", &[]),
    ("user_pseudo_id", &[]),
    ("event_params", &["key", "string_value", "int_value", "float_value", "double_value"]),
    ("user_properties", &["key", "string_value", "int_value", "float_value", "double_value"]),
    ("device", &["category", "operating_system", "language", "browser"]),
    ("geo", &["country", "region", "city"]),
    ("traffic_source", &["source", "medium", "name"]),
    (
        "collected_traffic_source",
        &["manual_source", "manual_medium", "manual_campaign_name", "manual_term", "manual_content", "gclid"],
    ),
    ("session_traffic_source_last_click", &["source", "medium", "campaign_name", "term", "content"]),
    ("ecommerce", &["purchase_revenue", "refund_value", "tax_value", "shipping_value", "transaction_id"]),
    ("items", &["item_id", "item_name", "item_category", "price", "quantity"]),
];

/// Refuses a file that has not what every table of GA4 events has.
pub(super) fn check(schema: &SchemaDescriptor, stream: &str) -> Result<(), ConnectorError> {
    let has = |name: &str| schema.root_schema().get_fields().iter().any(|field| field.name() == name);
    match missing(has) {
        Some(message) => Err(ConnectorError::format(stream, None, message)),
        None => Ok(()),
    }
}

/// The columns to read.
pub(super) fn mask(schema: &SchemaDescriptor, assembler: &Assembler) -> ProjectionMask {
    let items = assembler.needs("items");
    let wanted = schema.columns().iter().enumerate().filter(|(_, column)| {
        let parts = column.path().parts();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
        let field = FIELDS.iter().find(|(name, _)| name == first).filter(|(name, _)| items || *name != "items");
        field.is_some_and(|(_, names)| names.is_empty() || names.contains(&last.as_str()))
    });
    ProjectionMask::leaves(schema, wanted.map(|(place, _)| place).collect::<Vec<_>>())
}

/// Columns that nest in GA4's export and do not in this file, such as nested ones that were made texts on the way.
pub(super) fn flat(schema: &SchemaDescriptor) -> Vec<String> {
    let plain = schema.root_schema().get_fields().iter().filter(|field| !field.is_group());
    let nested = |name: &str| FIELDS.iter().any(|(known, names)| *known == name && !names.is_empty());
    plain.filter(|field| nested(field.name())).map(|field| field.name().to_owned()).collect()
}

/// The names in `flat` and of those `fields` that are of types nobody exports.
pub(super) fn unread(flat: &[String], fields: &Fields) -> Vec<String> {
    let mut left: Vec<String> = flat.iter().map(|name| format!("`{name}`")).collect();
    for field in fields {
        let inner = match field.data_type() {
            DataType::List(element) => unread(&[], &Fields::from(vec![element.clone()])),
            DataType::Struct(inner) => unread(&[], inner),
            other if Column::reads(other) => Vec::new(),
            other => vec![format!("`{}` ({other})", field.name())],
        };
        left.extend(inner);
    }
    left
}
