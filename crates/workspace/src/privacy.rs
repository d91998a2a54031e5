//! `[privacy]` of jauge.toml: what is kept of whom.

use std::collections::BTreeSet;

use jauge_domain::Length;
use jauge_store::tables::CLIENT_IP;
use serde::Deserialize;

/// `[privacy]` as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrivacyConfig {
    /// What becomes of `client_ip` once a visitor was told by it.
    pub ip: Address,
    /// Columns of identifiers that are replaced by keyed hashes. One name stands for every column that holds the same identity, as
    /// `user_id` and `customer_id` do.
    pub hash: Vec<String>,
    /// Parameters that are dropped from the addresses of pages and referrers, whatever their case.
    pub drop_parameters: Vec<String>,
    /// How long events are kept, and what follows from them; `jauge rebuild` takes older ones out.
    pub keep: Option<Length>,
}

/// Parameters by which forms and newsletters put into an address who somebody is.
const PERSONAL: [&str; 20] = [
    "email",
    "e-mail",
    "e_mail",
    "mail",
    "email_address",
    "emailaddress",
    "user_email",
    "phone",
    "phone_number",
    "tel",
    "mobile",
    "first_name",
    "firstname",
    "last_name",
    "lastname",
    "full_name",
    "fullname",
    "password",
    "passwd",
    "pwd",
];

/// Columns that hold one identity, whatever the table calls it. Where one of them were hashed and another not, who bought would be
/// two buyers, and what was ordered two orders.
const SAME: [&[&str]; 2] = [&["user_id", "customer_id"], &["transaction_id", "order_id", "other_id"]];

impl Default for PrivacyConfig {
    fn default() -> Self {
        let drop_parameters = PERSONAL.map(str::to_owned).to_vec();
        Self { ip: Address::default(), hash: Vec::new(), drop_parameters, keep: None }
    }
}

impl PrivacyConfig {
    /// True where `column` is hashed, in whatever table: it is named, or holds what a column that is named holds.
    pub fn hashes(&self, column: &str) -> bool {
        self.hash.iter().any(|name| name == column || is_same(name, column))
    }

    /// True where what `column` says is not kept as it is.
    pub fn hides(&self, column: &str) -> bool {
        self.hashes(column) || (column == CLIENT_IP && self.ip != Address::Keep)
    }

    /// All columns that are hashed, sorted.
    pub fn hashed(&self) -> Vec<String> {
        let others = SAME.into_iter().flatten().filter(|column| self.hashes(column)).map(|column| (*column).to_owned());
        let all: BTreeSet<String> = self.hash.iter().cloned().chain(others).collect();
        all.into_iter().collect()
    }

    /// True where the parameter `name` of an address is dropped.
    pub fn drops(&self, name: &str) -> bool {
        self.drop_parameters.iter().any(|dropped| dropped.to_lowercase() == name.to_lowercase())
    }
}

fn is_same(one: &str, other: &str) -> bool {
    SAME.iter().any(|columns| columns.contains(&one) && columns.contains(&other))
}

/// What becomes of an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Address {
    /// It goes no further than this process.
    #[default]
    Drop,
    /// The property `ip`, without what tells two neighbours apart: the last byte of IPv4, the last ten of IPv6.
    Mask,
    /// The property `ip`, whole.
    Keep,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_stands_for_every_column_of_that_identity_and_for_no_other() {
        let hashed = |name: &str| PrivacyConfig { hash: vec![name.to_owned()], ..PrivacyConfig::default() }.hashed();
        assert_eq!(hashed("user_id"), ["customer_id", "user_id"]);
        assert_eq!(hashed("customer_id"), ["customer_id", "user_id"]);
        assert_eq!(hashed("order_id"), ["order_id", "other_id", "transaction_id"]);
        assert_eq!(hashed("transaction_id"), ["order_id", "other_id", "transaction_id"]);
        assert_eq!(hashed("visitor_id"), ["visitor_id"]);
        assert!(PrivacyConfig::default().hashed().is_empty());
    }
}
