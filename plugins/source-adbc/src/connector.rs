//! The connector: settings to a database, a stream to its rows.

use std::sync::{Arc, OnceLock};

use jauge_plugin::{
    Checkpoint, ConnectorError, Host, Rows, Scan, SourceConnector, Stream,
    arrow_array::RecordBatchReader,
    arrow_schema::{Schema, SchemaRef},
};
use serde_json::Value;

use crate::{
    dialect::Dialect,
    driver::{Opened, Session},
    query::Query,
    reading::Reading,
    settings::Settings,
    sqlite,
    types::plain,
};

/// Opens the database that `config` names.
///
/// # Errors
/// A setting is wrong, the driver is not found or does not open the database.
pub(crate) fn connect(config: &Value, host: Arc<dyn Host>) -> Result<Box<dyn SourceConnector>, ConnectorError> {
    let settings = Settings::read(config, host.as_ref())?;
    Ok(Box::new(Adbc { database: Opened::open(settings)?, columns: OnceLock::new() }))
}

struct Adbc {
    database: Opened,
    /// The columns of all, once they were asked for: a query may be dear.
    columns: OnceLock<SchemaRef>,
}

impl SourceConnector for Adbc {
    fn streams(&self) -> Result<Vec<Stream>, ConnectorError> {
        Ok(vec![Stream::named(self.database.settings().stream())])
    }

    fn schema(&self, _: &Stream) -> Result<Option<SchemaRef>, ConnectorError> {
        let mut session = self.database.connect()?;
        let all = Query::all(self.database.settings(), session.dialect);
        self.columns(&mut session, &all, None).map(Some)
    }

    fn scan(&self, _: &Stream, scan: &Scan, host: Arc<dyn Host>) -> Result<Rows, ConnectorError> {
        let settings = self.database.settings();
        let mut session = self.database.connect()?;
        let dialect = session.dialect;
        let all = Query::all(settings, dialect);
        let columns = self.columns(&mut session, &all, Some(&host))?;
        let planned = all.plan(settings, scan, &columns, dialect)?;
        if let Some(note) = &planned.note {
            host.note(note);
        }
        let tells = dialect == Dialect::Sqlite;
        let query = if tells { planned.query.told(&columns) } else { planned.query };
        let answer = session.run(&query.sql(dialect), Some(&host))?;
        let given = plain(&answer.reader.schema(), settings.stream())?;
        let schema = if tells { as_known(&given, &columns) } else { given };
        let checkpoint = Checkpoint::default();
        let with_cursor = planned.cursor.is_some();
        let reading = Reading {
            answer: Some(answer),
            connection: session.connection(),
            dialect,
            settings: settings.clone(),
            query,
            schema: schema.clone(),
            cursor: planned.cursor,
            checkpoint: checkpoint.clone(),
            host,
            rest: None,
            given: 0,
            skip: usize::from(tells),
        };
        let rows = Rows { applied: planned.applied, ..Rows::new(schema, Box::new(reading)) };
        Ok(if with_cursor { rows.with_checkpoint(checkpoint) } else { rows })
    }
}

impl Adbc {
    /// The columns of all that the settings name.
    fn columns(
        &self,
        session: &mut Session<'_>,
        all: &Query,
        host: Option<&Arc<dyn Host>>,
    ) -> Result<SchemaRef, ConnectorError> {
        if let Some(known) = self.columns.get() {
            return Ok(known.clone());
        }
        let (dialect, settings) = (session.dialect, self.database.settings());
        let columns = if dialect == Dialect::Sqlite {
            sqlite::columns(session, all, settings, host)?
        } else {
            let told = match session.schema(&all.sql(dialect)) {
                Ok(schema) => Arc::new(schema),
                Err(_) => session.run(&all.no_row().sql(dialect), host)?.reader.schema(),
            };
            plain(&told, settings.stream())?
        };
        Ok(self.columns.get_or_init(|| columns).clone())
    }
}

/// The columns that came, each of the type it is known to have.
fn as_known(given: &SchemaRef, known: &SchemaRef) -> SchemaRef {
    let fields = given.fields().iter().map(|field| match known.field_with_name(field.name()) {
        Ok(known) => Arc::new(known.clone()),
        Err(_) => field.clone(),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}
