//! Other engines read the store as it stands.

use super::retail;
use crate::support::python;

#[test]
fn polars_counts_the_same() {
    let Some(shop) = retail::loaded() else { return };
    let table = shop.path().join(".jauge/events");
    let table = table.to_str().unwrap();
    let polars = "import sys, polars as pl; t = pl.scan_delta(sys.argv[1]); \
                  p = t.filter(pl.col('event_name') == 'purchase'); \
                  print(t.select(pl.len()).collect().item(), p.select(pl.col('value').sum()).collect().item())";
    if let Some(found) = python(&["-c", polars, table]) {
        assert_eq!(found, "25900 10644560.4240");
    }
}

#[test]
fn deltalake_and_pyarrow_read_every_amount() {
    let Some(shop) = retail::loaded() else { return };
    let table = shop.path().join(".jauge/events");
    let delta = "
import sys
from decimal import Decimal
from deltalake import DeltaTable
table = DeltaTable(sys.argv[1]).to_pyarrow_table()
items = table.column('items').combine_chunks().flatten()
amounts = zip(items.field('price').to_pylist(), items.field('quantity').to_pylist())
values = table.column('value').to_pylist()
print(table.num_rows, sum(values), len(items), sum(price * quantity for price, quantity in amounts),
      table.schema.field('event_time').type, min(table.column('event_time').to_pylist()).isoformat())
";
    let Some(found) = python(&["-c", delta, table.to_str().unwrap()]) else { return };
    let items = "SELECT count(*) FROM (SELECT unnest(items) FROM events)";
    let wanted = [
        shop.sql("SELECT count(*) FROM events"),
        "9747747.9340".into(),
        shop.sql(items),
        "9747747.93400000".into(),
        "timestamp[us, tz=UTC]".into(),
        "2010-12-01T08:26:00+00:00".into(),
    ];
    assert_eq!(found, wanted.join(" "));
}
