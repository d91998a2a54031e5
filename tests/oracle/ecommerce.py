"""Every KPI of the packs `core` and `ecommerce`, computed by Polars from the demo's exports: no store, no SQL, no Jauge.

    python ecommerce.py EXPORTS ZONE

Prints a JSON object: for each KPI its values in all, by month and by channel; null where there is none.
"""

import gzip
import io

import polars as pl

from figures import c, day, divided, figures, folder, found, has, tell, walked, zone

KEY = ["purchase", "generate_lead", "sign_up"]
PASSIVE = ["page_view", "user_engagement", "scroll", "view_item"]
FORMS = ["form_view", "form_start", "form_field", "form_error", "form_submit"]
PAID = {"google/cpc": "Paid Search", "facebook/paid_social": "Paid Social", "newsletter/email": "Email",
        "affiliate-net/affiliate": "Affiliates"}
WAYS = ["first_touch", "last_touch", "last_non_direct", "linear"]
HOSTS = {"google": "Organic Search", "bing": "Organic Search", "instagram": "Organic Social", "chatgpt": "AI Assistant",
         "carnets": "Referral"}


def french(text):
    """A local time; the earlier of two."""
    naive = text.str.to_datetime("%d/%m/%Y %H:%M:%S", time_unit="us")
    return naive.dt.replace_time_zone("Europe/Paris", ambiguous="earliest").dt.convert_time_zone("UTC")


def cents(text):
    return text.str.replace(",", "").cast(pl.Int64)


# What the tracker saw, each event once and without crawlers.
numbers = dict(value=pl.Float64, cost=pl.Float64, ms=pl.Int64, results=pl.Int64, progress=pl.Float64, status=pl.Int64)
texts = {name: pl.String for name in ("user", "order", "form", "field", "file", "term", "media", "referrer")}
item = pl.Struct({"item_id": pl.String, "quantity": pl.Int64})
frames = [
    pl.read_ndjson(io.BytesIO(gzip.decompress(path.read_bytes())), infer_schema_length=None,
                   schema_overrides=numbers | texts | {"items": pl.List(item)})
    .select("id", "time", "event", "visitor", "url", "referrer", "agent", "ms", "status", "order", "cost", "items", "form", "field")
    for path in sorted((folder / "site").glob("*.ndjson.gz"))
]
events = pl.concat(frames).unique("id", keep="first").filter(~c("agent").str.contains("bot"))
events = events.with_columns(c("time").str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us").alias("at"))
events = walked(events)
visit = ["visitor", "nth"]
tag = c("url").str.extract_groups(r"utm_source=([^&]*)&utm_medium=([^&]*)")
tagged = (tag.struct[0] + "/" + tag.struct[1]).replace_strict(PAID, default=None)
host = c("referrer").str.extract(r"https://(?:www\.|l\.)?([a-z]+)\.").replace_strict(HOSTS, default=None)
first = events.group_by(visit, maintain_order=True).first()
first = first.with_columns(pl.coalesce(tagged, host, pl.lit("Direct")).alias("channel"))
events = events.join(first.select(*visit, "channel", c("at").alias("start")), on=visit)
is_page = c("event") == "page_view"
pages = events.filter(is_page).group_by(visit, maintain_order=True)
ends = pages.agg(c("id").first().alias("entry"), c("id").last().alias("exit"))
events = events.join(ends, on=visit, how="left")

reached = {}
steps = ["view_item", "add_to_cart", "begin_checkout", "add_shipping_info", "add_payment_info", "purchase"]
for nth, name in enumerate(steps):
    reached[name] = c("event").is_in(steps[nth:]).any().alias("to_" + name)
# What counts as an interaction only more than a second from the page view.
apart = c("at").filter(~c("event").is_in(PASSIVE + KEY + ["click"]) & ~c("event").str.starts_with("form_"))
done = c("event").is_in(KEY + ["click"]) | c("event").str.starts_with("form_")
visits = events.group_by(visit).agg(
    apart.min().alias("apart_from"), apart.max().alias("apart_to"), c("at").filter(is_page).min().alias("page_at"),
    c("start").first(), c("channel").first(), c("at").max().alias("end"), is_page.sum().alias("pages"), c("ms").sum(),
    c("event").is_in(KEY).sum().alias("keys"), done.any().alias("done"),
    has("add_to_cart").alias("carted"), has("begin_checkout").alias("checked"), has("remove_from_cart").alias("removed"),
    *reached.values(),
)
second_long = pl.duration(seconds=1)
sent_along = ((c("page_at") - c("apart_from") <= second_long).fill_null(True)
              & (c("apart_to") - c("page_at") <= second_long).fill_null(True))
visits = visits.with_columns(
    engaged=(c("ms") > 10_000) | (c("keys") > 0) | (c("pages") >= 2), bounced=(c("pages") == 1) & ~c("done") & sent_along,
    long=(c("end") - c("start")).dt.total_milliseconds(), is_new=c("nth") == 1,
)
people = c("visitor").n_unique()
figures(visits, "start",
        core__sessions=pl.len(), core__engaged_sessions=c("engaged").sum(), core__engagement_rate=(c("engaged").sum(), pl.len()),
        core__non_engaged_rate=((~c("engaged")).sum(), pl.len()), core__bounce_rate=(c("bounced").sum(), pl.len()),
        core__key_event_rate=((c("keys") > 0).sum(), pl.len()), core__views_per_session=(c("pages").sum(), pl.len()),
        core__engaged_time=(c("ms").sum() / 1000, pl.len()), core__session_duration=(c("long").sum() / 1000, pl.len()),
        core__session_duration_median=(c("long") / 1000).median(), core__sessions_per_visitor=(pl.len(), people),
        core__new_visitor_share=(c("visitor").filter("is_new").n_unique(), people),
        core__returning_visitor_share=(c("visitor").filter(~c("is_new")).n_unique(), people),
        ecommerce__purchase_conversion=(c("to_purchase").sum(), pl.len()),
        ecommerce__lagged_conversion_7d=(c("to_purchase").sum(), pl.len()),
        ecommerce__product_view_rate=(c("to_view_item").sum(), pl.len()),
        ecommerce__view_to_cart=(c("to_add_to_cart").sum(), c("to_view_item").sum()),
        ecommerce__cart_to_checkout=(c("to_begin_checkout").sum(), c("to_add_to_cart").sum()),
        ecommerce__checkout_to_purchase=(c("to_purchase").sum(), c("to_begin_checkout").sum()),
        ecommerce__cart_abandonment=((c("carted") & ~c("to_purchase")).sum(), c("carted").sum()),
        ecommerce__checkout_abandonment=((c("checked") & ~c("to_purchase")).sum(), c("checked").sum()),
        ecommerce__cart_removal_rate=((c("carted") & c("removed")).sum(), c("carted").sum()))
refunds = pl.read_csv(folder / "shop/refunds.csv", separator=";", infer_schema=False)
refunds = refunds.with_columns(french(c("at")), cents(c("amount")).alias("cents"))
hits = pl.concat([
    events.with_columns(is_entry=c("id") == c("entry"), is_exit=c("id") == c("exit"))
    .select("at", "event", "visitor", "channel", "is_entry", "is_exit", "status"),
    refunds.select("at", pl.lit("refund").alias("event"), "visitor"),
], how="diagonal")
figures(hits, "at",
        core__events=pl.len(), core__page_views=is_page.sum(), core__entrances=c("is_entry").sum(),
        core__key_events=c("event").is_in(KEY).sum(), core__exit_rate=(c("is_exit").sum(), is_page.sum()),
        core__not_found_rate=((c("status") == 404).sum(), c("status").count()),
        core__views_per_visitor=(is_page.sum(), c("visitor").filter(is_page).n_unique()))
figures(events, "at", core__visitors=people, ecommerce__visitor_conversion=(c("visitor").filter(c("event") == "purchase").n_unique(), people))
after = (day(c("start")) - day(c("start")).min()).dt.total_days()
seen = visits.sort("visitor", "nth").group_by("visitor", maintain_order=True).agg(
    c("start").first(), c("channel").first(), *[(after == days).any().alias(f"d{days}") for days in (1, 7, 30)])
figures(seen, "start", **{f"core__retention_d{days}": (c(f"d{days}").sum(), pl.len()) for days in (1, 7, 30)})

# Forms, one row a visit and form.
is_step = c("event").is_in(["form_start", "form_field"])
forms = events.filter(c("event").is_in(FORMS)).group_by(*visit, "form", maintain_order=True).agg(
    c("start").first(), c("channel").first(), is_step.sum().alias("starts"), (c("event") == "form_view").sum().alias("views"),
    (c("event") != "form_view").any().alias("started"), has("form_error").alias("failed"), has("form_submit").alias("sent"),
    c("field").filter(is_step & c("field").is_not_null()).last().alias("last"),
    (c("at").filter(c("event") == "form_submit").min() - c("at").filter(c("event") == "form_start").min())
    .dt.total_milliseconds().alias("filling"))
started, tracked = c("started").sum(), c("starts").sum() > 0
figures(forms, "start",
        core__form_completion=(c("sent").sum(), pl.when(tracked).then(started)),
        core__form_abandonment=((c("started") & ~c("sent")).sum(), pl.when(tracked).then(started)),
        core__form_conversion=(c("sent").sum(), pl.when(c("views").sum() > 0).then(pl.len())),
        core__form_start_rate=(started, pl.when(c("views").sum() > 0).then(pl.len())),
        core__form_error_rate=(c("failed").sum(), started), core__form_time=(c("filling") / 1000).median())
figures(forms.filter(c("started") & ~c("sent")), "start", core__field_abandonment=(c("last").count(), pl.len()))

# Orders as the shop has them, the later row of each; what the tag knows is joined.
files = [pl.read_csv(path, separator=";", infer_schema=False) for path in sorted((folder / "shop").glob("orders-*.csv"))]
lines = pl.concat([one.with_columns(file=pl.lit(nth)) for nth, one in enumerate(files)])
lines = lines.filter(c("file") == c("file").max().over("order_id"))
lines = lines.with_columns(c("quantity").cast(pl.Int64), *(cents(c(name)) for name in ("price", "discount", "shipping")))
orders = lines.group_by("order_id").agg(
    french(c("at").first()), c("status").first(), c("coupon").first(), c("customer").first(), c("quantity").sum().alias("units"),
    (c("quantity") * c("price")).sum().alias("goods"), c("product").n_unique().alias("products"),
    ((c("quantity") * c("price")).sum() - c("discount").first() + c("shipping").first()).alias("cents"))
bought = events.filter(c("event") == "purchase").select(
    c("order").alias("order_id"), "visitor", "nth", "channel", c("at").alias("bought"), c("cost"))
orders = orders.join(bought, on="order_id", how="left").sort("customer", "at", "order_id")
orders = orders.with_columns((pl.int_range(pl.len()).over("customer") + 1).alias("number"),
                             is_back=c("order_id").is_in(refunds["order_id"].implode()))
money = c("cents").sum() / 100
figures(orders, "at",
        ecommerce__orders=pl.len(), ecommerce__revenue=money, ecommerce__average_order_value=(money, pl.len()),
        ecommerce__buyers=c("customer").n_unique(), ecommerce__new_customers=(c("number") == 1).sum(),
        ecommerce__new_customer_share=(c("customer").filter(c("number") == 1).n_unique(), c("customer").n_unique()),
        ecommerce__repeat_purchase_rate=(c("customer").filter(c("number") > 1).n_unique(), c("customer").n_unique()),
        ecommerce__units_per_order=(c("units").sum(), pl.len()), ecommerce__return_rate=(c("is_back").sum(), pl.len()),
        ecommerce__item_revenue=c("goods").sum() / 100, ecommerce__units=c("units").sum(),
        ecommerce__bought_together=(c("products") > 1).sum(), ecommerce__products_per_order=(c("products").sum(), pl.len()),
        ecommerce__single_product_share=((c("products") == 1).sum(), pl.len()),
        ecommerce__voucher_share=(c("coupon").count(), pl.len()),
        ecommerce__orders_in_shop=(pl.len(), pl.len()), ecommerce__orders_tracked=(c("visitor").count(), pl.len()),
        ecommerce__gross_margin=(c("cents").filter(c("cost").is_not_null()).sum() / 100 - c("cost").sum(),
                                 c("cents").filter(c("cost").is_not_null()).sum() / 100))
with_session, paid = c("visitor").count(), c("cents").filter(c("visitor").is_not_null()).sum() / 100
figures(orders, "at",
        ecommerce__orders_with_session=with_session, ecommerce__orders_without_session=c("visitor").null_count(),
        ecommerce__session_order_value=(paid, with_session), ecommerce__revenue_without_session=money - paid)
figures(visits, "start", ecommerce__buying_sessions=c("to_purchase").sum())
divided("ecommerce.orders_per_buying_session", "ecommerce.orders_with_session", "ecommerce.buying_sessions")
divided("ecommerce.orders_per_session", "ecommerce.orders_with_session", "core.sessions")
# Since the tag saw its first order, by what the shop alone knows.
books = orders.filter(c("at") >= events.filter(c("event") == "purchase")["at"].min())
figures(books, "at", "status", ecommerce__books_orders=pl.len(), ecommerce__books_tracked=(with_session, pl.len()))
# Every attribution credits each order once, so that without one of them there is no value.
for name, total in (("orders", pl.len()), ("revenue", money)):
    figures(orders, "at", **{"ecommerce__attributed_" + name: pl.when(False).then(total)})
    credited = dict.fromkeys((f"{way}_{days}d" for way in WAYS for days in (30, 90)), orders.select(total.cast(pl.Float64)).item())
    found["ecommerce.attributed_" + name]["attribution"] = credited
back = refunds.join(orders.select("order_id", "channel", "goods", "units", paid="cents"), on="order_id", how="left")
whole = (c("cents") >= c("paid")).fill_null(False)
figures(back, "at", ecommerce__refunds=c("cents").sum() / 100,
        ecommerce__item_refunds=pl.when(whole).then("goods").otherwise("cents").sum() / 100,
        ecommerce__units_returned=c("units").filter(whole).sum())
for kind in ("all", "month", "channel"):
    revenue, refunded = (found["ecommerce." + name][kind] for name in ("revenue", "refunds"))
    net = {key: (revenue.get(key) or 0) - (refunded.get(key) or 0) for key in revenue | refunded}
    found.setdefault("ecommerce.net_revenue", {})[kind] = net
divided("ecommerce.refund_rate", "ecommerce.refunds", "ecommerce.revenue")
shop, tag = found["ecommerce.books_orders"], found["core.sessions"]
found["ecommerce.shop_orders_per_session"] = {
    kind: {key: shop[kind].get(key, 0) / tag[kind][key] for key in tag[kind]} for kind in ("all", "month")}
divided("ecommerce.revenue_per_session", "ecommerce.revenue", "core.sessions")
divided("ecommerce.revenue_per_visitor", "ecommerce.revenue", "core.visitors")

# Customers, from their first order on.
year = pl.duration(days=365)
second = c("at").filter(c("number") == 2).first() - c("at").first()
customers = orders.group_by("customer", maintain_order=True).agg(
    c("at").first(), c("channel").first(), c("cents").sum(), (second <= year).fill_null(False).alias("again"),
    c("at").alias("all"), pl.len().alias("bought"))


def score(column):
    """The fifth of all customers, by how many are below: 1 to 5."""
    return (1 + (5 * (column.rank("min") - 1) / (pl.len() - 1)).floor()).clip(upper_bound=5)


worth = (score(c("bought")) + score(c("cents"))) / 2
customers = customers.with_columns(loyal=(score(day(c("all").list.max())) >= 3) & (worth >= 3))
figures(customers, "at", ecommerce__customer_value=(money, pl.len()), ecommerce__repeat_within_365d=(c("again").sum(), pl.len()),
        ecommerce__segment_customers=pl.len(), ecommerce__segment_revenue=money,
        ecommerce__loyal_customer_share=(c("loyal").sum(), pl.len()))
month = 30 * 86_400_000_000
reach = orders["at"].max()
rows = []
for customer in customers.iter_rows(named=True):
    active = {int((at - customer["at"]).total_seconds() * 1e6 // month) for at in customer["all"]}
    whole = int((reach - customer["at"]).total_seconds() * 1e6 // month)
    rows += [(customer["at"], customer["channel"], nth in active) for nth in range(1, whole)]
kept = pl.DataFrame(rows, schema={"at": orders.schema["at"], "channel": pl.String, "active": pl.Boolean}, orient="row")
figures(kept, "at", ecommerce__customer_retention=(c("active").sum(), pl.len()))

# Which visits led to an order.
touches = orders.drop("channel").join(visits.select("visitor", c("nth").alias("touch"), "start", "channel"), on="visitor", how="left")
touches = touches.filter(c("start").is_null() | (c("start") <= c("bought"))).sort("order_id", "touch")
touches = touches.with_columns((c("bought") - c("start")).dt.total_microseconds().alias("before") / 86_400e6,
                               c("touch").count().over("order_id").alias("touches"))
path = touches.filter((c("touch") == 1) & (c("number") == 1))
figures(path, "at", ecommerce__days_to_purchase=c("before").median(), ecommerce__sessions_to_purchase=c("touches").median())
near = touches.filter((c("before") <= 30).fill_null(True) | (c("touch") == c("nth")))
near = near.with_columns((c("channel") == "Direct").fill_null(False).alias("direct"))
told = near.sort("order_id", "direct", c("touch"), descending=[False, False, True]).group_by("order_id", maintain_order=True).first()
spend = pl.concat([pl.read_csv(path, separator=";", infer_schema=False) for path in sorted((folder / "ads").glob("*.csv"))])
spend = spend.with_columns(c("date").str.to_date("%d/%m/%Y"), cents(c("cost")).alias("cost"),
                           (c("source") + "/" + c("medium")).replace_strict(PAID, default=None).alias("channel"))
paid = spend["channel"].unique().implode()
marketing = pl.concat([
    spend.select("date", "channel", c("cost") / 100),
    told.select(day(c("at")).alias("date"), "channel", pl.lit(1).alias("orders"), c("cents").alias("revenue") / 100,
                (c("number") == 1).cast(pl.Int64).alias("new"), c("channel").is_in(paid).alias("has_spend")),
], how="diagonal").with_columns(c("date").cast(pl.Datetime("us")).dt.replace_time_zone(zone).alias("at"))
cost = c("cost").sum()
figures(marketing, "at",
        ecommerce__spend=cost, ecommerce__cost_per_order=(cost, c("orders").sum()),
        ecommerce__customer_acquisition_cost=(cost, c("new").sum()), ecommerce__marketing_efficiency=(c("revenue").sum(), cost),
        ecommerce__return_on_ad_spend=(c("revenue").filter("has_spend").sum(), cost))

# Products: visits that viewed one, orders with one in them.
viewed = events.filter(c("event") == "view_item").explode("items").unnest("items")
viewed = viewed.group_by(*visit, "item_id").agg(c("at").min(), c("channel").first(), pl.lit(1).alias("views"))
sold = lines.unique(["order_id", "product"]).select("order_id").join(orders, on="order_id").with_columns(pl.lit(1).alias("sold"))
products = pl.concat([viewed.select("at", "channel", "views"), sold.select("at", "channel", "sold")], how="diagonal")
figures(products, "at", ecommerce__product_conversion=(c("sold").sum(), c("views").sum()))
tell()
