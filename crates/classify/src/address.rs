//! Addresses of pages and referrers.

use url::{Url, form_urlencoded};

/// What a visitor can come from: websites and, as browsers on phones report them, apps.
const SCHEMES: [&str; 4] = ["http", "https", "android-app", "ios-app"];

/// The URL a text holds. Also `//host/…` and `host.tld/…`, as logs without schemes have them.
pub(super) fn read(text: &str) -> Option<Url> {
    let text = text.trim();
    let url = if text.starts_with("//") {
        Url::parse(&format!("https:{text}"))
    } else if starts_with_host(text) {
        Url::parse(&format!("https://{text}"))
    } else {
        Url::parse(text)
    };
    url.ok().filter(|url| SCHEMES.contains(&url.scheme()) && host(url).is_some())
}

/// The host in lower case, without a leading `www.`.
pub(super) fn host(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
    let bare = host.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(&host);
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// A page's path without query and fragment, written as it came.
pub fn page_path(page_location: &str) -> Option<String> {
    let address = page_location.trim();
    let address = address.split(['?', '#']).next().unwrap_or_default();
    if address.starts_with('/') && !address.starts_with("//") {
        return Some(address.to_owned());
    }
    read(address)?;
    let after_scheme = address.split_once("//").map_or(address, |(_, rest)| rest);
    Some(after_scheme.find('/').map_or("/", |start| &after_scheme[start..]).to_owned())
}

fn starts_with_host(text: &str) -> bool {
    let Some((head, _)) = text.split_once('/') else { return false };
    head.contains('.') && head.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'))
}

/// The parameters of a URL's query, decoded.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads only the query, so that bare paths and malformed hosts have theirs too.
    pub(super) fn of(address: &str) -> Self {
        let query =
            address.split('#').next().and_then(|address| address.split_once('?')).map_or("", |(_, query)| query);
        let decoded = form_urlencoded::parse(query.as_bytes());
        Self(decoded.map(|(name, value)| (name.into_owned(), value.trim().to_owned())).collect())
    }

    /// A parameter's first value that is not empty; names match in any case.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut values = self.0.iter().filter(|(found, value)| found.eq_ignore_ascii_case(name) && !value.is_empty());
        values.next().map(|(_, value)| value.clone())
    }

    /// Whether any of these parameters has a value.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.get(name).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_kept_as_written() {
        for (address, path) in [
            ("https://www.example.com/a/b?c=d#e", Some("/a/b")),
            ("https://example.com", Some("/")),
            ("https://example.com?a=/b", Some("/")),
            ("https://example.com#/b", Some("/")),
            ("HTTP://EXAMPLE.com/Caf%C3%A9/%2F", Some("/Caf%C3%A9/%2F")),
            ("https://example.com//double", Some("//double")),
            ("http://[2001:db8::1]:8080/six", Some("/six")),
            ("http://localhost:3000/", Some("/")),
            ("https://bücher.example/é", Some("/é")),
            ("//example.com/a", Some("/a")),
            ("www.example.com/a?b", Some("/a")),
            ("example.com:8080/a", Some("/a")),
            ("/a?b", Some("/a")),
            (" /a#b ", Some("/a")),
            ("/", Some("/")),
            ("", None),
            ("?a=b", None),
            ("a/b", None),
            ("(not set)", None),
            ("about:blank", None),
            ("file:///home/a", None),
            ("https://", None),
            ("http://a b/c", None),
        ] {
            assert_eq!(page_path(address).as_deref(), path, "{address}");
        }
    }

    #[test]
    fn a_host_has_no_www_and_one_case() {
        for (address, expected) in [
            ("https://WWW.Example.COM:443/", Some("example.com")),
            ("https://www.com/", Some("www.com")),
            ("https://example.com./", Some("example.com")),
            ("https://bücher.example/", Some("xn--bcher-kva.example")),
            ("http://[2001:DB8::1]:8080/", Some("[2001:db8::1]")),
            ("android-app://com.Example.App/", Some("com.example.app")),
            ("javascript:alert(1)/2", None),
            ("mailto:a@b.example/c", None),
        ] {
            assert_eq!(read(address).as_ref().and_then(host).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn a_query_is_decoded() {
        let query = Query::of("/a?x=&x=+b%20c+&Y=1%2B1&z=%FF&w#?x=no");
        assert_eq!(query.get("x").as_deref(), Some("b c"));
        assert_eq!(query.get("y").as_deref(), Some("1+1"));
        assert_eq!(query.get("z").as_deref(), Some("\u{fffd}"));
        assert!(!query.has(&["w", "v"]));
    }
}
