//! A database to read from, and a source read as Jauge reads it.
#![allow(dead_code)]

use std::{env, path::PathBuf, sync::Arc};

use adbc_core::{
    Connection, Database, Driver, LOAD_FLAG_DEFAULT, Statement,
    options::{AdbcVersion, OptionDatabase, OptionValue},
};
use adbc_driver_manager::ManagedDriver;
use jauge_plugin::{
    ConnectorError, Scan, SourceConnector,
    arrow_array::{ArrayRef, RecordBatch},
    testkit::Diagnostics,
};
use serde_json::Value;

/// The driver that the variable `name` tells, or `None`, having said so.
pub(crate) fn driver(name: &str) -> Option<String> {
    let path = env::var(name).ok();
    if path.is_none() {
        eprintln!("SKIPPED: {name} is not set to the path of an ADBC driver; see fixtures/setup.sh");
    }
    path
}

/// A place for a file that is removed with it.
pub(crate) struct Place(pub(crate) PathBuf);

impl Place {
    pub(crate) fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("jauge-adbc-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn file(&self) -> String {
        self.0.join("data.db").display().to_string()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs `statements` in the database at `uri`.
pub(crate) fn execute(driver: &str, uri: &str, statements: &[&str]) {
    let mut driver = ManagedDriver::load_from_name(driver, None, AdbcVersion::V110, LOAD_FLAG_DEFAULT, None).unwrap();
    let uri = (OptionDatabase::Uri, OptionValue::String(uri.to_owned()));
    let mut connection = driver.new_database_with_opts([uri]).unwrap().new_connection().unwrap();
    for sql in statements {
        let mut statement = connection.new_statement().unwrap();
        statement.set_sql_query(sql).unwrap();
        statement.execute_update().unwrap();
    }
}

/// What a scan gave.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) batches: Vec<RecordBatch>,
    pub(crate) error: Option<ConnectorError>,
    pub(crate) checkpoint: Option<String>,
    pub(crate) applied: Vec<usize>,
    pub(crate) heard: Arc<Diagnostics>,
}

impl Given {
    pub(crate) fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    pub(crate) fn column(&self, name: &str) -> ArrayRef {
        let Some(batch) = self.batches.first() else { panic!("no batch: {self:?}") };
        batch.column_by_name(name).unwrap().clone()
    }
}

pub(crate) fn connect(config: &Value) -> Result<Box<dyn SourceConnector>, ConnectorError> {
    let plugin = source_adbc::plugin();
    (plugin.sources[0].connect)(config, Arc::new(Diagnostics::default()))
}

/// Reads all that `scan` asks for, to the end or the first error.
pub(crate) fn read(config: &Value, scan: &Scan) -> Given {
    let connector = connect(config).unwrap();
    let heard = Arc::new(Diagnostics::default());
    let stream = connector.streams().unwrap().remove(0);
    let rows = connector.scan(&stream, scan, heard.clone()).unwrap();
    let (mut batches, mut error) = (Vec::new(), None);
    for batch in rows.batches {
        match batch {
            Ok(batch) => {
                assert_eq!(batch.schema(), rows.schema);
                assert!(batch.num_rows() <= 16_384, "a batch of {} rows", batch.num_rows());
                batches.push(batch);
            }
            Err(wrong) => error = Some(wrong),
        }
    }
    let checkpoint = rows.checkpoint.and_then(|checkpoint| checkpoint.get());
    Given { batches, error, checkpoint, applied: rows.applied, heard }
}

/// Reads what lies after `checkpoint`.
pub(crate) fn after(config: &Value, checkpoint: &str) -> Given {
    read(config, &Scan { cursor: Some(checkpoint.to_owned()), ..Scan::default() })
}
