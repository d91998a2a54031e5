//! The host's functions.

use jauge_plugin::abi::{self, HostTable, Slice, Text};

const NOTE: i32 = 1;

/// The host's table; it outlives the library.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Host(pub(crate) *const HostTable);

// SAFETY: the contract lets any thread call the host.
unsafe impl Send for Host {}
// SAFETY: as above.
unsafe impl Sync for Host {}

impl Host {
    pub(crate) fn log(self, text: &str) {
        // SAFETY: the table outlives the library; the text is borrowed for the length of the call.
        unsafe {
            if let Some(call) = (*self.0).log {
                call((*self.0).context, NOTE, Slice::of(text));
            }
        }
    }

    pub(crate) fn reject(self, json: &str) {
        // SAFETY: as in `log`.
        unsafe {
            if let Some(call) = (*self.0).reject {
                call((*self.0).context, Slice::of(json));
            }
        }
    }

    pub(crate) fn is_cancelled(self) -> bool {
        // SAFETY: as in `log`.
        unsafe { (*self.0).is_cancelled.is_some_and(|call| call((*self.0).context) != 0) }
    }

    pub(crate) fn secret(self, name: &str) -> Option<String> {
        let mut out = Text::EMPTY;
        // SAFETY: as in `log`; `out` is empty, and what the host filled it with is taken over.
        unsafe {
            let call = (*self.0).secret?;
            let status = call((*self.0).context, Slice::of(name), &raw mut out);
            out.take(1 << 20).filter(|_| status == abi::OK)
        }
    }
}
