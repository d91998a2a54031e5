//! Models as views, each planned when it is first read: a question plans what it asks for, and not every model of every pack.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use datafusion::catalog::view::ViewTable;
use datafusion::catalog::{SchemaProvider, TableProvider};
use datafusion::common::{Result as EngineResult, TableReference};
use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::Statement;
use jauge_store::{local::settled, only_reads};

/// What reading a model takes, as far as it has come.
#[derive(Clone, Debug)]
enum View {
    Written(Box<Statement>),
    Planned(Arc<dyn TableProvider>),
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
}

impl Views {
    /// Puts `models`, each behind those it reads, over the tables of `ctx`.
    pub(super) fn register(ctx: &SessionContext, models: Vec<(String, Statement)>) {
        let state = ctx.state();
        let names = &state.config_options().catalog;
        let Some(catalog) = ctx.catalog(&names.default_catalog) else { return };
        let Some(tables) = catalog.schema(&names.default_schema) else { return };
        let order = models.iter().map(|(name, _)| name.clone()).collect();
        let written = models.into_iter().map(|(name, statement)| (name, View::Written(Box::new(statement))));
        let session = ctx.state_weak_ref();
        let state: State = Box::new(move || session.upgrade().map(|state| state.read().clone()));
        let views = Self { tables, state, views: Mutex::new(written.collect()), order };
        // A memory catalog takes every schema.
        let _ = catalog.register_schema(&names.default_schema, Arc::new(views));
    }

    /// The models of `ctx`; `None` where none were registered.
    pub(super) fn of(ctx: &SessionContext) -> Option<Arc<dyn SchemaProvider>> {
        ctx.state().schema_for_ref(TableReference::bare("models")).ok().filter(|schema| schema.is::<Self>())
    }

    /// Takes a model out, as if it had never been written.
    pub(super) fn leave_out(&self, name: &str) {
        self.views().remove(name);
    }

    fn views(&self) -> MutexGuard<'_, BTreeMap<String, View>> {
        // Each change is one insertion, so that a panic elsewhere leaves nothing half done.
        self.views.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn plan(&self, name: &str, statement: Statement) -> EngineResult<Option<Arc<dyn TableProvider>>> {
        let Some(mut state) = (self.state)() else { return Ok(None) };
        state.config_mut().options_mut().sql_parser.collect_spans = true;
        let plan = settled(&state, only_reads(state.statement_to_plan(statement).await?)?)?;
        let view: Arc<dyn TableProvider> = Arc::new(ViewTable::new(plan, None));
        self.views().insert(name.to_owned(), View::Planned(view.clone()));
        Ok(Some(view))
    }
}

#[async_trait]
impl SchemaProvider for Views {
    fn table_names(&self) -> Vec<String> {
        let models: Vec<String> = self.views().keys().cloned().collect();
        self.tables.table_names().into_iter().chain(models).collect()
    }

    async fn table(&self, name: &str) -> EngineResult<Option<Arc<dyn TableProvider>>> {
        let view = self.views().get(name).cloned();
        match view {
            None => self.tables.table(name).await,
            Some(View::Planned(view)) => Ok(Some(view)),
            Some(View::Written(statement)) => self.plan(name, *statement).await,
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
