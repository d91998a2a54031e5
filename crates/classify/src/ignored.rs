//! Hosts that send visitors back to the site: they take no part in where a session came from.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::address;
use super::hosts::{Hosts, above, bare};
use super::referrer::is_same_site;

static LIST: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/ignored_referrers.csv"));

static SHIPPED: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| LIST.lines().skip(1).filter_map(|row| Some(row.split_once(',')?.0)).collect());

/// Whether `source` is a host that visitors come back from: where they pay, prove who they are or sign in, by the shipped list
/// (`data/ignored_referrers.csv`) or by the site's own list, `more`.
///
/// What GA4 calls unwanted referrals (<https://support.google.com/analytics/answer/10327750>) and Matomo excluded referrers
/// (`Referrers\Columns\Base::detectReferrerDirectEntry`); neither ships a list.
pub fn is_ignored(source: &str, more: &Hosts) -> bool {
    let host = bare(source);
    above(&host).any(|host| SHIPPED.contains(host)) || more.holds(&host)
}

/// Whether `source` is the host of the page at `page_location`, or one of them lies below the other.
pub fn is_own(source: &str, page_location: &str) -> bool {
    let page = address::read(page_location).and_then(|url| address::host(&url));
    page.is_some_and(|page| is_same_site(&page, &bare(source)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_payments_or_signs_in_is_ignored_with_all_hosts_below() {
        let more = Hosts::of(&["checkout.shop.example".to_owned()]);
        for (source, ignored) in [
            ("paypal.com", true),
            ("www.PayPal.com", true),
            ("tpeweb.e-transactions.fr", true),
            ("checkout.stripe.com", true),
            ("securesuite.co.uk", true),
            ("secure5.arcot.com", true),
            ("accounts.google.com", true),
            ("checkout.shop.example", true),
            ("google", false),
            ("news.google.com", false),
            ("notpaypal.com", false),
            ("shop.example", false),
            ("", false),
        ] {
            assert_eq!(is_ignored(source, &more), ignored, "{source}");
        }
        assert!(!is_ignored("checkout.shop.example", &Hosts::default()));
    }

    #[test]
    fn a_site_is_its_own_source_nowhere() {
        assert!(is_own("shop.example", "https://www.shop.example/a"));
        assert!(is_own("pay.shop.example", "https://shop.example/a"));
        assert!(!is_own("myshop.example", "https://shop.example/a"));
        assert!(!is_own("shop.example", "/a"));
    }

    #[test]
    fn the_list_is_sorted_and_in_lower_case() {
        let hosts: Vec<_> = LIST.lines().skip(1).filter_map(|row| row.split(',').next()).collect();
        assert!(hosts.is_sorted());
        assert!(hosts.iter().all(|host| *host == host.to_lowercase() && host.contains('.')));
        assert_eq!(hosts.len(), SHIPPED.len());
    }
}
