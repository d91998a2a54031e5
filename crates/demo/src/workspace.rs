//! The workspace that reads the exports: sources, a few KPIs and objectives of the site's own.

use std::path::Path;
use std::{fs, io};

const FILES: [(&str, &str); 7] = [
    ("jauge.toml", include_str!("../workspace/jauge.toml")),
    ("objectives/objectives.toml", include_str!("../workspace/objectives/objectives.toml")),
    ("queries/kpis/first_reply_time.sql", include_str!("../workspace/queries/kpis/first_reply_time.sql")),
    ("queries/kpis/lead_conversion.sql", include_str!("../workspace/queries/kpis/lead_conversion.sql")),
    ("queries/kpis/read_through.sql", include_str!("../workspace/queries/kpis/read_through.sql")),
    ("queries/kpis/tickets.sql", include_str!("../workspace/queries/kpis/tickets.sql")),
    ("queries/kpis/zero_result_rate.sql", include_str!("../workspace/queries/kpis/zero_result_rate.sql")),
];

/// Writes jauge.toml, the site's own KPIs and its objectives into `dir`.
///
/// # Errors
/// Whatever hinders files from being written.
pub fn write_workspace(dir: &Path) -> io::Result<()> {
    for (path, text) in FILES {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap_or(dir))?;
        fs::write(path, text)?;
    }
    Ok(())
}
