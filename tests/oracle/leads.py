"""Every KPI of the pack `leads`, computed by Polars from the exports of site.py: no store, no SQL, no Jauge.

    python leads.py EXPORTS ZONE

Prints a JSON object: for each KPI its values in all, by month and by one dimension; null where there is none.
"""

import polars as pl

from figures import c, day, divided, figures, found, level, tell
from small import channel, events, hits, is_page, levels, seconds, sessions, table, visit, visits

# Sessions: what they led to, and how their visitors come.
is_lead = c("event") == "generate_lead"
began = c("event").is_in(["form_start", "form_field", "form_submit", "generate_lead"])
seen = sessions(is_lead.sum().alias("leads"), began.any().alias("began"), (began | (c("event") == "form_view")).any().alias("form"))
seen = seen.with_columns((c("leads") > 0).alias("led"))
led, people = c("led").sum(), c("visitor").n_unique()
figures(seen, "start",
        leads__lead_conversion=(led, pl.len()), leads__converting_sessions=led, leads__sessions_by_class=pl.len(),
        leads__visitor_lead_conversion=(c("visitor").filter("led").n_unique(), people),
        leads__landing_conversion=((c("led") & c("landing").is_not_null()).sum(), c("landing").count()),
        leads__form_reach=(c("form").sum(), pl.len()), leads__form_to_lead=(led, c("began").sum()),
        leads__returning_lead_share=((c("led") & (c("nth") > 1)).sum(), led),
        leads__loyal_share=(c("visitor").filter(c("nth") >= 4).n_unique(), people),
        leads__frequency=c("nth").mean(), leads__recency=c("since").median(), leads__depth=c("pages").median())

# Calls to action: pages on which one was ever seen or clicked.
calls, clicks = ["cta_view", "cta_click"], c("event") == "cta_click"
calling = events.filter(c("event").is_in(calls))["page"].unique().implode()
could = events.filter(c("page").is_in(calling) & (is_page | c("event").is_in(calls)))
could = could.group_by(visit).agg(c("start").first(), c("channel").first(), clicks.any().alias("clicked"))
figures(could, "start", leads__call_to_action_rate=(c("clicked").sum(), pl.len()))

# The first lead of a visitor, and the way to it.
firsts = events.filter(is_lead).group_by("visitor", maintain_order=True).first()
so_far = visits.with_columns(c("pages").cum_sum().over("visitor"), c("start").first().over("visitor").alias("known"))
firsts = firsts.join(so_far.select(*visit, "pages", "known"), on=visit)
figures(firsts, "at",
        leads__lead_visitors=pl.len(), leads__first_visit_leads=((c("nth") == 1).sum(), pl.len()),
        leads__visits_before_lead=c("nth").median(), leads__pages_before_lead=c("pages").median(),
        leads__time_to_lead=seconds(c("at"), c("known")).median())
sent = hits.filter(is_lead).with_columns(lead=pl.when(c("order") == "(not set)").then("id").otherwise("order"))
figures(sent, "at", leads__tracked_leads=c("lead").n_unique())

# The CRM. A lead is told by its visitor's last session of 30 days that did not come directly, else by the last one.
crm = table("leads.csv", "created_at", "qualified_at", "won_at", "lost_at")
crm = crm.with_columns(cents=c("amount").str.replace(".", "", literal=True).cast(pl.Int64))
near = crm.select("lead_id", "created_at", visitor="visitor_id").join(
    visits.select("visitor", "start", came="channel"), on="visitor")
near = near.filter((c("start") <= c("created_at")) & (seconds(c("created_at"), c("start")) <= 30 * 86_400))
near = near.sort(c("came") == "Direct", -c("start").cast(pl.Int64)).group_by("lead_id", maintain_order=True).first()
crm = crm.join(near.select("lead_id", "came"), on="lead_id", how="left").with_columns(
    channel=pl.coalesce("came", "channel"), by_session=c("came").is_not_null(), crm_channel="channel",
    is_won=c("won_at").is_not_null() & (c("lost_at").is_null() | (c("won_at") >= c("lost_at"))))
crm = crm.with_columns(
    is_lost=c("lost_at").is_not_null() & ~c("is_won"), qualified=pl.min_horizontal("qualified_at", "won_at"),
    closed=pl.when("is_won").then("won_at").otherwise("lost_at"))


def within(time, days):
    return (seconds(c(time), c("created_at")) <= days * 86_400).fill_null(False)


won, lost, soon = c("is_won") & within("won_at", 90), c("is_lost") & within("lost_at", 90), within("qualified", 30)
took = seconds(c("qualified"), c("created_at"))
figures(crm, "created_at",
        leads__leads=pl.len(), leads__leads_of_sessions=c("by_session").sum(), leads__leads_without_session=(~c("by_session")).sum(),
        leads__leads_with_session=(c("by_session").sum(), pl.len()), leads__qualification_rate=(soon.sum(), pl.len()),
        leads__lead_to_customer=(won.sum(), pl.len()), leads__win_rate=(won.sum(), (won | lost).sum()),
        # A clock that says it was qualified before it came says nothing of how long it took.
        leads__speed_to_qualify=took.filter(soon & (took >= 0)).median())
customers, qualified = crm.filter("is_won"), crm.filter(c("qualified").is_not_null())
figures(customers, "won_at", leads__customers=pl.len(), leads__won_amount=c("cents").sum() / 100)
figures(qualified, "qualified", leads__qualified_leads=pl.len())
divided("leads.leads_per_converting_session", "leads.leads_of_sessions", "leads.converting_sessions")
months = sorted(found["leads.qualified_leads"]["month"])
counts = found["leads.qualified_leads"]["month"]
# Nothing is before all of it.
found["leads.lead_velocity"] = {kind: dict.fromkeys(found["leads.qualified_leads"][kind]) for kind in ("all", "channel")}
found["leads.lead_velocity"] |= {"month": {now: counts[now] / counts[before] - 1 for before, now in zip(months, months[1:])}}

# Which leads were open at the end of each day, as far as the CRM knows any moment.
reach = crm.select(day(pl.max_horizontal("created_at", "qualified", "closed")).max()).item()
opened = levels(crm, day(c("created_at")), day(c("closed")), reach)
level(opened, leads__pipeline_leads=pl.len(), leads__pipeline_value=c("cents").sum() / 100)

# Costs, beside the leads that took a step on the same day.
spend = table("spend.csv").with_columns(c("date").str.to_date(), c("cost").cast(pl.Float64), channel=channel(c("source"), c("medium")))
steps = [crm.select(day(c("created_at")).alias("date"), "channel", one="lead_id"),
         qualified.select(day(c("qualified")).alias("date"), "channel", two="lead_id"),
         customers.select(day(c("won_at")).alias("date"), "channel", three="lead_id")]
marketing = pl.concat([spend.select("date", "channel", "cost"), *steps], how="diagonal")
cost = c("cost").sum()
figures(marketing, "date",
        leads__campaign_spend=cost, leads__cost_per_lead=(cost, c("one").count()),
        leads__cost_per_qualified_lead=(cost, c("two").count()), leads__cost_per_customer=(cost, c("three").count()))

# Books against tag: leads since the tag saw its first.
known = sent["order"].unique().implode()
books = crm.filter(c("created_at") >= sent["at"].min())
figures(books, "created_at", "crm_channel", leads__books_tracked=(c("lead_id").is_in(known).sum(), pl.len()))
tell()
