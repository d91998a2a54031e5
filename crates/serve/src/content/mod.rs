//! What pages show, asked of a snapshot.

mod funnels;
mod gaps;
mod headlines;

pub use funnels::entered_funnels;
pub use gaps::Gaps;
pub use headlines::Headlines;
