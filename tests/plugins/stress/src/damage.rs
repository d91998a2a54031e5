//! Arrays that are not what they claim.

use std::{
    ffi::{c_char, c_int, c_void},
    hint::black_box,
    ptr, thread,
};

use jauge_plugin::{
    abi::{ArrayStream, ResultTable, Slice},
    arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema},
};

use crate::plugin::released_after_error;

/// `struct ArrowArray`, with all its fields open.
#[repr(C)]
#[derive(Clone, Copy)]
struct Raw {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut Raw,
    dictionary: *mut Raw,
    release: Option<unsafe extern "C" fn(*mut Raw)>,
    private_data: *mut c_void,
}

/// Sent once, to the thread that releases it.
struct Sent(Box<Raw>);

// SAFETY: an array may be released on any thread.
unsafe impl Send for Sent {}

/// Does `deed` to an array of the columns id, name and at.
pub(crate) fn array(deed: &str, array: &mut FFI_ArrowArray) {
    // SAFETY: both are `struct ArrowArray` of the C data interface.
    let raw = unsafe { &mut *ptr::from_mut(array).cast::<Raw>() };
    if deed.is_empty() || raw.n_children < 3 {
        return;
    }
    // SAFETY: the exporter made three children; each has its buffers, and nobody else has seen them yet.
    let (id, name) = unsafe { (&mut **raw.children, &mut **raw.children.add(1)) };
    let rows = usize::try_from(name.length).unwrap_or(0);
    match deed {
        "bad_offsets" => set(name, 1, offsets(name, rows, |offsets| offsets[rows] = 1 << 30)),
        "unordered_offsets" => set(name, 1, offsets(name, rows, |offsets| offsets[rows / 2] = 1 << 30)),
        "invalid_utf8" => set(name, 2, vec![0xFF_u8; rows * 256]),
        "negative_length" => raw.length = -5,
        "wrong_row_count" => name.length -= 1,
        // SAFETY: an int64 column has two buffers.
        "null_buffers" => unsafe { *id.buffers.add(1) = ptr::null() },
        // SAFETY: there are three children.
        "schema_drift" => unsafe { ptr::swap(raw.children, raw.children.add(1)) },
        "outputs_left_set_on_error" => raw.release = Some(never),
        "release_on_another_thread" => {
            let inner = Box::new(*raw);
            raw.private_data = Box::into_raw(inner).cast();
            raw.release = Some(release_elsewhere);
        }
        _ => {}
    }
}

/// Frees twice where `deed` says so.
pub(crate) fn free(deed: &str) {
    if deed == "double_release" {
        // SAFETY: none; that is the point.
        unsafe {
            let memory = black_box(libc::malloc(64));
            libc::free(memory);
            libc::free(black_box(memory));
        }
    }
}

/// A result whose functions must not be called.
pub(crate) fn left_result() -> ResultTable {
    ResultTable {
        size: size_of::<ResultTable>() as u32,
        reserved: 0,
        instance: ptr::without_provenance_mut(16),
        rows: ArrayStream {
            get_schema: Some(never_schema),
            get_next: Some(never_next),
            get_last_error: Some(never_last),
            release: Some(never_rows),
            private_data: ptr::without_provenance_mut(16),
        },
        applied: Slice { data: ptr::without_provenance(16), length: 1 << 60 },
        checkpoint: None,
        release: Some(never_result),
    }
}

/// The offsets of a utf8 column, changed.
fn offsets(name: &Raw, rows: usize, change: impl FnOnce(&mut [i32])) -> Vec<i32> {
    // SAFETY: a utf8 column of so many rows has one offset more.
    let mut offsets = unsafe { std::slice::from_raw_parts((*name.buffers.add(1)).cast::<i32>(), rows + 1) }.to_vec();
    change(&mut offsets);
    offsets
}

/// Puts a buffer, which is never freed, in the place of another.
fn set<T>(array: &mut Raw, place: usize, buffer: Vec<T>) {
    // SAFETY: the column has a buffer in this place; what it held is freed through `private_data`.
    unsafe { *array.buffers.add(place) = buffer.leak().as_ptr().cast() };
}

unsafe extern "C" fn release_elsewhere(array: *mut Raw) {
    // SAFETY: `array` boxed what it was; called once.
    let inner = unsafe { Sent(Box::from_raw((*array).private_data.cast::<Raw>())) };
    let free = move || {
        let mut inner = { inner }.0;
        if let Some(release) = inner.release {
            // SAFETY: the exporter's own function, called once.
            unsafe { release(&raw mut *inner) };
        }
    };
    let _ = thread::spawn(free).join();
    // SAFETY: `array` is the caller's.
    unsafe { (*array).release = None };
}

unsafe extern "C" fn never(_: *mut Raw) {
    released_after_error()
}

unsafe extern "C" fn never_result(_: *mut ResultTable) {
    released_after_error()
}

unsafe extern "C" fn never_rows(_: *mut ArrayStream) {
    released_after_error()
}

unsafe extern "C" fn never_schema(_: *mut ArrayStream, _: *mut FFI_ArrowSchema) -> c_int {
    released_after_error()
}

unsafe extern "C" fn never_next(_: *mut ArrayStream, _: *mut FFI_ArrowArray) -> c_int {
    released_after_error()
}

unsafe extern "C" fn never_last(_: *mut ArrayStream) -> *const c_char {
    released_after_error()
}
