//! Pages that are served live: the same parts with links between them, which work with scripts off.

mod catalog;
mod frame;
mod funnels;
mod kpi;
mod objective;
mod overview;
mod sources;
mod table;
#[cfg(test)]
mod tests;

pub use catalog::live_catalog;
pub use frame::{LiveFrame, LiveLink, live_message};
pub use funnels::live_funnels;
pub use kpi::{KpiCut, LiveKpi, live_kpi};
pub use objective::live_objective;
pub use overview::{LiveObjective, LiveOverview, LiveWorkspace, live_overview};
pub use sources::live_sources;
