//! `jauge source columns`.

use arrow::datatypes::Field;
use jauge_core::{
    settings::Settings,
    store::{
        Store,
        tables::{self, ROW_ID, TableSpec, type_word},
    },
};
use jauge_domain::{LoadNote, Value, nearest};
use jauge_report::{Column, Heading, Label, Sheet, Wording};

use crate::{error::CliError, io::Io};

/// Lists the columns that a source may fill in the table `name`.
pub(super) async fn list(io: &Io, name: &str) -> Result<u8, CliError> {
    let spec = match tables::shipped(name) {
        Some(spec) => spec.clone(),
        None => own(io, &io.workspace_as_written()?, name).await?,
    };
    let wording = io.answer_wording();
    let flag = |is_so: bool| match io.is_for_people() {
        true => Value::Text(wording.label(Label::Flag(is_so))),
        false => Value::Bool(is_so),
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let rows = spec.sourced().map(|field| {
        let meaning = meaning(&wording, &spec, field.name()).map_or(Value::Null, Value::Text);
        vec![text(field.name()), text(&type_word(field.data_type())), flag(is_needed(&spec, field)), meaning]
    });
    let columns = [
        Column::text("column").headed(Label::Heading(Heading::Column)),
        Column::text("type").headed(Label::Heading(Heading::Type)),
        Column::text("needed").headed(Label::Heading(Heading::Needed)),
        Column::text("meaning").headed(Label::Heading(Heading::Meaning)),
    ];
    io.sheet(&Sheet { columns: columns.into(), rows: rows.collect() }, &io.plain_style()?)?;
    Ok(0)
}

/// A table of the user's own: as jauge.toml declares it, else as its first load found it.
async fn own(io: &Io, workspace: &Settings, name: &str) -> Result<TableSpec, CliError> {
    let (Some(spec), Some(config)) = (workspace.table(name), workspace.config.table.get(name)) else {
        let near = nearest(name, workspace.table_names()).map(str::to_owned);
        return Err(CliError::told(LoadNote::NoTable { name: name.to_owned(), near }));
    };
    if !spec.schema.fields().is_empty() {
        return Ok(spec);
    }
    let Some(stored) = Store::open(workspace.store_dir())?.table(name).await? else {
        io.tell(LoadNote::ColumnsUnknown { table: name.to_owned() });
        return Ok(spec);
    };
    let schema = stored.schema()?;
    let found = schema.fields().iter().filter(|field| !tables::is_bookkeeping(field.name()) && field.name() != ROW_ID);
    let found = found.map(|field| config.field(field.name(), field.data_type().clone())).collect();
    Ok(config.spec_with(name, found))
}

/// What a column holds, where Jauge knows it.
fn meaning(wording: &Wording, spec: &TableSpec, column: &str) -> Option<String> {
    let is_known = tables::shipped(&spec.name).is_some() || column == ROW_ID;
    wording.column(&spec.name, column).filter(|_| is_known)
}

/// True where a row without a value is refused.
fn is_needed(spec: &TableSpec, field: &Field) -> bool {
    let is_derived = spec.derived_key && spec.key.contains(field.name());
    !field.is_nullable() && !is_derived
}

#[cfg(test)]
mod tests {
    use jauge_domain::Language;

    use super::*;

    #[test]
    fn every_column_of_a_shipped_table_is_told_in_each_language() {
        for language in [Language::En, Language::Fr] {
            let wording = Wording::new(language);
            for spec in tables::shipped_names().filter_map(tables::shipped) {
                let lacking = spec.sourced().find(|field| meaning(&wording, spec, field.name()).is_none());
                assert_eq!(lacking.map(|field| field.name()), None, "{language:?}: {}", spec.name);
            }
        }
    }

    #[test]
    fn what_must_be_there_is_what_a_row_is_refused_without() {
        let needed = |table: &str| {
            let spec = tables::shipped(table).unwrap();
            let fields = spec.sourced().filter(|field| is_needed(spec, field));
            fields.map(|field| field.name().clone()).collect::<Vec<_>>()
        };
        assert_eq!(needed("events"), ["event_time", "event_name", "visitor_id"]);
        assert_eq!(needed("shop_orders"), ["order_id", "ordered_at"]);
        assert_eq!(needed("spend"), ["date", "source"]);
    }
}
