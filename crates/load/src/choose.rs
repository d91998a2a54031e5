//! Which streams of a source are due: those whose content was not loaded yet, under whatever name.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::{Path, PathBuf},
};

use futures::StreamExt;
use jauge_domain::SourceNote;
use jauge_files::{Fingerprint, Hears};
use jauge_plugin::{ConnectorError, Scan, Stream};

use super::{
    LoadError, Options,
    due::{self, Due},
    known_files::{Content, KnownFile, KnownFiles, Stat, Tail},
    reader::Reader,
};
use jauge_store::{Ledger, LedgerEntry, tables};
use jauge_workspace::{Repeats, SourceConfig};

/// What was loaded of a source before.
struct Known<'a> {
    all: Vec<&'a LedgerEntry>,
    /// The last of each stream.
    last: HashMap<&'a str, &'a LedgerEntry>,
    hashes: HashSet<&'a str>,
    /// Files of which every row was rejected, by their hash, and whether that was under the settings of now.
    rejected: HashMap<&'a str, bool>,
    /// Those of them under the settings of now.
    rejected_now: Vec<&'a LedgerEntry>,
}

/// What looking at one stream found.
struct Examined {
    due: Option<Due>,
    /// What its file looks like now, by its path.
    known_file: Option<(String, KnownFile)>,
}

/// The streams that are not loaded yet, with what the user should know of the others. `files` is brought up to date.
pub(crate) async fn due(
    reader: &Reader,
    source: &SourceConfig,
    ledger: &Ledger,
    streams: &[Stream],
    recipe: &str,
    options: Options,
    files: &mut KnownFiles,
) -> Result<Vec<Due>, LoadError> {
    let known = Known::of(ledger, source, recipe);
    if let Some(entry) = known.all.iter().rev().find(|entry| entry.recipe.as_deref() != Some(recipe)) {
        let (name, batch, once) = (source.name.clone(), entry.batch_id, source.typed);
        let note = SourceNote::RecipeChanged { source: name, batch, once };
        reader.host.found(note);
    }
    if let Some(note) = known.by_another(source, reader.version.as_deref()) {
        reader.host.found(note);
    }
    let before = &*files;
    let examined =
        futures::stream::iter(streams).map(|stream| of_stream(reader, &known, stream, source, options, before));
    let examined: Vec<_> = examined.buffered(2).collect().await;
    let (mut due, mut seen, mut hashes) = (Vec::new(), BTreeMap::new(), HashSet::new());
    for one in examined {
        let Examined { due: one, known_file } = one?;
        // Of files with one content the first is read, as where a load found them one after the other.
        due.extend(one.filter(|due| due.fingerprint.as_ref().is_none_or(|file| hashes.insert(file.hash.clone()))));
        seen.extend(known_file);
    }
    files.put(&source.name, seen);
    let twice = due.iter().filter_map(|due| by_another_source(ledger, source, recipe, due));
    twice.for_each(|note| reader.host.found(note));
    Ok(due)
}

/// That another source brought the content of `due` in the same way, where nothing but that tells the rows of the two apart.
fn by_another_source(ledger: &Ledger, source: &SourceConfig, recipe: &str, due: &Due) -> Option<SourceNote> {
    let hash = &due.fingerprint.as_ref()?.hash;
    // Rows of the others have keys that say what they are.
    let is_told = tables::shipped(&source.into).is_some() && source.into != "events";
    let is_twin = |entry: &&LedgerEntry| {
        entry.table_name == source.into
            && entry.source_name != source.name
            && entry.hash.as_ref() == Some(hash)
            && entry.recipe.as_deref() == Some(recipe)
            && !entry.is_wholly_rejected()
    };
    let entry = ledger.entries().iter().filter(|_| !is_told).find(is_twin)?;
    let (stream, source) = (due.stream.name.clone(), entry.source_name.clone());
    Some(SourceNote::ByAnotherSource { stream, source, batch: entry.batch_id })
}

/// Refuses to take out what files brought that are no longer there, so that nothing could bring it back.
pub(crate) async fn keep_what_is_gone(
    reader: &Reader,
    source: &SourceConfig,
    ledger: &Ledger,
    streams: &[Stream],
    due: &[Due],
) -> Result<(), LoadError> {
    let content = || due.iter().filter_map(|due| due.fingerprint.as_ref());
    let held: HashSet<&str> = content().map(|content| content.hash.as_str()).collect();
    let names: HashSet<&str> = streams.iter().map(|stream| stream.name.as_str()).collect();
    // An export is made anew under its name; a log that is another one than it was has lost what it had.
    let is_there = |name: &str| source.repeats == Repeats::Overlapping && names.contains(name);
    let brought = |entry: &&LedgerEntry| entry.bytes > 0 && !entry.is_wholly_rejected();
    let entries = ledger.of(&source.name, &source.into).filter(brought);
    let is_gone = |entry: &&LedgerEntry| match (&entry.hash, &entry.stream) {
        (Some(hash), Some(name)) => !held.contains(hash.as_str()) && !is_there(name),
        _ => false,
    };
    let mut gone: Vec<&LedgerEntry> = entries.filter(is_gone).collect();
    for due in due.iter().filter(|due| due.stream.file.is_some()) {
        if gone.is_empty() {
            break;
        }
        // It may be the start of a log that has grown since, or was renamed.
        let print = fingerprint(reader, &due.stream, gone.iter().map(|entry| bytes(entry)).collect()).await?;
        let mut heads = print.heads.into_iter();
        gone.retain(|entry| heads.next().flatten() != entry.hash);
    }
    if gone.is_empty() {
        return Ok(());
    }
    let streams = gone.iter().filter_map(|entry| Some((entry.stream.clone()?, entry.batch_id))).collect();
    Err(LoadError::Gone { source_name: source.name.clone(), streams })
}

impl<'a> Known<'a> {
    fn of(ledger: &'a Ledger, source: &'a SourceConfig, recipe: &str) -> Self {
        let entries = ledger.of(&source.name, &source.into).filter(|entry| entry.stream.is_some());
        let (rejected, all): (Vec<_>, Vec<_>) = entries.partition(|entry| entry.is_wholly_rejected());
        let is_same = |entry: &LedgerEntry| entry.recipe.as_deref() == Some(recipe);
        let rejected_now = rejected.iter().copied().filter(|entry| is_same(entry)).collect();
        let rejected =
            rejected.into_iter().filter_map(|entry| Some((entry.hash.as_deref()?, is_same(entry)))).collect();
        let last = all.iter().filter_map(|entry| Some((entry.stream.as_deref()?, *entry))).collect();
        let hashes = all.iter().filter_map(|entry| entry.hash.as_deref()).collect();
        Self { all, last, hashes, rejected, rejected_now }
    }

    /// What to say of streams that another version of the plugin read last than the one that is there, `version`.
    fn by_another(&self, source: &SourceConfig, version: Option<&str>) -> Option<SourceNote> {
        let is_other =
            |entry: &&&LedgerEntry| entry.plugin_version.is_some() && entry.plugin_version.as_deref() != version;
        let files = self.last.values().filter(is_other).count();
        let note = |now: &str| SourceNote::OtherVersion { source: source.name.clone(), files, now: now.to_owned() };
        version.filter(|_| files > 0).map(note)
    }

    fn has(&self, hash: &str) -> bool {
        self.hashes.contains(hash)
    }

    /// The entries of which a file of the stream `name` may be a later state.
    fn earlier(&self, name: &str, repeats: Repeats) -> Vec<&'a LedgerEntry> {
        match repeats {
            // A log that was renamed since it was loaded has grown until then, so its lines are known under another name.
            Repeats::Disjoint => {
                self.all.iter().chain(&self.rejected_now).copied().filter(|entry| entry.bytes > 0).collect()
            }
            Repeats::Overlapping => self.last.get(name).copied().into_iter().collect(),
        }
    }
}

async fn of_stream(
    reader: &Reader,
    known: &Known<'_>,
    stream: &Stream,
    source: &SourceConfig,
    options: Options,
    files: &KnownFiles,
) -> Result<Examined, LoadError> {
    let Some(file) = &stream.file else {
        let cursor = known.last.get(stream.name.as_str()).and_then(|entry| entry.cursor.clone());
        let scan = Scan { cursor, ..Scan::default() };
        return Ok(Examined { due: Some(Due { scan, ..Due::whole(stream) }), known_file: None });
    };
    if due::is_empty(stream) {
        reader.host.found(due::empty(stream));
        return Ok(Examined { due: None, known_file: None });
    }
    let stat = Stat::of(file);
    let same = stat.filter(|_| !options.rehash).and_then(|stat| files.of(&source.name, &known_as(stream, file), &stat));
    let (content, known_file) = match same {
        Some(known_file) => (known_file.content().clone(), Some(known_file.clone())),
        None => {
            let content = examine(reader, stream).await?;
            let stat = stat.filter(|stat| Stat::of(file) == Some(*stat));
            let known_file = stat.and_then(|stat| KnownFile::settled(stat, content.clone(), jiff::Timestamp::now()));
            (content, known_file)
        }
    };
    let known_file = known_file.and_then(|known_file| Some((known_as(stream, file).to_str()?.to_owned(), known_file)));
    Ok(Examined { due: due_of(reader, known, stream, source, content, options).await?, known_file })
}

/// What is due of a file with this `content`; `None` where nothing is.
async fn due_of(
    reader: &Reader,
    known: &Known<'_>,
    stream: &Stream,
    source: &SourceConfig,
    content: Content,
    options: Options,
) -> Result<Option<Due>, LoadError> {
    if content.tail.as_ref().is_some_and(|tail| known.has(&tail.hash)) {
        return Ok(None);
    }
    let content = match content {
        Content { tail: Some(Tail { bytes, hash, .. }), .. } if options.with_tails => {
            Content { bytes, hash, tail: None }
        }
        content => content,
    };
    if let Some(tail) = &content.tail {
        reader.host.found(SourceNote::OfFiles { stream: stream.name.clone(), more: 0, note: tail.note() });
    }
    if known.has(&content.hash) || (content.tail.is_some() && content.bytes == 0) {
        return Ok(None);
    }
    // A compressed file may hold nothing, too.
    if content.bytes == 0 {
        reader.host.found(due::empty(stream));
        return Ok(None);
    }
    let earlier = known.earlier(&stream.name, source.repeats);
    let grew = grown_from(reader, stream, &earlier).await?;
    let skip = grew.filter(|_| source.repeats == Repeats::Disjoint).map_or(0, bytes);
    if skip >= content.bytes && skip > 0 {
        return Ok(None);
    }
    let before = known.last.get(stream.name.as_str()).copied();
    tell(reader, stream, before, grew, source);
    let rejected = known.rejected.get(content.hash.as_str()).copied();
    if rejected.is_some() {
        reader.host.found(SourceNote::RejectedBefore { stream: stream.name.clone() });
    }
    let (scan, rejected_before) = (Scan { bytes: skip..content.bytes, ..Scan::default() }, rejected == Some(true));
    Ok(Some(Due { fingerprint: Some(content), scan, rejected_before, ..Due::whole(stream) }))
}

/// The longest of the states `earlier` that the file begins with.
async fn grown_from<'a>(
    reader: &Reader,
    stream: &Stream,
    earlier: &[&'a LedgerEntry],
) -> Result<Option<&'a LedgerEntry>, LoadError> {
    if earlier.is_empty() {
        return Ok(None);
    }
    let print = fingerprint(reader, stream, earlier.iter().map(|entry| bytes(entry)).collect()).await?;
    let known = earlier.iter().zip(&print.heads).filter(|(entry, head)| head.is_some() && entry.hash == **head);
    let known: Vec<&LedgerEntry> = known.map(|(entry, _)| *entry).collect();
    let is_behind_taken = |rejected: &LedgerEntry| {
        let is_before = |entry: &LedgerEntry| entry.batch_id < rejected.batch_id && entry.bytes < rejected.bytes;
        known.iter().any(|entry| !entry.is_wholly_rejected() && is_before(entry))
    };
    // What a log grew by and was rejected is as known as a rejected line between others; a file that gave no row at all is not.
    let counts = |entry: &&LedgerEntry| !entry.is_wholly_rejected() || is_behind_taken(entry);
    Ok(known.iter().copied().filter(counts).max_by_key(|entry| entry.bytes))
}

/// Says why a file that was loaded before is read.
fn tell(
    reader: &Reader,
    stream: &Stream,
    before: Option<&LedgerEntry>,
    grew: Option<&LedgerEntry>,
    source: &SourceConfig,
) {
    let stream = stream.name.clone();
    let note = match (before, grew, source.repeats) {
        (_, Some(_), Repeats::Disjoint) => SourceNote::GrewReadOn { stream },
        (_, Some(_), Repeats::Overlapping) => SourceNote::GrewReadAgain { stream },
        (Some(entry), None, Repeats::Overlapping) => {
            let (source, once) = (source.name.clone(), source.typed);
            SourceNote::Changed { stream, batch: entry.batch_id, source, once }
        }
        (Some(_), None, Repeats::Disjoint) => SourceNote::AnotherFile { stream },
        (None, None, _) => return,
    };
    reader.host.found(note);
}

/// What the file of `stream` is known by: its path, and where it is one of several in an archive its name, too.
fn known_as(stream: &Stream, file: &Path) -> PathBuf {
    if file.ends_with(&stream.name) { file.to_owned() } else { file.join(&stream.name) }
}

/// Reads a file for what is in it: its whole rows, and what stands behind them.
async fn examine(reader: &Reader, stream: &Stream) -> Result<Content, LoadError> {
    let (files, asked) = (reader.files.clone(), stream.clone());
    let file = stream.file.clone().unwrap_or_default();
    let read = move || {
        let rows = match &files {
            Some(files) => files.whole_rows(&asked)?,
            None => jauge_files::whole_lines(&file, &asked.name)?,
        };
        let print = jauge_files::fingerprint(&file, &asked.name, rows.bytes.as_slice())?;
        let head = print.heads.into_iter().next().flatten();
        let (bytes, hash) = (print.bytes, print.hash);
        Ok(match (rows.bytes, head) {
            (Some(whole), Some(head)) if whole < bytes => {
                Content { bytes: whole, hash: head, tail: Some(Tail { bytes, hash, open: rows.open }) }
            }
            _ => Content { bytes, hash, tail: None },
        })
    };
    blocking(reader, read).await
}

/// What identifies the file `stream`, and its first bytes as far as each of `heads`.
pub(crate) async fn fingerprint(reader: &Reader, stream: &Stream, heads: Vec<u64>) -> Result<Fingerprint, LoadError> {
    let (name, file) = (stream.name.clone(), stream.file.clone().unwrap_or_default());
    blocking(reader, move || jauge_files::fingerprint(Path::new(&file), &name, &heads)).await
}

/// The first bytes of the file `stream`, at most `most`.
pub(crate) async fn beginning(reader: &Reader, stream: &Stream, most: u64) -> Result<Vec<u8>, LoadError> {
    let (name, file) = (stream.name.clone(), stream.file.clone().unwrap_or_default());
    blocking(reader, move || jauge_files::beginning(&file, &name, most)).await
}

async fn blocking<T: Send + 'static>(
    reader: &Reader,
    read: impl FnOnce() -> Result<T, ConnectorError> + Send + 'static,
) -> Result<T, LoadError> {
    let done = tokio::task::spawn_blocking(read).await;
    Ok(done.map_err(|error| LoadError::engine(&reader.source, None, error.to_string(), error))??)
}

/// The length of the content that `entry` tells of.
fn bytes(entry: &LedgerEntry) -> u64 {
    u64::try_from(entry.bytes).unwrap_or(0)
}
