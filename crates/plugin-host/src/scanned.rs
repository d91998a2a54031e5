//! Rows of a loaded library, called through the C stream interface.

use std::{
    ffi::CStr,
    panic::{AssertUnwindSafe, catch_unwind},
};

use arrow_array::{
    Array, RecordBatch, RecordBatchOptions, StructArray,
    ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi},
};
use arrow_schema::{ArrowError, SchemaRef};
use jauge_domain::ContractBreach;
use jauge_plugin::abi::{self, ResultTable};

use crate::{
    answer::{LONGEST_DESCRIPTION, Room, missing, schema_of, text_of},
    frame::Failure,
};

/// A scan of a loaded library.
pub(crate) struct Scanned {
    table: Box<Room<ResultTable>>,
    schema: SchemaRef,
    /// The rows' columns as they were announced, whose types every array is read with.
    announced: FFI_ArrowSchema,
}

// SAFETY: the contract lets any thread call, one at a time, which `&mut self` sees to.
unsafe impl Send for Scanned {}

impl Scanned {
    pub(crate) fn new(mut table: Box<Room<ResultTable>>) -> Result<Self, Failure> {
        let (Some(get_schema), Some(_), Some(_)) =
            (table.table.rows.get_schema, table.table.rows.get_next, table.table.rows.release)
        else {
            return Err(ContractBreach::StreamWithoutFunctions.into());
        };
        let mut announced = FFI_ArrowSchema::empty();
        // SAFETY: the stream's own function; `announced` is empty.
        let code = unsafe { get_schema(&raw mut table.table.rows, &raw mut announced) };
        if code != 0 {
            std::mem::forget(announced);
            return Err(stream_failure(&mut table.table, code));
        }
        let schema = schema_of(&announced)?;
        Ok(Self { table, schema, announced })
    }

    /// The columns of every batch.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The next batch, checked as far as arrow checks without reading every value.
    pub(crate) fn next(&mut self) -> Result<Option<RecordBatch>, Failure> {
        let get_next = self.table.table.rows.get_next.ok_or_else(|| missing("get_next"))?;
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: the stream's own function; `array` is empty.
        let code = unsafe { get_next(&raw mut self.table.table.rows, &raw mut array) };
        if code != 0 {
            std::mem::forget(array);
            return Err(stream_failure(&mut self.table.table, code));
        }
        if array.is_released() {
            return Ok(None);
        }
        let wrong = |error: ArrowError| ContractBreach::BatchDamaged { reason: error.to_string() };
        // SAFETY: an array that a plugin hands out has the buffers that its announced type needs. In a child a lie hurts
        // only the child; in the process it is a plugin that the user trusts.
        let read = || unsafe { from_ffi(array, &self.announced) };
        // It panics where an array has fewer children than its type.
        let read = catch_unwind(AssertUnwindSafe(read));
        let data = read.map_err(|_| ContractBreach::BatchOfOtherColumns)?.map_err(wrong)?;
        data.validate().map_err(wrong)?;
        let rows = StructArray::from(data);
        if rows.null_count() > 0 {
            return Err(ContractBreach::BatchOfNullRows.into());
        }
        let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
        let (_, columns, _) = rows.into_parts();
        let batch = RecordBatch::try_new_with_options(self.schema.clone(), columns, &options).map_err(wrong)?;
        Ok(Some(batch))
    }

    /// Where a later scan would go on.
    pub(crate) fn checkpoint(&mut self) -> Result<Option<String>, Failure> {
        let Some(call) = self.table.table.checkpoint else { return Ok(None) };
        // SAFETY: the plugin's own function; the out-structs are zeroed.
        let cursor = text_of(LONGEST_DESCRIPTION, |out, err| unsafe { call(&raw mut self.table.table, out, err) })?;
        Ok((!cursor.is_empty()).then_some(cursor))
    }

    /// The places of the filters that were applied exactly, of so many.
    pub(crate) fn applied(&self, filters: usize) -> Vec<usize> {
        let claimed = usize::try_from(self.table.table.applied.length).unwrap_or(0);
        if self.table.table.applied.data.is_null() || claimed != filters {
            return Vec::new();
        }
        // SAFETY: not null, and as long as the scan has filters, as the contract says.
        let bytes = unsafe { std::slice::from_raw_parts(self.table.table.applied.data.cast::<u8>(), claimed) };
        (0..claimed).filter(|place| bytes[*place] != 0).collect()
    }
}

impl Drop for Scanned {
    fn drop(&mut self) {
        if let Some(release) = self.table.table.release.take() {
            // SAFETY: called once; what it frees is beside the stream.
            unsafe { release(&raw mut self.table.table) };
        }
        if let Some(release) = self.table.table.rows.release {
            // SAFETY: as above.
            unsafe { release(&raw mut self.table.table.rows) };
        }
    }
}

/// What a stream answered; its codes are errno values.
fn stream_failure(table: &mut ResultTable, code: i32) -> Failure {
    let message = table.rows.get_last_error.map(|call| {
        // SAFETY: the stream's own function, after a failure; the text lives until the next call.
        let text = unsafe { call(&raw mut table.rows) };
        // SAFETY: as above; it ends with a NUL.
        if text.is_null() { String::new() } else { unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned() }
    });
    let text = message.filter(|text| !text.is_empty());
    let breach = text.map_or(ContractBreach::SilentStream { errno: code }, |text| ContractBreach::Said { text });
    let status = match code {
        125 => abi::CANCELLED,
        22 => abi::FORMAT,
        14 => abi::INTERNAL,
        _ => abi::READ,
    };
    Failure { status, breach }
}
