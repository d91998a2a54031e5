//! Pictures, drawn as SVG. Each has a title, says what it shows, and has its numbers in a table behind it.

mod bars;
mod bullet;
mod calibration;
mod frame;
mod line;
mod lineage;
mod spent;
mod waterfall;

pub(crate) use bars::bars;
pub(crate) use bullet::bullet;
pub(crate) use calibration::calibration;
pub(crate) use frame::Caption;
pub(crate) use line::{Meant, line};
pub(crate) use lineage::lineage;
pub(crate) use spent::spent;
pub(crate) use waterfall::waterfall;
