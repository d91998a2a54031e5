//! A source of a trusted plugin, in this process, as a connector.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use jauge_domain::PluginIssue;
use jauge_plugin::{Checkpoint, ConnectorError, Host, Rows, Scan, SourceConnector, Stream};
use serde_json::Value;

use crate::{
    PluginError,
    answer::connector_error,
    crossing::{listed, order, parse_reject},
    frame::Failure,
    library::{Loaded, OpenedSource},
    said::plain,
    scanned::Scanned,
    secrets::{Secrets, blot},
    table::{Listener, Table},
};

/// A source in this process. Each call has an instance of its own, so that calls of one never overlap.
pub(crate) struct InProcess {
    plugin: String,
    source: String,
    config: Value,
    loaded: Mutex<Loaded>,
    secrets: Secrets,
}

/// Hears what the plugin calls, and passes it on to the host of the load.
struct HostListener {
    host: Arc<dyn Host>,
    secrets: Secrets,
    told: Mutex<Vec<String>>,
}

impl InProcess {
    /// Loads the library at `path`, for the source that it calls `source`.
    pub(crate) fn new(
        plugin: &str,
        path: &Path,
        source: &str,
        config: Value,
        secrets: Secrets,
        host: Arc<dyn Host>,
    ) -> Result<Self, ConnectorError> {
        let listener = HostListener { host, secrets: secrets.clone(), told: Mutex::default() };
        let loaded = Loaded::new(path, Arc::new(Table::new(Box::new(listener))));
        let loaded = loaded.map_err(|breach| PluginError::breach(plugin, breach))?;
        Ok(Self { plugin: plugin.to_owned(), source: source.to_owned(), config, loaded: Mutex::new(loaded), secrets })
    }

    fn open(&self) -> Result<OpenedSource, ConnectorError> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        let opened = loaded.open(&self.source, &self.config).map_err(|failure| self.error("", failure))?;
        // Without a secret that was assigned it would read something else, or nothing.
        self.secrets.take_fault().map_or(Ok(opened), |issue| Err(PluginError::new(&self.plugin, issue).into()))
    }

    fn error(&self, stream: &str, failure: Failure) -> ConnectorError {
        match self.secrets.take_fault() {
            Some(issue) => PluginError::new(&self.plugin, issue).into(),
            None => connector_error(&self.plugin, stream, failure),
        }
    }
}

impl SourceConnector for InProcess {
    fn streams(&self) -> Result<Vec<Stream>, ConnectorError> {
        let json = self.open()?.streams().map_err(|failure| self.error(&self.source, failure))?;
        let listed = listed(&json).map_err(|error| {
            let issue = PluginIssue::StreamsUnreadable { reason: error.to_string() };
            PluginError::new(&self.plugin, issue).because(error)
        })?;
        Ok(listed.into_iter().map(|one| Stream { name: one.name, bytes: one.bytes, file: one.file }).collect())
    }

    fn schema(&self, stream: &Stream) -> Result<Option<SchemaRef>, ConnectorError> {
        let schema = self.open()?.schema(&stream.name).map_err(|failure| self.error(&stream.name, failure))?;
        Ok(Some(schema))
    }

    fn scan(&self, stream: &Stream, scan: &Scan, _: Arc<dyn Host>) -> Result<Rows, ConnectorError> {
        let source = self.open()?;
        let scanned =
            source.scan(&order(stream.name.clone(), scan, 0)).map_err(|failure| self.error(&stream.name, failure))?;
        let checkpoint = Checkpoint::default();
        let applied = scanned.applied(scan.filters.len());
        let schema = scanned.schema().clone();
        let batches = Batches {
            scanned: Some(scanned),
            _source: source,
            plugin: self.plugin.clone(),
            stream: stream.name.clone(),
            checkpoint: checkpoint.clone(),
        };
        Ok(Rows { applied, ..Rows::new(schema, Box::new(batches)).with_checkpoint(checkpoint) })
    }
}

/// The batches of one scan. What was scanned goes before its source.
struct Batches {
    scanned: Option<Scanned>,
    _source: OpenedSource,
    plugin: String,
    stream: String,
    checkpoint: Checkpoint,
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ConnectorError>;

    fn next(&mut self) -> Option<Self::Item> {
        let scanned = self.scanned.as_mut()?;
        let next = scanned.next().and_then(|batch| {
            // After the last batch, too: it may have come to an end that no row tells.
            if let Some(checkpoint) = scanned.checkpoint()? {
                self.checkpoint.set(checkpoint);
            }
            Ok(batch)
        });
        if !matches!(next, Ok(Some(_))) {
            self.scanned = None;
        }
        next.map_err(|failure| connector_error(&self.plugin, &self.stream, failure)).transpose()
    }
}

impl Listener for HostListener {
    fn log(&self, level: i32, text: String) {
        if level > 0 {
            self.host.note(&plain(&blot(text, self.told.lock().unwrap_or_else(PoisonError::into_inner).iter())));
        }
    }

    fn progress(&self, bytes: u64) {
        self.host.progress(bytes);
    }

    fn is_cancelled(&self) -> bool {
        self.host.is_cancelled()
    }

    fn secret(&self, name: &str) -> Option<String> {
        let secret = self.secrets.get(name)?;
        self.told.lock().unwrap_or_else(PoisonError::into_inner).push(secret.clone());
        Some(secret)
    }

    fn reject(&self, json: String) {
        parse_reject(json.as_bytes()).into_iter().for_each(|reject| self.host.reject(reject));
    }
}
