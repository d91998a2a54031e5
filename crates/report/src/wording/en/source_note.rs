//! What a load says beside its numbers.

use jauge_domain::{RejectedRow, SourceNote};

use super::{Wording, files};

pub(super) const NOTHING_OF_SOURCE: &str = "nothing of this source was loaded";

pub(super) fn message(note: &SourceNote, wording: &Wording) -> String {
    match note {
        SourceNote::OfFiles { stream, more: 0, note } => format!("`{stream}`: {}", files::note(note)),
        SourceNote::OfFiles { stream, more, note } => format!("`{stream}` and {more} more: {}", files::note(note)),
        SourceNote::RecipeChanged { source, batch, once: true } => format!(
            "`{source}` was loaded with other settings in batch {batch}, and keeps what it gave then; `jauge load --undo \
             {batch}` takes that out, to load it anew"
        ),
        SourceNote::RecipeChanged { source, batch, once: false } => format!(
            "the settings of source `{source}` changed since batch {batch}: files loaded before keep what they gave \
             then; `jauge load --replace {source}` loads all of them anew"
        ),
        SourceNote::OtherVersion { source, files, now } => {
            let were = if *files == 1 { "file was" } else { "files were" };
            format!(
                "{files} {were} read by the version before {now} of its plugin: `jauge load --replace {source}` reads all of \
                 them with this one"
            )
        }
        SourceNote::GrewReadOn { stream } => format!("`{stream}` grew: only what was added is read"),
        SourceNote::GrewReadAgain { stream } => format!("`{stream}` grew: rows loaded before are recognised"),
        SourceNote::Changed { stream, batch, once: true, .. } => format!(
            "`{stream}` changed since batch {batch}: its new rows are added, rows it no longer has stay; `jauge load --undo \
             {batch}` before loading drops them"
        ),
        SourceNote::Changed { stream, batch, source, once: false } => format!(
            "`{stream}` changed since batch {batch}: its new rows are added, rows it no longer has stay; `--replace \
             {source}` drops them"
        ),
        SourceNote::AnotherFile { stream } => {
            format!("`{stream}` is another file under a known name: all of it is read")
        }
        SourceNote::BeginningOf { stream, other } => {
            format!("`{stream}` is the beginning of `{other}`: the rows of both are read once")
        }
        SourceNote::ByAnotherSource { stream, source, batch } => format!(
            "the source `{source}` loaded what `{stream}` holds, too, and in the same way (batch {batch}): its rows count twice; take \
             one of the two out of jauge.toml, and what it brought by `jauge load --undo`"
        ),
        SourceNote::RejectedBefore { stream } => {
            format!("all rows of `{stream}` were rejected before: it is read again")
        }
        SourceNote::Rejected { row: rejected } => format!("rejected {}", row(rejected, wording)),
        SourceNote::NothingOfSource => NOTHING_OF_SOURCE.to_owned(),
    }
}

/// A rejected row: where it stands, what is wrong with it.
pub(super) fn row(row: &RejectedRow, wording: &Wording) -> String {
    let line = row.line.map(|line| format!(":{line}")).unwrap_or_default();
    let column = row.column.as_ref().map(|column| format!(" `{column}`")).unwrap_or_default();
    let value = row.value.as_ref().map(|value| format!(" {value:?}")).unwrap_or_default();
    format!("{}{line}:{column}{value}: {}", row.stream, super::message(&row.why, wording))
}
