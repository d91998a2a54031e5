//! What `jauge repair` does.

use jauge_domain::RepairMessage;

use super::{forms::counted, store::damage};

pub(super) fn message(message: &RepairMessage) -> String {
    match message {
        RepairMessage::Whole => "nothing is damaged".to_owned(),
        RepairMessage::SetAside { path, damage: what } => format!("`{path}` {}", damage(what)),
        RepairMessage::Rewritten { path } => format!("`{path}` is written anew"),
        RepairMessage::ForgottenCut { known } => {
            format!("the list of forgotten visitors has lost some of them; {known} are still refused")
        }
        RepairMessage::ForgettingLost => "a visitor was just being forgotten, and it is no longer known who".to_owned(),
        RepairMessage::Salvaged { table, rows } => {
            format!("{table}: the log is made anew out of the data files, which hold {}", counted(*rows, "row", "rows"))
        }
        RepairMessage::Landed { table, batch, rows } => {
            format!("{table}: batch {batch} is back, with {}", counted(*rows, "row", "rows"))
        }
        RepairMessage::Derived { table } => format!("{table}: thrown away, and derived anew"),
        RepairMessage::Again { table, batch, source } => {
            format!("{table}: batch {batch} has lost rows, and is loaded again from `{source}`")
        }
        RepairMessage::Gone { table, batch, source, stream } => {
            let what = stream.as_deref().map(|stream| format!("`{stream}` of ")).unwrap_or_default();
            format!("{table}: batch {batch} has lost rows, and {what}`{source}` no longer has them")
        }
        RepairMessage::Unaccounted { table, batch, source, rows } => {
            format!("{table}: which files brought the {rows} rows of batch {batch} of `{source}` is no longer known")
        }
        RepairMessage::Kept { path } => format!("what cannot be read lies in `{path}`"),
    }
}

pub(super) fn help(message: &RepairMessage) -> Option<String> {
    match message {
        RepairMessage::ForgottenCut { .. } => Some(
            "nobody can tell who is missing: forget those again who must not come back, `jauge forget VISITOR`"
                .to_owned(),
        ),
        RepairMessage::ForgettingLost => Some("forget that visitor again: `jauge forget VISITOR`".to_owned()),
        RepairMessage::Gone { source, .. } => {
            Some(format!("put the files back, then `jauge load {source}`; until then what is left of it is kept"))
        }
        RepairMessage::Unaccounted { .. } => {
            Some("take files away that were loaded before: the next load would bring their rows again".to_owned())
        }
        RepairMessage::Kept { .. } => {
            Some("it may hold personal data: remove it when it is no longer needed".to_owned())
        }
        RepairMessage::Whole
        | RepairMessage::SetAside { .. }
        | RepairMessage::Rewritten { .. }
        | RepairMessage::Salvaged { .. }
        | RepairMessage::Landed { .. }
        | RepairMessage::Derived { .. }
        | RepairMessage::Again { .. } => None,
    }
}
