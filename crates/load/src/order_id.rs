//! Ids of orders without what shops and tags seldom write alike: `#1001` in an export is `1001` in a tag.

use std::{borrow::Cow, sync::Arc};

use arrow::{
    array::{ArrayRef, AsArray, StringArray},
    datatypes::DataType,
};

/// The columns that name an order.
pub(crate) const ORDERS: [&str; 3] = ["transaction_id", "order_id", "other_id"];
/// The table of the shop's orders.
const SHOP_ORDERS: &str = "shop_orders";

/// The id of an order without `#` and spaces, as the model `purchase_events` has those of events; whole where nothing else is in it.
pub(crate) fn bare(id: &str) -> Cow<'_, str> {
    let is_aside = |letter: char| matches!(letter, '#' | ' ');
    if !id.contains(is_aside) || id.chars().all(is_aside) {
        return Cow::Borrowed(id);
    }
    Cow::Owned(id.chars().filter(|letter| !is_aside(*letter)).collect())
}

/// `values` of a column of `table`, ids bare where they are those of the shop's orders.
pub(crate) fn bared(table: &str, column: &str, values: ArrayRef) -> ArrayRef {
    if table != SHOP_ORDERS || !ORDERS.contains(&column) || *values.data_type() != DataType::Utf8 {
        return values;
    }
    let ids = values.as_string::<i32>();
    Arc::new(ids.iter().map(|id| id.map(bare)).collect::<StringArray>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_has_one_id_however_it_is_decorated() {
        for (written, id) in [("#1001", "1001"), (" # 10 01 ", "1001"), ("A-7", "A-7"), ("#", "#"), ("", "")] {
            assert_eq!(bare(written), id, "{written:?}");
        }
    }

    #[test]
    fn ids_are_bare_in_the_shops_orders_and_as_received_elsewhere() {
        let ids: ArrayRef = Arc::new(StringArray::from(vec![Some("#1001"), None]));
        let bare: ArrayRef = Arc::new(StringArray::from(vec![Some("1001"), None]));
        assert_eq!(&bared("shop_orders", "order_id", ids.clone()), &bare);
        assert_eq!(&bared("shop_orders", "coupon", ids.clone()), &ids);
        assert_eq!(&bared("events", "transaction_id", ids.clone()), &ids);
    }
}
