//! Registers models as views, each behind those it reads.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Result as EngineResult, TableReference};
use datafusion::execution::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{ObjectName, Spanned, Statement as Standard, visit_relations};
use jauge_domain::{CatalogMessage, EngineMessage, Model, NameTaken, Position, nearest};
use jauge_store::{one_query, told};

use super::columns::header_faults;
use super::model_table::ModelTable;
use super::problem::position;
use super::read::key;
use super::views::{Views, Written};
use super::{Catalog, Problem};

/// A model's parsed statement.
struct Parsed {
    statement: Statement,
    /// The tables and models it reads, with their places.
    reads: Vec<(String, Position)>,
}

/// How far the walk is with a model.
#[derive(Clone, Copy, PartialEq)]
enum Walk {
    Under,
    Good,
    Bad,
}

impl Catalog {
    /// Registers every model as a view in `ctx` that is planned when it is first read, and returns what can be said before that:
    /// a model that cannot be parsed, reads an unknown table, or reads itself in a circle is left out, with those that read it.
    pub fn register_models(&mut self, ctx: &SessionContext) -> Vec<Problem> {
        let state = with_spans(ctx);
        let mut problems = self.without_shadows(ctx);
        let mut parsed = BTreeMap::new();
        for model in self.models.values() {
            match parse(&state, model) {
                Ok(statement) => drop(parsed.insert(model.name.as_str(), statement)),
                Err(problem) => problems.push(problem),
            }
        }
        let order = self.order(&parsed, ctx, &mut problems);
        let written = order.into_iter().filter_map(|name| {
            let (model, parsed) = (self.models.get(name)?, parsed.remove(name)?);
            let (name, file, start) = (model.name.clone(), model.file.clone(), sql_start(model));
            Some(Written { name, file, start, statement: parsed.statement })
        });
        Views::register(ctx, written.collect());
        problems
    }

    /// Takes out the models that are called as a table of `ctx` is: those that no catalog lists, such as `loads`, are tables, too.
    fn without_shadows(&mut self, ctx: &SessionContext) -> Vec<Problem> {
        let shadows = self.models.extract_if(.., |name, _| is_table(ctx, name));
        let taken = |name| CatalogMessage::ModelTaken { name, by: NameTaken::Table };
        shadows.map(|(name, model)| Problem::at(&model.file, key(&model.text, "name"), taken(name))).collect()
    }

    /// Plans the models that are `wanted`, and returns what is wrong with them; whoever reads one that cannot be planned is told so.
    pub async fn plan_models(&self, ctx: &SessionContext, wanted: impl Fn(&str) -> bool) -> Vec<Problem> {
        let schema = Views::of(ctx);
        let Some(views) = schema.as_ref().and_then(|schema| schema.downcast_ref::<Views>()) else { return Vec::new() };
        let mut problems = Vec::new();
        let models = views.order.iter().filter(|name| wanted(name));
        for model in models.filter_map(|name| self.models.get(name)) {
            match views.planned(&model.name).await {
                Ok(view) => problems.extend(view.iter().flat_map(|view| header_faults(model, &view.schema()))),
                Err(problem) => problems.push(problem),
            }
        }
        problems
    }

    /// The good models, each after those it reads.
    fn order<'a>(
        &'a self,
        parsed: &BTreeMap<&'a str, Parsed>,
        ctx: &SessionContext,
        problems: &mut Vec<Problem>,
    ) -> Vec<&'a str> {
        let mut ordering = ModelOrder {
            catalog: self,
            parsed,
            ctx,
            walked: BTreeMap::new(),
            path: Vec::new(),
            order: Vec::new(),
            problems,
        };
        for name in self.models.keys() {
            ordering.model(name);
        }
        ordering.order
    }
}

fn is_table(ctx: &SessionContext, name: &str) -> bool {
    ctx.table_exist(TableReference::bare(name)).unwrap_or(false)
}

/// The names of the tables that `plan` reads in the end, models seen through.
pub fn tables_below(plan: &LogicalPlan) -> EngineResult<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            match (ModelTable::of(scan), scan.source.get_logical_plan()) {
                (Some(model), _) => names.extend(tables_below(model.plan())?),
                (None, Some(view)) => names.extend(tables_below(&view)?),
                (None, None) => drop(names.insert(scan.table_name.table().to_owned())),
            }
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(names)
}

/// The session's state with the places of names kept, for errors.
pub(crate) fn with_spans(ctx: &SessionContext) -> SessionState {
    let mut state = ctx.state();
    state.config_mut().options_mut().sql_parser.collect_spans = true;
    state
}

/// A depth-first walk along what models read.
struct ModelOrder<'a, 'p> {
    catalog: &'a Catalog,
    parsed: &'p BTreeMap<&'a str, Parsed>,
    ctx: &'p SessionContext,
    walked: BTreeMap<&'a str, Walk>,
    path: Vec<&'a str>,
    order: Vec<&'a str>,
    problems: &'p mut Vec<Problem>,
}

impl<'a> ModelOrder<'a, '_> {
    fn model(&mut self, name: &'a str) -> Walk {
        if let Some(walk) = self.walked.get(name) {
            return *walk;
        }
        let (Some(model), Some(parsed)) = (self.catalog.models.get(name), self.parsed.get(name)) else {
            return Walk::Bad;
        };
        self.walked.insert(name, Walk::Under);
        self.path.push(name);
        let mut walk = Walk::Good;
        for (read, at) in &parsed.reads {
            if let Err(problem) = self.read(model, read, *at) {
                self.problems.push(problem);
                walk = Walk::Bad;
            }
        }
        self.path.pop();
        self.walked.insert(name, walk);
        if walk == Walk::Good {
            self.order.push(name);
        }
        walk
    }

    /// Walks to what a model reads.
    fn read(&mut self, model: &Model, read: &str, at: Position) -> Result<(), Problem> {
        let Some((name, _)) = self.catalog.models.get_key_value(read) else { return self.table(model, read, at) };
        match self.model(name) {
            Walk::Good => Ok(()),
            Walk::Bad => {
                let (model_name, read) = (model.name.clone(), name.clone());
                Err(Problem::at(&model.file, at, CatalogMessage::ReadsBadModel { model: model_name, read }))
            }
            Walk::Under => {
                let circle = self.path.iter().skip_while(|step| *step != name).copied().chain([name.as_str()]);
                let models = circle.map(str::to_owned).collect();
                Err(Problem::at(&model.file, at, CatalogMessage::ModelCircle { models }))
            }
        }
    }

    fn table(&self, model: &Model, read: &str, at: Position) -> Result<(), Problem> {
        if self.catalog.tables.contains_key(read) || is_table(self.ctx, read) {
            return Ok(());
        }
        let known = self.catalog.tables.keys().chain(self.catalog.models.keys()).map(String::as_str);
        let near = nearest(read, known).map(str::to_owned);
        Err(Problem::at(&model.file, at, CatalogMessage::UnknownTable { name: read.to_owned(), near }))
    }
}

fn parse(state: &SessionState, model: &Model) -> Result<Parsed, Problem> {
    let bad = |error: &_| Problem::engine(&model.file, sql_start(model), error);
    let statement = one_query(state, &model.text).map_err(|error| bad(&error))?;
    gives_rows(&statement).map_err(|error| bad(&error))?;
    // Resolved apart from the ordering, because a CTE's name is no table.
    let tables = state.resolve_table_references(&statement).map_err(|error| bad(&error))?;
    let mut places = BTreeMap::new();
    if let Statement::Statement(sql) = &statement {
        let _ = visit_relations(sql.as_ref(), |name: &ObjectName| {
            places.entry(bare(name)).or_insert(position(name.span(), sql_start(model)));
            ControlFlow::<()>::Continue(())
        });
    }
    let reads = tables.iter().map(|table| {
        let name = table.table().to_owned();
        let at = places.get(&name).copied().unwrap_or_else(|| sql_start(model));
        (name, at)
    });
    Ok(Parsed { reads: reads.collect(), statement })
}

/// What only reads and is no query all the same, such as `EXPLAIN`, is nothing that another could read from.
fn gives_rows(statement: &Statement) -> EngineResult<()> {
    match statement {
        Statement::Statement(sql) if matches!(**sql, Standard::Query(_)) => Ok(()),
        other => {
            let statement = other.to_string().split_whitespace().next().unwrap_or_default().to_owned();
            Err(told(EngineMessage::NotAQuery { statement }))
        }
    }
}

fn bare(name: &ObjectName) -> String {
    let last = name.0.last().and_then(|part| part.as_ident());
    last.map(|ident| if ident.quote_style.is_some() { ident.value.clone() } else { ident.value.to_lowercase() })
        .unwrap_or_default()
}

fn sql_start(model: &Model) -> Position {
    let sql = model.sql();
    Position::of(&model.text, model.sql_at + (sql.len() - sql.trim_start().len()))
}

#[cfg(test)]
mod tests {
    use jauge_report::Wording;

    use super::*;

    async fn register(models: &[(&str, &str)]) -> (SessionContext, Vec<Problem>) {
        let ctx = SessionContext::new();
        ctx.sql("CREATE TABLE events AS SELECT 1 AS id, 'a' AS name").await.unwrap();
        let mut catalog = Catalog::default();
        catalog.tables.insert("events".to_owned(), crate::catalog::TableInfo::default());
        for (name, sql) in models {
            let text = format!("/*---\nname = \"{name}\"\n---*/\n{sql}");
            catalog.add_model(&format!("{name}.sql"), &text).unwrap();
        }
        let mut problems = catalog.register_models(&ctx);
        problems.extend(catalog.plan_models(&ctx, |_| true).await);
        (ctx, problems)
    }

    #[tokio::test]
    async fn models_are_registered_after_those_they_read() {
        let (ctx, problems) =
            register(&[("a", "SELECT id FROM b"), ("b", "WITH c AS (SELECT * FROM events) SELECT * FROM c")]).await;
        assert_eq!(problems, []);
        let plan = ctx.table("a").await.unwrap().logical_plan().clone();
        assert_eq!(tables_below(&plan).unwrap().into_iter().collect::<Vec<_>>(), ["events"]);
    }

    #[tokio::test]
    async fn a_model_is_planned_when_it_is_read_and_its_fault_hinders_no_other() {
        let ctx = SessionContext::new();
        ctx.sql("CREATE TABLE events AS SELECT 1 AS id").await.unwrap();
        let mut catalog = Catalog::default();
        catalog.tables.insert("events".to_owned(), crate::catalog::TableInfo::default());
        for (name, sql) in [("bad", "SELECT ids FROM events"), ("good", "SELECT id FROM events")] {
            let text = format!("/*---\nname = \"{name}\"\n---*/\n{sql}");
            catalog.add_model(&format!("{name}.sql"), &text).unwrap();
        }
        assert_eq!(catalog.register_models(&ctx), []);
        assert_eq!(ctx.sql("SELECT id FROM good").await.unwrap().count().await.unwrap(), 1);
        assert!(ctx.sql("SELECT * FROM bad").await.unwrap_err().to_string().contains("ids"));
        assert_eq!(catalog.plan_models(&ctx, |name| name == "good").await, []);
        // What somebody read before is wrong still, and said again.
        assert_eq!(catalog.plan_models(&ctx, |_| true).await.len(), 1);
        assert_eq!(catalog.plan_models(&ctx, |_| true).await.len(), 1);
        assert!(ctx.sql("SELECT * FROM bad").await.unwrap_err().to_string().contains("ids"));
    }

    #[tokio::test]
    async fn whoever_reads_a_bad_model_is_told_its_fault_in_its_file() {
        let (ctx, problems) = register(&[("bad", "SELECT\n  ids FROM events"), ("over", "SELECT 1\nFROM bad")]).await;
        let shown: Vec<_> = problems.iter().map(|problem| Wording::default().message(&problem.message())).collect();
        let fault = "bad.sql:5:3: no column `ids`; did you mean `id`?".to_owned();
        assert_eq!(shown, [fault.clone(), format!("over.sql:4:1: {fault}")]);
        let error = ctx.sql("SELECT * FROM over").await.unwrap_err();
        let problem = Problem::engine("kpi.sql", Position { line: 9, column: 2 }, &error);
        let shown = Wording::default().message(&problem.message());
        assert_eq!(shown, format!("kpi.sql:9:2: over.sql:4:1: {fault}"));
    }

    #[tokio::test]
    async fn a_model_never_stands_before_a_table_that_no_catalog_lists() {
        let ctx = SessionContext::new();
        ctx.sql("CREATE TABLE loads AS SELECT 1 AS id").await.unwrap();
        let mut catalog = Catalog::default();
        catalog.add_model("loads.sql", "/*---\nname = \"loads\"\n---*/\nSELECT 2 AS id").unwrap();
        catalog.add_model("a.sql", "/*---\nname = \"a\"\n---*/\nSELECT id FROM loads WHERE id = 1").unwrap();
        let problems = catalog.register_models(&ctx);
        let taken = CatalogMessage::ModelTaken { name: "loads".to_owned(), by: NameTaken::Table };
        assert_eq!(problems, [Problem::at("loads.sql", Position { line: 2, column: 1 }, taken)]);
        assert_eq!(ctx.sql("SELECT id FROM a").await.unwrap().count().await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_circle_is_shown_and_the_rest_still_stands() {
        let (ctx, problems) = register(&[
            ("a", "SELECT 1 FROM b"),
            ("b", "SELECT 1 FROM c"),
            ("c", "SELECT 1 FROM a"),
            ("d", "SELECT id FROM events"),
        ])
        .await;
        let circle = CatalogMessage::ModelCircle { models: ["a", "b", "c", "a"].map(str::to_owned).into() };
        assert!(problems.iter().any(|problem| problem.message == circle.clone().into()), "{problems:?}");
        assert!(ctx.table("d").await.is_ok());
        assert!(ctx.table("a").await.is_err());
    }

    #[tokio::test]
    async fn an_unknown_table_or_column_is_named_at_its_place() {
        let (_, problems) = register(&[("a", "SELECT id\n  FROM event"), ("b", "SELECT\n  ids FROM events")]).await;
        let shown: Vec<_> = problems.iter().map(|problem| Wording::default().message(&problem.message())).collect();
        assert_eq!(shown[0], "a.sql:5:8: no table or model is called `event`; did you mean `events`?");
        assert!(shown[1].starts_with("b.sql:5:3: "), "{shown:?}");
    }

    #[tokio::test]
    async fn what_a_header_names_and_the_rows_lack_is_told_at_its_place() {
        let ctx = SessionContext::new();
        ctx.sql("CREATE TABLE events AS SELECT 1 AS channel, now() AS at, 'a' AS name").await.unwrap();
        let mut catalog = Catalog::default();
        catalog.tables.insert("events".to_owned(), crate::catalog::TableInfo::default());
        for (name, header) in [
            ("a", "time = \"at\"\ndimensions = [\"chanel\", \"name\"]\nkey = [\"chanel\"]"),
            ("b", "time = \"name\""),
            ("c", "time = \"att\""),
            ("d", "time = \"at\"\ndimensions = [\"channel\"]"),
        ] {
            let text = format!("/*---\nname = \"{name}\"\n{header}\n---*/\nSELECT * FROM events");
            catalog.add_model(&format!("{name}.sql"), &text).unwrap();
        }
        let mut problems = catalog.register_models(&ctx);
        problems.extend(catalog.plan_models(&ctx, |_| true).await);
        let shown: Vec<_> = problems.iter().map(|problem| Wording::default().message(&problem.message())).collect();
        assert_eq!(
            shown,
            [
                "a.sql:4:15: the model `a` has no column `chanel`; did you mean `channel`?",
                "b.sql:3:8: `name`, the time of the model `b`, is neither a timestamp nor a date",
                "c.sql:3:8: the model `c` has no column `att`; did you mean `at`?",
            ]
        );
        assert!(ctx.table("a").await.is_ok());
    }

    #[tokio::test]
    async fn a_model_that_is_no_query_is_refused_at_its_place() {
        let (ctx, problems) = register(&[
            ("a", "INSERT INTO events SELECT * FROM events"),
            ("b", "\n COPY (SELECT 1) TO '/tmp/out.csv' STORED AS CSV"),
            ("c", "SELECT 1 AS one INTO other"),
            ("d", "EXPLAIN SELECT 1"),
            ("e", "SHOW TABLES"),
            ("f", "SELECT one FROM d"),
        ])
        .await;
        let shown: Vec<_> = problems.iter().map(|problem| Wording::default().message(&problem.message())).collect();
        assert_eq!(shown[0], "a.sql:4:1: only queries run here, and `INSERT INTO` is none");
        assert_eq!(shown[1], "b.sql:5:2: only queries run here, and `COPY` is none");
        assert_eq!(shown[2], "d.sql:4:1: only queries run here, and `EXPLAIN` is none");
        assert_eq!(shown[3], "e.sql:4:1: only queries run here, and `SHOW` is none");
        assert!(shown.contains(&"c.sql:4:1: only queries run here, and `SELECT INTO` is none".to_owned()), "{shown:?}");
        assert_eq!(shown.len(), 6, "{shown:?}");
        for name in ["a", "b", "c", "d", "e", "f", "other"] {
            assert!(ctx.table(name).await.is_err(), "{name}");
        }
    }
}
