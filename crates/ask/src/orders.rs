//! What an order's status makes of it, and which part of what was paid is revenue: SQL functions of the shipped models.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock},
};

use arrow::array::{Array, AsArray, StringArray};
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

/// A status without what systems write it differently in: case, `-` and `_`, and the `wc-` of WooCommerce's tables.
fn folded(status: &str) -> String {
    let spaced = status.trim().to_lowercase().replace(['-', '_'], " ");
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

/// `order_standing(status)`: what a status makes of an order, under the `[orders] counts` of the workspace. `waiting`: those that are
/// not paid yet count, too.
pub fn order_standing(counts: Option<&[String]>, waiting: bool) -> ScalarUDF {
    let listed: Option<BTreeSet<String>> = counts.map(|counts| counts.iter().map(|status| folded(status)).collect());
    let answer = move |arguments: &[ColumnarValue]| {
        let [statuses] = arguments else { return exec_err!("order_standing takes one status") };
        let rows = match statuses {
            ColumnarValue::Array(rows) => rows.len(),
            ColumnarValue::Scalar(_) => 1,
        };
        let statuses = statuses.to_array(rows)?;
        let standing = |status| match standing(status, listed.as_ref()) {
            "waiting" if waiting => "counts",
            told => told,
        };
        let told = statuses.as_string::<i32>().iter().map(|status| Some(standing(status)));
        Ok(ColumnarValue::Array(Arc::new(told.collect::<StringArray>())))
    };
    create_udf("order_standing", vec![DataType::Utf8], DataType::Utf8, Volatility::Immutable, Arc::new(answer))
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
        for status in ["Partially_Refunded", "partially refunded", " PAID ", "wc-processing", "Terminée", "", "Payé"]
        {
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
    fn every_status_that_is_shipped_is_written_folded_and_has_a_standing() {
        let standings: BTreeSet<&str> = KNOWN.values().copied().collect();
        assert_eq!(standings, BTreeSet::from(["cancelled", "counts", "never", "refunded", "waiting"]));
        assert!(KNOWN.keys().all(|status| folded(status) == **status));
    }
}
