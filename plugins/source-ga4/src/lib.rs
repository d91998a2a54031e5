//! Reads GA4's BigQuery export as Jauge's events: the connector `ga4`.

mod assemble;
mod columns;
mod connector;
mod identity;
mod input;
mod items;
mod mapping;
mod money;
mod ndjson;
mod params;
mod parquet;
mod record;
mod tables;
mod traffic;
mod typed;
mod value;

use jauge_plugin::{Plugin, Source, export_plugin};
use serde_json::json;

/// What this plugin brings: the connector `ga4`.
pub fn plugin() -> Plugin {
    let config = json!({
        "type": "object",
        "required": ["path"],
        "additionalProperties": false,
        "properties": {
            "path": {
                "type": "string",
                "format": "path",
                "description": "The exported tables: a file or a glob such as `export/events_*`; Parquet, or one JSON object a line, \
                                which may be compressed with gzip or Zstandard",
            },
        },
    });
    let says = "Reads GA4's BigQuery export: daily, fresh and intraday tables, as Parquet or newline-delimited JSON";
    let at = |path: &str| json!({ "path": path });
    let source = Source::new("ga4", says, config, connector::connect)
        .example("a day as Parquet", at("fixtures/events_20210131.parquet"), 8, 0)
        .example("the same day as compressed JSON", at("fixtures/events_20210131.json.gz"), 8, 0)
        .example(
            "a day's intraday table is left out once its daily table is there",
            at("fixtures/events_*.json*"),
            13,
            2,
        );
    Plugin::new("ga4", env!("CARGO_PKG_VERSION"), "Reads GA4's BigQuery export").source(source)
}

export_plugin!(plugin);
