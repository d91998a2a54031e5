//! What pages show, asked of a snapshot.

mod cohorts;
mod funnels;
mod gaps;
mod headlines;

pub use cohorts::Cohorts;
pub use funnels::entered_funnels;
pub use gaps::Gaps;
pub use headlines::Headlines;
