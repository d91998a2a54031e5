"""Every KPI of the pack `content`, computed by Polars from the exports of site.py: no store, no SQL, no Jauge.

    python content.py EXPORTS ZONE

Prints a JSON object: for each KPI its values in all, by month and by one dimension; null where there is none.
"""

from datetime import timedelta

import polars as pl

from figures import c, day, figures, found, has, level, tell, write
from small import events, hits, is_page, last_day, levels, sessions, visit, visits

# Views of pages, with what was sent of a page until its session viewed it again.
of_page = [*visit, "page"]
views = events.with_columns(view=is_page.cum_sum().over(of_page)).filter(c("view") > 0)
views = views.group_by(*of_page, "view", maintain_order=True).agg(
    c("at").first(), c("channel").first(), c("section").first(), c("status").first(), (c("id") == c("entry")).any().alias("entry"),
    c("progress").filter(c("event") == "scroll").max().alias("scrolled"), c("ms").sum(), c("ms").count().alias("measured"))
content = views.filter(c("section").is_not_null() & (c("status") < 400))
spent = pl.when(c("ms").sum() > 0).then(c("ms").sum() / 1000)
through = (c("scrolled") >= 0.9) & (c("ms") >= 15_000)
figures(content, "at",
        content__content_views=pl.len(), content__content_entrances=c("entry").sum(), content__readers=c("visitor").n_unique(),
        content__total_engaged_time=spent, content__engaged_time_per_view=(spent, pl.len()),
        content__read_through=(through.sum(), pl.len()), content__scroll_depth=c("scrolled").fill_null(0).mean())

# Sessions: how much they read, what they did.
read = content.group_by(visit).agg(pl.len().alias("read"), c("page").n_unique().alias("different"))
seen = sessions((c("event") == "share").sum().alias("shares"), has("sign_up").alias("joined"))
seen = seen.join(read, on=visit, how="left")
joined, people, reading = c("joined").sum(), c("visitor").n_unique(), c("read").count()
figures(seen, "start",
        content__reading_sessions=reading, content__reading_share=(reading, pl.len()),
        content__recirculation=((c("different") >= 2).sum(), reading),
        content__views_per_reading_session=(c("read").sum(), reading), content__shares=c("shares").sum(),
        content__share_rate=((c("shares") > 0).sum(), pl.len()), content__subscribe_conversion=(joined, pl.len()),
        content__visitor_subscribe_conversion=(c("visitor").filter("joined").n_unique(), people),
        content__visit_recency=c("since").median())

# Videos, one row a session and video that it could see.
is_played, plays = c("event") != "video_impression", c("played").sum()
valid = (c("played") & (c("lasted") >= 30)).sum()
playing = c("ms").filter(c("event").is_in(["video_progress", "video_complete"]))
videos = events.filter(c("event").str.starts_with("video_")).group_by(*visit, "media", maintain_order=True).agg(
    c("at").first(), c("channel").first(), is_played.any().alias("played"),
    ((c("event") == "video_complete") | (c("progress") >= 0.99).fill_null(False)).any().alias("completed"),
    c("seconds").max(), (c("progress") * c("length")).max().alias("part"),
    pl.when(playing.count() > 0).then(playing.sum() / 1000).alias("watched"))
# The furthest moment that was played, else the time with the player in the foreground.
videos = videos.with_columns(lasted=pl.coalesce("seconds", "part", "watched"))
figures(videos, "at",
        content__videos_seen=pl.len(), content__plays=plays, content__play_rate=(plays, pl.len()),
        content__valid_plays=valid, content__valid_play_rate=(valid, plays),
        content__play_completion=((c("played") & c("completed")).sum(), plays),
        content__mean_played=c("lasted").filter("played").mean())

# Subscribers: a user, else a visitor. Who signs up twice became one once; who was never seen to come cannot leave.
users = hits.filter(c("user").is_not_null()).group_by("visitor").agg(c("user").min().alias("of_visitor"))
steps = hits.filter(c("event").is_in(["sign_up", "subscribe", "unsubscribe", "cancel_subscription"]))
steps = steps.join(users, on="visitor", how="left").with_columns(
    who=pl.coalesce("user", "of_visitor", "visitor"), gains=c("event").is_in(["sign_up", "subscribe"])).sort("who", "at", "id")
steps = steps.filter(c("gains") != c("gains").shift(1).over("who").fill_null(False))
figures(steps, "at", content__gained_subscribers=c("gains").sum(), content__lost_subscribers=(~c("gains")).sum())
spans = steps.with_columns(left=day(c("at").shift(-1).over("who"))).filter("gains")
level(levels(spans, day(c("at")), c("left"), last_day), content__subscribers=pl.len())
months = sorted(found["content.subscribers"]["month"])
lost, were = found["content.lost_subscribers"]["month"], found["content.subscribers"]["month"]
# Nothing is before all of it.
found["content.subscriber_churn"] = {kind: dict.fromkeys(found["content.subscribers"][kind]) for kind in ("all", "channel")}
found["content.subscriber_churn"] |= {"month": {now: lost.get(now, 0) / were[before] for before, now in zip(months, months[1:])}}

# Who comes again: whole weeks since the first session, up to twelve, as far as sessions reach.
reach = visits["end"].max()
cohorts = visits.group_by("visitor", maintain_order=True).agg(c("start").first(), c("channel").first(), c("start").alias("all"))
rows = []
for row in cohorts.iter_rows(named=True):
    came = {(start - row["start"]) // timedelta(days=7) for start in row["all"]}
    over = (reach - row["start"]) // timedelta(days=7)
    rows += [(row["start"], row["channel"], nth in came) for nth in range(1, min(13, over))]
kept = pl.DataFrame(rows, schema={"start": visits.schema["start"], "channel": pl.String, "came": pl.Boolean}, orient="row")
figures(kept, "start", content__reader_retention=(c("came").sum(), pl.len()))

# Days on which visitors were active, of the 30 up to the end of a month, or of all.
active = events.with_columns(day(c("at")).alias("day"))


def habits(kind, end, key):
    rows = active.filter((c("day") <= end) & (c("day") > end - timedelta(days=30)))
    each = rows.with_columns(key=key).group_by("key", "visitor").agg(c("day").n_unique())
    loyal = (c("day") >= 10).sum()
    write({"content__loyal_visitors": loyal, "content__loyal_visitor_share": (loyal, pl.len()),
           "content__visit_frequency": (c("day").sum(), pl.len())}, **{kind: (each, c("key"))})


habits("all", last_day, pl.lit("all"))
habits("channel", last_day, c("channel"))
for end in active["day"].dt.month_end().unique():
    habits("month", end, pl.lit(f"{end:%Y-%m}"))
tell()
