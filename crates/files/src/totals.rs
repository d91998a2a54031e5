//! Rows of totals, which are none of the rows they add up.

use super::{FileSettings, record::Field};

/// The rows of totals, which are left out and counted.
pub(super) struct Totals {
    /// What the first filled field of such a row says; with `*` at the end, what it begins with.
    texts: Vec<String>,
    rows: u64,
}

impl Totals {
    /// Those that `settings` tell.
    pub(super) fn of(settings: &FileSettings) -> Self {
        Self { texts: settings.totals.clone(), rows: 0 }
    }

    /// How many were left out.
    pub(super) fn left_out(&self) -> u64 {
        self.rows
    }

    /// True for a row of totals, which is counted.
    pub(super) fn take(&mut self, fields: &[Field], row: &str) -> bool {
        if self.texts.is_empty() {
            return false;
        }
        let first = fields.iter().filter_map(|field| field.text(row)).find(|text| !text.trim().is_empty());
        let found = first.is_some_and(|first| self.texts.iter().any(|text| is_total(first.trim(), text)));
        self.rows += u64::from(found);
        found
    }
}

fn is_total(cell: &str, text: &str) -> bool {
    text.strip_suffix('*').map_or(cell == text, |start| cell.starts_with(start))
}
