//! Questions that have no answer, and what their readers should know.

use jauge_domain::{AskMessage, AskNote, Basis, Localized, Order, OwnScan, Per, Reentry, Unit};

use super::forms::counted;
use super::names::{meant, quoted};
use super::{Wording, message as inner};

pub(super) fn message(message: &AskMessage, wording: &Wording) -> String {
    match message {
        AskMessage::UnknownKpi { id, near } => format!("no KPI is called `{id}`{}", meant(near)),
        AskMessage::Dimension { kpi, dimension, model, near } => {
            format!("`{kpi}` has no dimension `{dimension}`: `{model}` lacks it{}", meant(near))
        }
        AskMessage::Filter { kpi, filter, model, reason } => {
            let reason = inner(reason, wording);
            format!("`--where {filter}` does not fit `{model}`, which `{kpi}` reads: {reason}")
        }
        AskMessage::WrittenFilter { file, line, kpi, filter, model, reason } => {
            let reason = inner(reason, wording);
            format!("{file}:{line}: `where = \"{filter}\"` does not fit `{model}`, which `{kpi}` reads: {reason}")
        }
        AskMessage::StepFilter { funnel, step, filter, reason } => {
            let reason = inner(reason, wording);
            format!("`where = \"{filter}\"` of step {step} of `{funnel}` does not fit `hits`: {reason}")
        }
        AskMessage::NoHours { kpi, model, column } => {
            format!("`{kpi}` has no hours: `{column}` of `{model}` is a date; ask with `--grain day` or a longer one")
        }
        AskMessage::NoTime { kpi, model } => {
            format!("`{kpi}` cannot be cut by time: `{model}` has no time column; ask with `--period all` and no grain")
        }
        AskMessage::Time { model, column, is } => {
            let is = is.as_ref().map_or_else(|| "missing".to_owned(), |kind| format!("of type {kind}"));
            format!("the time column `{column}` of `{model}` is {is}; it must be a timestamp or a date")
        }
        AskMessage::Grain { kpi, grain, allowed } => {
            format!("`{kpi}` has no `{grain}` values; ask for {}", quoted(allowed, ", "))
        }
        AskMessage::Compare => {
            "`--compare` needs a period with two ends; give one with `--period` or `--last`".to_owned()
        }
        AskMessage::Feast { fault } => super::comparison::feast(fault),
        AskMessage::Buckets { grain, from, to, most } => {
            format!("`--grain {grain}` cuts {from} to {to} into more than {most} buckets; ask for a shorter period")
        }
        AskMessage::Overflow { kpi } => {
            format!("`{kpi}` is too large for its type; cast its argument to a smaller scale")
        }
        AskMessage::Run { kpis, reason } => format!("{} failed: {}", quoted(kpis, ", "), inner(reason, wording)),
        AskMessage::NeedsBy { option } => format!("`{option}` needs groups"),
    }
}

pub(super) fn help(message: &AskMessage) -> Option<String> {
    match message {
        AskMessage::NeedsBy { .. } => Some("group with `--by DIMENSION`, or leave it out".to_owned()),
        AskMessage::Filter { reason, .. }
        | AskMessage::WrittenFilter { reason, .. }
        | AskMessage::StepFilter { reason, .. }
        | AskMessage::Run { reason, .. } => super::help(reason),
        AskMessage::Feast { fault } => super::comparison::feast_help(fault),
        AskMessage::UnknownKpi { .. }
        | AskMessage::Dimension { .. }
        | AskMessage::NoHours { .. }
        | AskMessage::NoTime { .. }
        | AskMessage::Time { .. }
        | AskMessage::Grain { .. }
        | AskMessage::Compare
        | AskMessage::Buckets { .. }
        | AskMessage::Overflow { .. } => None,
    }
}

pub(super) fn note(note: &AskNote, wording: &Wording) -> String {
    match note {
        AskNote::ShortHistory { kpi, began } => {
            format!("{kpi}: the data begin on {began}, so that whoever came before and again since counts as new")
        }
        AskNote::ShortLookback { kpi, began } => {
            format!("{kpi}: the data begin on {began}, so that the first values look back over fewer days than asked")
        }
        AskNote::MixedSources { kpi, shares } => {
            let share = |(title, share): &(Localized, f64)| {
                format!("{} {}", title.get(wording.language), wording.amount(*share, Unit::Ratio))
            };
            let shares: Vec<_> = shares.iter().map(share).collect();
            format!("{kpi}: its parts come from sources that do not cover the same: {}", shares.join(", "))
        }
        AskNote::VisitorsEstimated { kpis } => format!(
            "{}: an estimate: visitors are told by address and user agent alone, so that people who share both are one, and who \
             changes either is another",
            kpis.join(", ")
        ),
        AskNote::CountedByDay { kpis, seam } => {
            format!("{}: {}", kpis.join(", "), super::seam::message(seam, wording))
        }
        AskNote::NotToldByDay { kpis, columns } => format!(
            "{}: some days are of `daily`, which does not tell {}: a condition on it leaves them out",
            kpis.join(", "),
            quoted(columns, " or ")
        ),
        AskNote::OtherRows { dimension, system, sessions } => super::seam::other_rows(dimension, system, *sessions),
        AskNote::Basis { kpis, basis } => format!("{}: {}", kpis.join(", "), of_basis(*basis)),
        AskNote::OrdersLeftOut { statuses } => {
            let orders: u64 = statuses.iter().map(|(_, orders)| orders).sum();
            let orders = counted(orders, "order", "orders");
            format!("not counted: {orders} of the period by status ({})", by_status(statuses))
        }
        AskNote::OrdersWithoutAmount { orders, basis } => {
            let orders = counted(*orders, "order", "orders");
            let lacking = match basis {
                Basis::Total => "amount",
                Basis::WithoutTax => "tax",
                Basis::GoodsWithoutTax => "tax or shipping",
            };
            format!("{orders} of the period without a known {lacking}: no amount of them is in it")
        }
        AskNote::RefundsUndated { kpis } => format!(
            "{}: refunds whose day the shop does not tell stand on the day of their order, so that recent months will still fall",
            kpis.join(", ")
        ),
        AskNote::Shadowed { kpi, others } => {
            format!("`{kpi}` is taken, the workspace's own; for the other write {}", quoted(others, " or "))
        }
        AskNote::RankedCurrencies { kpi, currencies } => format!(
            "`{kpi}` has amounts in {}, ranked as if they were in one: filter by `currency`",
            currencies.join(", ")
        ),
        AskNote::TopWithoutBy => "`--top` has no effect without `--by`".to_owned(),
        AskNote::Comparison { note } => super::comparison::note(note, wording),
        AskNote::LeftOut { kpi, reason } => format!("left out `{kpi}`: {}", inner(reason, wording)),
        AskNote::NoData => "no data for what was asked".to_owned(),
        AskNote::NoDataInPeriod { reached } => {
            let reached = wording.date(*reached);
            format!("no data in this period; the data reach {reached}: try `--period all`")
        }
        AskNote::NoDataYet { began } => {
            let began = wording.date(*began);
            format!("no data in this period; the data begin on {began}: try `--period all`")
        }
        AskNote::Spilled { mebibytes } => {
            format!(
                "{mebibytes} MiB of memory did not suffice, and rows were put on disk: allow more with JAUGE_MEMORY (MiB)"
            )
        }
        AskNote::NothingLoaded => "nothing is loaded yet: `jauge load` reads the sources of jauge.toml".to_owned(),
        AskNote::NobodyEntered => "nobody entered the funnel in this period".to_owned(),
        AskNote::NoSessions => "the events of its steps are in no session, because their source sends no page views: \
                                `per = \"visitor\"` counts visitors instead"
            .to_owned(),
        AskNote::Funnel { title, per, order, reentry, window, days } => {
            let days = match days {
                None => "all there is".to_owned(),
                Some((first, last)) if first == last => wording.date(*first),
                Some((first, last)) => format!("{} to {}", wording.date(*first), wording.date(*last)),
            };
            let who = match (per, reentry) {
                (Per::Session, _) => "each session, in the period it starts in",
                (Per::Visitor, Reentry::First) => "each visitor's first attempt, in the period it begins in",
                (Per::Visitor, Reentry::Each) => "each attempt of a visitor, in the period it begins in",
            };
            let way = match order {
                Order::Any => "in any order: a step counts as reached where a later one was",
                Order::Strict => "in strict order: each step after the one before it",
            };
            let window = window.map(|window| format!(", within {}", length(window, wording)));
            let rates = "rate: of those who reached the step before; overall: of those who reached the first";
            format!("{}, {days}\n{who}; {way}{}\n{rates}", title.get(wording.language), window.unwrap_or_default())
        }
    }
}

/// What amounts are of.
pub(super) fn of_basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Total => "what was paid, tax and shipping in (`[orders] revenue = \"total\"`)",
        Basis::WithoutTax => "without tax, shipping in (`[orders] revenue = \"without tax\"`)",
        Basis::GoodsWithoutTax => "without tax, without shipping (`[orders] revenue = \"goods without tax\"`)",
    }
}

/// `12 pending, 1 voided`.
fn by_status(statuses: &[(String, u64)]) -> String {
    statuses.iter().map(|(status, orders)| format!("{orders} {status}")).collect::<Vec<_>>().join(", ")
}

/// So many seconds, in days or hours where they are whole ones.
fn length(seconds: i64, wording: &Wording) -> String {
    match seconds {
        _ if seconds % 86_400 == 0 => counted(seconds / 86_400, "day", "days"),
        _ if seconds % 3600 == 0 => counted(seconds / 3600, "hour", "hours"),
        _ => wording.amount(seconds as f64, Unit::Duration),
    }
}

pub(super) fn own_scan(why: OwnScan) -> String {
    let text = match why {
        OwnScan::Lookback => {
            "each bucket looks back: a scan of its own, in which a row counts once in every window it lies in"
        }
        OwnScan::Overlap => "the periods overlap, so a row would count in both: a scan of its own",
        OwnScan::PerEntity => "it aggregates per entity first: a scan of its own",
        OwnScan::OthersPerEntity => "the other KPIs aggregate per entity first",
    };
    text.to_owned()
}
