//! The source's table.

use std::{
    ptr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use jauge_plugin::{
    abi::{self, ResultTable, ScanTable, Slice, SourceTable, Status, Text},
    arrow_array::ffi::FFI_ArrowSchema,
};
use serde_json::{Value, json};

use crate::{
    damage,
    deeds::{Failure, act},
    fault::Fault,
    host::Host,
    plugin::{answer, give},
    rows,
};

/// A configured source.
pub(crate) struct Source {
    pub(crate) host: Host,
    pub(crate) fault: Fault,
    /// How many rows the stream has.
    pub(crate) rows: i64,
    /// How many batches are given before something goes wrong in `get_next`.
    pub(crate) after: u64,
    target: String,
    cancelled: AtomicBool,
}

impl Source {
    /// Does what is to be done in `place`.
    pub(crate) fn act(&self, place: &str) -> Result<Option<String>, Failure> {
        act(self.fault.at(place), &self.target, self.host)
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        !self.fault.is("ignores_cancel") && (self.cancelled.load(Ordering::Acquire) || self.host.is_cancelled())
    }
}

/// Makes a source ready. The library's own fault goes before that of the settings.
pub(crate) fn open(config: &str, library: Fault, host: Host, out: *mut SourceTable) -> Result<(), Failure> {
    let wrong = |message: String| (abi::CONFIG, message);
    let config: Value = serde_json::from_str(config).map_err(|error| wrong(format!("the settings: {error}")))?;
    let name = config["fault"].as_str().unwrap_or("well_behaved");
    let fault = if library.is("none") {
        Fault::parse(name).ok_or_else(|| wrong(format!("no fault `{name}`: see `README.md`")))?
    } else {
        library
    };
    let source = Source {
        host,
        fault,
        rows: config["rows"].as_i64().unwrap_or(10),
        after: config["after"].as_u64().unwrap_or(u64::from(fault.is("schema_drift") || fault.is("crash_once"))),
        target: config["target"].as_str().or(config["path"].as_str()).unwrap_or_default().to_owned(),
        cancelled: AtomicBool::new(false),
    };
    source.act("open")?;
    let table = SourceTable {
        size: size_of::<SourceTable>() as u32,
        reserved: 0,
        instance: Arc::into_raw(Arc::new(source)).cast_mut().cast(),
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
}

/// # Safety
/// `table` is the one that `open` filled, not released yet.
unsafe fn instance<'a>(table: *mut SourceTable) -> &'a Source {
    // SAFETY: as the caller promises.
    unsafe { &*(*table).instance.cast::<Source>() }
}

unsafe extern "C" fn check(table: *mut SourceTable, err: *mut Text) -> Status {
    // SAFETY: the host passes the table that `open` filled; so in all that follow.
    let source = unsafe { instance(table) };
    answer(err, || source.act("check").map(drop))
}

unsafe extern "C" fn streams(table: *mut SourceTable, out: *mut Text, err: *mut Text) -> Status {
    // SAFETY: as in `check`.
    let source = unsafe { instance(table) };
    answer(err, || {
        source.act("streams")?;
        give(source.fault.at("streams"), json!([{"name": "rows"}]).to_string(), out)
    })
}

unsafe extern "C" fn schema(table: *mut SourceTable, _: Slice, out: *mut FFI_ArrowSchema, err: *mut Text) -> Status {
    // SAFETY: as in `check`.
    let source = unsafe { instance(table) };
    answer(err, || {
        source.act("schema")?;
        let schema = FFI_ArrowSchema::try_from(rows::schema()).map_err(|error| (abi::INTERNAL, error.to_string()))?;
        // SAFETY: `out` points to a zeroed struct of the caller's.
        unsafe { ptr::write(out, schema) };
        Ok(())
    })
}

unsafe extern "C" fn scan(
    table: *mut SourceTable,
    wanted: *const ScanTable,
    out: *mut ResultTable,
    err: *mut Text,
) -> Status {
    // SAFETY: as in `check`; an `Arc` was made a raw pointer of, and the scan keeps it alive.
    let (source, wanted) = unsafe {
        let source = (*table).instance.cast::<Source>().cast_const();
        Arc::increment_strong_count(source);
        (Arc::from_raw(source), &*wanted)
    };
    answer(err, || {
        source.act("scan")?;
        if source.fault.at("scan") == "outputs_left_set_on_error" {
            // SAFETY: `out` points to a zeroed struct of the caller's.
            unsafe { ptr::write(out, damage::left_result()) };
            return Err((abi::READ, "outputs_left_set_on_error".to_owned()));
        }
        // SAFETY: the slices are borrowed for the length of the call.
        let (cursor, filters) = unsafe { (wanted.cursor.read(), wanted.filters.read()) };
        let filters = serde_json::from_str::<Vec<Value>>(&filters).map_or(0, |filters| filters.len());
        let cursor = (!cursor.is_empty()).then(|| cursor.parse::<i64>());
        let cursor = cursor.transpose().map_err(|error| (abi::CONFIG, format!("the cursor: {error}")))?;
        let claimed = u8::from(source.fault.is("falsely_claimed_exact_filter"));
        let result = rows::export(source.clone(), wanted, cursor, vec![claimed; filters]);
        // SAFETY: `out` points to a zeroed struct of the caller's.
        unsafe { ptr::write(out, result) };
        Ok(())
    })
}

unsafe extern "C" fn cancel(table: *mut SourceTable) {
    // SAFETY: as in `check`; only a flag is set, so any thread may.
    let source = unsafe { instance(table) };
    source.cancelled.store(true, Ordering::Release);
    let _ = source.act("cancel");
}

unsafe extern "C" fn release(table: *mut SourceTable) {
    // SAFETY: as in `check`; called once.
    let source = unsafe { Arc::from_raw((*table).instance.cast::<Source>().cast_const()) };
    let _ = source.act("release");
    damage::free(source.fault.at("release"));
}
