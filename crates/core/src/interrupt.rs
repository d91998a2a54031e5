//! Ctrl-C while a load is under way.

use std::sync::Arc;

use jauge_load::Progress;
use tokio::signal::ctrl_c;

/// What a program ends with that was interrupted, as shells have it.
const INTERRUPTED: i32 = 130;

/// Stops the load of `progress` at the first Ctrl-C, and this process at the second, whatever it waits for. What a killed load
/// leaves behind counts for nothing, and its plugins end with it.
pub(crate) async fn obey_interrupts(progress: Arc<Progress>) {
    if ctrl_c().await.is_ok() {
        progress.stop();
    }
    if ctrl_c().await.is_ok() {
        std::process::exit(INTERRUPTED);
    }
}
