//! What a source holds that is not loaded yet.

use std::{collections::BTreeMap, sync::Arc};

use arrow::array::RecordBatch;
use datafusion::prelude::SessionContext;
use futures::StreamExt;
use jauge_domain::{ConnectorMessage, FitFault, Message, RejectedRow, SelectFault, Told, currency_code};
use jauge_plugin::{ConnectorError, Host, HostError, SourceConnector, Stream};
use jiff::tz::TimeZone;

use super::{
    LoadError, Progress,
    due::{self, Due},
    json::json_functions,
    kept,
    pseudonym::Pseudonyms,
    read::{Batches, engine},
    reader::Reader,
    rejects::Diagnostics,
    scrub::Scrub,
    select, trusted,
};
use jauge_files::{FilesConnector, Hears};
use jauge_store::{Store, aligned};
use jauge_workspace::{Address, FILES, PrivacyConfig, Repeats, Settings, SourceConfig};

/// Makes the connectors that are not built in.
pub trait Connectors: Send + Sync {
    /// The connector of `source`, ready to be read.
    fn connect(&self, source: &SourceConfig, host: Arc<dyn Host>) -> Result<Arc<dyn SourceConnector>, ConnectorError>;

    /// The version of the plugin that brings the connector of `source`; `None` where none does.
    fn version(&self, _source: &SourceConfig) -> Option<String> {
        None
    }
}

/// No connectors but the built-in one.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn;

impl Connectors for BuiltIn {
    fn connect(&self, source: &SourceConfig, _: Arc<dyn Host>) -> Result<Arc<dyn SourceConnector>, ConnectorError> {
        let connector = source.connector.clone();
        Err(settings_error(ConnectorMessage::Unknown { connector, near: None, known: Vec::new() }))
    }
}

/// Settings that do not fit a connector, as the connector's error.
fn settings_error(message: impl Into<Message>) -> ConnectorError {
    ConnectorError::Settings(HostError::new(Told::new(message, None)))
}

/// Makes a source ready to be read.
pub(crate) fn reader(
    workspace: &Settings,
    connectors: &dyn Connectors,
    source: &SourceConfig,
    host: Arc<Diagnostics>,
    pseudonyms: Arc<Pseudonyms>,
) -> Result<Reader, LoadError> {
    trusted::check_settings(workspace, source)?;
    let files = if source.connector == FILES {
        let settings = source.files(&workspace.root).map_err(|(_, fault)| settings_error(fault))?;
        Some(Arc::new(FilesConnector::new(settings, host.clone())?))
    } else {
        None
    };
    let connector: Arc<dyn SourceConnector> = match &files {
        Some(files) => files.clone(),
        None => connectors.connect(source, host.clone())?,
    };
    let zone = match &source.timezone {
        None => workspace.calendar.time_zone().clone(),
        Some(name) => TimeZone::get(name).map_err(|_| LoadError::Fit {
            source_name: source.name.clone(),
            table: source.into.clone(),
            fault: Box::new(FitFault::Zone { zone: name.clone() }),
        })?,
    };
    let query = source.select.as_deref().map(|sql| select::parse(&source.name, sql)).transpose()?;
    let cannot_keep = || LoadError::select(&source.name, None, SelectFault::CannotKeep, None::<ConnectorError>);
    let query = query.map(|query| kept::with(query, &source.keep).ok_or_else(cannot_keep)).transpose()?;
    let currency = workspace.config.workspace.currency.as_deref().and_then(currency_code);
    let keep = source.keep.clone();
    let version = if files.is_some() { None } else { connectors.version(source) };
    Ok(Reader {
        source: source.name.clone(),
        connector,
        files,
        query,
        lines_of: source.lines_of.clone(),
        disjoint: source.repeats == Repeats::Disjoint,
        keep,
        version,
        zone,
        currency,
        host,
        pseudonyms,
    })
}

/// The settings that change what a file means, as a hash: where they change, files loaded before are not what they would be.
pub(crate) fn recipe(workspace: &Settings, source: &SourceConfig) -> String {
    let zone = source.timezone.as_deref().unwrap_or(&workspace.config.workspace.timezone);
    // Nothing where nothing is set, so that recipes of before stay what they were.
    let privacy = &workspace.config.privacy;
    let dropped = (privacy.drop_parameters != PrivacyConfig::default().drop_parameters)
        .then(|| format!("{:?}", privacy.drop_parameters));
    let privacy = match (privacy.ip, privacy.hash.as_slice()) {
        (Address::Drop, []) => String::new(),
        set => format!("{set:?}"),
    };
    let gathered = source.lines_of.as_ref().map(|key| format!("lines of {key:?}"));
    let privacy = privacy + &dropped.unwrap_or_default() + &gathered.unwrap_or_default();
    let settings: Vec<_> = source.settings.iter().filter(|(key, _)| *key != "path").collect();
    let keep = if source.keep.is_empty() { String::new() } else { format!("{:?}", source.keep) };
    let text = format!("{:?}{zone}{}{settings:?}{privacy}{keep}", source.select, source.connector);
    blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
}

/// What a source would give.
pub struct Preview {
    /// Its streams.
    pub streams: usize,
    /// The first rows of the first stream, as they would be loaded.
    pub rows: Vec<RecordBatch>,
    /// Rows up to there that would be rejected.
    pub rejects: Vec<RejectedRow>,
    /// What was detected.
    pub notes: Vec<Message>,
}

/// The first `wanted` rows of `source`; what the store holds is not looked at.
pub async fn preview(
    workspace: &Settings,
    connectors: &dyn Connectors,
    source: &SourceConfig,
    wanted: usize,
) -> Result<Preview, LoadError> {
    // One that is damaged or newer is not passed over, although nothing is written.
    Store::open(workspace.store_dir())?;
    let pseudonyms = Pseudonyms::of_workspace(workspace, false);
    let host = Arc::new(Diagnostics::new(Arc::new(Progress::default()), Scrub::under(pseudonyms.clone())));
    let reader = reader(workspace, connectors, source, host.clone(), pseudonyms)?;
    let streams = reader.streams().await?;
    trusted::check_streams(workspace, source, &streams)?;
    let (empty, filled): (Vec<&Stream>, Vec<&Stream>) = streams.iter().partition(|stream| due::is_empty(stream));
    empty.into_iter().for_each(|stream| host.found(due::empty(stream)));
    let mut rows = Vec::new();
    if let Some(first) = filled.first() {
        let mut batches = first_rows(workspace, source, &reader, first).await?;
        let mut missing = wanted;
        while missing > 0
            && let Some(batch) = batches.next().await
        {
            let batch = batch?;
            rows.push(batch.slice(0, batch.num_rows().min(missing)));
            missing -= batch.num_rows().min(missing);
        }
    }
    Ok(Preview { streams: streams.len(), rows, rejects: host.rejects(), notes: host.notes() })
}

async fn first_rows(
    workspace: &Settings,
    source: &SourceConfig,
    reader: &Reader,
    stream: &Stream,
) -> Result<Batches, LoadError> {
    let (ctx, name) = (SessionContext::new(), source.name.clone());
    json_functions().into_iter().for_each(|function| ctx.register_udf(function));
    if let Some(table) = workspace.table(&source.into).filter(|table| !table.schema.fields().is_empty()) {
        let (columns, batches) = reader.read(&ctx, &Due::whole(stream), &table).await?;
        let stored = move |batch| aligned(&batch, &columns).map_err(|error| engine(&name, "", error.into()));
        return Ok(batches.map(move |batch| batch.and_then(&stored)).boxed());
    }
    // A table of the user's own whose columns its first load will find: the rows as they come.
    let (batches, _) = reader.selected(&ctx, &Due::whole(stream), &BTreeMap::new()).await?;
    Ok(batches.map(move |batch| batch.map_err(|error| engine(&name, "", error))).boxed())
}
