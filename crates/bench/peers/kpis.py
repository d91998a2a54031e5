"""The 18 core KPIs of `hits` and `sessions` by day, as other engines are asked for them: KPI by KPI, and fused by hand.

Written anew, not taken from `queries/core`, so that equal answers say something. Peers read the rows of the models `hits` and
`sessions` with `day`, the civil day in the workspace's zone, as a stored column.
"""

# KPI by KPI: the table, the rows, the value.
EACH = {
    "core.events": ("hits", "", "count(*)"),
    "core.page_views": ("hits", "WHERE event_name = 'page_view'", "count(*)"),
    "core.exit_rate": ("hits", "WHERE event_name = 'page_view'", "count(*) FILTER (WHERE is_exit) * 1.0 / count(*)"),
    "core.visitors": ("hits", "WHERE session_id IS NOT NULL", "count(DISTINCT visitor_id)"),
    "core.views_per_visitor": (
        "hits",
        "WHERE event_name = 'page_view'",
        "count(*) * 1.0 / nullif(count(DISTINCT visitor_id), 0)",
    ),
    "core.sessions": ("sessions", "", "count(*)"),
    "core.engaged_sessions": ("sessions", "", "count(*) FILTER (WHERE is_engaged)"),
    "core.engagement_rate": ("sessions", "", "count(*) FILTER (WHERE is_engaged) * 1.0 / count(*)"),
    "core.non_engaged_rate": ("sessions", "", "count(*) FILTER (WHERE NOT is_engaged) * 1.0 / count(*)"),
    "core.bounce_rate": ("sessions", "", "count(*) FILTER (WHERE is_bounce) * 1.0 / count(*)"),
    "core.key_event_rate": ("sessions", "", "count(*) FILTER (WHERE key_events > 0) * 1.0 / count(*)"),
    "core.engaged_time": ("sessions", "", "nullif(sum(engaged_ms), 0) / 1000.0 / count(*)"),
    "core.session_duration": ("sessions", "", "sum(duration_ms) / 1000.0 / count(*)"),
    "core.session_duration_median": ("sessions", "", "median(duration_ms / 1000.0)"),
    "core.views_per_session": ("sessions", "", "sum(page_views) * 1.0 / count(*)"),
    "core.sessions_per_visitor": ("sessions", "", "count(*) * 1.0 / nullif(count(DISTINCT visitor_id), 0)"),
    "core.new_visitor_share": (
        "sessions",
        "",
        "count(DISTINCT visitor_id) FILTER (WHERE new_returning = 'new') * 1.0 / nullif(count(DISTINCT visitor_id), 0)",
    ),
    "core.returning_visitor_share": (
        "sessions",
        "",
        "count(DISTINCT visitor_id) FILTER (WHERE new_returning = 'returning') * 1.0"
        " / nullif(count(DISTINCT visitor_id), 0)",
    ),
}

# Fused by hand: one scan a table, each aggregate once, what is made of them by `RATIOS`.
FUSED = {
    "hits": """
        SELECT day,
               count(*)                                                             AS events,
               count(*) FILTER (WHERE event_name = 'page_view')                     AS page_views,
               count(*) FILTER (WHERE event_name = 'page_view' AND is_exit)         AS exits,
               count(DISTINCT visitor_id) FILTER (WHERE session_id IS NOT NULL)     AS visitors,
               count(DISTINCT visitor_id) FILTER (WHERE event_name = 'page_view')   AS viewers
        FROM {hits} GROUP BY day""",
    "sessions": """
        SELECT day,
               count(*)                                                             AS sessions,
               count(*) FILTER (WHERE is_engaged)                                   AS engaged,
               count(*) FILTER (WHERE NOT is_engaged)                               AS not_engaged,
               count(*) FILTER (WHERE is_bounce)                                    AS bounced,
               count(*) FILTER (WHERE key_events > 0)                               AS with_key_event,
               sum(engaged_ms)                                                      AS engaged_time,
               sum(duration_ms)                                                     AS duration,
               median(duration_ms / 1000.0)                                         AS duration_median,
               sum(page_views)                                                      AS views,
               count(DISTINCT visitor_id)                                           AS people,
               count(DISTINCT visitor_id) FILTER (WHERE new_returning = 'new')      AS new_people,
               count(DISTINCT visitor_id) FILTER (WHERE new_returning = 'returning') AS returning_people
        FROM {sessions} GROUP BY day""",
}


def over(above, below):
    """A quotient; none where there is nothing to divide or to divide by."""
    return above / below if above is not None and below else None


# What the 18 KPIs are of one day's aggregates.
RATIOS = {
    "hits": {
        "core.events": lambda a: a["events"],
        "core.page_views": lambda a: a["page_views"],
        "core.exit_rate": lambda a: over(a["exits"], a["page_views"]),
        "core.visitors": lambda a: a["visitors"],
        "core.views_per_visitor": lambda a: over(a["page_views"], a["viewers"]),
    },
    "sessions": {
        "core.sessions": lambda a: a["sessions"],
        "core.engaged_sessions": lambda a: a["engaged"],
        "core.engagement_rate": lambda a: over(a["engaged"], a["sessions"]),
        "core.non_engaged_rate": lambda a: over(a["not_engaged"], a["sessions"]),
        "core.bounce_rate": lambda a: over(a["bounced"], a["sessions"]),
        "core.key_event_rate": lambda a: over(a["with_key_event"], a["sessions"]),
        "core.engaged_time": lambda a: over(a["engaged_time"] or None, a["sessions"] * 1000),
        "core.session_duration": lambda a: over(a["duration"], a["sessions"] * 1000),
        "core.session_duration_median": lambda a: a["duration_median"],
        "core.views_per_session": lambda a: over(a["views"], a["sessions"]),
        "core.sessions_per_visitor": lambda a: over(a["sessions"], a["people"]),
        "core.new_visitor_share": lambda a: over(a["new_people"], a["people"]),
        "core.returning_visitor_share": lambda a: over(a["returning_people"], a["people"]),
    },
}


def of_aggregates(table, rows):
    """The answers, by KPI and day, out of a fused query's rows."""
    rows = [(str(row["day"])[:10], row) for row in rows]
    return {kpi: {day: ratio(row) for day, row in rows} for kpi, ratio in RATIOS[table].items()}


def each_sql(kpi, tables):
    """The query of one KPI."""
    table, rows, value = EACH[kpi]
    return f"SELECT day, {value} AS value FROM {tables[table]} {rows} GROUP BY day"


def each_polars(kpi, hits, sessions):
    """The same of one KPI in Polars."""
    import polars as pl

    c = pl.col
    views = hits.filter(c("event_name") == "page_view")
    people = c("visitor_id").drop_nulls().n_unique()
    per_session = {
        "core.sessions": pl.len(),
        "core.engaged_sessions": c("is_engaged").sum(),
        "core.engagement_rate": c("is_engaged").sum() / pl.len(),
        "core.non_engaged_rate": (~c("is_engaged")).sum() / pl.len(),
        "core.bounce_rate": c("is_bounce").sum() / pl.len(),
        "core.key_event_rate": (c("key_events") > 0).sum() / pl.len(),
        "core.engaged_time": some(c("engaged_ms").sum()) / 1000 / pl.len(),
        "core.session_duration": c("duration_ms").sum() / 1000 / pl.len(),
        "core.session_duration_median": c("duration_ms").median() / 1000,
        "core.views_per_session": c("page_views").sum() / pl.len(),
        "core.sessions_per_visitor": pl.len() / some(people),
        "core.new_visitor_share": people_of("new") / some(people),
        "core.returning_visitor_share": people_of("returning") / some(people),
    }
    rows, value = {
        "core.events": (hits, pl.len()),
        "core.page_views": (views, pl.len()),
        "core.exit_rate": (views, c("is_exit").sum() / pl.len()),
        "core.visitors": (hits.filter(c("session_id").is_not_null()), people),
        "core.views_per_visitor": (views, pl.len() / some(people)),
    }.get(kpi) or (sessions, per_session[kpi])
    return rows.group_by("day").agg(value.alias("value"))


def fused_polars(hits, sessions):
    """The fused queries in Polars, with the columns of `FUSED`."""
    import polars as pl

    c = pl.col
    is_view = c("event_name") == "page_view"
    people = c("visitor_id").drop_nulls()
    of_hits = hits.group_by("day").agg(
        events=pl.len(),
        page_views=is_view.sum(),
        exits=(is_view & c("is_exit")).sum(),
        visitors=c("visitor_id").filter(c("session_id").is_not_null()).drop_nulls().n_unique(),
        viewers=c("visitor_id").filter(is_view).drop_nulls().n_unique(),
    )
    of_sessions = sessions.group_by("day").agg(
        sessions=pl.len(),
        engaged=c("is_engaged").sum(),
        not_engaged=(~c("is_engaged")).sum(),
        bounced=c("is_bounce").sum(),
        with_key_event=(c("key_events") > 0).sum(),
        engaged_time=c("engaged_ms").sum(),
        duration=c("duration_ms").sum(),
        duration_median=c("duration_ms").median() / 1000,
        views=c("page_views").sum(),
        people=people.n_unique(),
        new_people=people_of("new"),
        returning_people=people_of("returning"),
    )
    return of_hits, of_sessions


def some(value):
    """None in the place of 0."""
    import polars as pl

    return pl.when(value != 0).then(value)


def people_of(kind):
    """The new or returning visitors, in Polars."""
    import polars as pl

    return pl.col("visitor_id").filter(pl.col("new_returning") == kind).drop_nulls().n_unique()
