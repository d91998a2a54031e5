//! The catalog.

use jauge_domain::Kpi;
use jauge_page::{LinkTo, live_catalog};
use jauge_report::PageText;

use super::place::Place;
use crate::route::Page;

/// The page of all KPIs.
pub(crate) fn kpis(place: &Place<'_>) -> String {
    let style = place.edition.style(place.language, None);
    let title = style.wording().page(&PageText::CatalogOf { workspace: &place.served.name });
    let kpis: Vec<&Kpi> = place.edition.snapshot.catalog.kpis.values().collect();
    let links =
        LinkTo { before: format!("{}/", Page::Kpis.path(&place.served.slug)), after: place.state.elsewhere().query() };
    live_catalog(&place.frame(title, &style), &kpis, &links)
}
