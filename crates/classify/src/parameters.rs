//! Parameters of addresses that say who somebody is.

use std::borrow::Cow;

use url::form_urlencoded;

/// `text` without the parameters of its query and fragment whose names `is_personal`, names in lower case and decoded; of
/// `user[email]` also `email`. `ends` tells where an address within a text ends; nowhere, where `text` is one.
pub fn without_parameters(text: &str, is_personal: impl Fn(&str) -> bool, ends: impl Fn(char) -> bool) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut rest = text;
    let mut dropped = false;
    while let Some(start) = rest.find(['?', '#']) {
        let (before, query) = rest.split_at(start + 1);
        let end = query.find(|c| matches!(c, '?' | '#') || ends(c)).unwrap_or(query.len());
        let (query, after) = query.split_at(end);
        let left = impersonal(query, &is_personal);
        // A mark that nothing is left of goes, too.
        kept.push_str(if left.is_empty() && !query.is_empty() { &before[..start] } else { before });
        kept.push_str(&left);
        dropped |= left.len() < query.len();
        rest = after;
    }
    kept.push_str(rest);
    if dropped { Cow::Owned(kept) } else { Cow::Borrowed(text) }
}

/// The pairs of `query` that are not personal, with what stands between them.
fn impersonal<'a>(query: &'a str, is_personal: impl Fn(&str) -> bool) -> Cow<'a, str> {
    const BETWEEN: [char; 2] = ['&', ';'];
    let stays = |pair: &&str| !names(pair.trim_end_matches(BETWEEN)).iter().any(|name| is_personal(name));
    let kept: String = query.split_inclusive(BETWEEN).filter(stays).collect();
    if kept.len() == query.len() { Cow::Borrowed(query) } else { Cow::Owned(kept.trim_end_matches(BETWEEN).to_owned()) }
}

/// A pair's name, and the part of it that stands in the last brackets.
fn names(pair: &str) -> Vec<String> {
    let name = form_urlencoded::parse(pair.as_bytes()).next().map(|(name, _)| name.trim().to_lowercase());
    let inner = |name: &String| name.strip_suffix(']')?.rsplit('[').next().map(str::to_owned);
    let inner = name.as_ref().and_then(inner);
    name.into_iter().chain(inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str) -> String {
        without_parameters(text, |name| name == "email", |_| false).into_owned()
    }

    #[test]
    fn personal_parameters_go_and_others_stay_as_they_are() {
        for (address, left) in [
            ("/p?email=bob@example.org", "/p"),
            ("https://x.example/p?a=1&email=b&c=%20d#top", "https://x.example/p?a=1&c=%20d#top"),
            ("/p?EMail=b;a=1", "/p?a=1"),
            ("/p?e%6Dail=b&a", "/p?a"),
            ("/p?user[email]=b&a=1", "/p?a=1"),
            ("/p?user%5Bemail%5D=b", "/p"),
            ("/p?a=1#/route?email=b&c=2", "/p?a=1#/route?c=2"),
            ("/p#email=b", "/p"),
            ("/p?a=1?email=bob smith", "/p?a=1"),
        ] {
            assert_eq!(without(address), left, "{address}");
        }
        for same in ["/p", "/p?", "/p?q=email&emails=1", "#", "email=b", "/email?x=1;y#z"] {
            assert!(matches!(without_parameters(same, |name| name == "email", |_| false), Cow::Borrowed(_)), "{same}");
        }
    }

    #[test]
    fn within_a_text_an_address_ends_where_it_is_told() {
        let text = "GET /p?email=b&a=1 HTTP/1.1, then /q?email=c";
        let left = without_parameters(text, |name| name == "email", char::is_whitespace);
        assert_eq!(left, "GET /p?a=1 HTTP/1.1, then /q");
    }
}
