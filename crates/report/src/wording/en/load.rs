//! Why nothing was loaded.

use jauge_domain::{FitFault, LoadMessage, RejectedRow, SelectFault};

use super::{Wording, cell::kind, forms::counted, system};

pub(super) fn message(message: &LoadMessage, wording: &Wording) -> String {
    match message {
        LoadMessage::Select { source, stream, fault } => {
            let over = stream.as_ref().map(|stream| format!(" over `{stream}`")).unwrap_or_default();
            format!("`select` of source `{source}`{over}: {}", select(fault))
        }
        LoadMessage::Fit { source, table, fault } => {
            format!("source `{source}` does not fit the table `{table}`: {}", fit(fault))
        }
        LoadMessage::AmbiguousDates { stream, column } => format!(
            "`{stream}`: dates in the column `{column}` may be day/month or month/day, and no value tells: say which \
             with `dates = \"day first\"` or `dates = \"month first\"` in its [[source]]"
        ),
        LoadMessage::NotAsAnnounced { stream, column, announced } => {
            format!("`{stream}`: the column `{column}` was announced as {announced} and did not come so")
        }
        LoadMessage::Strict { source, rejected, first } => {
            let first = first.as_ref().map(|row| row_in_short(row, wording)).unwrap_or_default();
            format!(
                "source `{source}`: {} rejected, and `--strict` loads all or nothing; the first: {first}",
                counted(*rejected, "row", "rows")
            )
        }
        LoadMessage::Engine { source, stream, reason, .. } => {
            let stream = stream.as_ref().map(|stream| format!(", `{stream}`")).unwrap_or_default();
            format!("source `{source}`{stream}: the engine stopped: {}", system::reason(reason))
        }
        LoadMessage::Stopped { source, stream, why } => {
            let stream = stream.as_ref().map(|stream| format!(", `{stream}`")).unwrap_or_default();
            format!("source `{source}`{stream}: {}", super::message(why, wording))
        }
        LoadMessage::Gone { source, streams } => {
            let first =
                streams.first().map(|(stream, batch)| format!("`{stream}` of batch {batch}")).unwrap_or_default();
            let more = match streams.len().saturating_sub(1) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("source `{source}`: what {first}{more} brought would be lost, because no file holds it any more")
        }
        LoadMessage::KeyTwice { stream, table, key, value } => {
            format!("`{stream}`: rows with the same `{key}` ({value:?}) differ, and `{table}` keeps one of them")
        }
        LoadMessage::HashedOtherwise { sources, columns } => format!(
            "`[privacy] hash` is not what it was when {} loaded: {} would have two names for one",
            named(sources),
            named(columns)
        ),
        LoadMessage::Hollow { stream, rows } => {
            format!("`{stream}`: a batch claims {rows} rows and holds nothing: it is damaged, or made to do harm")
        }
        LoadMessage::UnknownBatch { batch } => {
            format!("no batch {batch}: `jauge sql \"SELECT * FROM loads\"` shows them")
        }
    }
}

pub(super) fn help(message: &LoadMessage) -> Option<String> {
    let text = match message {
        LoadMessage::Select { fault, .. } => return select_help(fault),
        LoadMessage::Fit { .. } | LoadMessage::UnknownBatch { .. } => return None,
        LoadMessage::Gone { .. } => {
            "put the files back; or take out what they brought with `jauge load --undo BATCH`, and load again"
        }
        LoadMessage::Stopped { why, .. } => {
            let help = super::help(why).map(|help| format!("{help}; ")).unwrap_or_default();
            return Some(format!("{help}{}", super::source_note::NOTHING_OF_SOURCE));
        }
        LoadMessage::KeyTwice { key, .. } => {
            return Some(format!(
                "make one row of them in the `select`, with `GROUP BY {key}`; {}",
                super::source_note::NOTHING_OF_SOURCE
            ));
        }
        LoadMessage::HashedOtherwise { .. } => {
            "load each source anew with `jauge load --replace SOURCE`, take out with `--undo BATCH` what has none, or set `hash` \
             back; nothing was loaded"
        }
        LoadMessage::Strict { .. } => "nothing was loaded",
        LoadMessage::Engine { disk_full: true, .. } => {
            "the disk is full: free some space and load again; nothing of this source was loaded"
        }
        LoadMessage::Engine { disk_full: false, .. }
        | LoadMessage::Hollow { .. }
        | LoadMessage::AmbiguousDates { .. }
        | LoadMessage::NotAsAnnounced { .. } => super::source_note::NOTHING_OF_SOURCE,
    };
    Some(text.to_owned())
}

fn named(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn row_in_short(row: &RejectedRow, wording: &Wording) -> String {
    let line = row.line.map(|line| format!(":{line}")).unwrap_or_default();
    let column = row.column.as_ref().map(|column| format!(" `{column}`")).unwrap_or_default();
    let value = row.value.as_ref().map(|value| format!(" = {value:?}")).unwrap_or_default();
    format!("{}{line}{column}{value}: {}", row.stream, super::message(&row.why, wording))
}

fn select(fault: &SelectFault) -> String {
    match fault {
        SelectFault::Sql { text } => text.clone(),
        SelectFault::Engine { why } => super::engine::message(why),
        SelectFault::UnknownColumn { column, near, known } => {
            let near = near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("no column `{column}`{near} (there are {})", known.join(", "))
        }
        SelectFault::TextOrder { column } => format!(
            "`{column}` is text, and as texts `10` stands before `9`: write CAST(\"{column}\" AS DECIMAL) where \
             numbers are meant, CAST(\"{column}\" AS TIMESTAMP) where times are, \"{column}\" || '' where texts are"
        ),
        SelectFault::CannotKeep => {
            "`keep` adds columns of the file to a `select` that reads `raw` itself or in a subquery, without DISTINCT, UNION or \
             a join: give `properties` in the `select` instead"
                .to_owned()
        }
        SelectFault::NotOneQuery => "`select` must be one SELECT".to_owned(),
        SelectFault::Misfit { column, wanted, from, to } => {
            format!("column `{column}` must be {}: {} cannot become {}", kind(wanted), kind(from), kind(to))
        }
        SelectFault::Column { column, wanted, reason } => {
            format!("column `{column}` must be {}: {reason}", kind(wanted))
        }
    }
}

fn select_help(fault: &SelectFault) -> Option<String> {
    match fault {
        SelectFault::Engine { why } => super::engine::help(why),
        SelectFault::Sql { .. }
        | SelectFault::UnknownColumn { .. }
        | SelectFault::TextOrder { .. }
        | SelectFault::CannotKeep
        | SelectFault::NotOneQuery
        | SelectFault::Misfit { .. }
        | SelectFault::Column { .. } => None,
    }
}

fn fit(fault: &FitFault) -> String {
    match fault {
        FitFault::Undeclared => "nobody declares it".to_owned(),
        FitFault::NoColumn { table, column, known } => {
            format!("[table.{table}] names the column `{column}`, and the rows have {}", known.join(", "))
        }
        FitFault::UnknownColumn { table, column, near } => {
            let hint = near.as_ref().map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
            format!("the table `{table}` has no column `{column}`{hint}{}", cure(table))
        }
        FitFault::StoredOtherwise { table, column } => format!(
            "`{table}` was loaded with other columns than it is to have now: `{column}` is another; `jauge table drop {table}` \
             makes room, then load again"
        ),
        FitFault::KeepsNothing { table } => {
            format!("`{table}` has no `properties` that `keep` could fill: select the columns instead")
        }
        FitFault::NotThereToKeep { column, near } => {
            let hint = near.as_ref().map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
            format!("`keep` names `{column}`, and the file has no such column{hint}")
        }
        FitFault::KeepsHidden { column, hidden } => {
            format!("`keep` names `{column}`, which says what `[privacy]` hides of `{hidden}`: take it out of `keep`")
        }
        FitFault::ColumnTwice { column } => format!("the column `{column}` is given twice"),
        FitFault::OwnName { column } => {
            format!(
                "a column called `{column}` is Jauge's own: call it otherwise in a `select`, `\"{column}\" AS its_{column}`"
            )
        }
        FitFault::Needed { table, column } => {
            format!("no column `{column}`, without which a row of `{table}` means nothing")
        }
        FitFault::NotHashed { table, column } => format!(
            "`[privacy] hash` covers `{column}`, which `{table}` does not keep as text: make it one, `{column} = \"text\"` \
             under `[table.{table}.columns]`"
        ),
        FitFault::Zone { zone } => format!("no time zone `{zone}`: use an IANA name such as \"Europe/Paris\""),
    }
}

/// What to do about a column that `table` does not have.
fn cure(table: &str) -> String {
    match table {
        "events" | "shop_orders" | "leads" | "tickets" | "spend" => {
            "; put what has no column into `properties`, or let `keep` name it".to_owned()
        }
        "daily" | "rates" | "product_list" => String::new(),
        own => format!("; where its `select` has changed, `jauge table drop {own}` makes room, then load again"),
    }
}
