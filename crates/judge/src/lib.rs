//! Objectives judged: from readings of KPIs to a status, a pace, a forecast and five letters.
//!
//! No Arrow, no SQL and no I/O: what there is to know of a KPI comes through [`Readings`].

mod readings;

pub use readings::{ByDimension, Days, Known, Reading, Readings, Shape, Unreadable};
