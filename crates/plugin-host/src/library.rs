//! A loaded library, called through the C contract.

use std::{ffi::c_void, mem::offset_of, path::Path, ptr, sync::Arc};

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_schema::SchemaRef;
use jauge_domain::{ContractBreach, ContractStruct};
use jauge_plugin::abi::{self, ArrayStream, Entry, PluginTable, ResultTable, ScanTable, Slice, SourceTable, Text};
use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
use serde_json::Value;

use crate::{
    answer::{LONGEST_DESCRIPTION, Room, checked, missing, schema_of, text, text_of},
    frame::{Failure, ScanOrder},
    scanned::Scanned,
    table::Table,
};

/// A loaded library. Never unloaded: threads and thread-locals of its own may outlive any moment that looks safe.
pub(crate) struct Loaded {
    table: Box<Room<PluginTable>>,
    host: Arc<Table>,
}

/// A source of a loaded library.
///
/// Calls must not overlap, but for `cancel`; whoever shares it sees to that.
pub(crate) struct OpenedSource {
    table: *mut Room<SourceTable>,
    /// What the source calls lives as long as it.
    _host: Arc<Table>,
}

// SAFETY: the contract lets any thread call, one at a time; `&mut self` and the callers' locks see to the latter.
unsafe impl Send for Loaded {}
// SAFETY: as above.
unsafe impl Send for OpenedSource {}
// SAFETY: calls from two threads are kept apart by the callers, but for `cancel`, which any thread may call at any time.
unsafe impl Sync for OpenedSource {}

impl Loaded {
    /// Loads the library at `path`, whose calls of the host end in `host`.
    pub(crate) fn new(path: &Path, host: Arc<Table>) -> Result<Self, ContractBreach> {
        // SAFETY: this runs the library's constructors: code that the user has agreed to run, here in a process of its own or as
        // a trusted plugin. Everything is bound now, so that nothing unresolved is met later.
        let library = unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) };
        let library = library.map_err(|error| ContractBreach::NotLoadable { reason: cause(&error) })?;
        // SAFETY: the symbol's name carries the version of its type.
        let entry = unsafe { library.get::<Entry>(abi::SYMBOL) }.map(|entry| *entry);
        let entry = entry.map_err(|_| ContractBreach::NoSymbol);
        std::mem::forget(library);
        let mut table = Room::new(PluginTable {
            size: 0,
            minor: 0,
            features: 0,
            instance: ptr::null_mut(),
            describe: None,
            open: None,
            resource: None,
            shutdown: None,
        });
        let mut err = Text::EMPTY;
        // SAFETY: the host outlives the library, because `Loaded` keeps it; both out-structs are zeroed.
        let status = unsafe { entry?(host.as_ptr(), &raw mut table.table, &raw mut err) };
        checked(status, err).map_err(|failure| ContractBreach::NotStarted { why: Box::new(failure.breach) })?;
        let least = offset_of!(PluginTable, shutdown) + size_of::<*const c_void>();
        if (table.table.size as usize) < least {
            return Err(too_small(ContractStruct::Plugin, table.table.size, least));
        }
        if table.table.describe.is_none() || table.table.shutdown.is_none() {
            return Err(ContractBreach::PluginIncomplete);
        }
        Ok(Self { table, host })
    }

    /// What the plugin brings, as JSON text.
    pub(crate) fn describe(&mut self) -> Result<String, Failure> {
        let call = self.table.table.describe.ok_or_else(|| missing("describe"))?;
        // SAFETY: the plugin's own function; the out-structs are zeroed.
        text_of(LONGEST_DESCRIPTION, |out, err| unsafe { call(&raw mut self.table.table, out, err) })
    }

    /// A file of the pack.
    pub(crate) fn resource(&mut self, path: &str) -> Result<String, Failure> {
        let call = self.table.table.resource.ok_or_else(|| missing("resource"))?;
        // SAFETY: as in `describe`; `path` is borrowed for the length of the call.
        text(|out, err| unsafe { call(&raw mut self.table.table, Slice::of(path), out, err) })
    }

    /// Makes a source ready.
    pub(crate) fn open(&mut self, source: &str, config: &Value) -> Result<OpenedSource, Failure> {
        let call = self.table.table.open.ok_or_else(|| missing("open"))?;
        let config = config.to_string();
        let mut table = Room::new(SourceTable {
            size: 0,
            reserved: 0,
            instance: ptr::null_mut(),
            check: None,
            streams: None,
            schema: None,
            scan: None,
            cancel: None,
            release: None,
        });
        let mut err = Text::EMPTY;
        // SAFETY: as in `resource`.
        let status = unsafe {
            call(&raw mut self.table.table, Slice::of(source), Slice::of(&config), &raw mut table.table, &raw mut err)
        };
        checked(status, err)?;
        let least = offset_of!(SourceTable, release) + size_of::<*const c_void>();
        if (table.table.size as usize) < least {
            return Err(too_small(ContractStruct::Source, table.table.size, least).into());
        }
        let functions = &table.table;
        if functions.streams.is_none()
            || functions.schema.is_none()
            || functions.scan.is_none()
            || functions.release.is_none()
        {
            return Err(ContractBreach::SourceIncomplete.into());
        }
        Ok(OpenedSource { table: Box::into_raw(table), _host: self.host.clone() })
    }
}

impl Drop for Loaded {
    fn drop(&mut self) {
        if let Some(shutdown) = self.table.table.shutdown {
            // SAFETY: called once, after every source.
            unsafe { shutdown(&raw mut self.table.table) };
        }
    }
}

impl OpenedSource {
    fn functions(&self) -> &SourceTable {
        // SAFETY: it lives until `drop`, and its functions do not change.
        unsafe { &(*self.table).table }
    }

    fn as_ptr(&self) -> *mut SourceTable {
        self.table.cast()
    }

    /// Connects.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let Some(call) = self.functions().check else { return Ok(()) };
        let mut err = Text::EMPTY;
        // SAFETY: the plugin's own function; `err` is zeroed.
        let status = unsafe { call(self.as_ptr(), &raw mut err) };
        checked(status, err)
    }

    /// What there is to read, as JSON text.
    pub(crate) fn streams(&self) -> Result<String, Failure> {
        let call = self.functions().streams.ok_or_else(|| missing("streams"))?;
        // SAFETY: as in `check`.
        text(|out, err| unsafe { call(self.as_ptr(), out, err) })
    }

    /// The columns of a stream.
    pub(crate) fn schema(&self, stream: &str) -> Result<SchemaRef, Failure> {
        let call = self.functions().schema.ok_or_else(|| missing("schema"))?;
        let (mut out, mut err) = (FFI_ArrowSchema::empty(), Text::EMPTY);
        // SAFETY: as in `check`; `stream` is borrowed for the length of the call.
        let status = unsafe { call(self.as_ptr(), Slice::of(stream), &raw mut out, &raw mut err) };
        if let Err(failure) = checked(status, err) {
            std::mem::forget(out);
            return Err(failure);
        }
        schema_of(&out)
    }

    /// Starts to read.
    pub(crate) fn scan(&self, order: &ScanOrder) -> Result<Scanned, Failure> {
        let call = self.functions().scan.ok_or_else(|| missing("scan"))?;
        let wanted = ScanTable {
            size: size_of::<ScanTable>() as u32,
            batch_rows: order.batch_rows,
            stream: Slice::of(&order.stream),
            first_byte: order.first_byte,
            end_byte: order.end_byte,
            cursor: Slice::of(&order.cursor),
            columns: Slice::of(&order.columns),
            filters: Slice::of(&order.filters),
            limit: order.limit,
            deadline_ms: order.deadline_ms,
        };
        let mut table = Room::new(ResultTable {
            size: 0,
            reserved: 0,
            instance: ptr::null_mut(),
            rows: ArrayStream::EMPTY,
            applied: Slice::EMPTY,
            checkpoint: None,
            release: None,
        });
        let mut err = Text::EMPTY;
        // SAFETY: as in `schema`; what `wanted` points to lives until the call returns.
        let status = unsafe { call(self.as_ptr(), &raw const wanted, &raw mut table.table, &raw mut err) };
        if let Err(failure) = checked(status, err) {
            // What an erring plugin left in it is not to be believed, nor released.
            std::mem::forget(table);
            return Err(failure);
        }
        Scanned::new(table)
    }

    /// Stops what is under way.
    pub(crate) fn cancel(&self) {
        if let Some(cancel) = self.functions().cancel {
            // SAFETY: any thread may call it at any time; the contract says so.
            unsafe { cancel(self.as_ptr()) };
        }
    }
}

impl Drop for OpenedSource {
    fn drop(&mut self) {
        if let Some(release) = self.functions().release {
            // SAFETY: called once.
            unsafe { release(self.as_ptr()) };
        }
        // SAFETY: `open` boxed it, and nobody calls it any more.
        drop(unsafe { Box::from_raw(self.table) });
    }
}

fn too_small(of: ContractStruct, bytes: u32, least: usize) -> ContractBreach {
    ContractBreach::StructTooSmall { of, bytes, least: least as u64 }
}

/// What lies at the bottom of a loader's error.
fn cause(error: &libloading::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
