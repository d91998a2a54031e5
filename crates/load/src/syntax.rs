//! Parts of a `select`'s syntax.

use arrow::datatypes::SchemaRef;
use datafusion::sql::sqlparser::ast::{
    CastKind, DataType, ExactNumberInfo, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause,
    FunctionArguments, Ident, OrderByExpr, SelectItem, Value, WindowType,
};

use super::read_as::{ReadAs, is_float};

/// Functions that take numbers.
pub(crate) const NUMERIC: &[&str] = &[
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

/// Those of them whose answer has as many decimals as what they are given: where it is counted with, they must be few.
pub(crate) const COUNTED: &[&str] =
    &["sum", "avg", "mean", "median", "abs", "floor", "ceil", "trunc", "greatest", "least"];

/// Functions that answer one of their arguments.
pub(crate) const PASSING: &[&str] = &["min", "max", "first_value", "last_value", "any_value", "coalesce", "nullif"];

/// Functions of a time that stands behind a first argument.
pub(crate) const OF_TIME: &[&str] = &["date_trunc", "date_part", "datetrunc", "datepart", "date_bin"];

/// Functions of a time that stands first.
pub(crate) const TIME_FIRST: &[&str] = &["to_char", "date_format", "to_local_time", "to_time", "to_unixtime"];

/// Functions of a text that give a time.
pub(crate) const TO_TIME: &[&str] = &["to_timestamp"];

/// Functions that make a text of texts.
const OF_TEXT: &[&str] = &["trim", "btrim", "ltrim", "rtrim", "replace", "regexp_replace", "concat"];

/// What is cast to a floating point number, a column or what a function makes of texts, and whether it is the latter.
pub(crate) fn floated(expr: &Expr) -> Option<(Expr, bool)> {
    let Expr::Cast { kind: CastKind::Cast | CastKind::DoubleColon, expr: inner, data_type, .. } = expr else {
        return None;
    };
    let is_made = match inner.as_ref() {
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) => false,
        Expr::Trim { .. } => true,
        Expr::Function(function) if is_one_of(function, OF_TEXT) => true,
        _ => return None,
    };
    is_float(data_type).then(|| (inner.as_ref().clone(), is_made))
}

/// The two sides of `nullif(…, 'text')`.
pub(crate) fn nullif(expr: &mut Expr) -> Option<(&mut Expr, &mut Expr)> {
    let Expr::Function(function) = expr else { return None };
    if !is_one_of(function, &["nullif"]) {
        return None;
    }
    let mut sides = arguments(function);
    let (side, text) = (sides.next()?, sides.next()?);
    text_of(text)?;
    Some((side, text))
}

/// Leaves out the cast, or `to_timestamp`, of what becomes a time as it is: the table reads it as exactly, and rejects a row
/// that it cannot read where the cast would end the load.
pub(crate) fn uncast(expr: &mut Expr) {
    let inner = match expr {
        Expr::Cast { kind: CastKind::Cast | CastKind::DoubleColon, expr: inner, data_type, .. } => {
            (ReadAs::of_cast(data_type) == Some(ReadAs::Time)).then(|| inner.as_ref().clone())
        }
        Expr::Function(function) if is_one_of(function, TO_TIME) => {
            let is_alone = arguments(function).count() == 1;
            arguments(function).next().filter(|_| is_alone).cloned()
        }
        _ => None,
    };
    if let Some(inner) = inner {
        *expr = inner;
    }
}

/// True for an interval.
pub(crate) fn is_interval(expr: &Expr) -> bool {
    matches!(expr, Expr::Interval(_))
}

/// What an item is called.
pub(crate) fn alias(item: &SelectItem) -> Option<String> {
    match item {
        SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.clone()),
        _ => None,
    }
}

/// The orders inside of a function: of its window, and of its arguments unless each of them counts once, which leaves no
/// room for other keys.
pub(crate) fn orders(function: &mut Function) -> impl Iterator<Item = &mut Vec<OrderByExpr>> {
    let window = match &mut function.over {
        Some(WindowType::WindowSpec(window)) => Some(&mut window.order_by),
        _ => None,
    };
    let clauses = match &mut function.args {
        FunctionArguments::List(list) if list.duplicate_treatment.is_none() => list.clauses.as_mut_slice(),
        _ => &mut [],
    };
    let clauses = clauses.iter_mut().filter_map(|clause| match clause {
        FunctionArgumentClause::OrderBy(keys) => Some(keys),
        _ => None,
    });
    window.into_iter().chain(clauses)
}

/// The number that a text is, where it is one.
pub(crate) fn as_decimal(expr: &Expr) -> Expr {
    let data_type = DataType::Decimal(ExactNumberInfo::PrecisionAndScale(38, 18));
    Expr::Cast { kind: CastKind::TryCast, expr: Box::new(expr.clone()), data_type, array: false, format: None }
}

/// Writes a name as the file does, whatever its case in the SQL.
pub(crate) fn spell(ident: &mut Ident, raw: &SchemaRef) {
    let exact = raw.fields().iter().find(|field| *field.name() == ident.value);
    let mut alike = raw.fields().iter().filter(|field| field.name().eq_ignore_ascii_case(&ident.value));
    if let Some(field) = exact.or_else(|| alike.next().filter(|_| alike.next().is_none())) {
        *ident = Ident::with_quote_and_span('"', ident.span, field.name().clone());
    }
}

/// True where `function` has one of `names`.
pub(crate) fn is_one_of(function: &Function, names: &[&str]) -> bool {
    let name = function.name.to_string().to_lowercase();
    names.contains(&name.as_str())
}

/// The arguments of a function, names and wildcards aside.
pub(crate) fn arguments(function: &mut Function) -> impl Iterator<Item = &mut Expr> {
    let list = match &mut function.args {
        FunctionArguments::List(list) => list.args.as_mut_slice(),
        FunctionArguments::None | FunctionArguments::Subquery(_) => &mut [],
    };
    list.iter_mut().filter_map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    })
}

/// The text of a literal.
pub(crate) fn text_of(expr: &Expr) -> Option<&str> {
    let Expr::Value(value) = expr else { return None };
    match &value.value {
        Value::SingleQuotedString(text) => Some(text),
        _ => None,
    }
}

/// A text that stands beside a number is meant as one.
pub(crate) fn as_number(expr: &mut Expr, read: ReadAs) {
    let number = text_of(expr).filter(|text| read == ReadAs::Exact && ReadAs::of_text(text) == Some(read));
    let Some(number) = number.map(|text| Value::Number(text.trim().to_owned(), false)) else { return };
    if let Expr::Value(value) = expr {
        value.value = number;
    }
}
