//! Names that no table of a workspace may have.

/// Views that the core pack's models make, and what a `select` calls its file.
pub(crate) const VIEWS: [&str; 9] = [
    "raw",
    "kpis",
    "visitors",
    "form_visits",
    "form_fields",
    "purchase_events",
    "hits_once",
    "currency_rates",
    "spent",
];
