//! The source and medium a referrer stands for.

use url::Url;

use super::address::{self, Query};
use super::assistants::ASSISTANTS;
use super::sources::{Category, category};
use super::traffic::Traffic;

/// Engines whose front page is a search page, so that their bare host tells a search.
const ENGINES: [&str; 14] = [
    "ask",
    "baidu",
    "bing",
    "daum",
    "dogpile",
    "duckduckgo",
    "google",
    "lycos",
    "naver",
    "qwant",
    "seznam",
    "sogou",
    "yahoo",
    "yandex",
];

/// Mail, news and webmaster pages that Google lists as search, and a namesake: their links are plain referrals.
const NO_RESULTS: [&str; 11] = [
    "ask.fm",
    "email.seznam.cz",
    "mail.google.com",
    "mail.rambler.ru",
    "mail.yandex.ru",
    "news.google.com",
    "ntp.msn.com",
    "search.google.com",
    "secureurl.ukr.net",
    "webmaster.yandex.ru",
    "zen.yandex.ru",
];

/// Parameters that hold what was searched for.
const TERMS: [&str; 5] = ["q", "p", "query", "wd", "text"];

/// The traffic a referrer brings to a page of the host `page`: nothing where it is the page's own site or unreadable.
pub(super) fn read(referrer: &str, page: Option<&str>) -> Traffic {
    // A column of bare hosts is read too.
    let url = address::read(referrer).or_else(|| address::read(&format!("{}/", referrer.trim())));
    let Some((url, host)) = url.and_then(|url| address::host(&url).map(|host| (url, host))) else {
        return Traffic::default();
    };
    if page.is_some_and(|page| is_same_site(page, &host)) {
        return Traffic::default();
    }
    if is_app(&url) {
        return of_app(host);
    }
    if ASSISTANTS.contains(&host.as_str()) {
        return Traffic::of(host, "ai-assistant");
    }
    let term = term(url.as_str());
    match engine(&host, term.is_some()) {
        Some(engine) => Traffic { term, ..Traffic::of(engine, "organic") },
        None => Traffic::of(host, "referral"),
    }
}

/// Whether two hosts are equal or one is a subdomain of the other.
pub(super) fn is_same_site(a: &str, b: &str) -> bool {
    let is_under =
        |sub: &str, top: &str| sub.strip_suffix(top).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    is_under(a, b) || is_under(b, a)
}

fn is_app(url: &Url) -> bool {
    url.scheme().ends_with("-app")
}

fn of_app(package: String) -> Traffic {
    match package.as_str() {
        "com.google.android.googlequicksearchbox" => Traffic::of("google", "organic"),
        _ => Traffic::of(package, "referral"),
    }
}

/// The searched words; a redirect's target in the same parameter is none.
fn term(address: &str) -> Option<String> {
    let query = Query::of(address);
    TERMS.iter().find_map(|name| query.get(name)).filter(|term| !term.starts_with("http"))
}

/// The name of the search engine at `host`: Google's short name where it has one, else the host.
fn engine(host: &str, has_term: bool) -> Option<String> {
    if NO_RESULTS.contains(&host) {
        return None;
    }
    let found = category(host);
    let is_listed = found == Some(Category::Search);
    match brand(host) {
        Some((name, subdomain)) => {
            let is_front = is_front(subdomain) && (ENGINES.contains(&name) || has_term);
            let is_search = is_listed || (found.is_none() && (is_front || is_search_page(subdomain)));
            is_search.then(|| name.to_owned())
        }
        None => is_listed.then(|| host.to_owned()),
    }
}

/// The listed short name a host carries before its top-level domain, and what stands before it.
fn brand(host: &str) -> Option<(&str, &str)> {
    let (rest, top) = host.rsplit_once('.')?;
    // Of `google.co.uk` and `yahoo.com.br` the name is the third label from the end.
    let rest = match rest.rsplit_once('.') {
        Some((before, "co" | "com" | "ne" | "net" | "or" | "org")) if top.len() == 2 => before,
        _ => rest,
    };
    let (subdomain, name) = rest.rsplit_once('.').unwrap_or(("", rest));
    (category(name) == Some(Category::Search)).then_some((name, subdomain))
}

/// The front page itself, or its versions for phones and countries.
fn is_front(subdomain: &str) -> bool {
    let is_country = subdomain.len() == 2 && subdomain.bytes().all(|byte| byte.is_ascii_lowercase());
    is_country || matches!(subdomain, "" | "m" | "mobile" | "html" | "lite" | "start" | "images" | "encrypted" | "cse")
}

fn is_search_page(subdomain: &str) -> bool {
    subdomain.split('.').any(|label| matches!(label, "search" | "websearch" | "suche"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_engine_has_its_short_name() {
        for (referrer, source, term) in [
            ("https://www.google.fr/", "google", None),
            ("https://www.google.co.uk/search?q=blue+shoes&hl=en", "google", Some("blue shoes")),
            ("https://www.google.com.br/url?q=https%3A%2F%2Fexample.com", "google", None),
            ("https://images.google.de/imgres", "google", None),
            ("https://www.bing.com/search?q=caf%C3%A9", "bing", Some("café")),
            ("https://cn.bing.com/", "bing", None),
            ("https://duckduckgo.com/", "duckduckgo", None),
            ("https://html.duckduckgo.com/", "duckduckgo", None),
            ("https://fr.search.yahoo.com/search?p=thé", "yahoo", Some("thé")),
            ("https://r.search.yahoo.com/_ylt=A", "yahoo", None),
            ("https://search.yahoo.co.jp/search?p=a", "yahoo", Some("a")),
            ("https://m.baidu.com/s?wd=x", "baidu", Some("x")),
            ("https://yandex.ru/search/?text=y", "yandex", Some("y")),
            ("https://yandex.com.tr/", "yandex", None),
            ("https://www.ecosia.org/search?q=tree", "ecosia.org", Some("tree")),
            ("https://lite.qwant.com/?q=a", "qwant", Some("a")),
            ("https://search.naver.com/search.naver?query=b", "naver", Some("b")),
            ("https://search.aol.com/aol/search?q=c", "aol", Some("c")),
            ("https://www.so.com/", "so.com", None),
            ("https://www.cnn.com/search?q=c", "cnn", Some("c")),
        ] {
            let found = read(referrer, None);
            assert_eq!(
                found,
                Traffic { term: term.map(str::to_owned), ..Traffic::of(source, "organic") },
                "{referrer}"
            );
        }
    }

    #[test]
    fn other_pages_of_engines_are_referrals() {
        for (referrer, source) in [
            ("https://news.google.com/", "news.google.com"),
            ("https://mail.google.com/", "mail.google.com"),
            ("https://docs.google.com/?q=a", "docs.google.com"),
            ("https://search.google.com/search-console", "search.google.com"),
            ("https://answers.yahoo.com/?p=a", "answers.yahoo.com"),
            ("https://edition.cnn.com/", "edition.cnn.com"),
            ("https://www.cnn.com/", "cnn.com"),
            ("https://google.evil.example/", "google.evil.example"),
            ("https://notgoogle.com/", "notgoogle.com"),
            ("https://ask.fm/", "ask.fm"),
        ] {
            assert_eq!(read(referrer, None), Traffic::of(source, "referral"), "{referrer}");
        }
    }

    #[test]
    fn hosts_compare_by_whole_labels() {
        for (a, b, same) in [
            ("example.com", "example.com", true),
            ("shop.example.com", "example.com", true),
            ("example.com", "shop.example.com", true),
            ("myexample.com", "example.com", false),
            ("shop.example.com", "blog.example.com", false),
            ("localhost", "localhost", true),
        ] {
            assert_eq!(is_same_site(a, b), same, "{a} {b}");
        }
    }
}
