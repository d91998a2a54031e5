//! The host as a plugin sees it: each call crosses to Jauge.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use crate::{
    ConnectorError, Host, Reject,
    abi::{self, HostTable, Slice, Text},
};

const NOTE: i32 = 1;
const LONGEST_SECRET: u64 = 1 << 20;

/// The host of one source.
pub(super) struct ForeignHost {
    table: *const HostTable,
    cancelled: AtomicBool,
}

// SAFETY: the contract lets any thread call the host, and it outlives the library.
unsafe impl Send for ForeignHost {}
// SAFETY: as above.
unsafe impl Sync for ForeignHost {}

impl ForeignHost {
    pub(super) fn new(table: *const HostTable) -> Self {
        Self { table, cancelled: AtomicBool::new(false) }
    }

    pub(super) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
    }

    fn table(&self) -> &HostTable {
        // SAFETY: not null, and outlives the library. Every field used here is of the contract's first version.
        unsafe { &*self.table }
    }
}

impl Host for ForeignHost {
    fn reject(&self, reject: Reject) {
        let json = json!({
            "stream": reject.stream, "line": reject.line, "column": reject.column, "value": reject.value, "reason": reject.reason,
        });
        let json = json.to_string();
        if let Some(call) = self.table().reject {
            // SAFETY: the host's own function; the text is borrowed for the length of the call.
            unsafe { call(self.table().context, Slice::of(&json)) };
        }
    }

    fn note(&self, text: &str) {
        if let Some(call) = self.table().log {
            // SAFETY: as in `reject`.
            unsafe { call(self.table().context, NOTE, Slice::of(text)) };
        }
    }

    fn progress(&self, bytes: u64) {
        if let Some(call) = self.table().progress {
            // SAFETY: the host's own function.
            unsafe { call(self.table().context, bytes) };
        }
    }

    fn is_cancelled(&self) -> bool {
        let asked = || {
            // SAFETY: the host's own function.
            self.table().is_cancelled.is_some_and(|call| unsafe { call(self.table().context) } != 0)
        };
        self.cancelled.load(Ordering::Acquire) || asked()
    }

    fn secret(&self, name: &str) -> Result<String, ConnectorError> {
        let missing = || ConnectorError::config(format!("the setting `{name}` has no secret"));
        let call = self.table().secret.ok_or_else(missing)?;
        let mut out = Text::EMPTY;
        // SAFETY: the host's own function; `out` is empty, and taken over below.
        let status = unsafe { call(self.table().context, Slice::of(name), &raw mut out) };
        // SAFETY: the host filled it.
        let text = unsafe { out.take(LONGEST_SECRET) };
        text.filter(|_| status == abi::OK).ok_or_else(missing)
    }
}
