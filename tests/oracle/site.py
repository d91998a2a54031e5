"""The exports of a small made-up site: pages, articles, videos, forms, searches, leads, tickets; always the same.

    python site.py EXPORTS

What happens is a draw, so that the packs meet what a generator with intentions would not think of: steps out of order, clocks
that are wrong, sessions that end with the half hour, local days that are not those of UTC, events that are sent twice.
"""

import csv
import json
import pathlib
import random
import sys
from datetime import datetime, timedelta, timezone

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
draw = random.Random(15)
# From the first evening of January in Paris to the last evening of May; the clock changes within.
FIRST, LAST = datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2026, 5, 31, 21, 30, tzinfo=timezone.utc)
PAGES = [
    # Path, section, whether it is there.
    ("/", None, 200), ("/offer", None, 200), ("/contact", None, 200), ("/prices", None, 200),
    ("/news/one", "news", 200), ("/news/two", "news", 200), ("/news/gone", "news", 404), ("/guides/a", "guides", 200),
    ("/guides/b", "guides", 200), ("/help/returns", "help", 200), ("/help/refill", None, 200), ("/fr/aide/livraison", None, 200),
    ("/helpful-things", None, 200), ("/questions", "FAQ", 200), ("/search", None, 200), ("/nowhere", None, 404),
]
AUTHORS = {"/news/one": "Ann", "/news/two": "Bob", "/guides/a": "Ann"}
TRAFFIC = [("google", "cpc"), ("newsletter", "email"), ("google", "organic"), (None, None), (None, None)]
TERMS = {"ink": 6, "pen": 12, "stapler": 0, "glue": 0, "paper": None}
FORMS = {"quote": ["company", "email", "message"], "contact": ["email", "message"]}
rows, tickets, leads, bought = [], [], [], []


def text(at):
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(first=FIRST, last=LAST):
    return first + timedelta(milliseconds=draw.randrange(int((last - first).total_seconds() * 1000)))


def line(visit, event, **more):
    """One event of a session, some seconds or nearly half an hour after the one before."""
    rows.append(visit["who"] | {"id": f"e{len(rows):05}", "time": text(visit["at"]), "event": event, "page": visit["page"]} | more)
    visit["at"] += timedelta(milliseconds=draw.choice([200, 900, 3000, 12_345, 60_000, 300_000, 1_799_999]))


def look(visit):
    visit["page"], section, status = draw.choice(PAGES)
    author = AUTHORS.get(visit["page"])
    line(visit, "page_view", section=section, status=status, **({"author": author} if author else {}))
    for share in draw.choice([[], [], [0.5], [0.9], [0.25, 0.9], [1.0]]):
        line(visit, "scroll", progress=share)
    if draw.random() < 0.6:
        line(visit, "user_engagement", ms=draw.choice([0, 4000, 15_000, 31_000]))


def fill(visit):
    form = draw.choice(list(FORMS))
    if draw.random() < 0.8:
        line(visit, "form_view", form=form)
    if draw.random() < 0.6:
        line(visit, "form_start", form=form, **({"field": FORMS[form][0]} if draw.random() < 0.5 else {}))
        for field in FORMS[form]:
            if draw.random() < 0.7:
                line(visit, "form_field", form=form, field=field)
            if draw.random() < 0.15:
                line(visit, "form_error", form=form, field=field)
    if draw.random() < 0.35:
        # The contact form opens a ticket, whose number the page of thanks knows.
        number = {"order": ticket(visit["at"], visit["who"]["visitor"])} if form == "contact" and draw.random() < 0.3 else {}
        line(visit, "form_submit", form=form, **number)
        if form == "quote" and draw.random() < 0.8:
            ask(visit)


def ask(visit):
    """A lead: in the CRM under the event's id, under another, or not at all."""
    number = f"L{len(leads):03}"
    line(visit, "generate_lead", order=draw.choice([number, number, "(not set)", f"web-{len(rows)}"]))
    if draw.random() < 0.3:
        line(visit, "generate_lead", order=rows[-1]["order"])
    lead(number, visit["at"] + timedelta(seconds=draw.choice([0, 5, 86_400 * 12, 86_400 * 40])), visit["who"]["visitor"])


def lead(number, at, visitor):
    days = lambda least, most: timedelta(hours=draw.uniform(least * 24, most * 24))
    qualified = at + days(-1, 45) if draw.random() < 0.6 else None
    won = at + days(3, 110) if draw.random() < 0.3 else None
    lost = at + days(3, 110) if draw.random() < 0.3 else None
    amount = f"{draw.randrange(100, 9000)}.{draw.randrange(100):02}" if draw.random() < 0.9 else None
    leads.append([number, at, *(when if when and when < LAST else None for when in (qualified, won, lost)), amount,
                  draw.choice(["EUR", None]), draw.choice(["Web", "Trade fair", None]), visitor])


def seek(visit):
    term = draw.choice(list(TERMS))
    name = draw.choice(["view_search_results", "view_search_results", "search"])
    for _ in range(draw.choice([1, 1, 2])):
        line(visit, name, term=draw.choice([term, f" {term.upper()}"]), results=TERMS[term])


def watch(visit):
    media = draw.choice(["mill", "nibs"])
    how = draw.choice([["video_impression"], ["video_impression", "video_start"], ["video_start", "video_progress"],
                       ["video_impression", "video_start", "video_progress", "video_complete"], ["video_start", "video_complete"]])
    for name in how:
        more = {}
        if name in ("video_progress", "video_complete"):
            more = draw.choice([{"seconds": draw.choice([12.5, 29.9, 30.0, 88.0])}, {"progress": 0.5, "length": 120.0},
                                {"progress": 0.99, "ms": 20_000}, {"ms": 31_000}, {}])
        line(visit, name, media=media, **more)


def other(visit):
    name = draw.choice(["cta_view", "cta_click", "file_download", "share", "sign_up", "subscribe", "unsubscribe", "vote", "nps",
                        "click", "purchase"])
    more = {}
    match name:
        case "cta_view" | "cta_click":
            visit["page"] = draw.choice(["/offer", "/prices"])
        case "file_download":
            more = {"file": draw.choice(["guide.pdf", "sizes.pdf"])}
        case "vote":
            more = {"helpful": draw.choice([True, True, False])}
        case "nps":
            more = {"score": draw.choice([0, 6, 7, 8, 9, 10, 11])}
        case "purchase":
            bought.append((f"O{len(bought):03}", visit["at"]))
            more = {"order": bought[-1][0]}
        case "sign_up" | "subscribe":
            more = {"user": "u" + visit["who"]["visitor"]} if draw.random() < 0.6 else {}
    line(visit, name, **more)


def visited(nth, bot):
    visitor, at = f"v{nth:03}", moment()
    while at < LAST:
        source, medium = draw.choice(TRAFFIC)
        who = {"visitor": visitor} | ({"bot": True} if bot else {})
        visit = {"who": who | ({"source": source, "medium": medium} if source else {}), "at": at, "page": "/"}
        for _ in range(draw.choice([1, 2, 2, 3, 5])):
            if visit["at"] >= LAST - timedelta(hours=9):
                break
            draw.choices([look, fill, seek, watch, other], [14, 2, 2, 2, 4])[0](visit)
            visit["who"] = who
        if draw.random() < 0.06 and not bot:
            ticket(at + timedelta(hours=draw.choice([0, 1, 24 * 6, 24 * 8])), visitor)
        # Often the half hour to the millisecond, or a millisecond less.
        pause = draw.choice([timedelta(minutes=30), timedelta(hours=20), timedelta(days=3), timedelta(days=9), timedelta(days=50)])
        # Some come every day or two.
        often = nth < 20
        comes = draw.random() < (0.97 if often else 0.75)
        at = visit["at"] + (timedelta(hours=draw.choice([20, 26, 50, 62])) if often else pause) if comes else LAST


def ticket(at, visitor):
    hours = lambda least, most: timedelta(hours=draw.uniform(least, most))
    replied = at + hours(-0.5, 60) if draw.random() < 0.8 else None
    solved = at + hours(0.1, 400) if draw.random() < 0.75 else None
    late = lambda when: when if when and when < LAST else None
    tickets.append([f"T{len(tickets):03}", min(at, LAST - timedelta(hours=1)), late(replied), late(solved), draw.choice([0, 0, 0, 1, 2, None]),
                    draw.choice([0, 1, 1, 2, 5, None]), draw.choice(["mail", "form", None]), visitor,
                    draw.choice([None, f"C{draw.randrange(40)}"]), draw.choice(["open", "closed", "closed", "Merged", "spam", "deleted", None]),
                    draw.choice(["customer", "customer", "customer", "agent", None]), draw.choice([None, None, 1, 3, 4, 5])])
    return tickets[-1][0]


def table(name, head, lines):
    with open(folder / name, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(head)
        out.writerows([text(cell) if isinstance(cell, datetime) else cell for cell in cells] for cells in lines)


for nth in range(260):
    visited(nth, bot=nth % 40 == 17)
for _ in range(120):
    lead(f"L{len(leads):03}", moment(), draw.choice([None, "v999"]))
    ticket(moment(), draw.choice([None, "v999"]))
# Nothing seems to have stopped before the last evening.
lead(f"L{len(leads):03}", LAST, None)
ticket(LAST, None)
last = {"who": {"visitor": "v999"}, "at": LAST, "page": "/"}
line(last, "page_view", status=200)
again = draw.sample(rows, 60)
(folder / "site.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows + again))
users = sorted({row["user"] for row in rows if "user" in row})
table("accounts.csv", ["event_id", "event_time", "event_name", "visitor_id", "user_id"],
      [[f"a{nth:03}", moment(), "cancel_subscription", user, user] for nth, user in enumerate(draw.choices(users, k=40))])
table("leads.csv", ["lead_id", "created_at", "qualified_at", "won_at", "lost_at", "amount", "currency", "channel", "visitor_id"],
      [row for row in leads if row[1] <= LAST])
table("tickets.csv", ["ticket_id", "created_at", "first_reply_at", "solved_at", "reopened", "public_replies", "channel", "visitor_id",
                      "customer_id", "status", "created_by", "satisfaction"], tickets)
# Most orders are in the shop, under the event's id; some that no tag saw.
orders = [(number, at) for number, at in bought if draw.random() < 0.8] + [(f"P{nth}", moment()) for nth in range(12)]
table("orders.csv", ["order_id", "ordered_at", "status", "revenue"],
      [[number, at, draw.choice(["paid", "paid", "paid", "cancelled"]), "20.00"] for number, at in orders])
days = [FIRST + timedelta(days=nth) for nth in range(151)]
table("spend.csv", ["date", "source", "medium", "campaign", "cost"],
      [[day.date(), *draw.choice([("google", "cpc", "brand"), ("newsletter", "email", "monthly")]), f"{draw.randrange(50, 9000) / 100:.2f}"]
       for day in days])
