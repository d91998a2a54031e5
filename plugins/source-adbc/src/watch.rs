//! Stops a statement that is under way once the user wants to stop.

use std::{
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use adbc_core::CancelHandle;
use jauge_plugin::Host;

/// How long a user waits at most until a database is told.
const EVERY: Duration = Duration::from_millis(100);

/// Asks the host, until it is dropped, whether the user wants to stop.
pub(crate) struct Watch {
    _end: Sender<()>,
}

impl Watch {
    /// Watches over the statement that `handle` cancels. A driver that cannot cancel goes on to its next batch.
    pub(crate) fn over(handle: Box<dyn CancelHandle>, host: Arc<dyn Host>) -> Self {
        let (end, ended) = mpsc::channel();
        let watch = move || {
            while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                if host.is_cancelled() {
                    let _ = handle.try_cancel();
                    return;
                }
            }
        };
        // Where no thread can be had, the user waits for the next batch.
        let _ = thread::Builder::new().name("adbc-cancel".to_owned()).spawn(watch);
        Self { _end: end }
    }
}
