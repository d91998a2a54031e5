//! What a request asked for: its address.

use std::borrow::Cow;

use crate::hit::{Cell, Hit};

/// The site a log is of, where its lines do not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    scheme: Option<&'static str>,
    host: String,
}

/// What a request asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked<'h> {
    scheme: Option<&'static str>,
    /// The host, where it is known.
    pub(crate) host: Option<Cow<'h, str>>,
    /// Path and query; `None` where a request has none.
    target: Option<Cow<'h, str>>,
    /// Where the path ends in it.
    end: usize,
}

impl Site {
    /// Reads `www.example.com` or `https://www.example.com`; `None` where it is neither.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let (scheme, host) = split_scheme(text).map_or((None, text), |(scheme, host)| (Some(scheme), host));
        let host = host.strip_suffix('/').unwrap_or(host);
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']' | '_');
        (!host.is_empty() && host.chars().all(fits)).then(|| Self { scheme, host: host.to_owned() })
    }
}

impl<'h> Asked<'h> {
    /// What `hit` asked for; `site` is its host where it does not say.
    pub(crate) fn of(hit: &'h Hit<'_>, site: Option<&'h Site>) -> Self {
        let mut scheme = scheme(hit);
        let mut host = text(&hit.host).filter(|host| !matches!(host.as_ref(), "_" | ""));
        let mut target = whole_target(hit);
        // A proxy is asked for whole URLs.
        if let Some((named, rest)) = target.as_deref().and_then(split_scheme) {
            let slash = rest.find(['/', '?']).unwrap_or(rest.len());
            let (name, path) = rest.split_at(slash);
            let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
            (scheme, host, target) = (Some(named), Some(Cow::Owned(name.to_owned())), Some(Cow::Owned(path)));
        }
        if let Some((name, told)) = host.as_deref().and_then(without_port) {
            (scheme, host) = (scheme.or(Some(told)), Some(Cow::Owned(name.to_owned())));
        }
        if let (None, Some(site)) = (&host, site) {
            (scheme, host) = (scheme.or(site.scheme), Some(Cow::Borrowed(site.host.as_str())));
        }
        let target = target.filter(|target| target.starts_with('/'));
        let end = target.as_ref().map_or(0, |target| target.find(['?', '#']).unwrap_or(target.len()));
        Self { scheme, host, target, end }
    }

    /// The path, without query.
    pub(crate) fn path(&self) -> Option<&str> {
        self.target.as_ref().and_then(|target| target.get(..self.end))
    }

    /// The query, without `?`.
    pub(crate) fn query(&self) -> &str {
        self.target.as_ref().and_then(|target| target.get(self.end + 1..)).unwrap_or_default()
    }

    /// Writes the URL into `out`, or path and query where no host is known; false where there is neither.
    pub(crate) fn write_location(&self, out: &mut String) -> bool {
        out.clear();
        let Some(target) = &self.target else { return false };
        if let Some(host) = &self.host {
            [self.scheme.unwrap_or("https"), "://", host].iter().for_each(|part| out.push_str(part));
        }
        out.push_str(target);
        true
    }
}

/// A cell as text.
pub(crate) fn text<'h>(cell: &'h Cell<'_>) -> Option<Cow<'h, str>> {
    cell.as_deref().map(lossy)
}

/// `bytes` as text: what is no UTF-8 in it is replaced. Faster than the standard library's where all of it is.
pub(crate) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

fn scheme(hit: &Hit<'_>) -> Option<&'static str> {
    let named = hit.scheme.as_deref().and_then(|scheme| match scheme.to_ascii_lowercase().as_slice() {
        b"https" | b"wss" | b"on" => Some("https"),
        b"http" | b"ws" => Some("http"),
        _ => None,
    });
    named.or(match hit.port {
        Some(443) => Some("https"),
        Some(80) => Some("http"),
        _ => None,
    })
}

fn whole_target<'h>(hit: &'h Hit<'_>) -> Option<Cow<'h, str>> {
    let path = match (&hit.target, &hit.path) {
        (Some(_), _) => return text(&hit.target),
        (None, path) => text(path)?,
    };
    let Some(query) = text(&hit.query).filter(|query| !query.is_empty()) else { return Some(path) };
    let mark = if query.starts_with('?') { "" } else { "?" };
    Some(Cow::Owned(format!("{path}{mark}{query}")))
}

/// A host without a port that its scheme has anyway, and that scheme; `None` where it has no such port.
fn without_port(host: &str) -> Option<(&str, &'static str)> {
    let at = |(port, scheme): (&str, &'static str)| Some((host.strip_suffix(port)?, scheme));
    let (name, scheme) = [(":80", "http"), (":443", "https")].into_iter().find_map(at)?;
    // The last part of an address in version 6 is no port.
    (name.ends_with(']') || !name.contains(':')).then_some((name, scheme))
}

/// The scheme of a URL, and what follows `://`.
fn split_scheme(url: &str) -> Option<(&'static str, &str)> {
    let (scheme, rest) = if url.starts_with('/') { None } else { url.split_once("://") }?;
    ["http", "https"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known)).map(|scheme| (scheme, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(hit: &Hit<'_>, site: Option<&str>) -> (String, Option<String>) {
        let site = site.and_then(Site::of);
        let asked = Asked::of(hit, site.as_ref());
        let mut out = String::new();
        asked.write_location(&mut out);
        (out, asked.path().map(str::to_owned))
    }

    fn cell(text: &'static str) -> Cell<'static> {
        Some(Cow::Borrowed(text.as_bytes()))
    }

    #[test]
    fn a_location_is_as_whole_as_what_is_known() {
        let hit = Hit { target: cell("/a?b#c"), ..Hit::default() };
        assert_eq!(location(&hit, None), ("/a?b#c".into(), Some("/a".into())));
        assert_eq!(location(&hit, Some("http://a.example/")).0, "http://a.example/a?b#c");
        let hit = Hit { host: cell("b.example"), port: Some(80), ..hit };
        assert_eq!(location(&hit, Some("a.example")).0, "http://b.example/a?b#c");
        let hit = Hit { target: None, path: cell("/a"), query: cell("b"), host: cell("_"), ..hit };
        assert_eq!(location(&hit, None).0, "/a?b");
    }

    #[test]
    fn proxies_are_asked_for_urls() {
        let hit = Hit { target: cell("http://c.example?q"), host: cell("proxy"), ..Hit::default() };
        assert_eq!(location(&hit, None), ("http://c.example/?q".into(), Some("/".into())));
        for target in ["*", "c.example:443", ""] {
            assert_eq!(location(&Hit { target: cell(target), ..Hit::default() }, Some("a")), (String::new(), None));
        }
    }

    #[test]
    fn a_host_has_no_port_that_its_scheme_has_anyway() {
        let of = |host: &'static str| location(&Hit { target: cell("/a"), host: cell(host), ..Hit::default() }, None).0;
        assert_eq!(of("a.example:443"), "https://a.example/a");
        assert_eq!(of("a.example:80"), "http://a.example/a");
        assert_eq!([of("a.example:8080"), of("[::1]:80")], ["https://a.example:8080/a", "http://[::1]/a"]);
        let hit = Hit { target: cell("http://a.example:80/b"), ..Hit::default() };
        assert_eq!(location(&hit, None).0, "http://a.example/b");
    }

    #[test]
    fn a_site_is_a_host() {
        assert!(Site::of("a.example").is_some() && Site::of("[::1]:8080").is_some());
        assert!(["", "https://", "a.example/b", "ftp://a"].iter().all(|text| Site::of(text).is_none()));
    }
}
