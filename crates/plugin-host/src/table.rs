//! The host's side of the C contract: its calls end in a [`Listener`].

use std::{
    ffi::c_void,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
};

use jauge_plugin::abi::{self, HostTable, Slice, Status, Text};

/// Who hears what a plugin says.
pub(crate) trait Listener: Send + Sync {
    fn log(&self, level: i32, text: String);
    fn progress(&self, bytes: u64);
    fn is_cancelled(&self) -> bool;
    fn secret(&self, name: &str) -> Option<String>;
    fn reject(&self, json: String);
}

/// What a plugin is given to call. Stays in its place, and lives as long as whatever calls it.
pub(crate) struct Table {
    table: HostTable,
    /// Boxed twice: the context must be a thin pointer.
    _listener: Box<Box<dyn Listener>>,
}

// SAFETY: the table is only read, and a listener is `Send + Sync`.
unsafe impl Send for Table {}
// SAFETY: as above.
unsafe impl Sync for Table {}

impl Table {
    /// A host whose calls end in `listener`.
    pub(crate) fn new(listener: Box<dyn Listener>) -> Self {
        let listener = Box::new(listener);
        let table = HostTable {
            size: size_of::<HostTable>() as u32,
            minor: abi::MINOR,
            features: 0,
            context: ptr::from_ref::<Box<dyn Listener>>(&listener).cast_mut().cast(),
            log: Some(log),
            progress: Some(progress),
            is_cancelled: Some(is_cancelled),
            secret: Some(secret),
            reject: Some(reject),
        };
        Self { table, _listener: listener }
    }

    pub(crate) fn as_ptr(&self) -> *const HostTable {
        &raw const self.table
    }
}

/// Runs `call` with the listener behind `context`; nothing unwinds into the plugin.
unsafe fn with<T>(context: *mut c_void, call: impl FnOnce(&dyn Listener) -> T) -> Option<T> {
    // SAFETY: `context` is the one that `Table::new` gave, which outlives the plugin.
    let listener = unsafe { &*context.cast::<Box<dyn Listener>>() };
    catch_unwind(AssertUnwindSafe(|| call(listener.as_ref()))).ok()
}

unsafe extern "C" fn log(context: *mut c_void, level: i32, text: Slice) {
    // SAFETY: borrowed for the length of the call, as the contract says; so in the functions below.
    unsafe { with(context, |listener| listener.log(level, text.read())) };
}

unsafe extern "C" fn progress(context: *mut c_void, bytes: u64) {
    // SAFETY: as in `log`.
    unsafe { with(context, |listener| listener.progress(bytes)) };
}

unsafe extern "C" fn is_cancelled(context: *mut c_void) -> i32 {
    // SAFETY: as in `log`.
    let cancelled = unsafe { with(context, |listener| listener.is_cancelled()) };
    i32::from(cancelled.unwrap_or(true))
}

unsafe extern "C" fn secret(context: *mut c_void, name: Slice, out: *mut Text) -> Status {
    // SAFETY: as in `log`.
    let secret = unsafe { with(context, |listener| listener.secret(&name.read())) };
    match secret.flatten() {
        Some(secret) => {
            // SAFETY: `out` points to a zeroed struct of the plugin's.
            unsafe { ptr::write(out, Text::of(secret)) };
            abi::OK
        }
        None => abi::CONFIG,
    }
}

unsafe extern "C" fn reject(context: *mut c_void, json: Slice) {
    // SAFETY: as in `log`.
    unsafe { with(context, |listener| listener.reject(json.read())) };
}
