//! A source's `select`, made to fit one file.
//!
//! Columns of a text file are text, so that `LIKE` and `=` see what the file says. Where the SQL uses such a column as a
//! number or a time (arithmetic, `sum`, a cast, a comparison that puts in order, or as the value of a typed column), it is
//! given the column's typed companion instead, which is read exactly and rejects what it cannot read with its line. So no
//! type is ever guessed from a sample, and a file means the same alone as among others. Where nothing tells what two texts
//! are that are compared by which is greater, that is refused: as texts, `10` stands before `9`.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use arrow::datatypes::{DataType, SchemaRef};
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, Expr, GroupByExpr, Ident, OrderByExpr, OrderByKind, Query, Select, SelectItem, SetExpr,
    Statement, TableFactor, TableWithJoins, UnaryOperator, VisitMut, VisitorMut,
};
use jauge_domain::SelectFault;

use super::exact::{as_counted, counts, results};
use super::marks::{Marks, RAW, reads_raw};
use super::read_as::{Companions, ReadAs, is_arithmetic, known, used};
use super::syntax::{
    COUNTED, NUMERIC, OF_TIME, PASSING, TIME_FIRST, TO_TIME, alias, arguments, as_decimal, as_number, floated,
    is_interval, is_one_of, nullif, orders, spell, text_of, uncast,
};
pub(crate) use super::{marks::keeps_order, parse::parse};

/// A `select` that fits one file.
#[derive(Clone, Debug)]
pub(crate) struct Fitted {
    /// The statements to try in turn: with the line of each row, with the first line of each group, without lines.
    pub(crate) variants: Vec<Statement>,
    /// The typed companions it needs.
    pub(crate) companions: Companions,
}

/// Fits `query` to a file with the columns of `raw`; `targets` are the types of the table it fills.
///
/// # Errors
/// Two texts are compared by which is greater, and nothing tells what they mean.
pub(crate) fn fit(
    query: &Query,
    raw: &SchemaRef,
    targets: &BTreeMap<String, DataType>,
) -> Result<Fitted, Box<SelectFault>> {
    // What a column is read as in one place, it is in an order, too: so the places are gone through twice.
    let seen = Fitter::new(raw, targets, Companions::new()).fitted(query).1.companions;
    let (query, fitter) = Fitter::new(raw, targets, seen).fitted(query);
    if let Some(fault) = fitter.fault {
        return Err(Box::new(fault));
    }
    let companions = used(&query, fitter.companions);
    let marks = Marks::of(raw, targets);
    let variants = [false, true].into_iter().filter_map(|aggregated| marks.with(&query, aggregated));
    let variants = variants.chain([query.clone()]).map(|query| Statement::Query(Box::new(query))).collect();
    Ok(Fitted { variants, companions })
}

struct Fitter<'a> {
    raw: &'a SchemaRef,
    targets: &'a BTreeMap<String, DataType>,
    companions: Companions,
    /// What columns were read as when the places were gone through before.
    seen: Companions,
    fault: Option<SelectFault>,
}

impl<'a> Fitter<'a> {
    fn new(raw: &'a SchemaRef, targets: &'a BTreeMap<String, DataType>, seen: Companions) -> Self {
        Self { raw, targets, companions: Companions::new(), seen, fault: None }
    }

    fn fitted(mut self, query: &Query) -> (Query, Self) {
        let mut query = query.clone();
        self.query(&mut query, true);
        (query, self)
    }

    /// `outer`: what it gives is what the table keeps.
    fn query(&mut self, query: &mut Query, outer: bool) {
        if let Some(with) = &mut query.with {
            with.cte_tables.iter_mut().for_each(|table| self.query(&mut table.query, false));
        }
        self.body(&mut query.body, outer);
        let cuts = query.limit_clause.is_some() || query.fetch.is_some();
        if let (SetExpr::Select(select), Some(order)) = (query.body.as_ref(), &mut query.order_by)
            && reads_raw(select)
        {
            let _ = order.visit(self);
            if let (true, OrderByKind::Expressions(keys)) = (cuts, &mut order.kind) {
                let names: BTreeSet<String> = select.projection.iter().filter_map(alias).collect();
                self.order(keys, |key| names.contains(&key.to_string().replace('"', "")));
            }
        }
    }

    fn body(&mut self, body: &mut SetExpr, outer: bool) {
        match body {
            SetExpr::Select(select) => self.select(select, outer),
            SetExpr::Query(query) => self.query(query, outer),
            SetExpr::SetOperation { left, right, .. } => {
                self.body(left, outer);
                self.body(right, outer);
            }
            _ => {}
        }
    }

    fn select(&mut self, select: &mut Select, outer: bool) {
        select.from.iter_mut().for_each(|table| self.derived(table));
        if !reads_raw(select) {
            return;
        }
        for item in &mut select.projection {
            if outer {
                self.uncast_float(item);
            }
            let _ = item.visit(self);
            self.item(item, outer);
        }
        let _ = select.selection.visit(self);
        let _ = select.group_by.visit(self);
        self.group_companions(select);
        let _ = select.having.visit(self);
    }

    /// Groups by the companions of the texts that `select` groups by, too: of one text they have one value, and what it gives may be
    /// them in the text's place.
    fn group_companions(&self, select: &mut Select) {
        let GroupByExpr::Expressions(keys, _) = &mut select.group_by else { return };
        let texts: BTreeSet<String> = keys.iter().filter_map(|key| self.text_column(key)).collect();
        for (column, read) in self.companions.iter().filter(|(column, _)| texts.contains(column)) {
            keys.push(Expr::Identifier(Ident::with_quote('"', read.companion(column))));
        }
    }

    fn derived(&mut self, table: &mut TableWithJoins) {
        let joined = table.joins.iter_mut().map(|join| &mut join.relation);
        for factor in [&mut table.relation].into_iter().chain(joined) {
            if let TableFactor::Derived { subquery, .. } = factor {
                self.query(subquery, false);
            }
        }
    }

    /// A bare text column, or the least or greatest of one, that becomes a typed column of the table.
    fn item(&mut self, item: &mut SelectItem, outer: bool) {
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
        let Some(target) = self.targets.get(&name) else { return };
        let Some(read) = ReadAs::of(target) else { return };
        if outer && read == ReadAs::Time {
            uncast(expr);
        }
        // A text becomes a float as it stands, with all of its digits.
        if !(outer && *target == DataType::Float64 && self.text_column(expr).is_some()) {
            self.replace(expr, read);
        }
        if let SelectItem::UnnamedExpr(expr) = item {
            *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias: Ident::with_quote('"', name) };
        }
    }

    /// Leaves out the cast to a floating point number of a text that becomes a number of the table: that reads it as its file writes
    /// numbers, where the cast knows no decimal mark but the point.
    fn uncast_float(&self, item: &mut SelectItem) {
        let SelectItem::ExprWithAlias { expr, alias } = item else { return };
        let target = self.targets.get(&alias.value.to_lowercase());
        let Some((inner, is_made)) = floated(expr) else { return };
        match target {
            Some(DataType::Float64) => *expr = inner,
            Some(DataType::Decimal128(..)) if is_made => *expr = inner,
            _ => {}
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
        let counts = read == ReadAs::Number;
        if (counts || read == ReadAs::Exact)
            && let Some((side, text)) = nullif(expr)
        {
            match self.null_text(side, text, read) {
                Some(column) => *expr = column,
                None => return,
            }
        }
        match expr {
            Expr::Nested(inner) => return self.replace(inner, read),
            Expr::UnaryOp { expr: inner, .. } if counts => return self.replace(inner, read),
            Expr::Function(function) if is_one_of(function, PASSING) || (counts && is_one_of(function, COUNTED)) => {
                return arguments(function).for_each(|argument| self.replace(argument, read));
            }
            Expr::Identifier(ident) if counts => {
                if let Some(column) = ident.value.strip_suffix(&ReadAs::Exact.companion("")).map(str::to_owned) {
                    return self.put(expr, column, read);
                }
            }
            _ => {}
        }
        if let Some(column) = self.text_column(expr) {
            self.put(expr, column, read);
        }
    }

    /// `nullif(side, text)` of a column that is read as a number: one that is compared with a number is so read in its place. Where the
    /// text is empty it is the column alone, an empty cell being none; any other text leaves the column the text that it is.
    fn null_text(&mut self, side: &mut Expr, text: &mut Expr, read: ReadAs) -> Option<Expr> {
        self.text_column(side)?;
        as_number(text, ReadAs::Exact);
        match text_of(text) {
            Some(text) => text.trim().is_empty().then(|| side.clone()),
            None => {
                self.replace(side, read);
                None
            }
        }
    }

    /// A text among the results of a CASE of which another is counted: the number that it is read as elsewhere. One that nothing else
    /// reads stays a text: it may be what the conditions keep from being read.
    fn case(&mut self, case: &mut Expr) {
        if !results(case).any(|result| counts(result)) {
            return;
        }
        for result in results(case) {
            let known = |column: &String, read: ReadAs| self.seen.contains(&(column.clone(), read));
            let Some(column) = self.text_column(result) else { continue };
            let read = [ReadAs::Number, ReadAs::Exact].into_iter().find(|read| known(&column, *read));
            if let Some(read) = read {
                self.put(result, column, read);
            }
        }
    }

    fn put(&mut self, expr: &mut Expr, column: String, read: ReadAs) {
        *expr = Expr::Identifier(Ident::with_quote('"', read.companion(&column)));
        self.companions.insert((column, read));
    }

    fn binary(&mut self, left: &mut Expr, op: &BinaryOperator, right: &mut Expr) {
        use BinaryOperator::{Eq, Gt, GtEq, Lt, LtEq, NotEq};
        if is_arithmetic(op) {
            let as_side = |other: &Expr| if is_interval(other) { ReadAs::Time } else { ReadAs::Number };
            let (first, second) = (as_side(right), as_side(left));
            self.replace(left, first);
            self.replace(right, second);
            as_counted(left, op, right);
            return;
        }
        let orders = matches!(op, Lt | LtEq | Gt | GtEq);
        if orders || matches!(op, Eq | NotEq) {
            self.compare(left, right, orders);
        }
    }

    /// Two sides of a comparison, which `orders` them or not: a text column is read as what stands beside it.
    fn compare(&mut self, left: &mut Expr, right: &mut Expr, orders: bool) {
        if let Some(read) = ReadAs::of_typed(right) {
            self.replace(left, read);
            as_number(left, read);
        } else if let Some(read) = ReadAs::of_typed(left) {
            self.replace(right, read);
            as_number(right, read);
        } else if orders {
            self.compare_order(left, right);
        }
    }

    fn compare_order(&mut self, left: &mut Expr, right: &mut Expr) {
        let (first, second) = (self.text_column(left), self.text_column(right));
        match (first, second) {
            (Some(first), Some(second)) => match known(&self.seen, &first).or_else(|| known(&self.seen, &second)) {
                Some(read) => {
                    self.put(left, first, read);
                    self.put(right, second, read);
                }
                None => self.refuse(first),
            },
            (Some(column), None) => self.compare_literal(left, column, right),
            (None, Some(column)) => self.compare_literal(right, column, left),
            (None, None) => {}
        }
    }

    fn compare_literal(&mut self, expr: &mut Expr, column: String, literal: &mut Expr) {
        let Some(read) = text_of(literal).and_then(ReadAs::of_text) else { return };
        as_number(literal, read);
        self.put(expr, column, read);
    }

    /// The keys that rows are put in the order of. A text that nothing tells the meaning of is put in the order of the number that
    /// it may be, and then of its letters. `is_other`: a name of something else than a column of the file.
    fn order(&mut self, keys: &mut Vec<OrderByExpr>, is_other: impl Fn(&Expr) -> bool) {
        for mut key in std::mem::take(keys) {
            let column = self.text_column(&key.expr).filter(|_| !is_other(&key.expr));
            match column.map(|column| (known(&self.seen, &column), column)) {
                Some((Some(read), column)) => self.put(&mut key.expr, column, read),
                Some((None, _)) => keys.push(OrderByExpr { expr: as_decimal(&key.expr), ..key.clone() }),
                None => {}
            }
            keys.push(key);
        }
    }

    fn refuse(&mut self, column: String) {
        if self.fault.is_none() {
            self.fault = Some(SelectFault::TextOrder { column });
        }
    }

    fn function(&mut self, expr: &mut Expr) {
        let Expr::Function(function) = expr else { return };
        orders(function).for_each(|keys| self.order(keys, |_| false));
        // A group is put in order to find a place among numbers.
        function.within_group.iter_mut().for_each(|key| self.replace(&mut key.expr, ReadAs::Exact));
        if is_one_of(function, NUMERIC) {
            arguments(function).for_each(|argument| self.replace(argument, ReadAs::Exact));
        } else if is_one_of(function, OF_TIME) {
            arguments(function).skip(1).for_each(|argument| self.replace(argument, ReadAs::Time));
        } else if is_one_of(function, TIME_FIRST) {
            arguments(function).take(1).for_each(|argument| self.replace(argument, ReadAs::Time));
        } else if is_one_of(function, TO_TIME) && arguments(function).count() == 1 {
            // The companion is the moment already.
            let only = arguments(function).next().and_then(|only| self.text_column(only));
            if let Some(column) = only {
                self.put(expr, column, ReadAs::Time);
            }
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
            Expr::UnaryOp { op: UnaryOperator::Minus | UnaryOperator::Plus, expr } => self.replace(expr, ReadAs::Exact),
            Expr::Between { expr, low, high, .. } => {
                self.compare(expr, low, true);
                // Where the first side has said what the column is, it is no text any more.
                self.compare(expr, high, true);
            }
            Expr::InList { expr, list, .. } => list.iter_mut().for_each(|item| self.compare(expr, item, false)),
            Expr::Extract { expr, .. } => self.replace(expr, ReadAs::Time),
            Expr::Function(_) => self.function(expr),
            Expr::Case { .. } => self.case(expr),
            Expr::Cast { kind: CastKind::Cast | CastKind::DoubleColon, expr: inner, data_type, .. } => {
                let read = ReadAs::of_cast(data_type);
                let column = read.and_then(|_| self.text_column(inner));
                if let (Some(read), Some(_)) = (read, column) {
                    self.replace(inner, read);
                    // The companion is a moment already.
                    if read != ReadAs::Exact {
                        *expr = inner.as_ref().clone();
                    }
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
#[path = "select_tests.rs"]
mod tests;
