//! `[leads]` of jauge.toml: what is a lead.

use serde::Deserialize;

/// `[leads]` as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LeadsConfig {
    /// Who says which leads there are.
    pub truth: LeadsTruth,
}

/// Who says which leads there are. What the other says is never added: nothing tells which of its leads are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LeadsTruth {
    /// The table `leads`, which the CRM fills.
    #[default]
    Crm,
    /// Events: `generate_lead`, and what follows under its transaction id.
    Events,
}
