//! The made-up site of `jauge demo`: two years of a stationery shop with a journal, a help centre and an offer for offices.
//!
//! It writes the exports such a site has: a tracker's events, the shop's orders and refunds, what ads cost, the leads of a
//! CRM, the tickets of a help desk. They have what real ones have: a tracker that repeats itself, phones that were offline,
//! files that overlap, a French spreadsheet's dates and decimals, orders whose session no tag saw, crawlers. The generator
//! counts while it writes, so that whoever loads the files can check every answer.

mod catalogue;
mod channels;
mod people;
mod random;
mod site;
#[cfg(test)]
mod tests;
mod truth;
mod workspace;
mod write;

pub use site::{FIRST_DAY, LAST_DAY, Plan};
pub use truth::{Figure, Truth};
pub use workspace::write_workspace;
pub use write::write_site;
