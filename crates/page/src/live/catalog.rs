//! The catalog, from which each KPI is one click away.

use jauge_domain::Kpi;
use maud::{PreEscaped, html};

use super::frame::{LiveFrame, framed};
use crate::catalog::{CatalogEntry, list, search};
use crate::content::LinkTo;
use crate::policy::SEARCH;

/// The list of `kpis` by pack; each leads to its page.
pub fn live_catalog(frame: &LiveFrame<'_>, kpis: &[&Kpi], links: &LinkTo) -> String {
    let entries: Vec<CatalogEntry<'_>> =
        kpis.iter().map(|&kpi| CatalogEntry { kpi, facts: Vec::new(), made_from: Vec::new() }).collect();
    let body = html! {
        (search(frame.style))
        (list(&entries, &|kpi: &Kpi| links.href(&kpi.id), frame.style))
        script { (PreEscaped(SEARCH)) }
    };
    framed(frame, &body)
}
