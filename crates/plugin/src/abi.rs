//! `include/jauge_plugin.h` in Rust, field by field; its comments say what each field means.

use std::ffi::{c_char, c_int, c_void};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};

/// The name of the one symbol; its number is the contract's major version.
pub const SYMBOL: &[u8] = b"jauge_plugin_v1\0";
/// How far this side knows the contract.
pub const MINOR: u32 = 0;

/// How a call went.
pub type Status = i32;
/// It went well.
pub const OK: Status = 0;
/// A setting is wrong.
pub const CONFIG: Status = 1;
/// The input cannot be reached or read.
pub const READ: Status = 2;
/// The input is damaged or not what it claims.
pub const FORMAT: Status = 3;
/// Stopped because the user asked to.
pub const CANCELLED: Status = 4;
/// A fault of the plugin's own.
pub const INTERNAL: Status = 5;

/// Borrowed text.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// UTF-8, or null.
    pub data: *const c_char,
    /// In bytes.
    pub length: u64,
}

/// Owned text.
#[repr(C)]
#[derive(Debug)]
pub struct Text {
    /// UTF-8, or null.
    pub data: *const c_char,
    /// In bytes.
    pub length: u64,
    /// The producer's own.
    pub owner: *mut c_void,
    /// Frees it.
    pub release: Option<unsafe extern "C" fn(*mut Self)>,
}

/// What Jauge does for a plugin.
#[repr(C)]
#[derive(Debug)]
pub struct HostTable {
    /// Of this struct, as its producer knows it.
    pub size: u32,
    /// See [`MINOR`].
    pub minor: u32,
    /// Optional parts.
    pub features: u64,
    /// The first argument of every call.
    pub context: *mut c_void,
    /// Level and text.
    pub log: Option<unsafe extern "C" fn(*mut c_void, i32, Slice)>,
    /// Bytes read.
    pub progress: Option<unsafe extern "C" fn(*mut c_void, u64)>,
    /// Not 0 once the user wants to stop.
    pub is_cancelled: Option<unsafe extern "C" fn(*mut c_void) -> i32>,
    /// A secret by the setting's name.
    pub secret: Option<unsafe extern "C" fn(*mut c_void, Slice, *mut Text) -> Status>,
    /// A reject as JSON.
    pub reject: Option<unsafe extern "C" fn(*mut c_void, Slice)>,
}

/// What is to be read of a stream.
#[repr(C)]
#[derive(Debug)]
pub struct ScanTable {
    /// Of this struct, as its producer knows it.
    pub size: u32,
    /// At most so many rows in an array.
    pub batch_rows: i32,
    /// The stream's name.
    pub stream: Slice,
    /// First byte wanted.
    pub first_byte: u64,
    /// The one after the last byte wanted.
    pub end_byte: u64,
    /// The last checkpoint that landed.
    pub cursor: Slice,
    /// JSON array of names.
    pub columns: Slice,
    /// JSON array of filters.
    pub filters: Slice,
    /// Rows needed, or -1.
    pub limit: i64,
    /// Milliseconds, or -1.
    pub deadline_ms: i64,
}

/// `struct ArrowArrayStream` of the C stream interface. arrow's own is not open in every version that a plugin may be built with.
#[repr(C)]
#[derive(Debug)]
pub struct ArrayStream {
    /// The columns.
    pub get_schema: Option<unsafe extern "C" fn(*mut Self, *mut FFI_ArrowSchema) -> c_int>,
    /// The next batch; a released array at the end.
    pub get_next: Option<unsafe extern "C" fn(*mut Self, *mut FFI_ArrowArray) -> c_int>,
    /// What the last failure was; lives until the next call.
    pub get_last_error: Option<unsafe extern "C" fn(*mut Self) -> *const c_char>,
    /// Frees it.
    pub release: Option<unsafe extern "C" fn(*mut Self)>,
    /// The producer's own.
    pub private_data: *mut c_void,
}

/// Rows on their way.
#[repr(C)]
#[derive(Debug)]
pub struct ResultTable {
    /// Of this struct, as its producer knows it.
    pub size: u32,
    /// 0.
    pub reserved: u32,
    /// The producer's own.
    pub instance: *mut c_void,
    /// The rows.
    pub rows: ArrayStream,
    /// One byte a filter.
    pub applied: Slice,
    /// Where a later scan would go on.
    pub checkpoint: Option<unsafe extern "C" fn(*mut Self, *mut Text, *mut Text) -> Status>,
    /// Frees it, but for `rows`.
    pub release: Option<unsafe extern "C" fn(*mut Self)>,
}

/// A configured input.
#[repr(C)]
#[derive(Debug)]
pub struct SourceTable {
    /// Of this struct, as its producer knows it.
    pub size: u32,
    /// 0.
    pub reserved: u32,
    /// The producer's own.
    pub instance: *mut c_void,
    /// Connects.
    pub check: Option<unsafe extern "C" fn(*mut Self, *mut Text) -> Status>,
    /// What there is to read.
    pub streams: Option<unsafe extern "C" fn(*mut Self, *mut Text, *mut Text) -> Status>,
    /// The columns of a stream.
    pub schema: Option<unsafe extern "C" fn(*mut Self, Slice, *mut FFI_ArrowSchema, *mut Text) -> Status>,
    /// Starts to read.
    pub scan: Option<unsafe extern "C" fn(*mut Self, *const ScanTable, *mut ResultTable, *mut Text) -> Status>,
    /// Stops what is under way.
    pub cancel: Option<unsafe extern "C" fn(*mut Self)>,
    /// Frees it.
    pub release: Option<unsafe extern "C" fn(*mut Self)>,
}

/// A loaded plugin.
#[repr(C)]
#[derive(Debug)]
pub struct PluginTable {
    /// Of this struct, as its producer knows it.
    pub size: u32,
    /// See [`MINOR`].
    pub minor: u32,
    /// Optional parts.
    pub features: u64,
    /// The producer's own.
    pub instance: *mut c_void,
    /// The facts.
    pub describe: Option<unsafe extern "C" fn(*mut Self, *mut Text, *mut Text) -> Status>,
    /// Makes a source ready: its name, its settings.
    pub open: Option<unsafe extern "C" fn(*mut Self, Slice, Slice, *mut SourceTable, *mut Text) -> Status>,
    /// A file of the pack.
    pub resource: Option<unsafe extern "C" fn(*mut Self, Slice, *mut Text, *mut Text) -> Status>,
    /// Ends it.
    pub shutdown: Option<unsafe extern "C" fn(*mut Self)>,
}

/// The type of the one symbol.
pub type Entry = unsafe extern "C" fn(*const HostTable, *mut PluginTable, *mut Text) -> Status;

impl ArrayStream {
    /// No stream.
    pub const EMPTY: Self = Self {
        get_schema: None,
        get_next: None,
        get_last_error: None,
        release: None,
        private_data: std::ptr::null_mut(),
    };
}

impl Slice {
    /// No text.
    pub const EMPTY: Self = Self { data: std::ptr::null(), length: 0 };

    /// `text`, for as long as it lives.
    pub fn of(text: &str) -> Self {
        Self { data: text.as_ptr().cast(), length: text.len() as u64 }
    }

    /// The text, with what is no UTF-8 replaced.
    ///
    /// # Safety
    /// `data` is null, or points to `length` readable bytes.
    pub unsafe fn read(self) -> String {
        if self.data.is_null() || self.length == 0 {
            return String::new();
        }
        let length = usize::try_from(self.length).unwrap_or(0);
        // SAFETY: as the caller promises.
        let bytes = unsafe { std::slice::from_raw_parts(self.data.cast::<u8>(), length) };
        String::from_utf8_lossy(bytes).into_owned()
    }
}

impl Text {
    /// No text.
    pub const EMPTY: Self = Self { data: std::ptr::null(), length: 0, owner: std::ptr::null_mut(), release: None };

    /// Gives `text` away; who takes it calls `release`.
    pub fn of(text: String) -> Self {
        let owned = Box::new(text);
        let (data, length) = (owned.as_ptr().cast(), owned.len() as u64);
        Self { data, length, owner: Box::into_raw(owned).cast(), release: Some(release_text) }
    }

    /// Takes the text over and frees it. Bytes that are no UTF-8 come out as [`None`].
    ///
    /// # Safety
    /// It was filled by the other side, or is empty.
    pub unsafe fn take(mut self, longest: u64) -> Option<String> {
        let whole = !self.data.is_null() && self.length <= longest;
        let text = if self.length == 0 {
            Some(String::new())
        } else if whole {
            let length = usize::try_from(self.length).ok()?;
            // SAFETY: as the caller promises.
            let bytes = unsafe { std::slice::from_raw_parts(self.data.cast::<u8>(), length) };
            String::from_utf8(bytes.to_vec()).ok()
        } else {
            None
        };
        if let Some(release) = self.release.take() {
            // SAFETY: the producer's own function, called once.
            unsafe { release(&raw mut self) };
        }
        text
    }
}

unsafe extern "C" fn release_text(text: *mut Text) {
    // SAFETY: `text` is the one that `Text::of` made, whose `owner` is a boxed string; `release` is called once.
    let text = unsafe { &mut *text };
    if !text.owner.is_null() {
        // SAFETY: as above.
        drop(unsafe { Box::from_raw(text.owner.cast::<String>()) });
        *text = Text::EMPTY;
    }
}
