"""What the oracles of all packs share: where they write figures to, civil days, and the walk that makes sessions of events."""

import json
import pathlib
import sys

import polars as pl

folder, zone = pathlib.Path(sys.argv[1]), sys.argv[2]
c = pl.col
found = {}


def local(column):
    return column.dt.convert_time_zone(zone)


def day(column):
    return local(column).dt.date()


def figures(rows, time, by="channel", **kpis):
    """Aggregates in all, by month of the instants or days of `time` and by the dimension `by`; a pair is divided."""
    write(kpis, all=(rows, pl.lit("all")), month=(rows, month(rows, time)), **{by: (rows, c(by))})


def level(rows, by="channel", **kpis):
    """As `figures`, of rows by `day`: a period has what its last day has."""
    last = rows.filter(c("day") == c("day").max())
    ends = rows.filter(c("day") == c("day").max().over(month(rows, "day")))
    write(kpis, all=(last, pl.lit("all")), month=(ends, month(rows, "day")), **{by: (last, c(by))})


def month(rows, time):
    return (c(time) if rows.schema[time] == pl.Date else local(c(time))).dt.strftime("%Y-%m")


def write(kpis, **kinds):
    wanted = [value(expression).alias(name) for name, expression in kpis.items()]
    for kind, (rows, key) in kinds.items():
        table = rows.with_columns(key=key).group_by("key").agg(wanted)
        for row in table.iter_rows(named=True):
            for name in kpis:
                found.setdefault(name.replace("__", "."), {}).setdefault(kind, {})[row["key"] or ""] = row[name]


def value(expression):
    if isinstance(expression, tuple):
        above, below = (one.cast(pl.Float64) for one in expression)
        return pl.when(below != 0).then(above / below)
    return expression.cast(pl.Float64)


def divided(name, above, below, scale=1.0):
    """A KPI out of two others, group by group."""
    for kind, groups in found[below].items():
        for key, under in groups.items():
            over = found[above][kind].get(key, 0) or 0
            found.setdefault(name, {}).setdefault(kind, {})[key] = over * scale / under if under else None


def walked(events):
    """Events in the order of their visitors' time, with `nth`: a session ends before half an hour without an event."""
    events = events.sort("visitor", "at", "id")
    gap = (c("at") - c("at").shift(1).over("visitor")) >= pl.duration(minutes=30)
    return events.with_columns(gap.fill_null(True).cum_sum().over("visitor").alias("nth"))


def has(name):
    return (c("event") == name).any()


def tell():
    json.dump(found, sys.stdout)
