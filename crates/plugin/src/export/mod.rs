//! The plugin's side of the C contract: catches panics, translates, and leaves the rest to the author's types.

mod host;
mod rows;

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use arrow_array::ffi::FFI_ArrowSchema;
use serde_json::{Value, json};

use crate::{
    ConnectorError, Plugin, Scan, SourceConnector, Stream,
    abi::{self, HostTable, PluginTable, ResultTable, ScanTable, Slice, SourceTable, Status, Text},
    filters_of_json,
};
use host::ForeignHost;

/// Exports a plugin: its argument is a function without arguments that returns a [`Plugin`](crate::Plugin).
#[macro_export]
macro_rules! export_plugin {
    ($plugin:path) => {
        /// The one symbol of the library.
        ///
        /// # Safety
        /// Called by Jauge, as `jauge_plugin.h` says.
        #[allow(unsafe_code)]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn jauge_plugin_v1(
            host: *const $crate::abi::HostTable,
            out: *mut $crate::abi::PluginTable,
            err: *mut $crate::abi::Text,
        ) -> $crate::abi::Status {
            // SAFETY: the arguments are passed on as they came.
            unsafe { $crate::export::entry($plugin, host, out, err) }
        }
    };
}

/// What a plugin's `instance` points to.
struct PluginInstance {
    plugin: Plugin,
    host: *const HostTable,
    poisoned: AtomicBool,
}

/// What a source's `instance` points to.
struct SourceInstance {
    connector: Box<dyn SourceConnector>,
    host: Arc<ForeignHost>,
    streams: Mutex<Vec<Stream>>,
    poisoned: AtomicBool,
}

/// What stands behind `jauge_plugin_v1`.
///
/// # Safety
/// `host` outlives the library; `out` and `err` point to zeroed structs.
pub unsafe fn entry(plugin: fn() -> Plugin, host: *const HostTable, out: *mut PluginTable, err: *mut Text) -> Status {
    guard(&AtomicBool::new(false), err, || {
        let instance = Box::new(PluginInstance { plugin: plugin(), host, poisoned: AtomicBool::new(false) });
        let table = PluginTable {
            size: size_of::<PluginTable>() as u32,
            minor: abi::MINOR,
            features: 0,
            instance: Box::into_raw(instance).cast(),
            describe: Some(describe),
            open: Some(open),
            resource: Some(resource),
            shutdown: Some(shutdown),
        };
        // SAFETY: `out` points to a struct of the caller's.
        unsafe { ptr::write(out, table) };
        Ok(())
    })
}

/// Runs `call`; a panic in it is an error, and the end of the instance.
fn guard(poisoned: &AtomicBool, err: *mut Text, call: impl FnOnce() -> Result<(), ConnectorError>) -> Status {
    let (status, message) = if poisoned.load(Ordering::Acquire) {
        (abi::INTERNAL, "panicked before and answers no more".to_owned())
    } else {
        match catch_unwind(AssertUnwindSafe(call)) {
            Ok(Ok(())) => return abi::OK,
            Ok(Err(error)) => crossing(&error),
            Err(payload) => {
                poisoned.store(true, Ordering::Release);
                (abi::INTERNAL, format!("panicked: {}", panic_text(payload)))
            }
        }
    };
    if !err.is_null() {
        // SAFETY: `err` points to a zeroed struct of the caller's.
        unsafe { ptr::write(err, Text::of(message)) };
    }
    status
}

/// An error as it crosses; the other side knows which stream it asked for.
fn crossing(error: &ConnectorError) -> (Status, String) {
    match error {
        ConnectorError::Config { message } => (abi::CONFIG, message.clone()),
        ConnectorError::Read { message, .. } => (abi::READ, message.clone()),
        ConnectorError::Format { line: None, message, .. } => (abi::FORMAT, message.clone()),
        ConnectorError::Format { line: Some(line), message, .. } => (abi::FORMAT, format!("line {line}: {message}")),
        ConnectorError::Cancelled => (abi::CANCELLED, "stopped".to_owned()),
        ConnectorError::Settings(error) => (abi::CONFIG, error.to_string()),
        ConnectorError::Plugin(error) => (abi::INTERNAL, error.to_string()),
    }
}

fn panic_text(payload: Box<dyn Any + Send>) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    // Dropping it would run code of the author's, outside of what catches panics.
    std::mem::forget(payload);
    text.unwrap_or_else(|| "without a message".to_owned())
}

/// Runs `call`, whose panic nobody can be told of.
fn quietly(call: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(call)) {
        std::mem::forget(payload);
    }
}

unsafe extern "C" fn describe(plugin: *mut PluginTable, out: *mut Text, err: *mut Text) -> Status {
    // SAFETY: `plugin` is the table that `entry` filled; it lives until `shutdown`.
    let instance = unsafe { &*(*plugin).instance.cast::<PluginInstance>() };
    guard(&instance.poisoned, err, || {
        // SAFETY: `out` points to a zeroed struct of the caller's.
        unsafe { ptr::write(out, Text::of(instance.plugin.describe().to_string())) };
        Ok(())
    })
}

unsafe extern "C" fn resource(plugin: *mut PluginTable, path: Slice, out: *mut Text, err: *mut Text) -> Status {
    // SAFETY: as in `describe`.
    let instance = unsafe { &*(*plugin).instance.cast::<PluginInstance>() };
    guard(&instance.poisoned, err, || {
        // SAFETY: `path` is borrowed for the length of the call.
        let path = unsafe { path.read() };
        let mut files = instance.plugin.pack.iter().flat_map(|pack| &pack.files);
        let file = files.find(|(name, _)| *name == path);
        let (_, text) = file.ok_or_else(|| ConnectorError::config(format!("no file `{path}` in this pack")))?;
        // SAFETY: `out` points to a zeroed struct of the caller's.
        unsafe { ptr::write(out, Text::of(text.clone())) };
        Ok(())
    })
}

unsafe extern "C" fn shutdown(plugin: *mut PluginTable) {
    // SAFETY: as in `describe`; called once, after every source was released.
    let instance = unsafe { Box::from_raw((*plugin).instance.cast::<PluginInstance>()) };
    quietly(|| drop(instance));
}

unsafe extern "C" fn open(
    plugin: *mut PluginTable,
    name: Slice,
    config: Slice,
    out: *mut SourceTable,
    err: *mut Text,
) -> Status {
    // SAFETY: as in `describe`.
    let instance = unsafe { &*(*plugin).instance.cast::<PluginInstance>() };
    guard(&instance.poisoned, err, || {
        // SAFETY: both are borrowed for the length of the call.
        let (name, config) = unsafe { (name.read(), config.read()) };
        let known = || instance.plugin.sources.iter().map(|source| source.name.as_str()).collect::<Vec<_>>().join(", ");
        let source = instance.plugin.sources.iter().find(|source| source.name == name);
        let source = source.ok_or_else(|| {
            ConnectorError::config(format!("no connector `{name}` in this plugin: it has {}", known()))
        })?;
        let config: Value = serde_json::from_str(if config.is_empty() { "{}" } else { &config })
            .map_err(|error| ConnectorError::config(format!("the settings are no JSON: {error}")))?;
        let host = Arc::new(ForeignHost::new(instance.host));
        let connector = (source.connect)(&config, host.clone())?;
        let opened =
            Box::new(SourceInstance { connector, host, streams: Mutex::default(), poisoned: AtomicBool::new(false) });
        let table = SourceTable {
            size: size_of::<SourceTable>() as u32,
            reserved: 0,
            instance: Box::into_raw(opened).cast(),
            check: Some(check),
            streams: Some(streams),
            schema: Some(schema),
            scan: Some(scan),
            cancel: Some(cancel),
            release: Some(release),
        };
        // SAFETY: `out` points to a zeroed struct of the caller's.
        unsafe { ptr::write(out, table) };
        Ok(())
    })
}

unsafe extern "C" fn check(source: *mut SourceTable, err: *mut Text) -> Status {
    // SAFETY: `source` is the table that `open` filled; it lives until `release`.
    let instance = unsafe { &*(*source).instance.cast::<SourceInstance>() };
    // Whoever made the connector has connected, or failed.
    guard(&instance.poisoned, err, || Ok(()))
}

unsafe extern "C" fn streams(source: *mut SourceTable, out: *mut Text, err: *mut Text) -> Status {
    // SAFETY: as in `check`.
    let instance = unsafe { &*(*source).instance.cast::<SourceInstance>() };
    guard(&instance.poisoned, err, || {
        let one = |stream: &Stream| {
            let file = stream.file.as_deref().map(|file| {
                let wrong = || ConnectorError::read(&stream.name, format!("its path {file:?} is no UTF-8: rename it"));
                file.to_str().ok_or_else(wrong)
            });
            Ok(json!({"name": stream.name, "bytes": stream.bytes, "file": file.transpose()?}))
        };
        let json = Value::Array(instance.list()?.iter().map(one).collect::<Result<_, ConnectorError>>()?);
        // SAFETY: `out` points to a zeroed struct of the caller's.
        unsafe { ptr::write(out, Text::of(json.to_string())) };
        Ok(())
    })
}

unsafe extern "C" fn schema(
    source: *mut SourceTable,
    name: Slice,
    out: *mut FFI_ArrowSchema,
    err: *mut Text,
) -> Status {
    // SAFETY: as in `check`.
    let instance = unsafe { &*(*source).instance.cast::<SourceInstance>() };
    guard(&instance.poisoned, err, || {
        // SAFETY: borrowed for the length of the call.
        let stream = instance.stream(&unsafe { name.read() })?;
        let schema = match instance.connector.schema(&stream)? {
            Some(schema) => schema,
            None => {
                let nothing = Scan { limit: Some(0), ..Scan::default() };
                instance.connector.scan(&stream, &nothing, instance.host.clone())?.schema
            }
        };
        let schema = FFI_ArrowSchema::try_from(schema.as_ref())
            .map_err(|error| ConnectorError::format(&stream.name, None, error.to_string()))?;
        // SAFETY: `out` points to a zeroed struct of the caller's.
        unsafe { ptr::write(out, schema) };
        Ok(())
    })
}

unsafe extern "C" fn scan(
    source: *mut SourceTable,
    wanted: *const ScanTable,
    out: *mut ResultTable,
    err: *mut Text,
) -> Status {
    // SAFETY: as in `check`; `wanted` is borrowed for the length of the call.
    let (instance, wanted) = unsafe { (&*(*source).instance.cast::<SourceInstance>(), &*wanted) };
    guard(&instance.poisoned, err, || {
        // SAFETY: its slices are borrowed for the length of the call.
        let (name, scan) = unsafe { (wanted.stream.read(), read_scan(wanted)?) };
        let stream = instance.stream(&name)?;
        let rows = instance.connector.scan(&stream, &scan, instance.host.clone())?;
        let batch_rows = usize::try_from(wanted.batch_rows).unwrap_or(0);
        let table = rows::export(rows, scan.filters.len(), batch_rows, instance.host.clone());
        // SAFETY: `out` points to a zeroed struct of the caller's.
        unsafe { ptr::write(out, table) };
        Ok(())
    })
}

/// # Safety
/// The slices of `wanted` are readable.
unsafe fn read_scan(wanted: &ScanTable) -> Result<Scan, ConnectorError> {
    let wrong =
        |what: &str, error: serde_json::Error| ConnectorError::config(format!("the {what} are no JSON: {error}"));
    // SAFETY: as the caller promises.
    let (cursor, columns, filters) = unsafe { (wanted.cursor.read(), wanted.columns.read(), wanted.filters.read()) };
    let columns = if columns.is_empty() { None } else { Some(serde_json::from_str(&columns)) };
    Ok(Scan {
        bytes: wanted.first_byte..wanted.end_byte,
        cursor: (!cursor.is_empty()).then_some(cursor),
        columns: columns.transpose().map_err(|error| wrong("columns", error))?,
        filters: filters_of_json(&filters).map_err(|error| wrong("filters", error))?,
        limit: u64::try_from(wanted.limit).ok(),
    })
}

unsafe extern "C" fn cancel(source: *mut SourceTable) {
    // SAFETY: as in `check`; only a flag is set, so any thread may.
    unsafe { &*(*source).instance.cast::<SourceInstance>() }.host.cancel();
}

unsafe extern "C" fn release(source: *mut SourceTable) {
    // SAFETY: as in `check`; called once.
    let instance = unsafe { Box::from_raw((*source).instance.cast::<SourceInstance>()) };
    quietly(|| drop(instance));
}

impl SourceInstance {
    /// What there is to read now; kept, because a scan names its stream.
    fn list(&self) -> Result<Vec<Stream>, ConnectorError> {
        let streams = self.connector.streams()?;
        streams.clone_into(&mut *self.streams.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(streams)
    }

    fn stream(&self, name: &str) -> Result<Stream, ConnectorError> {
        let find = |streams: &[Stream]| streams.iter().find(|stream| stream.name == name).cloned();
        let known = find(&self.streams.lock().unwrap_or_else(PoisonError::into_inner));
        let missing = || ConnectorError::read(name, "it is no longer there");
        known.map_or_else(|| find(&self.list()?).ok_or_else(missing), Ok)
    }
}
