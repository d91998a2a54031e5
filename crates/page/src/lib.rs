//! How objectives and KPIs stand, as one page that is whole in itself (no script, nothing fetched, to be mailed and printed), and as
//! a letter.
//!
//! The catalog of KPIs is the one page with a script, which searches in it. Pages that are served live lead to one another.
//!
//! Nothing here computes: numbers were answered or judged, and `jauge_report` wrote them. Only lengths of pictures are
//! worked out. Texts of users are escaped by the templates.

mod card;
mod catalog;
mod cohorts;
mod content;
mod document;
mod encoding;
mod figure;
mod funnels;
mod headlines;
mod letter;
mod live;
mod page;
mod picture;
mod policy;
mod record;
mod scale;
#[cfg(test)]
mod tests;
mod verdict;

pub use catalog::{CatalogEntry, catalog_entry, catalog_file, catalog_index, catalog_page};
pub use content::{CohortPart, FunnelPart, Headline, KpiAnswer, LinkTo, ObjectiveCard, PageContent};
pub use letter::{Envelope, LetterForm, letter, mail};
pub use live::{
    KpiCut, LiveFrame, LiveKpi, LiveLink, LiveObjective, LiveOverview, LiveWorkspace, live_catalog, live_funnels,
    live_kpi, live_message, live_objective, live_overview, live_sources,
};
pub use page::page;
pub use policy::live_policy;
