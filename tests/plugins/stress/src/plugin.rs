//! The plugin's table, and texts that cross.

use std::ptr;

use jauge_plugin::abi::{self, HostTable, PluginTable, Slice, SourceTable, Status, Text};
use serde_json::json;

use crate::{
    JAUGE_STRESS_FAULT,
    deeds::{Failure, act},
    fault::Fault,
    host::Host,
    source,
};

const BROKEN: &str = "/*---\nid    = \"stress.broken\"\ntitle = { en = \"Broken\" }\nunit  = \"count\"\n---*/\nSELEC count(* FROM sessions\n";
const TWICE: &str = "/*---\nid    = \"stress.twice\"\ntitle = { en = \"Twice\" }\nunit  = \"count\"\n---*/\nSELECT count(*) FROM sessions\n";

/// What the plugin's `instance` points to.
struct Instance {
    host: Host,
    fault: Fault,
}

/// # Safety
/// As of `jauge_plugin_v1`.
pub(crate) unsafe fn start(host: *const HostTable, out: *mut PluginTable, err: *mut Text) -> Status {
    // SAFETY: a static of this library, which a copy of the library may have with other bytes.
    let marker = unsafe { ptr::read_volatile(&raw const JAUGE_STRESS_FAULT) };
    let marker = String::from_utf8_lossy(&marker);
    let name = marker.trim_end_matches('\0').rsplit(':').next().unwrap_or_default();
    answer(err, || {
        let fault = Fault::parse(name).ok_or_else(|| (abi::CONFIG, format!("no fault `{name}`")))?;
        let host = Host(host);
        act(fault.at("entry"), "", host)?;
        let table = PluginTable {
            size: size_of::<PluginTable>() as u32,
            minor: abi::MINOR,
            features: 0,
            instance: Box::into_raw(Box::new(Instance { host, fault })).cast(),
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

/// Runs `call`, and says why it failed. A panic in it ends the process, since it meets a C function.
pub(crate) fn answer(err: *mut Text, call: impl FnOnce() -> Result<(), Failure>) -> Status {
    match call() {
        Ok(()) => abi::OK,
        Err((status, message)) => {
            // SAFETY: `err` points to a zeroed struct of the caller's.
            unsafe { ptr::write(err, Text::of(message)) };
            status
        }
    }
}

/// Hands `text` out, or what `deed` makes of it.
pub(crate) fn give(deed: &str, text: String, out: *mut Text) -> Result<(), Failure> {
    let borrowed = |bytes: &'static [u8], length| Text { data: bytes.as_ptr().cast(), length, ..Text::EMPTY };
    let given = match deed {
        "giant_text" => borrowed(b"giant", 1 << 60),
        "malformed_json" => borrowed(b"[{\"name\": ", 10),
        "invalid_utf8" => borrowed(b"[{\"name\": \"\xff\"}]", 15),
        "outputs_left_set_on_error" => Text { release: Some(never_text), ..borrowed(b"left", 4) },
        _ => Text::of(text),
    };
    // SAFETY: `out` points to a zeroed struct of the caller's.
    unsafe { ptr::write(out, given) };
    if deed == "outputs_left_set_on_error" { Err((abi::READ, deed.to_owned())) } else { Ok(()) }
}

/// Ends the process: what an erring call left in its out-struct was released.
pub(crate) fn released_after_error() -> ! {
    eprintln!("stress: the host released what an erring call left");
    std::process::abort()
}

unsafe extern "C" fn never_text(_: *mut Text) {
    released_after_error()
}

unsafe extern "C" fn describe(plugin: *mut PluginTable, out: *mut Text, err: *mut Text) -> Status {
    // SAFETY: `plugin` is the table that `start` filled; it lives until `shutdown`.
    let instance = unsafe { &*(*plugin).instance.cast::<Instance>() };
    answer(err, || {
        let deed = instance.fault.at("describe");
        act(deed, "", instance.host)?;
        let config = json!({"type": "object", "required": ["fault"], "properties": {
            "fault": {"type": "string"},
            "rows": {"type": "integer"},
            "after": {"type": "integer"},
            "target": {"type": "string"},
            "path": {"type": "string", "format": "path"},
            "token": {"type": "string", "writeOnly": true},
        }});
        let example = json!({"says": "no fault", "config": {"fault": "well_behaved"}, "rows": 10, "rejects": 0});
        let mut facts = json!({
            "name": "stress",
            "version": "0.1.0",
            "says": "Misbehaves on purpose",
            "sources": {"stress": {"says": "Misbehaves as `fault` says", "config": config, "examples": [example]}},
            "permissions": {"network": false, "paths": []},
        });
        let files: Vec<&str> = pack(instance.fault).into_iter().map(|(path, _)| path).collect();
        if !files.is_empty() {
            facts["pack"] = json!({"name": "stress", "says": "Bad KPIs", "files": files});
        }
        give(deed, facts.to_string(), out)
    })
}

/// The files of the pack that a fault brings.
fn pack(fault: Fault) -> Vec<(&'static str, &'static str)> {
    if fault.is("bad_sql") {
        vec![("kpis/broken.sql", BROKEN)]
    } else if fault.is("duplicate_kpi_names") {
        vec![("kpis/first.sql", TWICE), ("kpis/second.sql", TWICE)]
    } else if !fault.at("resource").is_empty() {
        vec![("kpis/first.sql", TWICE)]
    } else {
        Vec::new()
    }
}

unsafe extern "C" fn resource(plugin: *mut PluginTable, path: Slice, out: *mut Text, err: *mut Text) -> Status {
    // SAFETY: as in `describe`; `path` is borrowed for the length of the call.
    let (instance, path) = unsafe { (&*(*plugin).instance.cast::<Instance>(), path.read()) };
    answer(err, || {
        let deed = instance.fault.at("resource");
        act(deed, "", instance.host)?;
        let file = pack(instance.fault).into_iter().find(|(known, _)| *known == path);
        let (_, text) = file.ok_or_else(|| (abi::CONFIG, format!("no file `{path}` in this pack")))?;
        give(deed, text.to_owned(), out)
    })
}

unsafe extern "C" fn open(
    plugin: *mut PluginTable,
    _: Slice,
    config: Slice,
    out: *mut SourceTable,
    err: *mut Text,
) -> Status {
    // SAFETY: as in `resource`.
    let (instance, config) = unsafe { (&*(*plugin).instance.cast::<Instance>(), config.read()) };
    answer(err, || source::open(&config, instance.fault, instance.host, out))
}

unsafe extern "C" fn shutdown(plugin: *mut PluginTable) {
    // SAFETY: as in `describe`; called once.
    let instance = unsafe { Box::from_raw((*plugin).instance.cast::<Instance>()) };
    let _ = act(instance.fault.at("shutdown"), "", instance.host);
}
