//! How objectives and KPIs stand, as one page that is whole in itself (no script, nothing fetched, to be mailed and printed), and as
//! a letter.
//!
//! Nothing here computes: numbers were answered or judged, and `jauge_report` wrote them. Only lengths of pictures are
//! worked out. Texts of users are escaped by the templates.

mod card;
mod content;
mod encoding;
mod figure;
mod funnels;
mod headlines;
mod letter;
mod page;
mod picture;
mod policy;
mod scale;
#[cfg(test)]
mod tests;
mod verdict;

pub use content::{FunnelPart, Headline, KpiAnswer, ObjectiveCard, PageContent};
pub use letter::{Envelope, LetterForm, letter, mail};
pub use page::page;
