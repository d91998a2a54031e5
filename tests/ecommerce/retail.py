"""Who buys again in Online Retail, month by month, by Polars from the source files.

    python retail.py FILES
"""

import json
import pathlib
import sys

import polars as pl

c = pl.col
files = sorted(pathlib.Path(sys.argv[1]).glob("*.csv.gz"))
lines = pl.concat([pl.read_csv(path, infer_schema=False) for path in files])
lines = lines.filter(~c("InvoiceNo").str.starts_with("C"))
orders = lines.group_by("InvoiceNo").agg(c("InvoiceDate").min().alias("at"), c("CustomerID").min().alias("buyer"))
orders = orders.with_columns(pl.coalesce("buyer", "invoice " + c("InvoiceNo"))).sort("buyer", "at", "InvoiceNo")
orders = orders.with_columns((pl.int_range(pl.len()).over("buyer") + 1).alias("number"), c("at").str.slice(0, 7).alias("month"))
buyers = c("buyer").n_unique()
table = orders.group_by("month").agg(
    (c("buyer").filter(c("number") > 1).n_unique() / buyers).alias("ecommerce.repeat_purchase_rate"),
    (c("buyer").filter(c("number") == 1).n_unique() / buyers).alias("ecommerce.new_customer_share"),
    pl.len().cast(pl.Float64).alias("ecommerce.orders"),
)
json.dump({kpi: {"month": dict(zip(table["month"], table[kpi]))} for kpi in table.columns if "." in kpi}, sys.stdout)
