//! A source's `select`, made to fit one file.
//!
//! Columns of a text file are text, so that `LIKE` and `=` see what the file says. Where the SQL uses such a column as a
//! number or a time (arithmetic, `sum`, a cast, or as the value of a typed column), it is given the column's typed
//! companion instead, which is read exactly and rejects what it cannot read with its line. So no type is ever guessed from
//! a sample, and a file means the same alone as among others.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use arrow::datatypes::{DataType, SchemaRef};
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, DataType as SqlType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    Ident, Query, Select, SelectItem, SetExpr, Statement, TableFactor, TableWithJoins, UnaryOperator, Value, VisitMut,
    VisitorMut,
};

use super::marks::{Marks, has_wildcard, reads_raw};
pub(crate) use super::{
    marks::{RAW, keeps_order},
    parse::parse,
};

/// What a text column is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ReadAs {
    /// An exact decimal.
    Number,
    /// A moment.
    Time,
    /// A civil date.
    Date,
}

/// A `select` that fits one file.
#[derive(Clone, Debug)]
pub(crate) struct Fitted {
    /// The statements to try in turn: with the line of each row, with the first line of each group, without lines.
    pub(crate) variants: Vec<Statement>,
    /// The typed companions it needs.
    pub(crate) companions: Companions,
}

/// Typed companions: the text column and how it is read.
pub(crate) type Companions = BTreeSet<(String, ReadAs)>;

impl ReadAs {
    /// The name of `column`'s companion.
    pub(crate) fn companion(self, column: &str) -> String {
        match self {
            Self::Number => format!("{column}#number"),
            Self::Time => format!("{column}#time"),
            Self::Date => format!("{column}#date"),
        }
    }

    /// How a column that becomes `target` is read; `None` where its text serves.
    fn of(target: &DataType) -> Option<Self> {
        match target {
            DataType::Timestamp(_, _) => Some(Self::Time),
            DataType::Date32 => Some(Self::Date),
            DataType::Decimal128(_, _) | DataType::Int64 | DataType::Int16 | DataType::Float64 => Some(Self::Number),
            _ => None,
        }
    }
}

/// True where the columns that `query` gives depend on the file.
pub(crate) fn is_open(query: &Query) -> bool {
    match query.body.as_ref() {
        SetExpr::Select(select) => has_wildcard(select),
        _ => true,
    }
}

/// Fits `query` to a file with the columns of `raw`; `targets` are the types of the table it fills.
pub(crate) fn fit(query: &Query, raw: &SchemaRef, targets: &BTreeMap<String, DataType>) -> Fitted {
    let mut fitter = Fitter { raw, targets, companions: Companions::new() };
    let mut query = query.clone();
    fitter.query(&mut query);
    let marks = Marks::of(raw, targets);
    let variants = [false, true].into_iter().filter_map(|aggregated| marks.with(&query, aggregated));
    let variants = variants.chain([query.clone()]).map(|query| Statement::Query(Box::new(query))).collect();
    Fitted { variants, companions: fitter.companions }
}

struct Fitter<'a> {
    raw: &'a SchemaRef,
    targets: &'a BTreeMap<String, DataType>,
    companions: Companions,
}

impl Fitter<'_> {
    fn query(&mut self, query: &mut Query) {
        if let Some(with) = &mut query.with {
            with.cte_tables.iter_mut().for_each(|table| self.query(&mut table.query));
        }
        self.body(&mut query.body);
        if let (SetExpr::Select(select), Some(order)) = (query.body.as_ref(), &mut query.order_by)
            && reads_raw(select)
        {
            let _ = order.visit(self);
        }
    }

    fn body(&mut self, body: &mut SetExpr) {
        match body {
            SetExpr::Select(select) => self.select(select),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation { left, right, .. } => {
                self.body(left);
                self.body(right);
            }
            _ => {}
        }
    }

    fn select(&mut self, select: &mut Select) {
        select.from.iter_mut().for_each(|table| self.derived(table));
        if !reads_raw(select) {
            return;
        }
        for item in &mut select.projection {
            let _ = item.visit(self);
            self.item(item);
        }
        let _ = select.selection.visit(self);
        let _ = select.group_by.visit(self);
        let _ = select.having.visit(self);
    }

    fn derived(&mut self, table: &mut TableWithJoins) {
        let joined = table.joins.iter_mut().map(|join| &mut join.relation);
        for factor in [&mut table.relation].into_iter().chain(joined) {
            if let TableFactor::Derived { subquery, .. } = factor {
                self.query(subquery);
            }
        }
    }

    /// A bare text column, or the least or greatest of one, that becomes a typed column of the table.
    fn item(&mut self, item: &mut SelectItem) {
        let (expr, name) = match item {
            SelectItem::ExprWithAlias { expr, alias } => {
                let name = alias.value.to_lowercase();
                (expr, name)
            }
            SelectItem::UnnamedExpr(expr) => match self.text_column(expr) {
                Some(name) => (expr, name.to_lowercase()),
                None => return,
            },
            _ => return,
        };
        let Some(read) = self.targets.get(&name).and_then(ReadAs::of) else { return };
        self.replace(expr, read);
        if let SelectItem::UnnamedExpr(expr) = item {
            *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias: Ident::with_quote('"', name) };
        }
    }

    /// The text column that `expr` is, by its name in the file.
    fn text_column(&self, expr: &Expr) -> Option<String> {
        let ident = match expr {
            Expr::Identifier(ident) => ident,
            Expr::CompoundIdentifier(parts) => parts.last().filter(|_| parts.len() == 2)?,
            Expr::Nested(inner) => return self.text_column(inner),
            _ => return None,
        };
        let field = self.raw.field_with_name(&ident.value).ok()?;
        (*field.data_type() == DataType::Utf8).then(|| field.name().clone())
    }

    /// Puts the companion in the place of a text column, and inside of functions that answer one of their arguments;
    /// leaves every other expression.
    fn replace(&mut self, expr: &mut Expr, read: ReadAs) {
        match expr {
            Expr::Nested(inner) => return self.replace(inner, read),
            Expr::Function(function) if is_one_of(function, PASSING) => {
                return arguments(function).for_each(|argument| self.replace(argument, read));
            }
            _ => {}
        }
        if let Some(column) = self.text_column(expr) {
            *expr = Expr::Identifier(Ident::with_quote('"', read.companion(&column)));
            self.companions.insert((column, read));
        }
    }

    fn binary(&mut self, left: &mut Expr, op: &BinaryOperator, right: &mut Expr) {
        use BinaryOperator::{Divide, Eq, Gt, GtEq, Lt, LtEq, Minus, Modulo, Multiply, NotEq, Plus};
        match op {
            Plus | Minus | Multiply | Divide | Modulo => {
                self.replace(left, ReadAs::Number);
                self.replace(right, ReadAs::Number);
            }
            Eq | NotEq | Lt | LtEq | Gt | GtEq => {
                if let Some(read) = typed(right) {
                    self.replace(left, read);
                } else if let Some(read) = typed(left) {
                    self.replace(right, read);
                }
            }
            _ => {}
        }
    }
}

impl VisitorMut for Fitter<'_> {
    type Break = ();

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        match expr {
            Expr::Identifier(ident) => spell(ident, self.raw),
            Expr::CompoundIdentifier(parts) => {
                let column = usize::from(parts.len() > 1 && parts[0].value.eq_ignore_ascii_case(RAW));
                spell(&mut parts[column], self.raw);
            }
            Expr::BinaryOp { left, op, right } => self.binary(left, &op.clone(), right),
            Expr::UnaryOp { op: UnaryOperator::Minus | UnaryOperator::Plus, expr } => {
                self.replace(expr, ReadAs::Number)
            }
            Expr::Between { expr, low, .. } => {
                if let Some(read) = typed(low) {
                    self.replace(expr, read);
                }
            }
            Expr::Function(function) if is_one_of(function, NUMERIC) => {
                arguments(function).for_each(|argument| self.replace(argument, ReadAs::Number));
            }
            Expr::Cast { kind: CastKind::Cast | CastKind::DoubleColon, expr: inner, data_type, .. } => {
                let read = cast(data_type);
                let column = read.and_then(|_| self.text_column(inner));
                if let (Some(read), Some(_)) = (read, column) {
                    self.replace(inner, read);
                    // The companion is a moment already; a cast would drop its zone.
                    if read != ReadAs::Number {
                        *expr = inner.as_ref().clone();
                    }
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

/// Functions that take numbers.
const NUMERIC: &[&str] = &[
    "sum",
    "avg",
    "mean",
    "median",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "var",
    "var_pop",
    "var_samp",
    "abs",
    "round",
    "floor",
    "ceil",
    "trunc",
    "sqrt",
    "power",
    "greatest",
    "least",
];

/// Functions that answer one of their arguments.
const PASSING: &[&str] = &["min", "max", "first_value", "last_value", "any_value", "coalesce", "nullif"];
/// Writes a name as the file does, whatever its case in the SQL.
fn spell(ident: &mut Ident, raw: &SchemaRef) {
    let exact = raw.fields().iter().find(|field| *field.name() == ident.value);
    let mut alike = raw.fields().iter().filter(|field| field.name().eq_ignore_ascii_case(&ident.value));
    if let Some(field) = exact.or_else(|| alike.next().filter(|_| alike.next().is_none())) {
        *ident = Ident::with_quote_and_span('"', ident.span, field.name().clone());
    }
}

/// What the other side of a comparison must be read as.
fn typed(expr: &Expr) -> Option<ReadAs> {
    match expr {
        Expr::Value(value) => matches!(value.value, Value::Number(_, _)).then_some(ReadAs::Number),
        Expr::TypedString(typed) => cast(&typed.data_type),
        Expr::Nested(inner) | Expr::UnaryOp { expr: inner, .. } => typed(inner),
        Expr::Identifier(ident) => [ReadAs::Number, ReadAs::Time, ReadAs::Date]
            .into_iter()
            .find(|read| ident.value.ends_with(&read.companion(""))),
        Expr::BinaryOp { op, left, right } if is_arithmetic(op) => typed(left).or_else(|| typed(right)),
        _ => None,
    }
}

fn is_arithmetic(op: &BinaryOperator) -> bool {
    use BinaryOperator::{Divide, Minus, Modulo, Multiply, Plus};
    matches!(op, Plus | Minus | Multiply | Divide | Modulo)
}

fn cast(data_type: &SqlType) -> Option<ReadAs> {
    match data_type {
        SqlType::Timestamp(_, _) | SqlType::Datetime(_) => Some(ReadAs::Time),
        SqlType::Date => Some(ReadAs::Date),
        SqlType::Decimal(_)
        | SqlType::Numeric(_)
        | SqlType::Int(_)
        | SqlType::Integer(_)
        | SqlType::BigInt(_)
        | SqlType::SmallInt(_) => Some(ReadAs::Number),
        _ => None,
    }
}

fn is_one_of(function: &Function, names: &[&str]) -> bool {
    let name = function.name.to_string().to_lowercase();
    names.contains(&name.as_str())
}

fn arguments(function: &mut Function) -> impl Iterator<Item = &mut Expr> {
    let list = match &mut function.args {
        FunctionArguments::List(list) => list.args.as_mut_slice(),
        FunctionArguments::None | FunctionArguments::Subquery(_) => &mut [],
    };
    list.iter_mut().filter_map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    })
}

#[cfg(test)]
#[path = "select_tests.rs"]
mod tests;
