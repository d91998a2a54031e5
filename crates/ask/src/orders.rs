//! What an order's status makes of it, and which part of what was paid is revenue: SQL functions of the shipped models.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock},
};

use arrow::array::{AsArray, StringArray};
use arrow::datatypes::DataType;
use datafusion::common::{ScalarValue, exec_err};
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf};

/// The statuses that are known, below what they make of an order.
const SHIPPED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/order_statuses.txt"));

static KNOWN: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| known(SHIPPED));

/// What no `[orders] counts` makes another thing of.
const FIXED: [&str; 3] = ["never", "refunded", "cancelled"];

fn known(text: &'static str) -> HashMap<&'static str, &'static str> {
    let mut standing = "";
    let mut found = HashMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(section) => standing = section,
            None => {
                found.insert(line, standing);
            }
        }
    }
    found
}

/// A status without what systems write it differently in: case, spaces, `-` and `_`, and the `wc-` of WooCommerce's tables.
fn folded(status: &str) -> String {
    let words = status.split(|char: char| char.is_whitespace() || matches!(char, '-' | '_'));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let spaced = words.join(" ").to_lowercase();
    spaced.strip_prefix("wc ").unwrap_or(&spaced).to_owned()
}

/// What `status` makes of an order: `counts`, `refunded`, `cancelled`, `waiting`, `never`, `not listed` or `unknown`. `listed` are
/// the folded statuses of `[orders] counts`. An order without a status counts: nothing is said against it.
fn standing(status: Option<&str>, listed: Option<&BTreeSet<String>>) -> &'static str {
    let Some(status) = status.map(folded).filter(|status| !status.is_empty()) else { return "counts" };
    let known = KNOWN.get(status.as_str()).copied();
    match (known, listed) {
        (Some(fixed), _) if FIXED.contains(&fixed) => fixed,
        (_, Some(listed)) if listed.contains(&status) => "counts",
        (Some("counts"), Some(_)) => "not listed",
        (Some(known), _) => known,
        (None, _) => "unknown",
    }
}

/// True where `status` says that an order is not paid yet: pending, on hold or authorized.
pub fn is_waiting(status: &str) -> bool {
    standing(Some(status), None) == "waiting"
}

/// The same of an order that was cancelled, whatever its status says: one that had been paid is refunded, every other is
/// `cancelled`. What `listed` lets count need not have been paid.
fn cancelled(status: Option<&str>, listed: Option<&BTreeSet<String>>) -> &'static str {
    let paid = status.and_then(|status| KNOWN.get(folded(status).as_str())) == Some(&"counts");
    match standing(status, listed) {
        "counts" if paid => "refunded",
        "counts" | "waiting" | "unknown" => "cancelled",
        other => other,
    }
}

/// The statuses of `orders` that nobody knows, under `[orders] counts`: their orders do not count.
pub fn unknown_statuses<'a>(
    statuses: impl IntoIterator<Item = &'a String>,
    counts: Option<&[String]>,
) -> Vec<&'a String> {
    let listed = counts.map(all_folded);
    statuses.into_iter().filter(|status| standing(Some(status.as_str()), listed.as_ref()) == "unknown").collect()
}

fn all_folded(statuses: &[String]) -> BTreeSet<String> {
    statuses.iter().map(|status| folded(status)).collect()
}

/// `order_standing(status, is_cancelled)`: what a status makes of an order, under the `[orders] counts` of the workspace, where it
/// was cancelled or was not. `waiting`: those that are not paid yet count, too.
pub fn order_standing(counts: Option<&[String]>, waiting: bool) -> ScalarUDF {
    let listed = counts.map(all_folded);
    let answer = move |arguments: &[ColumnarValue]| {
        let columns = ColumnarValue::values_to_arrays(arguments)?;
        let [statuses, flags] = columns.as_slice() else {
            return exec_err!("order_standing takes a status and a flag");
        };
        let told = statuses.as_string::<i32>().iter().zip(flags.as_boolean()).map(|(status, is_cancelled)| {
            let of = if is_cancelled == Some(true) { cancelled } else { standing };
            Some(match of(status, listed.as_ref()) {
                "waiting" if waiting => "counts",
                told => told,
            })
        });
        Ok(ColumnarValue::Array(Arc::new(told.collect::<StringArray>())))
    };
    let takes = vec![DataType::Utf8, DataType::Boolean];
    create_udf("order_standing", takes, DataType::Utf8, Volatility::Immutable, Arc::new(answer))
}

/// `refunds_tracked()`: whether all refunds are in the sources, so that none is none.
pub fn refunds_tracked(tracked: bool) -> ScalarUDF {
    let answer = move |_: &[ColumnarValue]| Ok(ColumnarValue::Scalar(ScalarValue::Boolean(Some(tracked))));
    create_udf("refunds_tracked", Vec::new(), DataType::Boolean, Volatility::Immutable, Arc::new(answer))
}

/// `revenue_basis()`: which part of what was paid is revenue, as `[orders] revenue` says it.
pub fn revenue_basis(basis: &'static str) -> ScalarUDF {
    let answer = move |_: &[ColumnarValue]| Ok(ColumnarValue::Scalar(ScalarValue::Utf8(Some(basis.to_owned()))));
    create_udf("revenue_basis", Vec::new(), DataType::Utf8, Volatility::Immutable, Arc::new(answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_means_the_same_however_it_is_written() {
        for status in [
            "Partially_Refunded",
            "partially refunded",
            "PARTIALLY  REFUNDED",
            "partially\u{a0}refunded",
            " PAID ",
            "wc-processing",
            "Terminée",
            "",
            "Payé",
        ] {
            assert_eq!(standing(Some(status), None), "counts", "{status}");
        }
        for (status, wanted) in [
            ("refunded", "refunded"),
            ("Remboursée", "refunded"),
            ("wc-cancelled", "cancelled"),
            ("on-hold", "waiting"),
            ("authorized", "waiting"),
            ("voided", "never"),
            ("paidd", "unknown"),
        ] {
            assert_eq!(standing(Some(status), None), wanted, "{status}");
        }
        assert_eq!(standing(None, None), "counts");
        assert!(is_waiting("On-Hold") && !is_waiting("paid") && !is_waiting(""));
    }

    #[test]
    fn what_is_listed_counts_in_place_of_what_is_shipped() {
        let listed = ["on hold", "ours", "voided"].map(str::to_owned).into_iter().collect();
        for (status, wanted) in [
            ("On-Hold", "counts"),
            ("ours", "counts"),
            ("paid", "not listed"),
            ("voided", "never"),
            ("refunded", "refunded"),
            ("pending", "waiting"),
            ("theirs", "unknown"),
        ] {
            assert_eq!(standing(Some(status), Some(&listed)), wanted, "{status}");
        }
    }

    #[test]
    fn what_was_cancelled_is_refunded_where_it_had_been_paid_and_no_order_otherwise() {
        let listed = ["on hold", "pending"].map(str::to_owned).into_iter().collect();
        for (status, listed, wanted) in [
            (Some("Paid"), None, "refunded"),
            (Some("partially_refunded"), None, "refunded"),
            (Some("refunded"), None, "refunded"),
            (Some("pending"), None, "cancelled"),
            (Some("paidd"), None, "cancelled"),
            (Some("voided"), None, "never"),
            (None, None, "cancelled"),
            (Some("pending"), Some(&listed), "cancelled"),
            (Some("paid"), Some(&listed), "not listed"),
        ] {
            assert_eq!(cancelled(status, listed), wanted, "{status:?}");
        }
    }

    #[test]
    fn statuses_that_nobody_knows_are_named() {
        let statuses = ["paid", "paidd", "Ours", "voided", ""].map(str::to_owned);
        assert_eq!(unknown_statuses(&statuses, None), ["paidd", "Ours"]);
        assert_eq!(unknown_statuses(&statuses, Some(&["ours".to_owned()])), ["paidd"]);
    }

    #[test]
    fn every_status_that_is_shipped_is_written_folded_and_has_a_standing() {
        let standings: BTreeSet<&str> = KNOWN.values().copied().collect();
        assert_eq!(standings, BTreeSet::from(["cancelled", "counts", "never", "refunded", "waiting"]));
        assert!(KNOWN.keys().all(|status| folded(status) == **status));
    }
}
