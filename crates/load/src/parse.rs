//! A source's `select` as it is written.

use datafusion::{
    error::DataFusionError,
    sql::sqlparser::{
        ast::{Query, Statement},
        dialect::GenericDialect,
        parser::Parser,
    },
};
use jauge_domain::SelectFault;
use jauge_store::engine_text;

use super::LoadError;

/// Reads a `select`: one query.
pub(crate) fn parse(source: &str, sql: &str) -> Result<Query, LoadError> {
    let wrong = |fault, error: Option<DataFusionError>| LoadError::select(source, None, fault, error);
    let parsed =
        Parser::parse_sql(&GenericDialect {}, sql).map_err(|error| DataFusionError::SQL(Box::new(error), None));
    let mut statements = parsed.map_err(|error| wrong(SelectFault::Sql { text: engine_text(&error) }, Some(error)))?;
    match (statements.pop(), statements.pop()) {
        (Some(Statement::Query(query)), None) => Ok(*query),
        _ => Err(wrong(SelectFault::NotOneQuery, None)),
    }
}
