//! Only queries run: what a statement must be, and what its plan must not do.

use datafusion::{
    common::{Result as EngineResult, tree_node::TreeNodeRecursion},
    logical_expr::LogicalPlan,
    sql::{parser::Statement, sqlparser::ast::Statement as Standard},
};
use jauge_domain::EngineMessage;

use crate::told;

/// How many words name a statement: as many as `CREATE EXTERNAL TABLE` has.
const WORDS: usize = 3;

/// Refuses a statement that does anything but read: a query, `SHOW`, `DESCRIBE` or `EXPLAIN` of a query.
///
/// # Errors
/// [`EngineMessage::NotAQuery`].
pub fn only_query(statement: &Statement) -> EngineResult<()> {
    if reads(statement) { Ok(()) } else { Err(told(not_a_query(&statement.to_string()))) }
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
        LogicalPlan::Ddl(ddl) => Some(ddl.name().to_owned()),
        LogicalPlan::Dml(dml) => Some(dml.op.name().to_owned()),
        LogicalPlan::Copy(_) => Some("COPY".to_owned()),
        LogicalPlan::Statement(statement) => Some(statement.name().to_owned()),
        _ => None,
    }
}

fn reads(statement: &Statement) -> bool {
    match statement {
        Statement::Statement(standard) => standard_reads(standard),
        Statement::Explain(explain) => reads(&explain.statement),
        Statement::CreateExternalTable(_) | Statement::CopyTo(_) | Statement::Reset(_) => false,
    }
}

fn standard_reads(statement: &Standard) -> bool {
    match statement {
        Standard::Explain { statement, .. } => standard_reads(statement),
        Standard::Query(_)
        | Standard::ExplainTable { .. }
        | Standard::ShowTables { .. }
        | Standard::ShowColumns { .. }
        | Standard::ShowFunctions { .. }
        | Standard::ShowVariable { .. } => true,
        _ => false,
    }
}

/// `INSERT INTO`, `DROP TABLE`: the words in capitals that `statement` begins with.
fn not_a_query(statement: &str) -> EngineMessage {
    let is_word = |word: &&str| word.chars().all(|char| char.is_ascii_uppercase());
    let words: Vec<&str> = statement.split_whitespace().take(WORDS).take_while(is_word).collect();
    EngineMessage::NotAQuery { statement: words.join(" ") }
}

#[cfg(test)]
mod tests {
    use datafusion::prelude::SessionContext;

    use super::*;

    async fn refused(sql: &str) -> Option<String> {
        let ctx = SessionContext::new();
        ctx.sql("CREATE TABLE events AS SELECT 1 AS id").await.unwrap();
        let state = ctx.state();
        let statement = state.sql_to_statement(sql, &state.config_options().sql_parser.dialect).unwrap();
        let done = match only_query(&statement) {
            Ok(()) => state.statement_to_plan(statement).await.and_then(only_reads).map(drop),
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
            ("SELECT 1 AS a INTO other", "CreateMemoryTable"),
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
