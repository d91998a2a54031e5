//! Only queries run: what a statement must be, and what its plan must not do.

use std::ops::ControlFlow;

use datafusion::{
    common::{Result as EngineResult, tree_node::TreeNodeRecursion},
    execution::SessionState,
    logical_expr::{DdlStatement, LogicalPlan},
    sql::{
        parser::{DFParserBuilder, ExplainStatement, Statement},
        sqlparser::{
            ast::{Statement as Standard, visit_statements},
            dialect::{GenericDialect, dialect_from_str},
        },
    },
};
use jauge_domain::EngineMessage;

use crate::{bounded, problem::begins, told};

/// The one statement of `sql`, which only reads: a query, `SHOW`, `DESCRIBE` or `EXPLAIN` of a query.
///
/// # Errors
/// What the parser says; [`EngineMessage::NotAQuery`] where any part of any statement does anything but read,
/// [`EngineMessage::Empty`] and [`EngineMessage::Several`] where there is not one.
pub fn one_query(state: &SessionState, sql: &str) -> EngineResult<Statement> {
    bounded(sql)?;
    let options = &state.config_options().sql_parser;
    let dialect = dialect_from_str(options.dialect).unwrap_or_else(|| Box::new(GenericDialect {}));
    let parser = DFParserBuilder::new(sql).with_dialect(dialect.as_ref());
    let statements = parser.with_recursion_limit(options.recursion_limit.get()).build()?.parse_statements()?;
    if let Some(statement) = statements.iter().find_map(writing) {
        return Err(told(EngineMessage::NotAQuery { statement }));
    }
    let mut statements = statements.into_iter();
    match (statements.next(), statements.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(told(EngineMessage::Empty)),
        (Some(_), Some(_)) => Err(told(EngineMessage::Several)),
    }
}

/// `plan`, of which no part writes, makes, drops or sets anything: a query can hold such a part without being one.
///
/// # Errors
/// [`EngineMessage::NotAQuery`].
pub fn only_reads(plan: LogicalPlan) -> EngineResult<LogicalPlan> {
    let mut wrong = None;
    plan.apply_with_subqueries(|node| {
        wrong = named(node);
        Ok(if wrong.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    })?;
    match wrong {
        Some(statement) => Err(told(EngineMessage::NotAQuery { statement })),
        None => Ok(plan),
    }
}

/// What a part of a plan is called that does not only read.
fn named(node: &LogicalPlan) -> Option<String> {
    match node {
        // Every other statement that makes a table was refused before it was planned.
        LogicalPlan::Ddl(DdlStatement::CreateMemoryTable(_)) => Some("SELECT INTO".to_owned()),
        LogicalPlan::Ddl(ddl) => Some(ddl.name().to_owned()),
        LogicalPlan::Dml(dml) => Some(dml.op.name().to_owned()),
        LogicalPlan::Copy(_) => Some("COPY".to_owned()),
        LogicalPlan::Statement(statement) => Some(statement.name().to_owned()),
        _ => None,
    }
}

/// What `statement` is called where it does anything but read.
fn writing(statement: &Statement) -> Option<String> {
    match statement {
        Statement::Statement(standard) => writing_in(standard),
        Statement::Explain(explain) => explained(explain),
        Statement::CreateExternalTable(_) | Statement::CopyTo(_) | Statement::Reset(_) => {
            Some(begins(&statement.to_string()))
        }
    }
}

/// What an `EXPLAIN` is called that explains anything but a query.
fn explained(explain: &ExplainStatement) -> Option<String> {
    let inner = match explain.statement.as_ref() {
        Statement::Explain(_) => "EXPLAIN".to_owned(),
        other => writing(other)?,
    };
    let analyze = if explain.options.analyze { "ANALYZE " } else { "" };
    Some(format!("EXPLAIN {analyze}{inner}"))
}

/// What the part of `statement` is called that does anything but read: a query can hold such a part.
pub fn writing_in(statement: &Standard) -> Option<String> {
    let found = visit_statements(statement, |part| {
        if reads(part) { ControlFlow::Continue(()) } else { ControlFlow::Break(begins(&part.to_string())) }
    });
    found.break_value()
}

fn reads(statement: &Standard) -> bool {
    matches!(
        statement,
        Standard::Explain { .. }
            | Standard::Query(_)
            | Standard::ExplainTable { .. }
            | Standard::ShowTables { .. }
            | Standard::ShowColumns { .. }
            | Standard::ShowFunctions { .. }
            | Standard::ShowVariable { .. }
    )
}

#[cfg(test)]
mod tests {
    use datafusion::prelude::SessionContext;

    use super::*;

    async fn refused(sql: &str) -> Option<String> {
        let ctx = SessionContext::new();
        ctx.sql("CREATE TABLE events AS SELECT 1 AS id").await.unwrap();
        let state = ctx.state();
        let done = match one_query(&state, sql) {
            Ok(statement) => state.statement_to_plan(statement).await.and_then(only_reads).map(drop),
            Err(error) => Err(error),
        };
        match crate::plain(&done.err()?) {
            jauge_domain::Message::Engine(EngineMessage::NotAQuery { statement }) => Some(statement),
            other => panic!("{sql}: {other:?}"),
        }
    }

    #[tokio::test]
    async fn what_writes_makes_drops_or_sets_is_refused_by_name() {
        for (sql, name) in [
            ("INSERT INTO events SELECT * FROM events", "INSERT INTO"),
            ("DELETE FROM events WHERE true", "DELETE FROM"),
            ("UPDATE events SET id = 2", "UPDATE"),
            ("TRUNCATE TABLE events", "TRUNCATE TABLE"),
            ("DROP TABLE events", "DROP TABLE"),
            ("CREATE TABLE other AS SELECT 1", "CREATE TABLE"),
            ("CREATE VIEW other AS SELECT 1", "CREATE VIEW"),
            ("CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'", "CREATE EXTERNAL TABLE"),
            ("COPY (SELECT 1) TO '/tmp/out.csv' STORED AS CSV", "COPY"),
            ("SET datafusion.execution.batch_size = 1", "SET"),
            ("EXPLAIN INSERT INTO events SELECT 1", "EXPLAIN INSERT INTO"),
            ("EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/out.csv' STORED AS CSV", "EXPLAIN ANALYZE COPY"),
            ("PREPARE p AS SELECT 1", "PREPARE"),
            ("SELECT 1 AS a INTO other", "SELECT INTO"),
            ("SELECT 1; DROP TABLE events", "DROP TABLE"),
            ("WITH x AS (DELETE FROM events) SELECT 1", "DELETE FROM"),
            ("(INSERT INTO events SELECT 1)", "INSERT INTO"),
            ("EXPLAIN FORMAT INDENT INSERT INTO events SELECT 1", "EXPLAIN INSERT INTO"),
            ("EXPLAIN EXPLAIN SELECT 1", "EXPLAIN EXPLAIN"),
        ] {
            assert_eq!(refused(sql).await.as_deref(), Some(name), "{sql}");
        }
    }

    #[tokio::test]
    async fn queries_and_what_shows_them_run() {
        for sql in [
            "SELECT * FROM events",
            "WITH a AS (SELECT 1 AS b) SELECT b FROM a UNION ALL SELECT id FROM events",
            "EXPLAIN SELECT * FROM events",
            "EXPLAIN ANALYZE SELECT * FROM events",
            "VALUES (1)",
        ] {
            assert_eq!(refused(sql).await, None, "{sql}");
        }
    }

    #[tokio::test]
    async fn a_path_is_no_table() {
        let ctx = crate::engine::for_asking().unwrap();
        for sql in
            ["SELECT * FROM '/etc/passwd'", "SELECT * FROM \"/etc/passwd\"", "SELECT * FROM read_csv('/etc/passwd')"]
        {
            assert!(ctx.sql(sql).await.is_err(), "{sql}");
        }
    }
}
