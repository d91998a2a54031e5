//! `lines_of` of a source: lines that are gathered over all files of one load.

use jauge_domain::ConfigFault;

use crate::{FILES, KeyFault, SourceConfig};

/// Refuses lines that nothing puts together, or that no files hold. What a source is `like` has still to bring its `select`.
pub(crate) fn check(source: &SourceConfig) -> Result<(), KeyFault> {
    let puts_together = source.select.is_some() || source.like.is_some();
    if source.lines_of.is_none() || (puts_together && source.connector == FILES) {
        return Ok(());
    }
    Err(("lines_of".to_owned(), ConfigFault::LinesOf { source: source.name.clone() }))
}
