//! Whether a `select` can be run over what a connector gives: the columns that it announces must be those that come.

use std::{path::Path, sync::Arc};

use jauge_core::{
    load::{Connectors, preview},
    settings::{CONFIG_FILE, Config, Settings, SourceConfig},
};
use jauge_domain::{Calendar, Message, PluginNote, Weekday};
use jauge_plugin::{ConnectorError, Host, LINE_COLUMN, Scan, SourceConnector, Stream, testkit::Diagnostics};
use jauge_trust::Consent;

use crate::error::connector_message;

/// A workspace for one `select`.
const CONFIG: &str = "[workspace]\nname = \"test\"\n[table.rows]\n";

/// The one connector there is.
struct Only(Arc<dyn SourceConnector>);

impl Connectors for Only {
    fn connect(&self, _: &SourceConfig, _: Arc<dyn Host>) -> Result<Arc<dyn SourceConnector>, ConnectorError> {
        Ok(self.0.clone())
    }
}

/// Holds what `connector`, called `name`, announces against what it gives, and runs a `select` over all columns of its first stream.
///
/// # Errors
/// What differs.
pub(super) async fn check(connector: Arc<dyn SourceConnector>, name: &str) -> Result<(), Message> {
    let streams = connector.streams().map_err(failed)?;
    let mut first = None;
    for stream in &streams {
        let found = announced(&*connector, stream)?;
        if stream.bytes != Some(0) {
            first = first.or(Some(found));
        }
    }
    let Some((columns, rows)) = first.filter(|(columns, _)| !columns.is_empty()) else { return Ok(()) };
    let selected = selected(connector, name, &columns).await?;
    if selected == rows { Ok(()) } else { Err(PluginNote::ExampleSelectCounts { rows, selected }.into()) }
}

/// The columns and the number of rows of `stream`, which must have the columns that are announced, if any are.
fn announced(connector: &dyn SourceConnector, stream: &Stream) -> Result<(Vec<String>, u64), Message> {
    let announced = connector.schema(stream).map_err(failed)?;
    let scanned = connector.scan(stream, &Scan::default(), Arc::new(Diagnostics::default())).map_err(failed)?;
    let columns = announced.clone().unwrap_or_else(|| scanned.schema.clone());
    let mut rows = 0;
    for batch in scanned.batches {
        let batch = batch.map_err(failed)?;
        rows += batch.num_rows() as u64;
        for field in announced.iter().flat_map(|schema| schema.fields().iter()) {
            let came = batch.column_by_name(field.name()).map(|column| column.data_type().to_string());
            let announced = field.data_type().to_string();
            if came.as_ref() != Some(&announced) {
                let (stream, column) = (stream.name.clone(), field.name().clone());
                return Err(PluginNote::ExampleColumn { stream, column, announced, came }.into());
            }
        }
    }
    let names = columns.fields().iter().map(|field| field.name().clone()).filter(|name| name != LINE_COLUMN);
    Ok((names.collect(), rows))
}

/// How many rows a `select` of `columns`, the last one first, gives.
async fn selected(connector: Arc<dyn SourceConnector>, name: &str, columns: &[String]) -> Result<u64, Message> {
    let settings = Settings {
        // Nothing is read or written there.
        root: std::env::temp_dir().join(format!("jauge-no-workspace-{}", std::process::id())),
        config: Config::parse(Path::new(CONFIG_FILE), CONFIG).map_err(|error| error.message())?,
        calendar: Calendar::new("UTC", Weekday::Monday, (1, 1))?,
        consent: Consent::default(),
    };
    let quoted = columns.iter().rev().map(|column| format!("\"{}\"", column.replace('"', "\"\"")));
    let sql = format!("SELECT {} FROM raw", quoted.collect::<Vec<_>>().join(", "));
    let once = SourceConfig::once("test".to_owned(), String::new(), "rows".to_owned(), Some(sql));
    let source = SourceConfig { connector: name.to_owned(), ..once };
    let wrong = |why: Message| Message::from(PluginNote::ExampleSelect { why: Box::new(why) });
    let given =
        preview(&settings, &Only(connector), &source, usize::MAX).await.map_err(|error| wrong(error.message()))?;
    Ok(given.rows.iter().map(|batch| batch.num_rows() as u64).sum())
}

fn failed(error: ConnectorError) -> Message {
    connector_message(&error)
}
