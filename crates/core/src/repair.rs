//! A damaged workspace made whole: what is readable is brought back, and the rest loaded again from where it came.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jauge_domain::{Message, RepairMessage};
use jauge_load::{
    Again, Connectors, LoadError, Options, Say, Unaccounted, account, forgotten_rows, privacy_faults, undo,
};
use jauge_store::{
    BegunRepair, Drops, LOADS, Ledger, LedgerEntry, LostBatch, Mended, Mending, REJECTS, Role, Store, StoreError,
    TableMended, WriterLock, announced, forgotten,
    tables::{EVALUATIONS, HITS, Repeated, SESSIONS},
};
use jauge_workspace::Settings;

use crate::{
    short::{TakenBack, take_back},
    workspace::{Derived, LoadWatcher, Loaded, Workspace},
};

/// What a repair did.
#[derive(Debug)]
pub struct Repaired {
    /// What was damaged and what was done about it, in order.
    pub notes: Vec<Message>,
    /// What could not be brought back.
    pub missing: Vec<Message>,
    /// What was loaded again; `None` where nothing had to be.
    pub loaded: Option<Loaded>,
    /// What was derived anew of sessions, where nothing was loaded, or why they lag.
    pub sessions: Derived,
}

/// A repair under way.
struct Repair<'a> {
    settings: &'a Settings,
    store: Store,
    lost: BTreeSet<LostBatch>,
    /// The sources to be read again.
    sources: BTreeSet<String>,
    done: Repaired,
}

impl Workspace {
    /// Makes the store of `settings` whole again. What cannot be read is put into the folder `damaged` of the store; batches
    /// that lost rows are loaded again where what they came from is still there. A repair that is interrupted goes on when it
    /// is begun again, and nothing else opens the store until then.
    ///
    /// # Errors
    /// The store was written by another Jauge, or cannot be read or written.
    pub async fn repair(
        settings: Settings,
        connectors: &dyn Connectors,
        watcher: Arc<dyn LoadWatcher + Send + Sync>,
        say: Say,
    ) -> Result<Repaired, LoadError> {
        let waiting = watcher.clone();
        let BegunRepair { store, lock, lost, goes_on } = Store::begin_repair(settings.store_dir(), || waiting.waits())?;
        let done = Repaired { notes: Vec::new(), missing: Vec::new(), loaded: None, sessions: Ok(None) };
        let mut repair = Repair { settings: &settings, store, lost, sources: BTreeSet::new(), done };
        if let Err(error) = repair.run(connectors, lock).await {
            // What is as it was need not be ended before anything else.
            if !goes_on && repair.done.notes.is_empty() && repair.lost.is_empty() {
                repair.store.end_repair()?;
            }
            return Err(error);
        }
        let Repair { mut done, sources, .. } = repair;
        let workspace = Self::open(settings)?;
        // To begin to write is to finish what a killed `forget` began.
        drop(workspace.store().write(|| watcher.waits()).await?);
        let is_due = |source: &&jauge_workspace::SourceConfig| sources.contains(&source.name);
        let sources: Vec<_> = workspace.settings().config.sources.iter().filter(is_due).cloned().collect();
        if sources.is_empty() {
            done.sessions = workspace.derive_unless_stopped(|| watcher.waits()).await;
        } else {
            let loaded = workspace.load(&sources, Options::default(), connectors, watcher, say).await;
            // What cannot be brought back was said above.
            done.loaded = Some(Loaded { notes: Vec::new(), ..loaded });
        }
        Ok(done)
    }
}

impl Repair<'_> {
    /// Mends everything, and takes back what is to be loaded again.
    async fn run(&mut self, connectors: &dyn Connectors, lock: WriterLock) -> Result<(), LoadError> {
        if let Some(path) = self.store.mend_format(&lock)? {
            self.say(RepairMessage::Rewritten { path: path.display().to_string() });
        }
        let is_cut = self.store.mend_forgotten(&lock)?;
        let has_lost_note = self.store.mend_forgetting(&lock)?;
        let tables = self.mend_tables(&lock).await?;
        self.tell_privacy(is_cut, has_lost_note, &lock).await?;
        for batch in account(self.settings, &self.store, connectors, &tables, lock).await? {
            self.unaccounted(batch).await?;
        }
        self.take_back(connectors).await?;
        if self.store.aside().has_any() && !self.done.notes.is_empty() {
            self.say(RepairMessage::Kept { path: self.store.aside().dir().display().to_string() });
        }
        self.store.end_repair()?;
        Ok(())
    }

    fn say(&mut self, message: impl Into<Message>) {
        self.done.notes.push(message.into());
    }

    /// What cannot be brought back.
    fn miss(&mut self, message: impl Into<Message>) {
        self.done.missing.push(message.into());
    }

    /// Says who may come back: those of the list of the forgotten that are lost, and who was just being forgotten. A key cannot be
    /// brought back.
    async fn tell_privacy(&mut self, is_cut: bool, has_lost_note: bool, lock: &WriterLock) -> Result<(), StoreError> {
        if self.store.settle_forgotten(lock).await? || is_cut {
            self.miss(RepairMessage::ForgottenCut { known: forgotten(self.store.dir())?.len() });
        }
        if has_lost_note {
            self.miss(RepairMessage::ForgettingLost);
        }
        for fault in privacy_faults(&self.store).await {
            self.miss(fault.message());
        }
        Ok(())
    }

    /// Mends every table, what is known of loads first. Returns those that sources are loaded into.
    async fn mend_tables(&mut self, lock: &WriterLock) -> Result<Vec<String>, StoreError> {
        self.mend(LOADS, &[], lock, Role::Notes).await?;
        let entries = announced(&self.store).await?;
        let mut loaded = Vec::new();
        for name in self.store.damaged_or_not()? {
            match name.as_str() {
                LOADS => {}
                REJECTS | EVALUATIONS => self.mend(&name, &[], lock, Role::Notes).await?,
                HITS | SESSIONS => self.mend(&name, &[], lock, Role::Derived).await?,
                _ => {
                    self.mend(&name, &entries, lock, Role::Loaded).await?;
                    loaded.push(name);
                }
            }
        }
        if Ledger::read(&self.store).await?.behind().is_some() {
            self.mend(LOADS, &[], lock, Role::NotesBehind).await?;
        }
        self.due(&announced(&self.store).await?).await?;
        Ok(loaded)
    }

    async fn mend(
        &mut self,
        name: &str,
        entries: &[LedgerEntry],
        lock: &WriterLock,
        role: Role,
    ) -> Result<(), StoreError> {
        let entries: Vec<LedgerEntry> = entries.iter().filter(|entry| entry.table_name == name).cloned().collect();
        let landed = match self.store.table(name).await {
            Ok(table) => table.map_or(0, |table| table.last_batch()),
            Err(_) => i64::MAX,
        };
        let undone = entries.iter().filter(|entry| entry.batch_id <= landed).filter_map(|entry| entry.undoes);
        let undone: BTreeSet<i64> = undone.collect();
        let drops = forgotten_rows(self.settings);
        let drops: Drops<'_> = &drops;
        let how = mending(self.settings, name, role, &entries, &undone, drops);
        let mended = self.store.mend(name, &how, lock).await?;
        self.lost.extend(mended.lost.iter().map(|batch| (name.to_owned(), *batch)));
        self.store.remember_lost(&self.lost, lock)?;
        self.tell(name, mended);
        Ok(())
    }

    fn tell(&mut self, table: &str, mended: TableMended) {
        for done in mended.done {
            let table = table.to_owned();
            self.say(match done {
                Mended::SetAside(damaged) => {
                    RepairMessage::SetAside { path: damaged.path.display().to_string(), damage: damaged.damage }
                }
                Mended::Rewritten(path) => RepairMessage::Rewritten { path: path.display().to_string() },
                Mended::Salvaged(rows) => RepairMessage::Salvaged { table, rows },
                Mended::Landed(batch, rows) => RepairMessage::Landed { table, batch, rows },
                Mended::Dropped => RepairMessage::Derived { table },
            });
        }
    }

    /// Notes the sources of what was announced and has not landed: a load brings it again.
    async fn due(&mut self, entries: &[LedgerEntry]) -> Result<(), StoreError> {
        let mut landed: BTreeMap<String, i64> = BTreeMap::new();
        for entry in entries {
            if !landed.contains_key(&entry.table_name) {
                let table = self.store.table(&entry.table_name).await?;
                landed.insert(entry.table_name.clone(), table.map_or(0, |table| table.last_batch()));
            }
            if landed.get(&entry.table_name).is_some_and(|batch| entry.batch_id > *batch) {
                self.sources.insert(entry.source_name.clone());
            }
        }
        Ok(())
    }

    /// A batch whose files are unknown is read again, and taken back before where its rows would come twice.
    async fn unaccounted(&mut self, batch: Unaccounted) -> Result<(), LoadError> {
        let Unaccounted { table, batch, source, rows, again } = batch;
        match again {
            Again::Gone => {
                self.miss(RepairMessage::Unaccounted { table, batch, source, rows });
                return Ok(());
            }
            Again::Harmless => {}
            Again::AfterUndo => {
                undo(&self.store, batch).await?;
                self.say(RepairMessage::Again { table, batch, source: source.clone() });
            }
        }
        self.sources.insert(source);
        Ok(())
    }

    /// Takes back the batches that lost rows and can be loaded again; the others are remembered, until what they came from is back.
    async fn take_back(&mut self, connectors: &dyn Connectors) -> Result<(), LoadError> {
        let lost = std::mem::take(&mut self.lost);
        let TakenBack { notes, gone, sources } = take_back(self.settings, &self.store, connectors, lost).await?;
        self.store.keep_short(&gone.keys().cloned().collect())?;
        self.done.notes.extend(notes);
        self.done.missing.extend(gone.into_values());
        self.sources.extend(sources);
        Ok(())
    }
}

/// What is known of the table `name`.
fn mending<'a>(
    settings: &Settings,
    name: &str,
    role: Role,
    entries: &'a [LedgerEntry],
    undone: &'a BTreeSet<i64>,
    drops: Drops<'a>,
) -> Mending<'a> {
    let spec = settings.table(name);
    let key = match name {
        LOADS => ["batch_id", "table_name", "source_name", "stream", "undoes"].map(str::to_owned).into(),
        _ => spec.as_ref().map(|spec| spec.key.clone()).unwrap_or_default(),
    };
    let repeated = match name {
        LOADS => Repeated::Latest { by: Some("loaded_at".to_owned()) },
        _ => spec.as_ref().map_or(Repeated::KeepFirst, |spec| spec.repeated.clone()),
    };
    Mending { key, repeated, time: spec.and_then(|spec| spec.time), role, entries, undone, drops }
}
