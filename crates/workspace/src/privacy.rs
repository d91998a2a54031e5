//! `[privacy]` of jauge.toml: what is kept of whom.

use jauge_domain::Length;
use serde::Deserialize;

/// `[privacy]` as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrivacyConfig {
    /// What becomes of `client_ip` once a visitor was told by it.
    pub ip: Address,
    /// Columns of identifiers that are replaced by keyed hashes.
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

impl Default for PrivacyConfig {
    fn default() -> Self {
        let drop_parameters = PERSONAL.map(str::to_owned).to_vec();
        Self { ip: Address::default(), hash: Vec::new(), drop_parameters, keep: None }
    }
}

impl PrivacyConfig {
    /// True where the parameter `name` of an address is dropped.
    pub fn drops(&self, name: &str) -> bool {
        self.drop_parameters.iter().any(|dropped| dropped.to_lowercase() == name.to_lowercase())
    }
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
