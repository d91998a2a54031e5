//! A workspace opened for questions: its tables at one set of versions, its models and KPIs, and how far the data reach.

mod facts;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use arrow::datatypes::{DataType, Schema, SchemaRef};
use datafusion::{
    catalog::TableProvider,
    datasource::MemTable,
    error::DataFusionError,
    prelude::{DataFrame, SessionContext, col, lit},
    scalar::ScalarValue,
};
use jauge_domain::{AskMessage, Calendar, Funnel, KpiPack, Question, StepAnswer, epoch_day};
use jiff::Timestamp;

use jauge_ask::{
    Answered, AskError, Coverage, Explained, Rollup, Scoped,
    catalog::{Catalog, Problem, TableInfo},
    functions::{has_daily, with_bots},
};
use jauge_store::{
    Ledger, LedgerEntry, ReaderLock, Store, StoreError, StoredFile, StoredTable, engine, has_more_names, mebibytes,
    named_rows,
    tables::{BATCH_ID, DAILY, TableSpec},
};
use jauge_workspace::{LeadsTruth, Settings};

pub use crate::pack::core_pack;
use crate::{by_day, goals, leads, named_events, noise::Asking, orders, session::session};

/// A source that is later than so many days is not late: somebody loaded an older file.
const LATE: i64 = 31;

/// What of the workspace is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct View {
    /// Only what happened before this instant, as it stood then.
    pub as_of: Option<Timestamp>,
    /// Bots, too.
    pub bots: bool,
}

/// A workspace opened for questions.
pub struct Snapshot {
    /// The workspace.
    pub workspace: Settings,
    /// Its KPIs, models and tables.
    pub catalog: Catalog,
    /// How far the data reach.
    pub coverage: Coverage,
    /// What is wrong with files of KPIs and models; the others are there. Models of packs are looked at when they are asked for.
    pub problems: Vec<Problem>,
    /// The names of the models that packs bring.
    of_packs: BTreeSet<String>,
    ctx: SessionContext,
    /// As long as there is one, the versions it reads stay.
    _reading: ReaderLock,
}

impl Snapshot {
    /// Opens every table of the workspace's store as it stands now, and registers the models of `packs` and of the built-in pack
    /// over what `view` is of them. Nothing is written: sessions are those that were derived last.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(workspace: Settings, view: View, packs: &[KpiPack]) -> Result<Self, StoreError> {
        Self::open_with(workspace, view, packs, None).await
    }

    /// As [`Self::open`]; `own`, where it is given, has the KPIs, models and funnels that stand in the place of the workspace's.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open_with(
        workspace: Settings,
        view: View,
        packs: &[KpiPack],
        own: Option<&KpiPack>,
    ) -> Result<Self, StoreError> {
        let store = Store::open(workspace.store_dir())?;
        let reading = store.reading();
        let ledger = Ledger::read(&store).await?;
        let ctx = session(&workspace).map_err(StoreError::query("events"))?;
        let calendar = &workspace.calendar;
        let settings = &workspace.config.workspace;
        let (name, currency) = (settings.name.clone(), settings.currency.clone());
        let mut catalog = Catalog { name, currency, basis: workspace.config.orders.revenue, ..Catalog::default() };
        let (mut began, mut filled) = (BTreeMap::new(), BTreeSet::new());
        for name in workspace.table_names() {
            let stored = store.table(name).await?;
            if let (Some(table), Some(spec)) = (&stored, workspace.table(name)) {
                let files = table.files()?;
                began.extend(first(&files, &spec, calendar).map(|first| (name.to_owned(), first)));
                filled.extend(columns_with_values(&files, &spec));
            }
            register(&workspace, &ctx, &mut catalog, name, stored.as_ref(), view).await?;
        }
        register_sessions(&workspace, &store, &ledger, &ctx, view).await?;
        let daily_has_rows = filled.iter().any(|column: &String| column.starts_with(by_day::COLUMNS));
        ctx.register_udf(has_daily(daily_has_rows));
        let by_events = workspace.config.leads.truth == LeadsTruth::Events;
        if by_events {
            leads::of_events(&ctx).await.map_err(StoreError::query("leads"))?;
        }
        for spec in jauge_store::bookkeeping() {
            match store.table(&spec.name).await? {
                Some(table) => register_landed(&ctx, &table, &ledger).await?,
                None => drop(ctx.register_table(&spec.name, provider(None, spec).await?)),
            }
        }
        let evaluations = crate::evaluations::spec();
        let said = provider(store.table(&evaluations.name).await?.as_ref(), evaluations).await?;
        ctx.register_table(&evaluations.name, said).map_err(StoreError::query(&evaluations.name))?;
        let core = core_pack();
        let packs = std::iter::once(&core).chain(packs);
        let mut problems: Vec<_> = packs.flat_map(|pack| catalog.add_pack(pack)).collect();
        let of_packs: BTreeSet<String> = catalog.models.keys().cloned().collect();
        problems.extend(match own {
            Some(own) => catalog.add_pack(own),
            None => catalog.read(&workspace.root, "queries"),
        });
        problems.extend(catalog.register_models(&ctx));
        problems.extend(catalog.plan_models(&ctx, |name| !of_packs.contains(name)).await);
        let mut coverage = coverage(&ledger, view, began, derived_to(&store).await?);
        coverage.by_address = tells_by_address(&workspace, &ledger);
        coverage.filled = filled;
        coverage.filled.extend(orders::known_refunds(&workspace.config.orders));
        if daily_has_rows {
            coverage.by_day = by_day::days(&ctx).await.map_err(StoreError::query(DAILY))?.into();
        }
        let events = StoreError::query("events");
        named_events::look_up(&ctx, &catalog, &ledger, &mut coverage).await.map_err(events)?;
        if by_events {
            leads::reach_as_events(&mut coverage);
        }
        // Where the ledger does not list all names, none is known to be missing.
        if !ledger.entries().iter().any(has_more_names) {
            problems.extend(coverage.events.iter().flat_map(|events| goals::slips(&workspace, events)));
        }
        Ok(Self { workspace, catalog, coverage, problems, of_packs, ctx, _reading: reading })
    }

    /// MiB that questions may use, once that did not suffice for one, and rows were put on disk.
    pub fn spilled(&self) -> Option<usize> {
        engine::has_spilled(&self.ctx).then(mebibytes)
    }

    /// Answers `question`, and says of each change whether it is more than chance gives.
    pub async fn ask(&self, question: &Question, now: Timestamp) -> Result<Answered, AskError> {
        let calendar = &self.workspace.calendar;
        let asking = Asking { ctx: &self.ctx, catalog: &self.catalog, calendar, coverage: &self.coverage, now };
        let mut answered = asking.ask(question).await?;
        asking.judge_changes(question, &mut answered).await;
        Ok(answered)
    }

    /// How far sessions or visitors come in `funnel`, in the period, grain and dimensions of `question`.
    pub async fn ask_funnel(
        &self,
        funnel: &Funnel,
        question: &Question,
        now: Timestamp,
    ) -> Result<Vec<StepAnswer>, AskError> {
        let known = self.dimensions("hits").await;
        if let Some(dimension) = question.by.iter().find(|name| !known.contains(*name)) {
            let near = jauge_domain::nearest(dimension, known.iter().map(String::as_str)).map(str::to_owned);
            let (kpi, model, dimension) = (funnel.id.clone(), "hits".to_owned(), dimension.clone());
            return Err(AskMessage::Dimension { kpi, dimension, model, near }.into());
        }
        jauge_ask::funnel::ask(&self.ctx, &self.workspace.calendar, &self.coverage, funnel, question, now).await
    }

    /// Whether the events of `funnel`'s steps are in no session, though sessions are what goes through it.
    ///
    /// # Errors
    /// The model `hits` cannot be read.
    pub async fn is_sessionless(&self, funnel: &Funnel) -> Result<bool, AskError> {
        jauge_ask::funnel::is_sessionless(&self.ctx, funnel).await
    }

    /// KPIs of `catalog` under filters, day by day, each model scanned once with `dimensions` of it.
    pub async fn rollup<'a>(&'a self, catalog: &'a Catalog, wanted: &[Scoped], dimensions: &[&str]) -> Rollup<'a> {
        let calendar = &self.workspace.calendar;
        Rollup::scan(&self.ctx, catalog, calendar, &self.coverage, wanted, dimensions).await
    }

    /// How `question` would be answered.
    pub async fn explain(&self, question: &Question, now: Timestamp) -> Result<Vec<Explained>, AskError> {
        jauge_ask::explain(&self.ctx, &self.catalog, &self.workspace.calendar, question, now).await
    }

    /// Plans ad-hoc SQL.
    pub async fn sql(&self, text: &str, now: Timestamp) -> Result<DataFrame, DataFusionError> {
        jauge_ask::sql(&self.ctx, &self.catalog, &self.workspace.calendar, &self.coverage, text, now).await
    }
}

/// When the rows of `files` begin; a civil date when its day does.
fn first(files: &[StoredFile], spec: &TableSpec, calendar: &Calendar) -> Option<Timestamp> {
    let time = spec.time.as_ref()?;
    let civil = |file: &StoredFile| Some(calendar.day_start(file.first_day(time)?));
    files.iter().filter_map(|file| file.first(time).or_else(|| civil(file))).min()
}

/// The columns that any of `files` may have a value in, as `table.column`.
fn columns_with_values(files: &[StoredFile], spec: &TableSpec) -> Vec<String> {
    let names = spec.schema.fields().iter().map(|field| field.name());
    let filled = names.filter(|name| files.iter().any(|file| !file.lacks(name)));
    filled.map(|name| format!("{}.{name}", spec.name)).collect()
}

/// Registers `name` as the store has it, else as an empty table, so that its KPIs can say that nothing was loaded.
async fn register(
    workspace: &Settings,
    ctx: &SessionContext,
    catalog: &mut Catalog,
    name: &str,
    stored: Option<&StoredTable>,
    view: View,
) -> Result<(), StoreError> {
    let query = StoreError::query(name);
    let Some(spec) = workspace.table(name) else { return Ok(()) };
    let mut provider = provider(stored, &spec).await?;
    if let (Some(cut), Some(time)) = (view.as_of, &spec.time) {
        provider = before(workspace, ctx, (name, provider), time, cut).map_err(&query)?;
    }
    ctx.register_table(name, provider).map_err(&query)?;
    catalog
        .tables
        .insert(name.to_owned(), TableInfo { name: name.to_owned(), time: spec.time, dimensions: Vec::new() });
    Ok(())
}

/// Registers hits and sessions, and the function by which their models leave bots out.
async fn register_sessions(
    workspace: &Settings,
    store: &Store,
    ledger: &Ledger,
    ctx: &SessionContext,
    view: View,
) -> Result<(), StoreError> {
    ctx.register_udf(with_bots(view.bots));
    let cut = match view.as_of {
        Some(cut) => jauge_sessions::as_of(workspace, store, ledger, ctx, cut.as_microsecond()).await?,
        None => None,
    };
    let mut cut = cut.into_iter().flatten();
    for spec in jauge_sessions::specs() {
        let stored = match cut.next() {
            Some(provider) => provider,
            None => provider(store.table(&spec.name).await?.as_ref(), &spec).await?,
        };
        ctx.register_table(jauge_sessions::in_sql(&spec.name), stored).map_err(StoreError::query(&spec.name))?;
    }
    Ok(())
}

/// The rows of `table` whose `time` lies before `cut`; a civil date where its day has ended.
fn before(
    workspace: &Settings,
    ctx: &SessionContext,
    (name, table): (&str, Arc<dyn TableProvider>),
    time: &str,
    cut: Timestamp,
) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let is_date = table.schema().field_with_name(time).is_ok_and(|field| *field.data_type() == DataType::Date32);
    let bound = if is_date {
        lit(ScalarValue::Date32(Some(epoch_day(workspace.calendar.date(cut)))))
    } else {
        jauge_sessions::instant(cut.as_microsecond())
    };
    Ok(named_rows(ctx, name, table)?.filter(col(time).lt(bound))?.into_view())
}

/// The rows of `stored`, or none.
async fn provider(stored: Option<&StoredTable>, spec: &TableSpec) -> Result<Arc<dyn TableProvider>, StoreError> {
    match stored {
        Some(table) => table.provider(None).await,
        None => {
            let empty = MemTable::try_new(nullable(&spec.schema), vec![vec![]]);
            Ok(Arc::new(empty.map_err(StoreError::query(&spec.name))?))
        }
    }
}

/// Registers `loads` or `rejects` without what never landed or was taken back.
async fn register_landed(ctx: &SessionContext, table: &StoredTable, ledger: &Ledger) -> Result<(), StoreError> {
    let query = StoreError::query(table.name());
    let landed = ledger.batches().into_iter().map(lit).collect();
    let frame = ctx.read_table(table.provider(None).await?).map_err(&query)?;
    let frame = frame.filter(col(BATCH_ID).in_list(landed, false)).map_err(&query)?;
    ctx.register_table(table.name(), frame.into_view()).map_err(&query)?;
    Ok(())
}

fn nullable(schema: &SchemaRef) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| field.as_ref().clone().with_nullable(true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// The batch of events up to which sessions were derived; 0 where they never were.
async fn derived_to(store: &Store) -> Result<i64, StoreError> {
    let mut batch = i64::MAX;
    for spec in jauge_sessions::specs() {
        batch = batch.min(store.table(&spec.name).await?.map_or(0, |table| table.last_batch()));
    }
    Ok(batch)
}

/// A table has reached what the least advanced of its sources has; sessions, no event that came after the batch `derived`.
fn coverage(ledger: &Ledger, view: View, mut began: BTreeMap<String, Timestamp>, derived: i64) -> Coverage {
    let instant = |text: &Option<String>| text.as_ref()?.parse::<Timestamp>().ok();
    let mut by_source: BTreeMap<(&str, &str), Timestamp> = BTreeMap::new();
    let mut late_days: BTreeMap<String, i64> = BTreeMap::new();
    let mut events = BTreeSet::new();
    let mut tables_with_rows = BTreeSet::new();
    for entry in ledger.entries() {
        events.extend(entry.events.iter().flatten().cloned());
        if entry.new + entry.updated > 0 {
            tables_with_rows.insert(entry.table_name.clone());
        }
        let Some(at) = instant(&entry.reached) else { continue };
        let at = view.as_of.map_or(at, |cut| cut.min(at));
        let reached = by_source.entry((&entry.table_name, &entry.source_name)).or_insert(at);
        let late = instant(&entry.began).map_or(0, |began| (reached.duration_since(began).as_hours() + 23) / 24);
        // Whoever loads an older file fills a gap; that is not how late the source is.
        if at > *reached && (1..=LATE).contains(&late) {
            let known = late_days.entry(entry.table_name.clone()).or_default();
            *known = late.max(*known);
        }
        *reached = at.max(*reached);
    }
    let (mut reached, mut furthest) = (BTreeMap::<String, Timestamp>::new(), BTreeMap::<String, Timestamp>::new());
    for ((table, _), at) in by_source {
        let most = furthest.entry(table.to_owned()).or_insert(at);
        *most = at.max(*most);
        let least = reached.entry(table.to_owned()).or_insert(at);
        // The systems of `daily` stand in for each other.
        *least = if table == DAILY { at.max(*least) } else { at.min(*least) };
    }
    let is_waiting = |entry: &&LedgerEntry| entry.batch_id > derived && entry.new + entry.updated > 0;
    let later = ledger.entries().iter().filter(|entry| entry.table_name == "events").filter(is_waiting);
    let waiting = later.filter_map(|entry| instant(&entry.began)).min();
    if let Some(events) = reached.get("events").copied() {
        let sessions = waiting.map_or(events, |waiting| waiting.min(events));
        reached.extend(jauge_sessions::specs().map(|spec| (jauge_sessions::in_sql(&spec.name), sessions)));
    }
    if let Some(late) = late_days.get("events").copied() {
        late_days.extend(jauge_sessions::specs().map(|spec| (jauge_sessions::in_sql(&spec.name), late)));
    }
    if let Some(events) = began.get("events").copied() {
        began.extend(jauge_sessions::specs().map(|spec| (jauge_sessions::in_sql(&spec.name), events)));
    }
    let (as_of, underived) = (view.as_of, derived == 0 && tables_with_rows.contains("events"));
    let events = Some(events);
    Coverage { reached, furthest, began, late_days, events, tables_with_rows, as_of, underived, ..Coverage::default() }
}

/// Whether a source that makes sessions has nothing but addresses and user agents to tell visitors by.
fn tells_by_address(workspace: &Settings, ledger: &Ledger) -> bool {
    let sessionless = ledger.sources_without("page_view");
    let makes_sessions = |name: &String| ledger.of(name, "events").next().is_some() && !sessionless.contains(name);
    let sources = workspace.config.sources.iter().filter(|source| source.into == "events");
    sources.filter(|source| source.tells_by_address()).any(|source| makes_sessions(&source.name))
}
