//! Reads any database that has an ADBC driver: the connector `adbc`.

mod connector;
mod cursor;
mod dialect;
mod driver;
mod filter;
mod misfit;
mod query;
mod reading;
mod settings;
mod sqlite;
mod types;
mod watch;

use jauge_plugin::{Plugin, Source, export_plugin};
use serde_json::json;

/// What this plugin brings: the connector `adbc`.
pub fn plugin() -> Plugin {
    let config = json!({
        "driver": "adbc_driver_sqlite",
        "uri": ":memory:",
        "sql": "SELECT 1 AS id, 'first' AS word UNION ALL SELECT 2, 'second'",
        "cursor": "id",
    });
    let source = Source::new(
        "adbc",
        "Reads a table, or the rows of a query, through an ADBC driver",
        settings::schema(),
        connector::connect,
    );
    let source = source.example("two rows of a SQLite database in memory", config, 2, 0);
    Plugin::new("adbc", env!("CARGO_PKG_VERSION"), "Reads any database that has an ADBC driver")
        .source(source)
        .with_network()
}

export_plugin!(plugin);
