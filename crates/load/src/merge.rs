//! One pass over the sorted rows of a load and those of the store: which are new, and what happens to the others.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch, StringArray, UInt32Array},
    compute::take_record_batch,
    datatypes::{DataType, Field, Schema},
    error::ArrowError,
};
use datafusion::{error::DataFusionError, execution::SendableRecordBatchStream};
use futures::StreamExt;
use jauge_domain::{RejectReason, RejectedRow};
use jauge_files::Hears;
use jauge_plugin::Stream;

use super::{
    LoadError,
    identity::derived_id,
    keys::{Group, Id, Keys, UNTOLD},
};
use jauge_store::{
    feed::Feed,
    tables::{Repeated, TableSpec},
};

/// What a load did to one stream's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that were not there.
    pub new: u64,
    /// Rows that took the place of others with their key.
    pub updated: u64,
    /// Rows that were there already.
    pub duplicate: u64,
    /// Rows with the id of another row and different content: rejects.
    pub conflict: u64,
}

/// What a merge found.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    /// By the number of the stream.
    pub(crate) counts: BTreeMap<u32, Counts>,
    /// The keys whose stored rows make room.
    pub(crate) replaced: HashSet<u128>,
    /// Stored rows that stood further in front, by their key: where.
    pub(crate) moved: HashMap<(u128, Id), String>,
    /// The numbers of the data files that hold the rows of both.
    pub(crate) touched: BTreeSet<u32>,
}

/// Decides row by row; the rows come sorted, group by group.
pub(crate) struct Merge<'a> {
    spec: &'a TableSpec,
    disjoint: bool,
    streams: Vec<Stream>,
    host: Arc<dyn Hears>,
    stored: Stored,
    state: State,
    merged: Merged,
}

/// What is known of the group at hand.
#[derive(Default)]
struct State {
    group: Option<Group>,
    /// Occurrences that are taken.
    numbers: HashSet<u64>,
    /// How many equal rows each stream had so far.
    counting: HashMap<u32, u64>,
    /// Where stored rows stood, and in which data file they are.
    held: HashMap<Id, (Option<String>, u32)>,
    /// Content of the row that holds the key.
    holder: Option<u128>,
    /// What is stored under the key: content, `latest by`, data file.
    stored: Vec<(u128, i64, u32)>,
    /// The stream that won the key.
    winner: Option<u32>,
    /// The row before: its stream, `latest by` and content.
    before: Option<(u32, i64, u128)>,
}

enum Fate {
    New(Option<String>),
    Updated,
    Duplicate,
    Conflict,
}

impl<'a> Merge<'a> {
    /// Merges into `spec`; `streams` are the incoming streams by their numbers.
    pub(crate) fn new(
        spec: &'a TableSpec,
        disjoint: bool,
        streams: Vec<Stream>,
        host: Arc<dyn Hears>,
        stored: Option<SendableRecordBatchStream>,
    ) -> Self {
        let stored = Stored { batches: stored, keys: None, row: 0 };
        Self { spec, disjoint, streams, host, stored, state: State::default(), merged: Merged::default() }
    }

    /// Sends the rows to write, in their order, with every column they came with and their ids.
    pub(crate) async fn run(
        mut self,
        mut incoming: SendableRecordBatchStream,
        out: Feed,
    ) -> Result<Merged, DataFusionError> {
        while let Some(batch) = incoming.next().await {
            let accepted = self.batch(&batch?).await?;
            if accepted.num_rows() > 0 && out.send(accepted).await.is_err() {
                break; // The writer failed and says so itself.
            }
        }
        out.end(Ok(())).await;
        Ok(self.merged)
    }

    async fn batch(&mut self, batch: &RecordBatch) -> Result<RecordBatch, DataFusionError> {
        let keys = Keys::of(batch).ok_or_else(|| DataFusionError::Internal("a batch without keys".to_owned()))?;
        let mut rows = Vec::with_capacity(keys.len());
        let mut ids = Vec::with_capacity(keys.len());
        for row in 0..keys.len() {
            if self.state.group != Some(keys.group(row)) {
                self.enter(keys.group(row)).await?;
            }
            if self.is_torn(&keys, row) {
                return Err(self.torn(batch, &keys, row));
            }
            let fate = self.fate(&keys, row);
            let counts = self.merged.counts.entry(keys.stream(row)).or_default();
            match fate {
                Fate::New(id) => {
                    counts.new += 1;
                    rows.push(row as u32);
                    ids.push(id);
                }
                Fate::Updated => {
                    counts.updated += 1;
                    rows.push(row as u32);
                    ids.push(None);
                }
                Fate::Duplicate => counts.duplicate += 1,
                Fate::Conflict => {
                    counts.conflict += 1;
                    self.reject(batch, &keys, row);
                }
            }
        }
        Ok(self.accepted(batch, rows, ids)?)
    }

    async fn enter(&mut self, group: Group) -> Result<(), DataFusionError> {
        self.state = State { group: Some(group), ..State::default() };
        while let Some((found, id, hash, by, file)) = self.stored.peek().await? {
            if found > group {
                break;
            }
            if found == group {
                match id {
                    Id::Numbered(number) => {
                        self.state.numbers.insert(number);
                    }
                    Id::Derived | Id::Given => self.state.holder = Some(hash),
                }
                self.state.held.insert(id, (self.stored.place(), file));
                self.state.stored.push((hash, by, file));
            }
            self.stored.row += 1;
        }
        Ok(())
    }

    fn fate(&mut self, keys: &Keys, row: usize) -> Fate {
        match (&self.spec.repeated, keys.id(row)) {
            (Repeated::KeepFirst, Id::Derived) => self.derived(keys, row),
            (Repeated::KeepFirst, Id::Numbered(number)) if self.state.numbers.insert(number) => Fate::New(None),
            (Repeated::KeepFirst, Id::Numbered(number)) => self.duplicate(keys, row, Id::Numbered(number)),
            (Repeated::KeepFirst, Id::Given) => match self.state.holder {
                None => {
                    self.state.holder = Some(keys.content(row));
                    Fate::New(None)
                }
                Some(hash) if hash == keys.content(row) => self.duplicate(keys, row, Id::Given),
                Some(_) => Fate::Conflict,
            },
            (Repeated::Latest { .. }, _) => self.latest(keys, row),
            (Repeated::ReplaceSlice, _) => self.slice(keys, row),
        }
    }

    /// Rows without an id of their own: the n-th equal row of one file is the n-th equal row of another, unless files never
    /// overlap.
    fn derived(&mut self, keys: &Keys, row: usize) -> Fate {
        let state = &mut self.state;
        if self.disjoint {
            let mut number = state.numbers.len() as u64;
            while !state.numbers.insert(number) {
                number += 1;
            }
            return Fate::New(Some(derived_id(keys.group(row).key(), number)));
        }
        let counted = state.counting.entry(keys.stream(row)).or_default();
        let number = *counted;
        *counted += 1;
        if state.numbers.insert(number) {
            Fate::New(Some(derived_id(keys.group(row).key(), number)))
        } else {
            self.duplicate(keys, row, Id::Numbered(number))
        }
    }

    /// A row that is there already: of the two places the smaller one stays. Rows of one load come with the smallest first.
    fn duplicate(&mut self, keys: &Keys, row: usize, id: Id) -> Fate {
        if let (Some((held, file)), Some(place)) = (self.state.held.get_mut(&id), keys.place(row))
            && held.as_deref().is_none_or(|held| place < held)
        {
            *held = Some(place.to_owned());
            self.merged.moved.insert((keys.group(row).key(), id), place.to_owned());
            self.merged.touched.insert(*file);
        }
        Fate::Duplicate
    }

    /// Two rows of one file under one key that differ, where nothing says which is the later: they are parts of what the key names,
    /// and to keep one would be to lose the other.
    fn is_torn(&mut self, keys: &Keys, row: usize) -> bool {
        let Repeated::Latest { by } = &self.spec.repeated else { return false };
        let (stream, at, content) = (keys.stream(row), keys.by(row), keys.content(row));
        let before = self.state.before.replace((stream, at, content));
        let is_file = self.streams.get(stream as usize).is_some_and(|stream| stream.file.is_some());
        let is_ordered = by.is_some() && at != UNTOLD;
        is_file
            && !is_ordered
            && before.is_some_and(|before| before.2 != content && (before.0, before.1) == (stream, at))
    }

    fn torn(&self, batch: &RecordBatch, keys: &Keys, row: usize) -> DataFusionError {
        let (key, value) = self.key_of(batch, row);
        let (stream, table) = (self.name_of(keys.stream(row)), self.spec.name.clone());
        DataFusionError::External(Box::new(LoadError::KeyTwice { stream, table, key, value }))
    }

    /// The columns of the key, and what they hold in `row`.
    fn key_of(&self, batch: &RecordBatch, row: usize) -> (String, String) {
        let values = self.spec.key.iter().filter_map(|key| super::convert::shown(batch.column_by_name(key)?, row));
        (self.spec.key.join(", "), values.collect::<Vec<_>>().join(", "))
    }

    fn name_of(&self, stream: u32) -> String {
        self.streams.get(stream as usize).map(|stream| stream.name.clone()).unwrap_or_default()
    }

    /// The first row of a group is the latest: it takes the place of what is stored, unless that is the same or later.
    fn latest(&mut self, keys: &Keys, row: usize) -> Fate {
        if self.state.winner.replace(keys.stream(row)).is_some() {
            return Fate::Duplicate;
        }
        let ordered = matches!(&self.spec.repeated, Repeated::Latest { by: Some(_) });
        let stays = |(hash, by, _): &(u128, i64, u32)| *hash == keys.content(row) || (ordered && *by > keys.by(row));
        if self.state.stored.iter().any(stays) {
            return Fate::Duplicate;
        }
        self.replace(keys.group(row))
    }

    /// The rows of the stream that comes last are the slice.
    fn slice(&mut self, keys: &Keys, row: usize) -> Fate {
        if *self.state.winner.get_or_insert(keys.stream(row)) != keys.stream(row) {
            return Fate::Duplicate;
        }
        self.replace(keys.group(row))
    }

    fn replace(&mut self, group: Group) -> Fate {
        if self.state.stored.is_empty() {
            return Fate::New(None);
        }
        self.merged.replaced.insert(group.key());
        self.merged.touched.extend(self.state.stored.iter().map(|(_, _, file)| *file));
        Fate::Updated
    }

    fn reject(&self, batch: &RecordBatch, keys: &Keys, row: usize) {
        let (key, value) = self.key_of(batch, row);
        self.host.rejected(RejectedRow {
            stream: self.name_of(keys.stream(row)),
            line: None,
            column: Some(key.clone()),
            value: Some(value),
            why: Box::new(RejectReason::Conflict { key }.into()),
        });
    }

    /// The rows to write out of `batch`, without the key columns, with the ids they were given.
    fn accepted(
        &self,
        batch: &RecordBatch,
        rows: Vec<u32>,
        ids: Vec<Option<String>>,
    ) -> Result<RecordBatch, ArrowError> {
        let own = batch.schema_ref().fields().iter().enumerate().filter(|(_, field)| !field.name().starts_with('#'));
        let own: Vec<usize> = own.map(|(index, _)| index).collect();
        let taken = take_record_batch(&batch.project(&own)?, &UInt32Array::from(rows))?;
        if !self.spec.derived_key {
            return Ok(taken);
        }
        let name = self.spec.key[0].as_str();
        let given = taken.column_by_name(name).and_then(|ids| ids.as_string_opt::<i32>());
        let given = |row| given.filter(|ids| ids.is_valid(row)).map(|ids| ids.value(row).to_owned());
        let ids = ids.into_iter().enumerate().map(|(row, id)| id.or_else(|| given(row))).collect::<StringArray>();
        with_column(&taken, name, Arc::new(ids))
    }
}

/// The stored rows in their order, one at a time.
struct Stored {
    batches: Option<SendableRecordBatchStream>,
    keys: Option<Keys>,
    row: usize,
}

impl Stored {
    async fn peek(&mut self) -> Result<Option<(Group, Id, u128, i64, u32)>, DataFusionError> {
        loop {
            if let Some(keys) = self.keys.as_ref().filter(|keys| self.row < keys.len()) {
                let row = self.row;
                return Ok(Some((keys.group(row), keys.id(row), keys.content(row), keys.by(row), keys.stream(row))));
            }
            let Some(batches) = &mut self.batches else { return Ok(None) };
            match batches.next().await {
                Some(batch) => (self.keys, self.row) = (Keys::of(&batch?), 0),
                None => return Ok(None),
            }
        }
    }

    /// Where the row stood that [`Self::peek`] answered.
    fn place(&self) -> Option<String> {
        self.keys.as_ref().and_then(|keys| keys.place(self.row)).map(str::to_owned)
    }
}

/// `batch` with the text column `name` put in or replaced.
fn with_column(batch: &RecordBatch, name: &str, values: ArrayRef) -> Result<RecordBatch, ArrowError> {
    let pairs = batch.schema_ref().fields().iter().cloned().zip(batch.columns().iter().cloned());
    let (mut fields, mut columns): (Vec<_>, Vec<_>) = pairs.filter(|(field, _)| field.name() != name).unzip();
    fields.push(Arc::new(Field::new(name, DataType::Utf8, true)));
    columns.push(values);
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}
