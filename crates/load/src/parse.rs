//! A source's `select` as it is written.

use datafusion::{
    error::DataFusionError,
    sql::sqlparser::{
        ast::{Query, Statement},
        dialect::GenericDialect,
        parser::Parser,
    },
};
use jauge_domain::{Message, SelectFault};
use jauge_store::{bounded, engine_text, plain, writing_in};

use super::LoadError;

/// Reads a `select`: one query.
pub(crate) fn parse(source: &str, sql: &str) -> Result<Query, LoadError> {
    let wrong = |fault, error: Option<DataFusionError>| LoadError::select(source, None, fault, error);
    let parsed = bounded(sql).and_then(|()| {
        Parser::parse_sql(&GenericDialect {}, sql).map_err(|error| DataFusionError::SQL(Box::new(error), None))
    });
    let mut statements = parsed.map_err(|error| match plain(&error) {
        Message::Engine(why) => wrong(SelectFault::Engine { why }, Some(error)),
        _ => wrong(SelectFault::Sql { text: engine_text(&error) }, Some(error)),
    })?;
    let one = match (statements.pop(), statements.pop()) {
        (Some(one), None) => Some(one).filter(|one| writing_in(one).is_none()),
        _ => None,
    };
    match one {
        Some(Statement::Query(query)) => Ok(*query),
        _ => Err(wrong(SelectFault::NotOneQuery, None)),
    }
}
