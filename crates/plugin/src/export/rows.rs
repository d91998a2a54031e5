//! Rows as a C stream. Unlike arrow's own exporter this one catches panics, and survives an error text with a NUL in it.

use std::{
    ffi::{CString, c_char, c_int, c_void},
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    sync::Arc,
};

use arrow_array::{
    Array, RecordBatch, StructArray,
    ffi::{FFI_ArrowArray, FFI_ArrowSchema},
};
use arrow_schema::SchemaRef;

use super::{crossing, host::ForeignHost, panic_text, quietly};
use crate::{
    Batches, Checkpoint, ConnectorError, Host, Rows,
    abi::{self, ArrayStream, ResultTable, Slice, Status, Text},
};

/// errno values, which every Unix shares but for the last.
const EIO: c_int = 5;
const EFAULT: c_int = 14;
const EINVAL: c_int = 22;
const ECANCELED: c_int = if cfg!(target_os = "linux") { 125 } else { 89 };

struct StreamInstance {
    schema: SchemaRef,
    /// `None` once it has ended.
    batches: Option<Batches>,
    /// The code of the first failure, which is every later answer too: a failure must not be taken for the end.
    failed: Option<c_int>,
    /// What is left of a batch that was too long.
    rest: Option<RecordBatch>,
    longest: usize,
    /// How far the connector says its batches reach, and how far the rows given reach.
    checkpoint: Option<Checkpoint>,
    reached: Checkpoint,
    host: Arc<ForeignHost>,
    error: CString,
}

struct ResultInstance {
    reached: Checkpoint,
    applied: Vec<u8>,
}

/// The rows of a scan with so many filters.
pub(super) fn export(rows: Rows, filters: usize, batch_rows: usize, host: Arc<ForeignHost>) -> ResultTable {
    let reached = Checkpoint::default();
    let stream = Box::new(StreamInstance {
        schema: rows.schema,
        batches: Some(rows.batches),
        failed: None,
        rest: None,
        longest: if batch_rows == 0 { usize::MAX } else { batch_rows },
        checkpoint: rows.checkpoint,
        reached: reached.clone(),
        host,
        error: CString::default(),
    });
    let applied = (0..filters).map(|place| u8::from(rows.applied.contains(&place))).collect();
    let instance = Box::new(ResultInstance { reached, applied });
    ResultTable {
        size: size_of::<ResultTable>() as u32,
        reserved: 0,
        applied: Slice { data: instance.applied.as_ptr().cast(), length: instance.applied.len() as u64 },
        instance: Box::into_raw(instance).cast(),
        rows: ArrayStream {
            get_schema: Some(get_schema),
            get_next: Some(get_next),
            get_last_error: Some(get_last_error),
            release: Some(release_stream),
            private_data: Box::into_raw(stream).cast::<c_void>(),
        },
        checkpoint: Some(checkpoint),
        release: Some(release),
    }
}

impl StreamInstance {
    fn next(&mut self) -> Result<Option<RecordBatch>, ConnectorError> {
        if self.host.is_cancelled() {
            return Err(ConnectorError::Cancelled);
        }
        let batch = match self.rest.take() {
            Some(rest) => Some(rest),
            None => self.batches.as_mut().and_then(Iterator::next).transpose()?,
        };
        let Some(batch) = batch else {
            self.arrive();
            return Ok(None);
        };
        self.check(&batch)?;
        if batch.num_rows() <= self.longest {
            self.arrive();
            return Ok(Some(batch));
        }
        self.rest = Some(batch.slice(self.longest, batch.num_rows() - self.longest));
        Ok(Some(batch.slice(0, self.longest)))
    }

    /// The checkpoint of a batch holds once all of the batch is given.
    fn arrive(&self) {
        if let Some(cursor) = self.checkpoint.as_ref().and_then(Checkpoint::get) {
            self.reached.set(cursor);
        }
    }

    /// The other side reads every batch with the columns that were announced, whatever it holds.
    fn check(&self, batch: &RecordBatch) -> Result<(), ConnectorError> {
        let (found, announced) = (batch.schema_ref(), &self.schema);
        if Arc::ptr_eq(found, announced) || found.fields() == announced.fields() {
            return Ok(());
        }
        let message = format!("a batch has the columns {:?}, announced were {:?}", found.fields(), announced.fields());
        Err(ConnectorError::format("", None, message))
    }

    fn fail(&mut self, code: c_int, message: String) -> c_int {
        self.error = CString::new(message.replace('\0', " ")).unwrap_or_default();
        self.failed = Some(code);
        let batches = self.batches.take();
        quietly(|| drop(batches));
        code
    }

    /// Runs `call`; a panic in it is an error, and the end of the stream.
    fn guard(&mut self, call: impl FnOnce(&mut Self) -> Result<(), ConnectorError>) -> c_int {
        if let Some(code) = self.failed {
            return code;
        }
        match catch_unwind(AssertUnwindSafe(|| call(self))) {
            Ok(Ok(())) => 0,
            Ok(Err(error)) => {
                let (status, message) = crossing(&error);
                let code = match status {
                    abi::CANCELLED => ECANCELED,
                    abi::FORMAT | abi::CONFIG => EINVAL,
                    abi::INTERNAL => EFAULT,
                    _ => EIO,
                };
                self.fail(code, message)
            }
            Err(payload) => self.fail(EFAULT, format!("panicked: {}", panic_text(payload))),
        }
    }
}

unsafe extern "C" fn get_schema(stream: *mut ArrayStream, out: *mut FFI_ArrowSchema) -> c_int {
    // SAFETY: `stream` is the one that `export` filled, not released yet; one call at a time.
    let instance = unsafe { &mut *(*stream).private_data.cast::<StreamInstance>() };
    instance.guard(|instance| {
        let schema = FFI_ArrowSchema::try_from(instance.schema.as_ref())
            .map_err(|error| ConnectorError::format("", None, error.to_string()))?;
        // SAFETY: `out` points to a struct of the caller's.
        unsafe { ptr::write(out, schema) };
        Ok(())
    })
}

unsafe extern "C" fn get_next(stream: *mut ArrayStream, out: *mut FFI_ArrowArray) -> c_int {
    // SAFETY: as in `get_schema`.
    let instance = unsafe { &mut *(*stream).private_data.cast::<StreamInstance>() };
    instance.guard(|instance| {
        let array = match instance.next()? {
            Some(batch) => FFI_ArrowArray::new(&StructArray::from(batch).to_data()),
            None => FFI_ArrowArray::empty(),
        };
        // SAFETY: `out` points to a struct of the caller's.
        unsafe { ptr::write(out, array) };
        Ok(())
    })
}

unsafe extern "C" fn get_last_error(stream: *mut ArrayStream) -> *const c_char {
    // SAFETY: as in `get_schema`.
    unsafe { &*(*stream).private_data.cast::<StreamInstance>() }.error.as_ptr()
}

unsafe extern "C" fn release_stream(stream: *mut ArrayStream) {
    // SAFETY: as in `get_schema`; called once.
    let stream = unsafe { &mut *stream };
    stream.release = None;
    // SAFETY: `export` boxed it.
    let instance = unsafe { Box::from_raw(stream.private_data.cast::<StreamInstance>()) };
    quietly(|| drop(instance));
}

unsafe extern "C" fn checkpoint(result: *mut ResultTable, out: *mut Text, _err: *mut Text) -> Status {
    // SAFETY: `result` is the table that `export` filled, not released yet.
    let instance = unsafe { &*(*result).instance.cast::<ResultInstance>() };
    if let Some(cursor) = instance.reached.get() {
        // SAFETY: `out` points to a zeroed struct of the caller's.
        unsafe { ptr::write(out, Text::of(cursor)) };
    }
    abi::OK
}

unsafe extern "C" fn release(result: *mut ResultTable) {
    // SAFETY: as in `checkpoint`; called once.
    drop(unsafe { Box::from_raw((*result).instance.cast::<ResultInstance>()) });
}
