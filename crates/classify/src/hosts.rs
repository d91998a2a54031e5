//! Lists of hosts, each of which stands for all hosts below it, too.

use super::address;

/// Hosts, or names of sources, that somebody listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts(Vec<String>);

impl Hosts {
    /// Those that `written` names: hosts, addresses or plain names, in any case.
    pub fn of(written: &[String]) -> Self {
        let mut hosts: Vec<String> = written.iter().map(|text| bare(text)).filter(|text| !text.is_empty()).collect();
        hosts.sort();
        hosts.dedup();
        Self(hosts)
    }

    /// Whether it lists `host` or one above it; `host` is [`bare`].
    pub(super) fn holds(&self, host: &str) -> bool {
        above(host).any(|host| self.0.binary_search_by(|known| known.as_str().cmp(host)).is_ok())
    }
}

/// `host`, and the hosts it lies below.
pub(super) fn above(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, above)| above))
}

/// The host that `text` names, in lower case and without `www.`; a text that is no address as it is, in lower case.
pub(super) fn bare(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let url = address::read(&text).or_else(|| address::read(&format!("{text}/")));
    url.and_then(|url| address::host(&url)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_stands_for_those_below_it() {
        let hosts = Hosts::of(&["https://Www.Pay.example/x".to_owned(), "perplexity".to_owned(), " ".to_owned()]);
        for (host, held) in [
            ("pay.example", true),
            ("www.pay.example", true),
            ("secure.eu.pay.example", true),
            ("mypay.example", false),
            ("example", false),
            ("Perplexity", true),
            ("perplexity.ai", false),
            ("", false),
        ] {
            assert_eq!(hosts.holds(&bare(host)), held, "{host}");
        }
    }
}
