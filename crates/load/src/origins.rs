//! Which columns of a file a value comes from: how it is written is a matter of theirs, not of the column it goes into.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use arrow::datatypes::SchemaRef;
use datafusion::sql::sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Query, Select, SelectItem, SetExpr, TableFactor,
    visit_expressions,
};

use super::{
    marks::RAW,
    syntax::{PASSING, is_one_of},
};

/// Where a value comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Columns of the file.
    pub(crate) columns: BTreeSet<String>,
    /// True where it is no more what one of them says.
    pub(crate) computed: bool,
}

/// Columns by their names in lower case.
pub(crate) type Origins = BTreeMap<String, Origin>;

impl Origin {
    /// Of a column of the file, as it is.
    pub(crate) fn of_column(name: &str) -> Self {
        Self { columns: BTreeSet::from([name.to_owned()]), computed: false }
    }

    fn with(mut self, other: Self) -> Self {
        self.columns.extend(other.columns);
        self.computed |= other.computed;
        self
    }
}

/// Where the columns of `query` come from, over a file with the columns of `raw`.
pub(crate) fn origins(query: &Query, raw: &SchemaRef) -> Origins {
    Names { raw, tables: BTreeMap::new() }.query(query).into_iter().collect()
}

/// Columns in their order.
type Columns = Vec<(String, Origin)>;

struct Names<'a> {
    raw: &'a SchemaRef,
    /// What WITH has made.
    tables: BTreeMap<String, Columns>,
}

impl Names<'_> {
    fn query(&mut self, query: &Query) -> Columns {
        for table in query.with.iter().flat_map(|with| &with.cte_tables) {
            let columns = self.query(&table.query);
            self.tables.insert(table.alias.name.value.to_lowercase(), columns);
        }
        self.body(&query.body)
    }

    fn body(&mut self, body: &SetExpr) -> Columns {
        match body {
            SetExpr::Select(select) => self.select(select),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation { left, right, .. } => {
                let both = self.body(left).into_iter().zip(self.body(right));
                both.map(|((name, one), (_, other))| (name, one.with(other))).collect()
            }
            _ => Vec::new(),
        }
    }

    fn select(&mut self, select: &Select) -> Columns {
        let mut below = Columns::new();
        for table in &select.from {
            below.extend(self.factor(&table.relation));
            for join in &table.joins {
                below.extend(self.factor(&join.relation));
            }
        }
        let mut columns = Columns::new();
        for item in &select.projection {
            match item {
                SelectItem::UnnamedExpr(expr) => columns.push((name_of(expr), origin(expr, &below))),
                SelectItem::ExprWithAlias { expr, alias } => {
                    columns.push((alias.value.to_lowercase(), origin(expr, &below)));
                }
                SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..) => columns.extend(below.iter().cloned()),
                SelectItem::ExprWithAliases { .. } => {}
            }
        }
        columns
    }

    fn factor(&mut self, factor: &TableFactor) -> Columns {
        match factor {
            TableFactor::Derived { subquery, .. } => self.query(subquery),
            TableFactor::Table { name, .. } => {
                let name = name.to_string().replace('"', "").to_lowercase();
                self.tables.get(&name).cloned().unwrap_or_else(|| self.file(&name))
            }
            _ => Columns::new(),
        }
    }

    fn file(&self, name: &str) -> Columns {
        let fields = self.raw.fields().iter().filter(|_| name == RAW);
        fields.map(|field| (field.name().to_lowercase(), Origin::of_column(field.name()))).collect()
    }
}

fn name_of(expr: &Expr) -> String {
    match expr {
        Expr::Nested(inner) => name_of(inner),
        Expr::CompoundIdentifier(parts) => parts.last().map(|part| part.value.to_lowercase()).unwrap_or_default(),
        Expr::Identifier(ident) => ident.value.to_lowercase(),
        other => other.to_string().to_lowercase(),
    }
}

fn origin(expr: &Expr, below: &[(String, Origin)]) -> Origin {
    match expr {
        Expr::Nested(inner) => origin(inner, below),
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) => named(&name_of(expr), below),
        Expr::Function(function) if is_one_of(function, PASSING) => {
            arguments(function).map(|argument| origin(argument, below)).fold(Origin::default(), Origin::with)
        }
        Expr::Value(_) => Origin::default(),
        _ => {
            let mut all = Origin::default();
            let _ = visit_expressions(expr, |part| {
                if let Expr::Identifier(_) | Expr::CompoundIdentifier(_) = part {
                    all.columns.extend(named(&name_of(part), below).columns);
                }
                ControlFlow::<()>::Continue(())
            });
            Origin { computed: true, ..all }
        }
    }
}

fn named(name: &str, below: &[(String, Origin)]) -> Origin {
    below.iter().find(|(known, _)| known == name).map(|(_, origin)| origin.clone()).unwrap_or_default()
}

fn arguments(function: &Function) -> impl Iterator<Item = &Expr> {
    let list = match &function.args {
        FunctionArguments::List(list) => list.args.as_slice(),
        FunctionArguments::None | FunctionArguments::Subquery(_) => &[],
    };
    list.iter().filter_map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::datatypes::{DataType, Field, Schema};

    use super::*;
    use crate::parse::parse;

    fn of(sql: &str, column: &str) -> (Vec<String>, bool) {
        let fields = ["Date", "paid", "total", "Price"].map(|name| Field::new(name, DataType::Utf8, true));
        let raw = Arc::new(Schema::new(fields.to_vec()));
        let origin = origins(&parse("s", sql).unwrap(), &raw).remove(column).unwrap();
        (origin.columns.into_iter().collect(), origin.computed)
    }

    #[test]
    fn a_value_comes_from_what_it_is_made_of_and_not_from_its_namesake() {
        assert_eq!(of("SELECT trim(paid) AS date FROM raw", "date"), (vec!["paid".to_owned()], true));
        assert_eq!(of("SELECT paid AS date FROM raw", "date"), (vec!["paid".to_owned()], false));
        assert_eq!(of("SELECT date FROM raw", "date"), (vec!["Date".to_owned()], false));
        assert_eq!(
            of("SELECT r.date || ' ' || r.paid AS at FROM raw AS r", "at"),
            (vec!["Date".to_owned(), "paid".to_owned()], true)
        );
    }

    #[test]
    fn it_is_followed_through_subqueries_unions_and_with() {
        let sql =
            "WITH w AS (SELECT max(total) AS t, price FROM raw GROUP BY price) SELECT coalesce(t, price) AS v FROM w";
        assert_eq!(of(sql, "v"), (vec!["Price".to_owned(), "total".to_owned()], false));
        let sql = "SELECT v * 2 AS v FROM (SELECT total AS v FROM raw UNION ALL SELECT price FROM raw) AS u";
        assert_eq!(of(sql, "v"), (vec!["Price".to_owned(), "total".to_owned()], true));
        assert_eq!(of("SELECT * FROM (SELECT * FROM raw) AS a", "price"), (vec!["Price".to_owned()], false));
        assert_eq!(of("SELECT '1.5' AS v FROM raw", "v"), (vec![], false));
    }
}
