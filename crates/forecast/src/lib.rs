//! Forecasts of the value a KPI will have at the end of a period, with the probability that a target is hit.
//!
//! Numbers in, numbers out: no I/O, no SQL, no Arrow, and the same input always gives the same output.
//! `docs/forecast.md` has the formulas, their sources and the measured calibration.
//!
//! ```
//! use jauge_forecast::{Daily, Bound, AdditiveOptions, Stretch, additive};
//! use jiff::civil::date;
//!
//! let orders = Daily::new(date(2026, 1, 1), (0..105).map(|day| 40.0 + f64::from(day % 7)).collect())?;
//! let april = Stretch::new(date(2026, 4, 1), date(2026, 5, 1))?;
//! let forecast = additive(&orders, april, date(2026, 4, 15), AdditiveOptions::default())?;
//! assert!(forecast.low <= forecast.value && forecast.value <= forecast.high);
//! assert!(forecast.probability(Bound::AtLeast(1_200.0)) > 0.9);
//! # Ok::<(), jauge_forecast::Refusal>(())
//! ```

mod additive;
mod backtest;
pub mod calibrate;
mod candidates;
mod change;
mod cutoff;
mod distinct;
mod noise;
mod predictive;
mod projection;
mod ratio;
mod ratio_noise;
mod refusal;
mod series;
mod spread;
mod stretch;

pub use additive::{AdditiveOptions, additive};
pub use change::is_within_noise;
pub use distinct::{Curve, distinct};
pub use noise::{days_bootstrap, sample_size, wilson};
pub use projection::{Backtest, Bound, Method, Projection};
pub use ratio::{RatioOptions, ratio};
pub use refusal::Refusal;
pub use series::Daily;
pub use stretch::Stretch;
