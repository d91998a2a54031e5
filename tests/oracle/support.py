"""Every KPI of the pack `support`, computed by Polars from the exports of site.py: no store, no SQL, no Jauge.

    python support.py EXPORTS ZONE

Prints a JSON object: for each KPI its values in all, by month and by one dimension; null where there is none.
"""

import polars as pl

from figures import c, day, figures, found, has, level, tell
from small import events, hits, is_page, levels, seconds, sessions, table, visit, visits

# Sessions that sought or took something.
HELP = r"^/(?:[a-z]{2}/)?(?:help|aide)(?:/|$)"
is_help = is_page & (c("section").is_in(["help", "FAQ"]).fill_null(False) | c("page").str.contains(HELP))
is_search = c("event").is_in(["search", "view_search_results"])
seen = sessions(has("file_download").alias("took"), is_search.any().alias("sought"), is_help.any().alias("helped"))
figures(seen, "start", support__download_rate=(c("took").sum(), pl.len()), support__search_rate=(c("sought").sum(), pl.len()))
figures(hits.filter(c("event") == "file_download"), "at",
        support__downloads=pl.len(), support__unique_downloads=pl.struct(visit).n_unique())
figures(events.filter(is_help), "at", support__help_views=pl.len())

# Searches, walked along each session: the same term again, before anything else was done, is the same search.
ACTS = ["page_view", "file_download", "form_submit", "select_content", "click", "search", "view_search_results"]
searches, lost = [], set()
for key, rows in events.filter(c("event").is_in(ACTS)).group_by(visit, maintain_order=True):
    acts = rows.to_dicts()
    # A session whose pages of results are sent is not counted again by what was typed.
    asks = "view_search_results" if any(act["event"] == "view_search_results" for act in acts) else "search"
    made = []
    for act in acts:
        if act["event"] == asks:
            term = act["term"].strip().lower()
            if made and made[-1]["term"] == term and not made[-1]["on"]:
                made[-1]["page"] = act["page"]
                continue
            made.append({"at": act["at"], "channel": act["channel"], "term": term, "results": act["results"], "page": act["page"],
                         "on": False, "next": None})
            if len(made) > 1:
                made[-2]["next"] = term
        elif made and act["event"] not in ("search", "view_search_results"):
            made[-1]["on"] |= act["event"] != "page_view" or act["page"] != made[-1]["page"]
    searches += made
    if made and made[-1]["results"] == 0 and not made[-1]["on"]:
        lost.add(key)
found_by = pl.DataFrame(searches, infer_schema_length=None).with_columns(c("at").cast(pl.Datetime("us", "UTC")))
figures(found_by, "at",
        support__searches=pl.len(), support__zero_result_rate=((c("results") == 0).sum(), c("results").count()),
        support__search_refinement=((c("next") != c("term")).sum(), pl.len()),
        support__search_exit_rate=((c("next").is_null() & ~c("on")).sum(), pl.len()))

# Forms, one row a session and form, and one a session and field.
forms = events.filter(c("event").str.starts_with("form_")).group_by(*visit, "form", maintain_order=True).agg(
    c("start").first(), c("channel").first(), (c("event") == "form_view").sum().alias("views"), has("form_submit").alias("sent"),
    (c("event") != "form_view").any().alias("begun"))
figures(forms, "start", support__form_fill_rate=(c("sent").sum(), pl.when(c("views").sum() > 0).then(pl.len())))
figures(events.filter(c("event") == "form_error"), "at", support__form_errors=pl.len())
touched = events.filter(c("event").is_in(["form_start", "form_field"]) & c("field").is_not_null())
fields = forms.filter("begun").join(touched.select("form", "field").unique(), on="form")
for name, rows in (("touched", touched), ("wrong", events.filter((c("event") == "form_error") & c("field").is_not_null()))):
    rows = rows.select(*visit, "form", "field").unique().with_columns(pl.lit(True).alias(name))
    fields = fields.join(rows, on=[*visit, "form", "field"], how="left").with_columns(c(name).fill_null(False))
met = (c("touched") | c("wrong")).sum()
figures(fields, "start", support__field_fill_rate=(c("touched").sum(), pl.len()), support__field_error_rate=(c("wrong").sum(), met))

# What visitors say.
votes = events.filter(c("event") == "vote").group_by(*visit, "page", maintain_order=True).last()
figures(votes, "at", support__helpful_rate=(c("helpful").sum(), pl.len()))
answers = hits.filter((c("event") == "nps") & c("score").is_between(0, 10))
figures(answers, "at", support__nps=(((c("score") >= 9).sum().cast(pl.Int64) - (c("score") <= 6).sum().cast(pl.Int64)) * 100, pl.len()))

# Tickets: what was merged, is spam or was deleted is none, and a moment before a ticket was made is no moment of it.
desk = table("tickets.csv", "created_at", "first_reply_at", "solved_at").with_columns(
    c("reopened", "public_replies", "satisfaction").cast(pl.Int64), ticket_channel="channel", at="created_at")
# As far as the desk knows anything, also of what is no ticket.
reach = desk.select(day(pl.max_horizontal("at", "first_reply_at", "solved_at")).max()).item()
desk = desk.filter(~c("status").str.to_lowercase().is_in(["merged", "spam", "deleted"]).fill_null(False))
desk = desk.with_columns(
    reply=seconds(c("first_reply_at"), c("at")), solve=seconds(c("solved_at"), c("at")),
    agent=(c("created_by") == "agent").fill_null(False))
desk = desk.with_columns(pl.when(c("reply") >= 0).then("reply"), pl.when(c("solve") >= 0).then("solve"))
solved, rated = c("solve").is_not_null(), c("satisfaction").is_not_null()
reopened, closed_once = (c("reopened") > 0).fill_null(False), (c("public_replies") == 1) & solved
figures(desk, "at", "ticket_channel",
        support__tickets=pl.len(), support__resolution_time=c("solve").median(),
        support__resolution_time_p90=c("solve").quantile(0.9, "linear"),
        support__solved_within_7d=((c("solve") <= 7 * 86_400).sum(), pl.len()),
        support__one_touch_resolution=(closed_once.sum(), (solved & c("public_replies").is_not_null()).sum()),
        support__reopen_rate=(reopened.sum(), ((solved | reopened) & c("reopened").is_not_null()).sum()),
        support__satisfaction=c("satisfaction").mean(), support__satisfied_share=((c("satisfaction") >= 4).sum(), rated.sum()),
        support__satisfaction_response_rate=(rated.sum(), (solved | rated).sum()))
figures(desk.filter(~c("agent")), "at", "ticket_channel",
        support__first_reply_time=c("reply").median(), support__first_reply_time_p90=c("reply").quantile(0.9, "linear"),
        support__replied_within_1d=((c("reply") <= 86_400).sum(), pl.len()), support__unanswered=c("reply").is_null().sum())
sent = hits["order"].drop_nulls().unique().implode()
books = desk.filter(c("at") >= hits["at"].min())
known = books["ticket_id"].is_in(sent).any()
figures(books, "at", "ticket_channel", support__books_tracked=(c("ticket_id").is_in(sent).sum(), pl.when(known).then(pl.len())))
opened = levels(desk, day(c("at")), day(pl.when(solved).then("solved_at")), reach)
level(opened, "ticket_channel", support__backlog=pl.len(), support__backlog_age=(c("day") - day(c("at"))).dt.total_days().median())

# Who looked for help, how it ended, and whether the same visitor asked all the same.
ends = events.filter(c("event").is_in(["page_view", "vote", "search", "view_search_results", "file_download", "form_submit"]))
ends = ends.group_by(visit, maintain_order=True).last()
bad = ((c("event") == "vote") & (c("helpful") == False)) | ((c("event") == "page_view") & (c("status") == 404))  # noqa: E712
bad = {tuple(row) for row in ends.filter(bad.fill_null(False)).select(visit).rows()}
asked = visits.select(*visit, "start").join(desk.select("visitor_id", made="at"), left_on="visitor", right_on="visitor_id")
waited = seconds(c("made"), c("start"))
asked = asked.filter((waited >= 0) & (waited < 7 * 86_400)).select(visit).unique().with_columns(asked=pl.lit(True))
looking = seen.filter(c("helped") | c("sought")).join(asked, on=visit, how="left")
looking = looking.with_columns(dead=pl.struct(visit).map_elements(lambda one: tuple(one.values()) in bad | lost, return_dtype=pl.Boolean))
figures(looking, "start", support__dead_ends=(c("dead").sum(), pl.len()), support__self_service=(c("asked").is_null().sum(), pl.len()))

# Tickets beside orders and readers, which have no dimension in common but their kind.
bought = table("orders.csv", "ordered_at")
tagged = hits.filter(c("event") == "purchase").select(at="at", order_id="order")
orders = pl.concat([bought.filter(c("status") != "cancelled").select(at="ordered_at", order_id="order_id"),
                    tagged.filter(~c("order_id").is_in(bought["order_id"].implode())).unique("order_id")])
beside = pl.concat([desk.select("at", kind=pl.lit("ticket")), orders.select("at", kind=pl.lit("order"))])
kind = {name: (c("kind") == name).sum() for name in ("ticket", "order")}
figures(beside, "at", "kind", support__tickets_per_100_orders=(kind["ticket"] * 100, kind["order"]))
# What the desk and the tag know has no dimension in common.
figures(visits, "start", core__sessions=pl.len())
made, came = found["support.tickets"], found["core.sessions"]
for name, sessions_each in (("contact_rate", 1), ("tickets_per_100_sessions", 100)):
    found["support." + name] = {
        kind: {key: made[kind].get(key, 0) * sessions_each / came[kind][key] for key in came[kind]} for kind in ("all", "month")}
people = pl.concat([
    seen.filter("helped").select(at="start", kind=pl.lit("reader"), reader="visitor"),
    desk.filter(~c("agent")).select("at", kind=pl.lit("requester"), requester=pl.coalesce("customer_id", "visitor_id", "ticket_id")),
], how="diagonal")
figures(people, "at", "kind", support__self_service_score=(c("reader").drop_nulls().n_unique(), c("requester").drop_nulls().n_unique()))
tell()
