//! The contract between Jauge and its connectors and packs.
//!
//! An author writes a [`SourceConnector`], or a [`Pack`], and exports it; `README.md` beside this crate is the guide, and
//! `include/jauge_plugin.h` the contract for every other language.
//!
//! ```
//! use std::sync::Arc;
//! use jauge_plugin::{
//!     ConnectorError, Host, Plugin, Rows, Scan, Source, SourceConnector, Stream, export_plugin,
//!     arrow_array::{RecordBatch, StringArray},
//! };
//! use serde_json::{Value, json};
//!
//! struct Greetings(String);
//!
//! impl SourceConnector for Greetings {
//!     fn streams(&self) -> Result<Vec<Stream>, ConnectorError> {
//!         Ok(vec![Stream::named("greetings")])
//!     }
//!
//!     fn scan(&self, _: &Stream, _: &Scan, _: Arc<dyn Host>) -> Result<Rows, ConnectorError> {
//!         let words = StringArray::from(vec![format!("hello {}", self.0)]);
//!         let batch = RecordBatch::try_from_iter([("words", Arc::new(words) as _)])
//!             .map_err(|error| ConnectorError::format("greetings", None, error.to_string()))?;
//!         Ok(Rows::new(batch.schema(), Box::new([Ok(batch)].into_iter())))
//!     }
//! }
//!
//! fn connect(config: &Value, _: Arc<dyn Host>) -> Result<Box<dyn SourceConnector>, ConnectorError> {
//!     let whom = config["whom"].as_str().ok_or_else(|| ConnectorError::config("`whom` says whom to greet"))?;
//!     Ok(Box::new(Greetings(whom.to_owned())))
//! }
//!
//! fn plugin() -> Plugin {
//!     let config = json!({"type": "object", "required": ["whom"], "properties": {"whom": {"type": "string"}}});
//!     let source = Source::new("greetings", "Greets", config, connect);
//!     Plugin::new("greetings", "0.1.0", "Greets").source(source.example("the world", json!({"whom": "world"}), 1, 0))
//! }
//!
//! export_plugin!(plugin);
//!
//! jauge_plugin::testkit::check(&plugin(), ".").unwrap();
//! ```

// Every block says why it is sound.
#![allow(unsafe_code)]

pub mod abi;
mod connector;
mod error;
#[doc(hidden)]
pub mod export;
mod filter;
mod paths;
mod plugin;
pub mod testkit;

pub use arrow_array;
pub use arrow_schema;
pub use connector::{Batches, Checkpoint, Host, LINE_COLUMN, Reject, Rows, Scan, SourceConnector, Stream, TextFormat};
pub use error::{ConnectorError, HostError};
pub use filter::{Filter, Op, filters_of_json, filters_to_json};
pub use paths::{PathsError, paths_of};
pub use plugin::{Connect, Example, Pack, Permissions, Plugin, Source};
