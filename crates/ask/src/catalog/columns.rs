//! The columns that a model's header names, held against those its rows have.

use std::collections::BTreeSet;

use datafusion::arrow::datatypes::{DataType, Schema};
use jauge_domain::{CatalogMessage, Model, Position, nearest};

use super::Problem;

/// What the header of `model`, whose rows have the columns of `schema`, names and they lack; and a time that is none.
pub(super) fn header_faults(model: &Model, schema: &Schema) -> Vec<Problem> {
    let named: BTreeSet<&String> = model.dimensions.iter().chain(&model.key).chain(&model.time).collect();
    let missing = named.into_iter().filter(|name| schema.column_with_name(name).is_none());
    let no_column = missing.map(|name| {
        let known = schema.fields().iter().map(|field| field.name().as_str());
        let near = nearest(name, known).map(str::to_owned);
        at(model, name, CatalogMessage::ModelColumn { model: model.name.clone(), column: name.clone(), near })
    });
    let time = model.time.iter().filter(|name| {
        let field = schema.field_with_name(name).ok();
        field.is_some_and(|field| !is_time(field.data_type()))
    });
    let no_time =
        time.map(|name| at(model, name, CatalogMessage::ModelTime { model: model.name.clone(), column: name.clone() }));
    no_column.chain(no_time).collect()
}

fn is_time(kind: &DataType) -> bool {
    matches!(kind, DataType::Timestamp(_, _) | DataType::Date32 | DataType::Date64)
}

/// A fault at the place where the header writes `name`.
fn at(model: &Model, name: &str, fault: CatalogMessage) -> Problem {
    let header = &model.text[..model.sql_at];
    let written = ['"', '\''].map(|quote| format!("{quote}{name}{quote}"));
    let place = written.iter().find_map(|written| header.find(written)).unwrap_or(0);
    Problem::at(&model.file, Position::of(&model.text, place), fault)
}
