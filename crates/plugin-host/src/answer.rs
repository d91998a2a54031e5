//! What a library answers, checked as far as it can be before it is believed.

use std::sync::Arc;

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_schema::{Schema, SchemaRef};
use jauge_domain::ContractBreach;
use jauge_plugin::{
    ConnectorError,
    abi::{self, Status, Text},
};

use crate::{PluginError, frame::Failure};

/// The longest text a plugin may hand out, in bytes.
const LONGEST_TEXT: u64 = 8 << 20;
/// The longest description of itself, and the longest checkpoint.
pub(crate) const LONGEST_DESCRIPTION: u64 = 192 << 10;

/// `JAUGE_ROOM` of the header.
const ROOM: usize = 512;

/// An out-struct with the room that the contract promises, so that a plugin built with a later header may fill in all it knows.
#[repr(C)]
pub(crate) struct Room<T> {
    pub(crate) table: T,
    spare: [u64; ROOM / 8],
}

impl<T> Room<T> {
    pub(crate) fn new(table: T) -> Box<Self> {
        Box::new(Self { table, spare: [0; ROOM / 8] })
    }
}

/// The columns that were announced.
pub(crate) fn schema_of(announced: &FFI_ArrowSchema) -> Result<SchemaRef, Failure> {
    let schema = Schema::try_from(announced);
    let bad = |error: arrow_schema::ArrowError| ContractBreach::BadColumns { reason: error.to_string() };
    Ok(Arc::new(schema.map_err(bad)?))
}

/// Calls for a text.
pub(crate) fn text(call: impl FnOnce(*mut Text, *mut Text) -> Status) -> Result<String, Failure> {
    text_of(LONGEST_TEXT, call)
}

/// Calls for a text of at most `longest` bytes.
pub(crate) fn text_of(longest: u64, call: impl FnOnce(*mut Text, *mut Text) -> Status) -> Result<String, Failure> {
    let (mut out, mut err) = (Text::EMPTY, Text::EMPTY);
    let status = call(&raw mut out, &raw mut err);
    checked(status, err)?;
    // SAFETY: the plugin filled it.
    let taken = unsafe { out.take(longest) };
    taken.ok_or_else(|| ContractBreach::BadText.into())
}

/// What a call answered.
pub(crate) fn checked(status: Status, err: Text) -> Result<(), Failure> {
    if status == abi::OK {
        return Ok(());
    }
    // SAFETY: the plugin filled it, or left it empty.
    let text = unsafe { err.take(LONGEST_TEXT) }.filter(|text| !text.is_empty());
    let known = matches!(status, abi::CONFIG | abi::READ | abi::FORMAT | abi::CANCELLED);
    let breach = text.map_or(ContractBreach::Silent { status }, |text| ContractBreach::Said { text });
    Err(Failure { status: if known { status } else { abi::INTERNAL }, breach })
}

/// A function that the library leaves out.
pub(crate) fn missing(function: &str) -> Failure {
    ContractBreach::NoFunction { name: function.to_owned() }.into()
}

/// A failure as the connector's error. One without a word of the plugin's is the plugin's fault, whatever its status.
pub(crate) fn connector_error(plugin: &str, stream: &str, failure: Failure) -> ConnectorError {
    match (failure.status, failure.breach) {
        (abi::CONFIG, ContractBreach::Said { text }) => ConnectorError::config(text),
        (abi::READ, ContractBreach::Said { text }) => ConnectorError::read(stream, text),
        (abi::FORMAT, ContractBreach::Said { text }) => ConnectorError::format(stream, None, text),
        (abi::CANCELLED, _) => ConnectorError::Cancelled,
        (_, breach) => PluginError::breach(plugin, breach).into(),
    }
}
