//! The stream of rows: id int64, name utf8, at timestamp; good ones, until something goes wrong.

use std::{
    ffi::{CString, c_char, c_int},
    ptr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    thread,
    time::Duration,
};

use jauge_plugin::{
    abi::{self, ArrayStream, ResultTable, ScanTable, Slice, Status, Text},
    arrow_array::{
        Array, ArrayRef, Int64Array, StringArray, StructArray, TimestampMicrosecondArray,
        ffi::{FFI_ArrowArray, FFI_ArrowSchema},
    },
    arrow_schema::{DataType, Field, Schema, TimeUnit},
};

use crate::{
    damage,
    deeds::Failure,
    plugin::{answer, give},
    source::Source,
};

/// 2026-01-01 in microseconds.
const START: i64 = 1_767_225_600_000_000;
const MINUTE: i64 = 60_000_000;

struct Reader {
    source: Arc<Source>,
    next: i64,
    end: i64,
    batch_rows: i64,
    batches: u64,
    from_start: bool,
    reached: Arc<AtomicI64>,
    error: CString,
}

struct Reached {
    source: Arc<Source>,
    row: Arc<AtomicI64>,
    applied: Vec<u8>,
}

/// The columns.
pub(crate) fn schema() -> Schema {
    let at = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let columns = [("id", DataType::Int64), ("name", DataType::Utf8), ("at", at)];
    Schema::new(columns.map(|(name, kind)| Field::new(name, kind, false)).to_vec())
}

/// The rows after `cursor`, which is the id of a row.
pub(crate) fn export(source: Arc<Source>, wanted: &ScanTable, cursor: Option<i64>, applied: Vec<u8>) -> ResultTable {
    let row = Arc::new(AtomicI64::new(cursor.unwrap_or(0)));
    let unbounded = source.fault.is("endless") || source.fault.is("ignores_cancel");
    let first = cursor.unwrap_or(0);
    let limit = if wanted.limit < 0 { i64::MAX } else { first.saturating_add(wanted.limit) };
    let reader = Reader {
        next: first,
        end: if unbounded { i64::MAX } else { source.rows.min(limit) },
        batch_rows: i64::from(wanted.batch_rows.max(1)),
        batches: 0,
        from_start: cursor.is_none(),
        reached: row.clone(),
        error: CString::default(),
        source: source.clone(),
    };
    let reached = Box::new(Reached { source, row, applied });
    ResultTable {
        size: size_of::<ResultTable>() as u32,
        reserved: 0,
        applied: Slice { data: reached.applied.as_ptr().cast(), length: reached.applied.len() as u64 },
        instance: Box::into_raw(reached).cast(),
        rows: ArrayStream {
            get_schema: Some(get_schema),
            get_next: Some(get_next),
            get_last_error: Some(get_last_error),
            release: Some(release_rows),
            private_data: Box::into_raw(Box::new(reader)).cast(),
        },
        checkpoint: Some(checkpoint),
        release: Some(release_result),
    }
}

impl Reader {
    fn next(&mut self) -> Result<Option<FFI_ArrowArray>, Failure> {
        let due = self.batches == self.source.after;
        let deed = if due { self.source.fault.at("get_next") } else { "" };
        let seen = if due { self.source.act("get_next")? } else { None };
        if deed == "crash_once" && self.from_start {
            std::process::abort();
        }
        self.wait();
        if self.source.is_cancelled() {
            return Err((abi::CANCELLED, "stopped".to_owned()));
        }
        let most = self.batch_rows * if deed == "too_many_rows" { 2 } else { 1 };
        let rows = self.end.saturating_sub(self.next).clamp(0, most);
        if rows == 0 {
            return Ok(None);
        }
        let mut array = FFI_ArrowArray::new(&batch(self.next, rows, seen.as_deref()).to_data());
        damage::array(deed, &mut array);
        self.next += rows;
        self.batches += 1;
        self.reached.store(self.next, Ordering::Release);
        Ok(Some(array))
    }

    /// One batch a second, however small.
    fn wait(&self) {
        let steps = if self.source.fault.is("slow") || self.source.fault.is("ignores_cancel") { 20 } else { 0 };
        for _ in 0..steps {
            if !self.source.is_cancelled() {
                thread::sleep(Duration::from_millis(50));
            }
        }
    }

    fn fail(&mut self, (status, message): Failure) -> c_int {
        let before_nul = message.split('\0').next().unwrap_or_default();
        self.error = CString::new(before_nul).unwrap_or_default();
        match status {
            abi::CANCELLED => libc::ECANCELED,
            abi::FORMAT | abi::CONFIG => libc::EINVAL,
            _ => libc::EIO,
        }
    }
}

/// Rows `first` + 1 to `first` + `rows`; what came of a deed stands in their names.
fn batch(first: i64, rows: i64, seen: Option<&str>) -> StructArray {
    let ids = first + 1..=first + rows;
    let names = ids.clone().map(|id| seen.map_or_else(|| format!("name {id}"), str::to_owned));
    let times = ids.clone().map(|id| START.wrapping_add(id.wrapping_mul(MINUTE)));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from_iter_values(ids.clone())),
        Arc::new(StringArray::from_iter_values(names)),
        Arc::new(TimestampMicrosecondArray::from_iter_values(times).with_timezone("UTC")),
    ];
    StructArray::new(schema().fields, columns, None)
}

unsafe extern "C" fn get_schema(stream: *mut ArrayStream, out: *mut FFI_ArrowSchema) -> c_int {
    // SAFETY: `stream` is the one that `export` filled, not released yet; one call at a time.
    let reader = unsafe { &mut *(*stream).private_data.cast::<Reader>() };
    if let Err(failure) = reader.source.act("get_schema") {
        return reader.fail(failure);
    }
    let drift = reader.source.fault.at("get_schema") == "schema_drift";
    let announced = if drift { schema().project(&[0, 1]) } else { Ok(schema()) };
    match announced.and_then(FFI_ArrowSchema::try_from) {
        // SAFETY: `out` points to a struct of the caller's.
        Ok(announced) => unsafe { ptr::write(out, announced) },
        Err(error) => return reader.fail((abi::INTERNAL, error.to_string())),
    }
    0
}

unsafe extern "C" fn get_next(stream: *mut ArrayStream, out: *mut FFI_ArrowArray) -> c_int {
    // SAFETY: as in `get_schema`.
    let reader = unsafe { &mut *(*stream).private_data.cast::<Reader>() };
    let array = match reader.next() {
        Ok(array) => array.unwrap_or_else(FFI_ArrowArray::empty),
        Err(failure) => return reader.fail(failure),
    };
    // SAFETY: `out` points to a struct of the caller's.
    unsafe { ptr::write(out, array) };
    if reader.source.fault.at("get_next") == "outputs_left_set_on_error" {
        // SAFETY: as above, and filled.
        damage::array("outputs_left_set_on_error", unsafe { &mut *out });
        return reader.fail((abi::READ, "outputs_left_set_on_error".to_owned()));
    }
    0
}

unsafe extern "C" fn get_last_error(stream: *mut ArrayStream) -> *const c_char {
    // SAFETY: as in `get_schema`.
    unsafe { &*(*stream).private_data.cast::<Reader>() }.error.as_ptr()
}

unsafe extern "C" fn release_rows(stream: *mut ArrayStream) {
    // SAFETY: as in `get_schema`; called once.
    let reader = unsafe {
        (*stream).release = None;
        Box::from_raw((*stream).private_data.cast::<Reader>())
    };
    let _ = reader.source.act("release_rows");
    damage::free(reader.source.fault.at("release_rows"));
}

unsafe extern "C" fn checkpoint(result: *mut ResultTable, out: *mut Text, err: *mut Text) -> Status {
    // SAFETY: `result` is the table that `export` filled, not released yet.
    let reached = unsafe { &*(*result).instance.cast::<Reached>() };
    answer(err, || {
        reached.source.act("checkpoint")?;
        give(reached.source.fault.at("checkpoint"), reached.row.load(Ordering::Acquire).to_string(), out)
    })
}

unsafe extern "C" fn release_result(result: *mut ResultTable) {
    // SAFETY: as in `checkpoint`; called once.
    let reached = unsafe { Box::from_raw((*result).instance.cast::<Reached>()) };
    let _ = reached.source.act("release_result");
    damage::free(reached.source.fault.at("release_result"));
}
