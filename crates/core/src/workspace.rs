//! A workspace whole: its settings, its store, and the ways that write.

use std::sync::Arc;

use futures::future::{Either, select};
use jauge_domain::{Message, SessionsMessage};
use jauge_load::{Connectors, Expired, Forgot, LoadError, Loader, Options, Progress, Say, Summary};
use jauge_sessions::Refreshed;
use jauge_store::{DroppedTable, Store, StoreError};
use jauge_workspace::{Settings, SourceConfig};
use jiff::{SignedDuration, Timestamp};

use crate::{
    interrupt::obey_interrupts,
    judge::{self, JudgeError, JudgeRequest, Judged},
    order_match::few_match,
    short::bring_back,
    snapshot::Snapshot,
};

/// A workspace: what jauge.toml says, and the store in its folder.
#[derive(Clone, Debug)]
pub struct Workspace {
    settings: Settings,
    store: Store,
}

/// Sees how far a load is.
pub trait LoadWatcher {
    /// Another process writes to the store; the load goes on when that is done.
    fn waits(&self);
    /// `source` is being loaded; `progress` says how far that is.
    fn begins(&self, source: &SourceConfig, progress: Arc<Progress>);
    /// `source` is done, or failed.
    fn ends(&self, source: &SourceConfig);
}

/// What a load did.
#[derive(Debug)]
pub struct Loaded {
    /// What is done about batches that lost rows.
    pub notes: Vec<Message>,
    /// Each source with what became of it, in order. After one that was interrupted there are no others.
    pub sources: Vec<(SourceConfig, Result<Summary, LoadError>)>,
    /// The statuses of orders that nobody knows, by the source that brought them: such orders do not count.
    pub unknown_statuses: Vec<(String, Vec<String>)>,
    /// What was derived anew of sessions, or why they lag.
    pub sessions: Derived,
}

impl Default for Loaded {
    fn default() -> Self {
        Self { notes: Vec::new(), sources: Vec::new(), unknown_statuses: Vec::new(), sessions: Ok(None) }
    }
}

/// What was derived anew of sessions, `None` where nothing was; or why they lag behind the events, which are in the store.
pub type Derived = Result<Option<Refreshed>, SessionsMessage>;

/// What `rebuild` did.
#[derive(Debug)]
pub struct WorkspaceRebuilt {
    /// What was older than may be kept, and the instant before which it was.
    pub expired: Option<(Expired, Timestamp)>,
    /// The tables that were written anew.
    pub tables: Vec<jauge_store::Rebuilt>,
    /// What was derived anew of sessions.
    pub sessions: Option<Refreshed>,
}

impl Workspace {
    /// The workspace of `settings`. Nothing is written.
    ///
    /// # Errors
    /// The store was written by a newer Jauge, or cannot be read.
    pub fn open(settings: Settings) -> Result<Self, StoreError> {
        let store = Store::open(settings.store_dir())?;
        Ok(Self { settings, store })
    }

    /// What jauge.toml says.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Loads `sources` one after the other, until Ctrl-C, then brings sessions up to the events. A source that fails hinders no
    /// other. `say` words what the store keeps of rejected rows. What is wrong with a source, or keeps sessions from being
    /// derived, stands in the answer.
    pub async fn load(
        &self,
        sources: &[SourceConfig],
        options: Options,
        connectors: &dyn Connectors,
        watcher: Arc<dyn LoadWatcher + Send + Sync>,
        say: Say,
    ) -> Loaded {
        let mut loaded = Loaded::default();
        if !options.dry_run && !options.replace {
            let names = sources.iter().map(|source| source.name.as_str()).collect();
            let brought = bring_back(&self.settings, &self.store, connectors, &names).await;
            // What cannot be brought back now stays short, and is said; the load brings what else there is.
            loaded.notes = brought.unwrap_or_else(|error| vec![error.message()]);
        }
        for source in sources {
            let waiting = watcher.clone();
            let progress = Arc::new(Progress::new(move || waiting.waits()));
            watcher.begins(source, progress.clone());
            let outcome = self.load_one(source, options, connectors, progress.clone(), say).await;
            watcher.ends(source);
            loaded.unknown_statuses.extend(outcome.as_ref().ok().and_then(|summary| self.unknown_statuses(summary)));
            loaded.sources.push((source.clone(), outcome));
            if progress.is_stopped() {
                break;
            }
        }
        let any = loaded.sources.iter().any(|(_, outcome)| outcome.is_ok());
        if any && !options.dry_run {
            loaded.sessions = self.derive_unless_stopped(|| watcher.waits()).await;
            if loaded.sessions.is_ok() {
                self.tidy().await;
            }
            if loaded.sources.iter().any(brought_orders) {
                // Where it cannot be told, nothing is said.
                loaded.notes.extend(few_match(&self.store).await.ok().flatten());
            }
        }
        loaded
    }

    /// The statuses among those of a load that nobody knows, with its source.
    fn unknown_statuses(&self, summary: &Summary) -> Option<(String, Vec<String>)> {
        let counts = self.settings.config.orders.counts.as_deref();
        let unknown = jauge_ask::orders::unknown_statuses(&summary.statuses, counts);
        let unknown: Vec<String> = unknown.into_iter().cloned().collect();
        (!unknown.is_empty()).then(|| (summary.source.clone(), unknown))
    }

    async fn load_one(
        &self,
        source: &SourceConfig,
        options: Options,
        connectors: &dyn Connectors,
        progress: Arc<Progress>,
        say: Say,
    ) -> Result<Summary, LoadError> {
        let interrupted = tokio::spawn(obey_interrupts(progress.clone()));
        let loader = Loader::new(&self.settings, &self.store, options, progress, say).with_connectors(connectors);
        let outcome = loader.load(source).await;
        interrupted.abort();
        outcome
    }

    /// Takes the batch `batch` back: the table it went into, and how many rows are gone. Its files can be loaded again.
    ///
    /// # Errors
    /// There is no such batch, or the store cannot be written.
    pub async fn undo(&self, batch: i64, waiting: impl FnOnce()) -> Result<(String, u64, Derived), LoadError> {
        let (table, rows) = jauge_load::undo(&self.store, batch).await?;
        let sessions = self.derive_unless_stopped(waiting).await;
        if sessions.is_ok() {
            self.tidy().await;
        }
        Ok((table, rows, sessions))
    }

    /// As [`Self::derive`], until Ctrl-C. Whoever opens the workspace next derives what was left.
    pub(crate) async fn derive_unless_stopped(&self, waiting: impl FnOnce()) -> Derived {
        let derive = std::pin::pin!(self.derive(waiting));
        let stop = std::pin::pin!(tokio::signal::ctrl_c());
        match select(derive, stop).await {
            Either::Left((Ok(derived), _)) => Ok(derived),
            Either::Left((Err(error), _)) => Err(SessionsMessage::NotDerived { why: Box::new(error.message()) }),
            Either::Right(_) => Err(SessionsMessage::Stopped),
        }
    }

    /// Brings sessions up to the events.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn derive(&self, waiting: impl FnOnce()) -> Result<Option<Refreshed>, StoreError> {
        jauge_sessions::refresh(&self.settings, &self.store, waiting).await
    }

    /// As [`Self::derive`], before a question, with what a killed `forget` left done first: where another process writes, or
    /// nothing may be written, says why sessions stay as they are.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn catch_up(&self) -> Result<Option<SessionsMessage>, StoreError> {
        if self.store.is_forgetting() {
            // To begin to write is to finish it. Who may not write, or not yet, leaves it to the next one.
            let _ = self.store.try_write().await;
        }
        jauge_sessions::catch_up(&self.settings, &self.store).await
    }

    /// Takes everything of `visitor` out of every table for good, older versions and logs included. Where nothing names it, nothing is
    /// done, unless its rows are to be refused from now on: `refuse`.
    ///
    /// # Errors
    /// The store cannot be written. What was begun is finished by whoever writes next.
    pub async fn forget(&self, visitor: &str, refuse: bool) -> Result<Forgot, LoadError> {
        jauge_load::forget(&self.settings, &self.store, visitor, refuse).await
    }

    /// From now on new rows get their pseudonyms under a new key.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn rotate_key(&self, waiting: impl FnOnce()) -> Result<(), LoadError> {
        jauge_load::rotate_key(&self.store, waiting).await
    }

    /// Takes out what is older than may be kept, writes each table anew, and derives sessions anew. Where `keep` is set, older
    /// versions and their logs go, too.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn rebuild(&self, waiting: impl FnOnce()) -> Result<WorkspaceRebuilt, LoadError> {
        let expired = match self.settings.config.privacy.keep {
            Some(keep) => {
                let cut = Timestamp::now() - SignedDuration::from_micros(keep.0);
                Some((jauge_load::expire(&self.store, cut).await?, cut))
            }
            None => None,
        };
        let tables = self.store.rebuild(|name| self.settings.table(name)?.time, waiting).await?;
        let sessions = jauge_sessions::derive_anew(&self.settings, &self.store).await?;
        if expired.is_some() {
            // Whatever was taken out, now or by one that was killed before it came so far.
            let (lock, _) = self.store.write(|| {}).await?;
            self.store.purge(&lock).await?;
        }
        self.tidy().await;
        Ok(WorkspaceRebuilt { expired, tables, sessions })
    }

    /// Takes the table `name` of the user's own out of the store with all of its rows, and forgets its loads; `None` where the store has no
    /// such table.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn drop_table(&self, name: &str, waiting: impl FnOnce()) -> Result<Option<DroppedTable>, StoreError> {
        let dropped = self.store.drop_table(name, waiting).await?;
        if dropped.is_some() {
            self.tidy().await;
        }
        Ok(dropped)
    }

    /// Judges objectives over `snapshot`, freezes the baselines that never were, and keeps what was said.
    ///
    /// # Errors
    /// Files that cannot be read, and a name that no objective has. What is wrong with one objective stands in the answer.
    pub async fn evaluate(
        &self,
        snapshot: &Snapshot,
        request: JudgeRequest<'_>,
        waiting: impl FnOnce(),
    ) -> Result<Judged, JudgeError> {
        let judged = judge::judge_and_keep(&self.store, snapshot, request, waiting).await?;
        self.tidy().await;
        Ok(judged)
    }

    /// Keeps tables in few files. What was written is written; where this fails, tables stay as they are and the next writer tries
    /// again.
    async fn tidy(&self) {
        let derived = |name: &str| jauge_sessions::specs().into_iter().find(|spec| spec.name == name);
        let time_of = |name: &str| self.settings.table(name).or_else(|| derived(name))?.time;
        let _ = self.store.tidy(time_of).await;
    }
}

/// True where a source brought rows by which shop and tag may meet.
fn brought_orders((source, outcome): &(SourceConfig, Result<Summary, LoadError>)) -> bool {
    let has_brought = outcome.as_ref().is_ok_and(|summary| summary.batch.is_some());
    has_brought && ["events", "shop_orders"].contains(&source.into.as_str())
}
