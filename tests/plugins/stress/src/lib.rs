//! A plugin that misbehaves on purpose, for the tests of the host; `README.md` lists its faults.
//!
//! It speaks the raw contract, because what it does wrong the kit for authors makes impossible. Nothing here is to be copied.

mod damage;
mod deeds;
mod fault;
mod host;
mod plugin;
mod rows;
mod source;

use jauge_plugin::abi::{HostTable, PluginTable, Status, Text};

/// The fault that this library has whatever its settings say: `build.sh` writes another name over `none` in a copy, for faults
/// that come before there are settings.
#[unsafe(no_mangle)]
pub static JAUGE_STRESS_FAULT: [u8; 64] =
    *b"jauge-stress-fault:none\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// The one symbol of the library.
///
/// # Safety
/// Called by Jauge, as `jauge_plugin.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jauge_plugin_v1(host: *const HostTable, out: *mut PluginTable, err: *mut Text) -> Status {
    // SAFETY: the arguments are passed on as they came.
    unsafe { plugin::start(host, out, err) }
}
