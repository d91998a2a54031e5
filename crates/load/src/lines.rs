//! The line of each row, carried through a `select`.

use datafusion::sql::sqlparser::{
    ast::{GroupByExpr, Ident, Query, Select, SelectItem, SetExpr, TableFactor, TableWithJoins},
    dialect::GenericDialect,
    parser::Parser,
};
use jauge_plugin::LINE_COLUMN;

use super::read_as::RAW;

/// `query` with the line of each row, and with the first line of all it aggregates, where it reads the file itself or
/// through subqueries.
pub(crate) fn with_lines(query: &Query) -> Vec<Query> {
    let with = |aggregated| {
        let mut query = query.clone();
        add_line(&mut query, aggregated).then_some(query)
    };
    with(false).into_iter().chain(with(true)).collect()
}

/// Adds the line to what `query` selects; of a group the first one. `aggregated`: all of it is one group.
fn add_line(query: &mut Query, aggregated: bool) -> bool {
    let SetExpr::Select(select) = query.body.as_mut() else { return false };
    if select.distinct.is_some() || has_wildcard(select) || !(reads_raw(select) || line_below(select)) {
        return false;
    }
    let sql = if aggregated || is_grouped(select) { "min(\"#line\")" } else { "\"#line\"" };
    let parsed = Parser::new(&GenericDialect {}).try_with_sql(sql).and_then(|mut parser| parser.parse_expr());
    let Ok(expr) = parsed else { return false };
    select.projection.push(SelectItem::ExprWithAlias { expr, alias: Ident::with_quote('"', LINE_COLUMN) });
    true
}

/// Adds the line to the one subquery that `select` reads.
fn line_below(select: &mut Select) -> bool {
    match select.from.as_mut_slice() {
        [TableWithJoins { relation: TableFactor::Derived { subquery, .. }, joins }] if joins.is_empty() => {
            add_line(subquery, false)
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

/// True where the columns of `select` are those of what it reads.
pub(crate) fn has_wildcard(select: &Select) -> bool {
    select.projection.iter().any(|item| matches!(item, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(_, _)))
}

fn is_grouped(select: &Select) -> bool {
    !matches!(&select.group_by, GroupByExpr::Expressions(keys, _) if keys.is_empty())
}
