//! A source in a child process, as a connector.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use arrow_array::RecordBatch;
use arrow_ipc::reader::StreamDecoder;
use arrow_schema::SchemaRef;
use jauge_domain::PluginIssue;
use jauge_plugin::{Checkpoint, ConnectorError, Host, Reject, Rows, Scan, SourceConnector, Stream};
use serde_json::Value;

use crate::{
    PluginError, arrow_frame,
    crossing::{Listed, listed, order, parse_reject},
    frame::{self, Kind, Order, Reached},
    pieces::{is_plain, no_type},
    process::{Answers, Process},
    said::Said,
    secrets::{Secrets, blot},
    spawn::Recipe,
};

/// So many crashes, and a plugin is not started again by this process.
const CRASHES: u32 = 3;

/// A source in a child process. Scans side by side have a process each.
pub(crate) struct Remote(Arc<Inner>);

struct Inner {
    recipe: Recipe,
    source: String,
    config: Value,
    secrets: Secrets,
    /// Secrets that were told, by their settings, to be blotted out of whatever is shown.
    told: Mutex<BTreeMap<String, String>>,
    host: Arc<dyn Host>,
    idle: Mutex<Vec<Process>>,
    /// What the plugin calls streams whose names are shown shorter.
    names: Mutex<BTreeMap<String, String>>,
    /// The workspace's folder, which is left out of names.
    root: PathBuf,
    crashes: AtomicU32,
    said: Said,
}

/// What answers a plugin: the host of the call, and the source's secrets.
struct HostAnswers<'a> {
    inner: &'a Inner,
    host: &'a dyn Host,
}

impl Remote {
    /// A source that `recipe`'s plugin calls `source`, opened with `config` once it is needed.
    pub(crate) fn new(
        recipe: Recipe,
        source: &str,
        (root, config): (&Path, Value),
        secrets: Secrets,
        host: Arc<dyn Host>,
    ) -> Self {
        Self(Arc::new(Inner {
            recipe,
            source: source.to_owned(),
            config,
            secrets,
            told: Mutex::default(),
            host,
            idle: Mutex::default(),
            names: Mutex::default(),
            root: root.to_owned(),
            crashes: AtomicU32::new(0),
            said: Said::default(),
        }))
    }
}

impl Inner {
    fn process(&self, answers: &HostAnswers<'_>) -> Result<Process, ConnectorError> {
        if let Some(process) = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(process);
        }
        let crashes = self.crashes.load(Ordering::Acquire);
        if crashes >= CRASHES {
            return Err(self.error(PluginIssue::GivenUp { times: CRASHES }));
        }
        let mut process = Process::start(&self.recipe, answers)?;
        let open = Order::Open { source: self.source.clone(), config: self.config.clone() };
        process.order(&open, &self.source, answers)?;
        Ok(process)
    }

    /// Runs `call` with a process, which is kept unless it failed.
    fn with<T>(
        &self,
        host: &dyn Host,
        call: impl FnOnce(&mut Process, &HostAnswers<'_>) -> Result<T, ConnectorError>,
    ) -> Result<T, ConnectorError> {
        let answers = HostAnswers { inner: self, host };
        let done = self.process(&answers).and_then(|mut process| Ok((call(&mut process, &answers)?, process)));
        let (answer, process) = self.settled(done)?;
        self.keep(process);
        Ok(answer)
    }

    fn keep(&self, process: Process) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(process);
    }

    /// `done`, a crash counted; where a secret could not be had, that, whatever the plugin made of it.
    fn settled<T>(&self, done: Result<T, ConnectorError>) -> Result<T, ConnectorError> {
        if matches!(done, Err(ConnectorError::Plugin(_))) {
            self.crashes.fetch_add(1, Ordering::AcqRel);
        }
        match self.secrets.take_fault() {
            Some(issue) => Err(self.error(issue)),
            None => done,
        }
    }

    /// A stream's name as it is shown: below the workspace's folder.
    fn shown(&self, name: String) -> String {
        match Path::new(&name).strip_prefix(&self.root).ok().and_then(Path::to_str) {
            Some(shown) => {
                let shown = shown.to_owned();
                self.names.lock().unwrap_or_else(PoisonError::into_inner).insert(shown.clone(), name);
                shown
            }
            None => name,
        }
    }

    /// What the plugin calls the stream that is shown as `name`.
    fn called(&self, name: &str) -> String {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    fn error(&self, issue: PluginIssue) -> ConnectorError {
        PluginError::new(&self.recipe.plugin, issue).into()
    }

    /// As [`Self::error`], where `source` led to it.
    fn error_from(&self, issue: PluginIssue, source: impl std::error::Error + Send + Sync + 'static) -> ConnectorError {
        PluginError::new(&self.recipe.plugin, issue).because(source).into()
    }

    /// True for a file that the plugin may read, and so may have Jauge read.
    fn permits(&self, file: &Path) -> bool {
        let inside = |path: &String| file.starts_with(path);
        file.is_absolute()
            && !file.components().any(|part| part == std::path::Component::ParentDir)
            && self.recipe.confinement.paths.iter().any(inside)
    }

    /// Part of an Arrow stream; what a plugin sends may be anything, so every value is checked, and nothing unwinds.
    fn decode(&self, decoder: &mut StreamDecoder, bytes: Vec<u8>) -> Result<Option<RecordBatch>, ConnectorError> {
        arrow_frame::check(&bytes).map_err(|fault| self.error(PluginIssue::Rows { fault }))?;
        let mut buffer = bytes.into();
        let decoded = catch_unwind(AssertUnwindSafe(|| decoder.decode(&mut buffer)));
        let batch = match decoded {
            Ok(Ok(batch)) => batch,
            Ok(Err(error)) => {
                return Err(self.error_from(PluginIssue::BatchDamaged { reason: error.to_string() }, error));
            }
            Err(_) => return Err(self.error(PluginIssue::BatchUnreadable)),
        };
        let schema = decoder.schema();
        match schema.iter().flat_map(|schema| schema.fields()).find(|field| !is_plain(field)) {
            Some(field) => Err(PluginError::breach(&self.recipe.plugin, no_type(field)).into()),
            None => Ok(batch),
        }
    }
}

impl SourceConnector for Remote {
    fn streams(&self) -> Result<Vec<Stream>, ConnectorError> {
        let inner = &self.0;
        let json = inner.with(&*inner.host, |process, answers| {
            process.order(&Order::Check, &inner.source, answers)?;
            let listed = process.order(&Order::Streams, &inner.source, answers)?;
            process.text(&listed, answers)
        })?;
        let listed = listed(&json)
            .map_err(|error| inner.error_from(PluginIssue::StreamsUnreadable { reason: error.to_string() }, error))?;
        let of = |listed: Listed| match &listed.file {
            Some(file) if !inner.permits(file) => {
                Err(inner.error(PluginIssue::FileNotNamed { path: file.display().to_string() }))
            }
            _ => Ok(Stream { name: inner.shown(listed.name), bytes: listed.bytes, file: listed.file }),
        };
        listed.into_iter().map(of).collect()
    }

    fn schema(&self, stream: &Stream) -> Result<Option<SchemaRef>, ConnectorError> {
        let inner = &self.0;
        let order = Order::Schema { stream: inner.called(&stream.name) };
        inner.with(&*inner.host, |process, answers| {
            let due = process.due();
            process.send(&order, answers)?;
            let mut decoder = StreamDecoder::new();
            if let (Kind::Rows, bytes) = process.next(&stream.name, due, answers)? {
                inner.decode(&mut decoder, bytes)?;
                if let (Kind::Rows, _) = process.next(&stream.name, due, answers)? {
                    return Err(inner.error(PluginIssue::FrameInstead { kind: format!("{:?}", Kind::Rows) }));
                }
            }
            let schema = decoder.schema().ok_or_else(|| inner.error(PluginIssue::NoColumns))?;
            Ok(Some(schema))
        })
    }

    fn scan(&self, stream: &Stream, scan: &Scan, host: Arc<dyn Host>) -> Result<Rows, ConnectorError> {
        let inner = &self.0;
        let answers = HostAnswers { inner, host: &*host };
        let order = Order::Scan(order(inner.called(&stream.name), scan, inner.recipe.timeout.as_millis()));
        let started = inner.process(&answers).and_then(|mut process| {
            process.send(&order, &answers)?;
            let mut batches = RemoteBatches {
                inner: inner.clone(),
                stream: stream.name.clone(),
                process: Some(process),
                host: host.clone(),
                decoder: StreamDecoder::new(),
                checkpoint: Checkpoint::default(),
            };
            let (_, reached) = batches.read()?;
            Ok((batches, reached))
        });
        let (batches, reached) = inner.settled(started)?;
        let schema = batches.decoder.schema().ok_or_else(|| inner.error(PluginIssue::NoColumns))?;
        let checkpoint = batches.checkpoint.clone();
        Ok(Rows { applied: reached.applied, ..Rows::new(schema, Box::new(batches)).with_checkpoint(checkpoint) })
    }
}

/// The batches of one scan.
struct RemoteBatches {
    inner: Arc<Inner>,
    stream: String,
    /// `None` once the scan has ended.
    process: Option<Process>,
    host: Arc<dyn Host>,
    decoder: StreamDecoder,
    checkpoint: Checkpoint,
}

impl RemoteBatches {
    /// What comes up to the next answer: a batch, or none, and how far it reaches.
    fn read(&mut self) -> Result<(Option<RecordBatch>, Reached), ConnectorError> {
        let Some(process) = &mut self.process else { return Ok((None, Reached { ended: true, ..Reached::default() })) };
        let answers = HostAnswers { inner: &self.inner, host: &*self.host };
        let mut batch = None;
        let due = process.due();
        loop {
            match process.next(&self.stream, due, &answers)? {
                // One a turn: what an answer holds is bounded, however many frames it comes in.
                (Kind::Rows, _) if batch.is_some() => {
                    return Err(self.inner.error(PluginIssue::FrameInstead { kind: format!("{:?}", Kind::Rows) }));
                }
                (Kind::Rows, bytes) => batch = self.inner.decode(&mut self.decoder, bytes)?,
                (_, payload) => {
                    let reached = frame::parse(&payload);
                    return Ok((batch, reached.map_err(|error| self.inner.error_from(error.issue(), error))?));
                }
            }
        }
    }
}

impl Iterator for RemoteBatches {
    type Item = Result<RecordBatch, ConnectorError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.process.as_ref()?;
        let read = self.read();
        match self.inner.settled(read) {
            Ok((batch, reached)) => {
                if let Some(checkpoint) = reached.checkpoint {
                    self.checkpoint.set(checkpoint);
                }
                if reached.ended {
                    self.process.take().into_iter().for_each(|process| self.inner.keep(process));
                }
                batch.map(Ok)
            }
            Err(error) => {
                self.process = None;
                Some(Err(error))
            }
        }
    }
}

impl HostAnswers<'_> {
    fn note(&self, text: &str) {
        if self.inner.said.may_note() {
            self.host.note(text);
        }
    }
}

impl Answers for HostAnswers<'_> {
    fn log(&self, level: u8, text: String) {
        if level > 0 {
            self.note(&text);
        }
    }

    fn progress(&self, bytes: u64) {
        self.host.progress(bytes);
    }

    fn reject(&self, stream: &str, json: &[u8]) {
        if let Some(reject) = parse_reject(json) {
            let blot = |text: Option<String>| text.map(|text| self.blot(text));
            // Under another name it would be counted nowhere.
            let stream = stream.to_owned();
            let reject = Reject { stream, value: blot(reject.value), reason: self.blot(reject.reason), ..reject };
            self.host.reject(self.inner.said.reject(reject));
        }
    }

    fn secret(&self, name: &str) -> Option<String> {
        let mut told = self.inner.told.lock().unwrap_or_else(PoisonError::into_inner);
        // Had once: a command may ask a person, or cost something.
        if let Some(secret) = told.get(name) {
            return Some(secret.clone());
        }
        let secret = self.inner.secrets.get(name)?;
        told.insert(name.to_owned(), secret.clone());
        Some(secret)
    }

    fn is_cancelled(&self) -> bool {
        self.host.is_cancelled()
    }

    fn blot(&self, text: String) -> String {
        blot(text, self.inner.told.lock().unwrap_or_else(PoisonError::into_inner).values())
    }
}

#[cfg(test)]
mod tests {
    use jauge_domain::Ending;

    use super::*;
    use crate::{frame::Confinement, image::Image};

    struct Quiet;

    impl Host for Quiet {
        fn reject(&self, _: Reject) {}
        fn note(&self, _: &str) {}
        fn progress(&self, _: u64) {}
    }

    /// A plugin that dies whenever it is started is not started for ever.
    #[test]
    fn restart_back_off() {
        let recipe = Recipe {
            plugin: "dying".to_owned(),
            program: PathBuf::from("/bin/false"),
            image: Arc::new(Image::read(&std::env::current_exe().unwrap()).unwrap()),
            confinement: Confinement::default(),
            timeout: std::time::Duration::from_secs(5),
            unconfined: true,
        };
        let remote = Remote::new(recipe, "dying", (Path::new("/"), Value::Null), Secrets::default(), Arc::new(Quiet));
        let issues = (0..5).map(|_| PluginError::of("?", remote.streams().unwrap_err()));
        let issues: Vec<(String, PluginIssue)> = issues.map(|error| (error.plugin, *error.issue)).collect();
        let died = PluginIssue::Ended { how: Ending::Exit { exit: 1 }, last_words: None };
        let given_up = PluginIssue::GivenUp { times: 3 };
        let expected = [&died, &died, &died, &given_up, &given_up].map(|issue| ("dying".to_owned(), issue.clone()));
        assert_eq!(issues, expected);
    }
}
