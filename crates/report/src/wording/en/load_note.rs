//! What the commands about sources say.

use jauge_domain::{KeptFrom, LoadNote};

use super::{super::Wording, forms::counted, names::quoted, source_note};

pub(super) fn message(note: &LoadNote, wording: &Wording) -> String {
    match note {
        LoadNote::NoSources => "jauge.toml names no source".to_owned(),
        LoadNote::NoSource { name, .. } => format!("no source `{name}` in jauge.toml"),
        LoadNote::NoTable { name, .. } => format!("no table `{name}`"),
        LoadNote::ColumnsUnknown { table } => {
            format!("nothing was loaded into `{table}` yet: its first load finds its columns")
        }
        LoadNote::FewOrdersMatch { tagged, matching, other } => {
            let are = |orders: i64| if orders == 1 { "is" } else { "are" };
            let other = other.map(|other| format!(", and {other} {} an `other_id`", are(other))).unwrap_or_default();
            format!(
                "of {tagged} orders that the tag sent, {matching} {} an `order_id` of `shop_orders`{other}: the others count \
                 twice, once as the shop's and once as the tag's",
                are(*matching)
            )
        }
        LoadNote::FromConnector { source, connector, reason, kept_from } => {
            let why = kept_from.as_ref().map(|kept| format!("; {}", grants(kept))).unwrap_or_default();
            format!("source `{source}`, connector `{connector}`: {}{why}", super::message(reason, wording))
        }
        LoadNote::Read { done, total } => format!("{} of {}", wording.bytes(*done), wording.bytes(*total)),
        LoadNote::AllRejects { rejected, kept, batch } => {
            let what = match kept < rejected {
                true => format!("{rejected} rejects, of which the first {kept} are kept"),
                false => format!("all {rejected} rejects"),
            };
            format!("{what}: jauge sql \"SELECT * FROM rejects WHERE batch_id = {batch}\"")
        }
        LoadNote::MostRejected { source, rejected, read, cause, .. } => {
            let cause = cause.as_ref().map(|row| format!("; the likely cause: {}", source_note::row(row, wording)));
            format!("{source}: most rows were rejected, {rejected} of {read}{}", cause.unwrap_or_default())
        }
        LoadNote::UnknownStatuses { source, statuses } => {
            let what = if statuses.len() == 1 { "a status of orders is" } else { "statuses of orders are" };
            format!("{source}: {what} not known, and such orders do not count: {}", quoted(statuses, ", "))
        }
        LoadNote::DryRun { source } => format!("{source}: a dry run, nothing was kept"),
        LoadNote::NothingNew { source } => format!("{source}: nothing new since the last load"),
        LoadNote::TookBack { batch, rows, table } => {
            let gone = if *rows == 1 { "is gone" } else { "are gone" };
            let rows = counted(*rows, "row", "rows");
            format!("Took batch {batch} back: {rows} of `{table}` {gone}; its files can be loaded again.")
        }
        LoadNote::Derived { days, bytes } => {
            let days = counted(*days, "day", "days");
            format!("sessions: {days} derived, {} written", wording.bytes(*bytes))
        }
        LoadNote::DerivedAnew { days } => {
            format!("sessions: {} derived anew", counted(*days, "day", "days"))
        }
        LoadNote::Reads { source, streams, files, table } => {
            let streams =
                if *files { counted(*streams, "file", "files") } else { counted(*streams, "stream", "streams") };
            format!("{source}: {streams}, into `{table}`")
        }
    }
}

pub(super) fn help(note: &LoadNote) -> Option<String> {
    match note {
        LoadNote::NoSources => Some("add a [[source]], or load a file with `--file`".to_owned()),
        LoadNote::NoSource { near, known, .. } => {
            let near = near.as_ref().map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            Some(format!("{near}sources: {}", known.join(", ")))
        }
        LoadNote::NoTable { name, near } => {
            let near = near.as_ref().map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            Some(format!("{near}a table of your own needs [table.{name}] in jauge.toml"))
        }
        LoadNote::MostRejected { whole: true, .. } => {
            Some("mend its `select` or settings and load again: what was rejected as a whole is read anew".to_owned())
        }
        LoadNote::MostRejected { once: true, .. } => {
            let cure = "mend `--select`, take out what came with `jauge load --undo BATCH`, then load the file again";
            Some(cure.to_owned())
        }
        LoadNote::MostRejected { source, .. } => {
            Some(format!("mend its `select` or settings, then `jauge load --replace {source}` reads all of it anew"))
        }
        LoadNote::UnknownStatuses { .. } => {
            let cure = "`[orders] counts` of jauge.toml lists the statuses that count, or the source's `select` renames them (CASE)";
            Some(cure.to_owned())
        }
        LoadNote::FewOrdersMatch { other: Some(_), .. } => Some(
            "let the `select` give the one as the other, `other_id` as `order_id`, then `jauge load --replace SOURCE`".to_owned(),
        ),
        LoadNote::FewOrdersMatch { other: None, .. } => Some(
            "select the column with the ids that the tag sends as `order_id`, or as `other_id`, then `jauge load --replace SOURCE`"
                .to_owned(),
        ),
        LoadNote::FromConnector { reason, .. } => super::help(reason),
        LoadNote::ColumnsUnknown { .. }
        | LoadNote::Read { .. }
        | LoadNote::AllRejects { .. }
        | LoadNote::DryRun { .. }
        | LoadNote::NothingNew { .. }
        | LoadNote::TookBack { .. }
        | LoadNote::Derived { .. }
        | LoadNote::DerivedAnew { .. }
        | LoadNote::Reads { .. } => None,
    }
}

/// Which permission grants what a plugin was kept from.
fn grants(kept: &KeptFrom) -> String {
    match kept {
        KeptFrom::Files { plugin } => format!(
            "the plugin `{plugin}` may read the files that its settings name: `paths = [\"…\"]` under [plugins.{plugin}] in jauge.toml \
             grants others, where you may read them yourself"
        ),
        KeptFrom::Network { plugin } => format!(
            "the plugin `{plugin}` may not use the network: `network = true` in its plugin.toml asks for it, and `jauge plugin add` \
             grants it"
        ),
    }
}
