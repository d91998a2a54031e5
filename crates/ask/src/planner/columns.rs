//! The columns of a plan's result that are not values of KPIs.

/// Which of the asked periods a row is in.
pub(super) const PERIOD: &str = "__period";
/// The start of its bucket.
pub(super) const BUCKET: &str = "__bucket";
/// Which grouping set it is of.
pub(super) const SET: &str = "__set";
/// The first moment of its group.
pub(super) const FIRST: &str = "__first";
/// The last one.
pub(super) const LAST: &str = "__last";

/// What the columns of a KPI's currencies begin with: the first, the last, the moment that lacks a rate.
pub(super) const CURRENCIES: [&str; 3] = ["l", "g", "u"];

/// The first and the last currency of an entity's amounts.
pub(super) const ENTITY_CURRENCIES: [&str; 2] = ["__least_currency", "__greatest_currency"];

/// The column that tells grouping sets apart.
pub(super) const GROUPING_ID: &str = datafusion::logical_expr::Aggregate::INTERNAL_GROUPING_ID;

/// The name of the nth dimension's key.
pub(super) fn by(nth: usize) -> String {
    format!("__by{nth}")
}
