//! Models as views, each planned when it is first read: a question plans what it asks for, and not every model of every pack.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use datafusion::catalog::view::ViewTable;
use datafusion::catalog::{SchemaProvider, TableProvider};
use datafusion::common::{Result as EngineResult, TableReference};
use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::Statement;
use jauge_domain::Position;
use jauge_store::{local::settled, only_reads, told};

use super::Problem;
use super::held::Held;
use super::inlined::Inlined;
use super::model_table::{ModelTable, computes};

/// A model that was parsed and not planned yet.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) name: String,
    pub(super) file: String,
    /// Where its SQL starts in the file.
    pub(super) start: Position,
    pub(super) statement: Statement,
}

/// What reading a model takes, as far as it has come.
#[derive(Clone, Debug)]
enum View {
    Written(Box<Written>),
    Planned(Arc<dyn TableProvider>),
    Bad(Box<Problem>),
}

/// The state of the session as it stands; `None` once the session is gone. The session owns what asks for it.
type State = Box<dyn Fn() -> Option<SessionState> + Send + Sync>;

/// The tables of a session, and the models over them.
pub(super) struct Views {
    tables: Arc<dyn SchemaProvider>,
    state: State,
    views: Mutex<BTreeMap<String, View>>,
    /// The names of models, each after those it reads.
    pub(super) order: Vec<String>,
    /// The rows of those that were read more than once.
    pub(super) held: Held,
    /// Those that a question has read.
    read: Mutex<BTreeSet<String>>,
}

impl Views {
    /// Puts `models`, each behind those it reads, over the tables of `ctx`.
    pub(super) fn register(ctx: &SessionContext, models: Vec<Written>) {
        let inlined = Inlined::with(ctx.state(), &Arc::default());
        *ctx.state_ref().write() = inlined.clone();
        let state = inlined;
        let names = &state.config_options().catalog;
        let Some(catalog) = ctx.catalog(&names.default_catalog) else { return };
        let Some(tables) = catalog.schema(&names.default_schema) else { return };
        let order = models.iter().map(|model| model.name.clone()).collect();
        let written = models.into_iter().map(|model| (model.name.clone(), View::Written(Box::new(model))));
        let session = ctx.state_weak_ref();
        let state: State = Box::new(move || session.upgrade().map(|state| state.read().clone()));
        let views = Mutex::new(written.collect());
        let views = Self { tables, state, views, order, held: Held::default(), read: Mutex::default() };
        // A memory catalog takes every schema.
        let _ = catalog.register_schema(&names.default_schema, Arc::new(views));
    }

    /// The models of `ctx`; `None` where none were registered.
    pub(super) fn of(ctx: &SessionContext) -> Option<Arc<dyn SchemaProvider>> {
        ctx.state().schema_for_ref(TableReference::bare("models")).ok().filter(|schema| schema.is::<Self>())
    }

    /// The model called `name`; `None` where there is no such.
    ///
    /// # Errors
    /// What is wrong with it, at its place in the file of the model that is wrong.
    pub(super) async fn planned(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>, Problem> {
        let view = self.views().get(name).cloned();
        match view {
            None => Ok(None),
            Some(View::Planned(view)) => Ok(Some(view)),
            Some(View::Bad(problem)) => Err(*problem),
            Some(View::Written(model)) => self.plan(*model).await,
        }
    }

    /// True where the model called `name` was read before; from now on it was.
    pub(super) fn is_read(&self, name: &str) -> bool {
        !self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned())
    }

    fn views(&self) -> MutexGuard<'_, BTreeMap<String, View>> {
        // Each change is one insertion, so that a panic elsewhere leaves nothing half done.
        self.views.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn plan(&self, model: Written) -> Result<Option<Arc<dyn TableProvider>>, Problem> {
        let Some(mut state) = (self.state)() else { return Ok(None) };
        state.config_mut().options_mut().sql_parser.collect_spans = true;
        let planned = view(&state, model.statement).await;
        let planned = planned.map_err(|error| Problem::engine(&model.file, model.start, &error));
        let known = match &planned {
            Ok(view) => View::Planned(view.clone()),
            Err(problem) => View::Bad(Box::new(problem.clone())),
        };
        self.views().insert(model.name, known);
        planned.map(Some)
    }
}

async fn view(state: &SessionState, statement: Statement) -> EngineResult<Arc<dyn TableProvider>> {
    let plan = settled(state, only_reads(state.statement_to_plan(statement).await?)?)?;
    let computes = computes(&plan);
    let view = ViewTable::new(plan, None);
    Ok(if computes { Arc::new(ModelTable::new(view)) } else { Arc::new(view) })
}

#[async_trait]
impl SchemaProvider for Views {
    fn table_names(&self) -> Vec<String> {
        let models: Vec<String> = self.views().keys().cloned().collect();
        self.tables.table_names().into_iter().chain(models).collect()
    }

    async fn table(&self, name: &str) -> EngineResult<Option<Arc<dyn TableProvider>>> {
        match self.planned(name).await {
            Ok(None) => self.tables.table(name).await,
            Ok(Some(view)) => Ok(Some(view)),
            // Told with its place: whoever reads the model stands in another file.
            Err(problem) => Err(told(problem.message())),
        }
    }

    fn register_table(
        &self,
        name: String,
        table: Arc<dyn TableProvider>,
    ) -> EngineResult<Option<Arc<dyn TableProvider>>> {
        self.tables.register_table(name, table)
    }

    fn deregister_table(&self, name: &str) -> EngineResult<Option<Arc<dyn TableProvider>>> {
        self.tables.deregister_table(name)
    }

    fn table_exist(&self, name: &str) -> bool {
        self.views().contains_key(name) || self.tables.table_exist(name)
    }
}

impl fmt::Debug for Views {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Views").field("order", &self.order).finish_non_exhaustive()
    }
}
