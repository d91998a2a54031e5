"""The exports of site.py as tables, and the sessions in them: what the oracles of leads, content and support start from."""

import polars as pl

from figures import c, day, folder, walked

CHANNELS = {"google/cpc": "Paid Search", "newsletter/email": "Email", "google/organic": "Organic Search"}
visit = ["visitor", "nth"]


def instant(name):
    return c(name).str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us").dt.replace_time_zone("UTC")


def table(name, *times):
    """An export in CSV, its `times` as instants."""
    return pl.read_csv(folder / name, infer_schema=False).with_columns(instant(time) for time in times)


def channel(source, medium):
    return (source + "/" + medium).replace_strict(CHANNELS, default=None)


def seconds(later, earlier):
    return (later - earlier).dt.total_microseconds() / 1e6


numbers = dict(status=pl.Int64, results=pl.Int64, ms=pl.Int64, progress=pl.Float64, seconds=pl.Float64, length=pl.Float64,
               score=pl.Int64, helpful=pl.Boolean, bot=pl.Boolean)
raw = pl.read_ndjson(folder / "site.ndjson", infer_schema_length=None, schema_overrides=numbers)
raw = raw.unique("id", keep="first").filter(~c("bot").fill_null(False)).with_columns(instant("time").alias("at"))
events = walked(raw)
is_page = c("event") == "page_view"
visits = events.group_by(visit, maintain_order=True).agg(
    channel(c("source"), c("medium")).drop_nulls().first().fill_null("Direct").alias("channel"),
    c("at").first().alias("start"), c("at").last().alias("end"), is_page.sum().alias("pages"),
    c("page").filter(is_page).first().alias("landing"), c("id").filter(is_page).first().alias("entry"))
visits = visits.sort(visit).with_columns(
    (day(c("start")) - day(c("start")).shift(1).over("visitor")).dt.total_days().alias("since"))
events = events.join(visits.select(*visit, "channel", "start", "entry"), on=visit, maintain_order="left")
# Those of a system without pages belong to no session and no channel.
accounts = table("accounts.csv", "event_time").select(
    id="event_id", at="event_time", event="event_name", visitor="visitor_id", user="user_id")
hits = pl.concat([events, accounts], how="diagonal").sort("at", "id")
last_day = hits.select(day(c("at")).max()).item()


def sessions(*columns):
    """One row a session, with aggregates of its events."""
    return visits.join(events.group_by(visit, maintain_order=True).agg(*columns), on=visit)


def levels(rows, opened, closed, reaches_to):
    """One row a day at whose end a row was open, `at` its start: from the day it was `opened` to that before it was `closed`."""
    after = pl.lit(reaches_to) + pl.duration(days=1)
    end = pl.min_horizontal(closed.fill_null(after), after)
    rows = rows.with_columns(opened.alias("opened"), end.alias("end")).filter(c("end") > c("opened"))
    return rows.with_columns(pl.date_ranges("opened", "end", closed="left").alias("day")).explode("day")
