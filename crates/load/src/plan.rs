//! What a source holds that is not loaded yet.

use std::{collections::BTreeMap, sync::Arc};

use arrow::array::RecordBatch;
use datafusion::prelude::SessionContext;
use futures::StreamExt;
use jauge_domain::{ConnectorMessage, FitFault, Message, RejectedRow, SourceNote, Told};
use jauge_plugin::{ConnectorError, Host, HostError, Scan, SourceConnector, Stream};
use jiff::tz::TimeZone;

use super::{
    LoadError, Progress,
    due::Due,
    pseudonym::Pseudonyms,
    read::{Batches, engine},
    reader::Reader,
    rejects::Diagnostics,
    scrub::Scrub,
    select, trusted,
};
use jauge_files::{FilesConnector, Fingerprint, Hears};
use jauge_store::{Ledger, LedgerEntry, Store, aligned};
use jauge_workspace::{Address, FILES, PrivacyConfig, Repeats, Settings, SourceConfig};

/// Makes the connectors that are not built in.
pub trait Connectors: Send + Sync {
    /// The connector of `source`, ready to be read.
    fn connect(&self, source: &SourceConfig, host: Arc<dyn Host>) -> Result<Arc<dyn SourceConnector>, ConnectorError>;
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
) -> Result<Reader, LoadError> {
    trusted::check_settings(workspace, source)?;
    let connector = if source.connector == FILES {
        let settings = source.files(&workspace.root).map_err(|(_, fault)| settings_error(fault))?;
        Arc::new(FilesConnector::new(settings, host.clone())?)
    } else {
        connectors.connect(source, host.clone())?
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
    let pseudonyms = Arc::new(Pseudonyms::of_store(&workspace.store_dir(), &workspace.config.privacy));
    let (source, disjoint) = (source.name.clone(), source.repeats == Repeats::Disjoint);
    Ok(Reader { source, connector, query, zone, disjoint, host, pseudonyms })
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
    let privacy = privacy + &dropped.unwrap_or_default();
    let settings: Vec<_> = source.settings.iter().filter(|(key, _)| *key != "path").collect();
    let text = format!("{:?}{zone}{}{settings:?}{privacy}", source.select, source.connector);
    blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
}

/// The streams that are not loaded yet, with what the user should know of the others.
pub(crate) async fn due(
    reader: &Reader,
    source: &SourceConfig,
    ledger: &Ledger,
    streams: &[Stream],
    recipe: &str,
) -> Result<Vec<Due>, LoadError> {
    let entries: Vec<&LedgerEntry> =
        ledger.of(&source.name, &source.into).filter(|entry| entry.stream.is_some()).collect();
    if let Some(entry) = entries.iter().rev().find(|entry| entry.recipe.as_deref() != Some(recipe)) {
        let note = SourceNote::RecipeChanged { source: source.name.clone(), batch: entry.batch_id };
        reader.host.found(note);
    }
    let looked = futures::stream::iter(streams).map(|stream| look(reader, &entries, stream, source.repeats));
    let looked: Vec<_> = looked.buffered(2).collect().await;
    looked.into_iter().filter_map(Result::transpose).collect()
}

/// What is due of one stream; `None` where its content was loaded before, under whatever name.
async fn look(
    reader: &Reader,
    entries: &[&LedgerEntry],
    stream: &Stream,
    repeats: Repeats,
) -> Result<Option<Due>, LoadError> {
    let before = entries.iter().rev().find(|entry| entry.stream.as_deref() == Some(&stream.name)).copied();
    if stream.file.is_none() {
        let scan = Scan { cursor: before.and_then(|entry| entry.cursor.clone()), ..Scan::default() };
        return Ok(Some(Due { scan, ..Due::whole(stream) }));
    }
    // A log that was renamed since it was loaded has grown until then, so each of its lines is known under another name.
    let earlier: Vec<&LedgerEntry> = match repeats {
        Repeats::Disjoint => entries.iter().copied().filter(|entry| entry.bytes > 0).collect(),
        Repeats::Overlapping => before.into_iter().collect(),
    };
    let heads = earlier.iter().map(|entry| u64::try_from(entry.bytes).unwrap_or(0)).collect();
    let fingerprint = fingerprint(reader, stream, heads).await?;
    if entries.iter().any(|entry| entry.hash.as_ref() == Some(&fingerprint.hash)) {
        return Ok(None);
    }
    let known = earlier.iter().zip(&fingerprint.heads).filter(|(entry, head)| head.is_some() && entry.hash == **head);
    let grew = known.map(|(entry, _)| *entry).max_by_key(|entry| entry.bytes);
    let skip = match (before, grew, repeats) {
        (_, Some(entry), Repeats::Disjoint) => {
            reader.host.found(SourceNote::GrewReadOn { stream: stream.name.clone() });
            u64::try_from(entry.bytes).unwrap_or(0)
        }
        (_, Some(_), Repeats::Overlapping) => {
            reader.host.found(SourceNote::GrewReadAgain { stream: stream.name.clone() });
            0
        }
        (Some(entry), None, Repeats::Overlapping) => {
            let (stream, source) = (stream.name.clone(), reader.source.clone());
            reader.host.found(SourceNote::Changed { stream, batch: entry.batch_id, source });
            0
        }
        (Some(_), None, Repeats::Disjoint) => {
            reader.host.found(SourceNote::AnotherFile { stream: stream.name.clone() });
            0
        }
        (None, _, _) => 0,
    };
    let scan = Scan { bytes: skip..fingerprint.bytes, ..Scan::default() };
    Ok(Some(Due { fingerprint: Some(fingerprint), scan, ..Due::whole(stream) }))
}

/// What identifies the file `stream`, and its first bytes as far as each of `heads`.
pub(crate) async fn fingerprint(reader: &Reader, stream: &Stream, heads: Vec<u64>) -> Result<Fingerprint, LoadError> {
    let (stream, source) = (stream.clone(), reader.source.clone());
    let file = stream.file.clone().unwrap_or_default();
    let found = tokio::task::spawn_blocking(move || jauge_files::fingerprint(&file, &stream.name, &heads)).await;
    let found = found.map_err(|error| LoadError::engine(&source, None, error.to_string(), error))?;
    Ok(found?)
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
    // A key of pseudonyms may be made in it.
    Store::open(workspace.store_dir())?;
    let host = Arc::new(Diagnostics::new(Arc::new(Progress::default()), Scrub::of(workspace)));
    let reader = reader(workspace, connectors, source, host.clone())?;
    let streams = reader.streams().await?;
    trusted::check_streams(workspace, source, &streams)?;
    let mut rows = Vec::new();
    if let Some(first) = streams.first() {
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
    if let Some(table) = workspace.table(&source.into).filter(|table| !table.schema.fields().is_empty()) {
        let (columns, batches) = reader.read(&ctx, &Due::whole(stream), &table).await?;
        let stored = move |batch| aligned(&batch, &columns).map_err(|error| engine(&name, "", error.into()));
        return Ok(batches.map(move |batch| batch.and_then(&stored)).boxed());
    }
    // A table of the user's own whose columns its first load will find: the rows as they come.
    let (batches, _) = reader.selected(&ctx, &Due::whole(stream), &BTreeMap::new()).await?;
    Ok(batches.map(move |batch| batch.map_err(|error| engine(&name, "", error))).boxed())
}
