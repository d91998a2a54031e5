//! What rows are marked with beside what a `select` selects, where the file has it: their line, and the sequence that was sent.

use std::collections::BTreeMap;

use arrow::datatypes::{DataType, SchemaRef};
use datafusion::sql::sqlparser::{
    ast::{GroupByExpr, Ident, Query, Select, SelectItem, SetExpr, TableFactor, TableWithJoins},
    dialect::GenericDialect,
    parser::Parser,
};
use jauge_plugin::LINE_COLUMN;
use jauge_store::tables::PLACE;

use super::place::{SENT_COLUMN, SEQUENCES};

/// The table that a `select` reads.
pub(crate) const RAW: &str = "raw";

/// A mark: as SQL, and what its column is called.
type Mark = (String, &'static str);

/// The marks of one file's rows.
pub(crate) struct Marks(Vec<Mark>);

impl Marks {
    /// Those of a file with the columns of `raw`; the sequence only where it fills a table that orders rows by their place.
    pub(crate) fn of(raw: &SchemaRef, targets: &BTreeMap<String, DataType>) -> Self {
        let line = raw.column_with_name(LINE_COLUMN).map(|_| (quoted(LINE_COLUMN), LINE_COLUMN));
        let sent = targets.contains_key(PLACE).then(|| sequence(raw)).flatten().map(|sent| (sent, SENT_COLUMN));
        Self(line.into_iter().chain(sent).collect())
    }

    /// `query` with the marks of each row, of a group with its first line; `aggregated`: all of it is one group. `None` where it
    /// cannot be marked.
    pub(crate) fn with(&self, query: &Query, aggregated: bool) -> Option<Query> {
        let mut query = query.clone();
        (!self.add(&mut query, aggregated).is_empty()).then_some(query)
    }

    /// Adds the marks to what `query` selects, where it reads the file itself or through subqueries. Returns which it has then.
    fn add(&self, query: &mut Query, aggregated: bool) -> Vec<&'static str> {
        let SetExpr::Select(select) = query.body.as_mut() else { return Vec::new() };
        if select.distinct.is_some() || has_wildcard(select) {
            return Vec::new();
        }
        let of_row = if reads_raw(select) { self.0.clone() } else { self.add_below(select) };
        let is_line = |(_, name): &Mark| *name == LINE_COLUMN;
        let marks: Vec<Mark> = match aggregated || is_grouped(select) {
            true => of_row.into_iter().filter(is_line).map(|(sql, name)| (format!("min({sql})"), name)).collect(),
            false => of_row,
        };
        marks.into_iter().filter_map(|(sql, name)| push(select, &sql, name).then_some(name)).collect()
    }

    /// Adds the marks to the one subquery that `select` reads; they are its columns.
    fn add_below(&self, select: &mut Select) -> Vec<Mark> {
        let names = match select.from.as_mut_slice() {
            [TableWithJoins { relation: TableFactor::Derived { subquery, .. }, joins }] if joins.is_empty() => {
                self.add(subquery, false)
            }
            _ => Vec::new(),
        };
        names.into_iter().map(|name| (quoted(name), name)).collect()
    }
}

/// `name` as SQL writes it, whatever is in it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The columns by which the file numbers its events, as one text; `None` where it has none.
fn sequence(raw: &SchemaRef) -> Option<String> {
    let named = |name: &str| raw.fields().iter().find(|field| field.name().eq_ignore_ascii_case(name));
    let texts = SEQUENCES.into_iter().filter_map(named);
    let texts = texts.map(|field| format!("coalesce(cast({} AS VARCHAR), '')", quoted(field.name())));
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| format!("concat_ws(' ', {})", texts.join(", ")))
}

/// Adds the expression `sql` to what `select` selects, as the column `name`; false where it is none.
pub(crate) fn push(select: &mut Select, sql: &str, name: &str) -> bool {
    let parsed = Parser::new(&GenericDialect {}).try_with_sql(sql).and_then(|mut parser| parser.parse_expr());
    let Ok(expr) = parsed else { return false };
    select.projection.push(SelectItem::ExprWithAlias { expr, alias: Ident::with_quote('"', name) });
    true
}

/// True where the columns that `query` gives depend on the file.
pub(crate) fn is_open(query: &Query) -> bool {
    match query.body.as_ref() {
        SetExpr::Select(select) => has_wildcard(select),
        _ => true,
    }
}

/// True where the rows that `query` gives stand in the order of the file.
pub(crate) fn keeps_order(query: &Query) -> bool {
    match query.body.as_ref() {
        SetExpr::Select(select) => {
            select.distinct.is_none() && query.order_by.is_none() && reads_raw(select) && !is_grouped(select)
        }
        _ => false,
    }
}

/// True where `select` reads the file and nothing else.
pub(crate) fn reads_raw(select: &Select) -> bool {
    match select.from.as_slice() {
        [TableWithJoins { relation: TableFactor::Table { name, .. }, joins }] => {
            joins.is_empty() && name.to_string().eq_ignore_ascii_case(RAW)
        }
        _ => false,
    }
}

/// True where the columns of `select` depend on the file.
pub(crate) fn has_wildcard(select: &Select) -> bool {
    select.projection.iter().any(|item| matches!(item, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(_, _)))
}

/// True where `select` gives a row a group.
pub(crate) fn is_grouped(select: &Select) -> bool {
    !matches!(&select.group_by, GroupByExpr::Expressions(keys, _) if keys.is_empty())
}
