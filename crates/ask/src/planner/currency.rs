//! What currency amounts are in: decided here, for every answer. Amounts in different currencies are never added up.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, Result as EngineResult};
use datafusion::functions::expr_fn::coalesce;
use datafusion::functions_aggregate::expr_fn::{max, min};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{Expr, ExprSchemable, Operator, lit, when};
use jauge_domain::{Calendar, NoValue, Unit};
use jiff::Timestamp;
use jiff::civil::Date;

use super::guard::both;

/// The column that says what currency a row's amounts are in.
pub(crate) const CURRENCY: &str = "currency";
/// What stands between the currencies of a row that is paid in several, and has no amount.
pub(crate) const SEVERAL: &str = "+";

/// The rows that amounts are summed over.
pub(crate) struct Amounts<'a> {
    pub(crate) schema: &'a DFSchema,
    /// The currency of rows that name none.
    own: Option<&'a str>,
    /// The column that says when a row was, where a foreign one waits for a rate.
    rated_by: Option<&'a str>,
    /// Whether the KPI is one of amounts at all.
    is_money: bool,
}

impl<'a> Amounts<'a> {
    /// The amounts in a KPI counted in `unit`. What is counted in something else, such as quantities for each order, is taken for
    /// amounts only where all of it could be: amounts by amounts.
    pub(crate) fn new(
        schema: &'a DFSchema,
        own: Option<&'a str>,
        rated_by: Option<&'a str>,
        unit: Unit,
        kpi: &Expr,
    ) -> EngineResult<Self> {
        let mut all = true;
        each(kpi, |aggregate| all &= is_amount(aggregate, schema))?;
        let by_amounts = all && matches!(kpi, Expr::BinaryExpr(binary) if binary.op == Operator::Divide);
        Ok(Self { schema, own, rated_by, is_money: unit == Unit::Money || by_amounts })
    }

    /// The first and the last currency, by name, of all amounts that are aggregated, and the first moment of one that lacks a
    /// rate where rates are looked up; empty where it has no amounts, or their rows no currency.
    pub(crate) fn currencies(&self, aggregates: &[Expr]) -> EngineResult<Vec<Expr>> {
        let Some(column) = self.column(CURRENCY).filter(|_| self.is_money) else { return Ok(Vec::new()) };
        let currency = self.own.map_or_else(|| column.clone(), |own| coalesce(vec![column.clone(), lit(own)]));
        let mut amounts: Vec<&AggregateFunction> = Vec::new();
        for expr in aggregates {
            each(expr, |aggregate| {
                if is_amount(aggregate, self.schema) && !amounts.contains(&aggregate) {
                    amounts.push(aggregate);
                }
            })?;
        }
        let counts = amounts.into_iter().map(|amount| self.counts(amount, &currency));
        let Some(counts) = counts.collect::<EngineResult<Vec<_>>>()?.into_iter().reduce(Expr::or) else {
            return Ok(Vec::new());
        };
        let paid = when(counts, currency).end()?;
        let mut found = vec![min(paid.clone()), max(paid.clone())];
        if let Some((own, time)) = self.own.zip(self.rated_by.and_then(|time| self.column(time))) {
            found.push(min(when(paid.not_eq(lit(own)), time).end()?));
        }
        Ok(found)
    }

    /// Which rows an aggregate has amounts of. Nothing is nothing in every currency, but the row that is paid in several.
    fn counts(&self, aggregate: &AggregateFunction, currency: &Expr) -> EngineResult<Expr> {
        let several = currency.clone().like(lit(format!("%{SEVERAL}%")));
        let something = aggregate.params.args.iter().map(|amount| {
            let several = amount.clone().is_null().and(several.clone());
            amount.clone().not_eq(lit(0)).or(several)
        });
        let something = something.reduce(Expr::or).unwrap_or_else(|| lit(true));
        let counts = both(aggregate.params.filter.as_deref().cloned(), Some(something), self.schema)?;
        Ok(counts.unwrap_or_else(|| lit(true)))
    }

    fn column(&self, name: &str) -> Option<Expr> {
        let (qualifier, _) = self.schema.qualified_field_with_unqualified_name(name).ok()?;
        Some(Expr::Column(Column::new(qualifier.cloned(), name)))
    }
}

/// Calls `look` with every aggregate in `expr`.
fn each<'e>(expr: &'e Expr, mut look: impl FnMut(&'e AggregateFunction)) -> EngineResult<()> {
    expr.apply(|node| {
        if let Expr::AggregateFunction(aggregate) = node {
            look(aggregate);
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(())
}

fn is_amount(aggregate: &AggregateFunction, schema: &DFSchema) -> bool {
    let decimal = |arg: &Expr| matches!(arg.get_type(schema), Ok(DataType::Decimal128(..)));
    aggregate.func.name() != "count" && aggregate.params.args.iter().any(decimal)
}

/// The currencies that the amounts behind a value are in; none where there are no amounts, or all are 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Currencies {
    least: Option<String>,
    greatest: Option<String>,
    /// The first moment that lacks a rate, as the engine writes it.
    unrated: Option<String>,
}

impl Currencies {
    /// What [`Amounts::currencies`] asks for, as it was found.
    pub(crate) fn new(least: Option<String>, greatest: Option<String>, unrated: Option<String>) -> Self {
        Self { least, greatest, unrated }
    }

    /// The currency that all amounts are in.
    pub(crate) fn one(&self) -> Option<&str> {
        self.least.as_deref().filter(|one| self.greatest.as_deref() == Some(*one) && !one.contains(SEVERAL))
    }

    /// True where the amounts are in more than one.
    pub(crate) fn are_several(&self) -> bool {
        self.least.is_some() && self.one().is_none()
    }

    /// Those of two values together.
    pub(crate) fn and(self, other: &Self) -> Self {
        let least = |one: Option<String>, other: &Option<String>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other.clone())),
            (one, other) => one.or_else(|| other.clone()),
        };
        Self {
            least: least(self.least, &other.least),
            greatest: self.greatest.max(other.greatest.clone()),
            unrated: least(self.unrated, &other.unrated),
        }
    }

    /// Why several have no value.
    pub(crate) fn why_none(&self, calendar: &Calendar) -> NoValue {
        let named = self.least.iter().chain(&self.greatest).flat_map(|named| named.split(SEVERAL));
        let mut currencies: Vec<String> = named.map(str::to_owned).collect();
        currencies.sort();
        currencies.dedup();
        NoValue::SeveralCurrencies { currencies, unrated: self.unrated(calendar) }
    }

    /// The first day that lacks a rate.
    pub(crate) fn unrated(&self, calendar: &Calendar) -> Option<Date> {
        let written = self.unrated.as_deref()?;
        let instant = written.parse::<Timestamp>().map(|at| calendar.date(at));
        instant.or_else(|_| written.parse::<Date>()).ok()
    }
}

#[cfg(test)]
mod tests {
    use jauge_domain::Weekday;
    use jiff::civil::date;

    use super::*;

    fn found(least: &str, greatest: &str) -> Currencies {
        Currencies::new(Some(least.to_owned()), Some(greatest.to_owned()), None)
    }

    #[test]
    fn what_holds_several_is_in_none() {
        assert_eq!((found("EUR", "EUR").one(), found("EUR", "EUR").are_several()), (Some("EUR"), false));
        for several in [found("EUR", "JPY"), found("EUR+JPY", "EUR+JPY")] {
            assert_eq!((several.one(), several.are_several()), (None, true));
        }
        let nothing = Currencies::default();
        assert_eq!((nothing.one(), nothing.are_several()), (None, false));
    }

    #[test]
    fn two_values_together_are_in_the_currencies_of_both() {
        let (eur, jpy, nothing) = (found("EUR", "EUR"), found("JPY", "JPY"), Currencies::default());
        assert_eq!(eur.clone().and(&nothing), eur);
        assert_eq!(nothing.and(&eur), eur);
        assert_eq!(eur.clone().and(&eur), eur);
        assert_eq!((eur.clone().and(&jpy), jpy.and(&eur)), (found("EUR", "JPY"), found("EUR", "JPY")));
    }

    #[test]
    fn the_reason_names_the_currencies_and_the_local_day_that_lacks_a_rate() {
        let calendar = Calendar::new("Asia/Tokyo", Weekday::Monday, (1, 1)).unwrap();
        let why = |unrated: &str| {
            let unrated = Some(unrated.to_owned());
            Currencies { unrated, ..found("EUR+JPY", "USD") }.why_none(&calendar)
        };
        let wanted = |day| NoValue::SeveralCurrencies {
            currencies: ["EUR", "JPY", "USD"].map(str::to_owned).to_vec(),
            unrated: Some(day),
        };
        assert_eq!(why("2026-01-05T20:00:00Z"), wanted(date(2026, 1, 6)));
        assert_eq!(why("2026-01-05"), wanted(date(2026, 1, 5)));
    }
}
