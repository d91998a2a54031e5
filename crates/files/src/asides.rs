//! Columns that hold one value in every row of a file: what stands above its header, where its rows come from, and the
//! columns it lacks.

use super::{FileSettings, archive, batches::Batch, preamble::PREAMBLE_COLUMN};

/// The file a row stood in, where `columns` names this column.
pub const FILE_COLUMN: &str = "#file";
/// The file in an archive, likewise.
pub const MEMBER_COLUMN: &str = "#member";
/// The sheet or table in a file, likewise.
pub const TABLE_COLUMN: &str = "#table";
/// What tells about rows and is none of their own: it fills no column of a table unless a `select` names it.
pub const ASIDE_COLUMNS: [&str; 4] = [PREAMBLE_COLUMN, FILE_COLUMN, MEMBER_COLUMN, TABLE_COLUMN];

/// The values of columns behind those that a row has itself.
pub(super) struct Asides {
    from: usize,
    values: Vec<Option<String>>,
}

impl Asides {
    /// Behind `names`, to which theirs are added: `preamble`, and those that `settings` wants and the file `stream` lacks. A file
    /// without any columns stays without.
    pub(super) fn of(names: &mut Vec<String>, settings: &FileSettings, stream: &str, preamble: Option<String>) -> Self {
        let (from, mut values) = (names.len(), Vec::new());
        if let Some(preamble) = preamble {
            names.push(PREAMBLE_COLUMN.to_owned());
            values.push(Some(preamble));
        }
        for name in settings.columns.iter().filter(|_| from > 0) {
            let is_known = |known: &String| known.eq_ignore_ascii_case(name);
            if !names.iter().any(is_known) && name != jauge_plugin::LINE_COLUMN {
                names.push(name.clone());
                values.push(if name == TABLE_COLUMN { settings.sheet.clone() } else { value(name, stream) });
            }
        }
        Self { from, values }
    }

    /// Puts them into the row under way.
    pub(super) fn put(&self, batch: &mut Batch) {
        for (column, value) in (self.from..).zip(&self.values) {
            batch.put(column, value.as_deref());
        }
    }
}

/// Names for the columns of a file that has none: those of `wanted` that are no asides.
pub(super) fn given_names(wanted: &[String]) -> impl Iterator<Item = &str> {
    wanted.iter().map(String::as_str).filter(|name| *name != jauge_plugin::LINE_COLUMN && !ASIDE_COLUMNS.contains(name))
}

fn value(name: &str, stream: &str) -> Option<String> {
    let (file, member) = archive::parts(stream);
    match name {
        FILE_COLUMN => Some(file.to_owned()),
        MEMBER_COLUMN => member.map(str::to_owned),
        _ => None,
    }
}
