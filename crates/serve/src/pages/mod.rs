//! The pages, each out of what its workspace holds.

mod funnels;
mod kpi;
mod kpis;
mod objective;
mod overview;
mod place;
mod sources;

pub(crate) use funnels::funnels;
pub(crate) use kpi::kpi;
pub(crate) use kpis::kpis;
pub(crate) use objective::objective;
pub(crate) use overview::overview;
pub(crate) use place::{Fault, Made, Place, languages, plain_style, to_overview};
pub(crate) use sources::sources;
