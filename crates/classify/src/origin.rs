//! Where a session came from: reading it off the page's URL and the referrer.

use super::address::{self, Query};
use super::referrer;
use super::traffic::Traffic;

/// From UTM parameters and click ids of the page's URL, else from a referrer of another site; all none for an internal
/// or missing referrer.
pub fn traffic(page_location: Option<&str>, page_referrer: Option<&str>) -> Traffic {
    let query = Query::of(page_location.unwrap_or_default());
    let tagged = tagged(&query);
    if tagged != Traffic::default() {
        return tagged;
    }
    let page = page_location.and_then(address::read).and_then(|page| address::host(&page));
    let referred = page_referrer.map(|referrer| referrer::read(referrer, page.as_deref())).unwrap_or_default();
    if referred != Traffic::default() {
        return referred;
    }
    shared_on(&query).map(|platform| Traffic::of(platform, "referral")).unwrap_or_default()
}

fn tagged(query: &Query) -> Traffic {
    let mut tagged = Traffic {
        source: query.get("utm_source"),
        medium: query.get("utm_medium"),
        campaign: query.get("utm_campaign"),
        term: query.get("utm_term"),
        content: query.get("utm_content"),
    };
    if let (None, Some(engine)) = (&tagged.source, paid_on(query)) {
        tagged.source = Some(engine.to_owned());
        tagged.medium.get_or_insert_with(|| "cpc".to_owned());
    }
    tagged
}

/// The search engine whose ad was clicked.
fn paid_on(query: &Query) -> Option<&'static str> {
    if query.has(&["gclid", "gbraid", "wbraid", "gad_source"]) {
        return Some("google");
    }
    query.has(&["msclkid"]).then_some("bing")
}

/// The platform that added its click id. It does so for posts as for ads, so the id tells of no payment.
fn shared_on(query: &Query) -> Option<&'static str> {
    let ids = [
        ("fbclid", "facebook.com"),
        ("ttclid", "tiktok.com"),
        ("twclid", "twitter.com"),
        ("li_fat_id", "linkedin.com"),
    ];
    ids.into_iter().find(|(id, _)| query.has(&[id])).map(|(_, platform)| platform)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hosts, channel, page_path};

    /// Source, medium, campaign, term and content, `-` for none.
    fn shown(page: &str, referrer: &str) -> String {
        let found = traffic(Some(page), (!referrer.is_empty()).then_some(referrer));
        let parts = [found.source, found.medium, found.campaign, found.term, found.content];
        parts.map(|part| part.unwrap_or_else(|| "-".to_owned())).join(" | ")
    }

    #[test]
    fn tags_come_before_click_ids_and_those_before_referrers() {
        for (page, referrer, expected) in [
            ("https://a.example/?utm_source=news&utm_medium=email", "", "news | email | - | - | -"),
            (
                "https://a.example/?utm_source=n&utm_campaign=summer+sale%20%26+more&utm_term=a&utm_content=b",
                "",
                "n | - | summer sale & more | a | b",
            ),
            ("https://a.example/?UTM_SOURCE=News&Utm_Medium=EMAIL", "", "News | EMAIL | - | - | -"),
            ("/a?utm_source=x&utm_medium=y#z", "https://b.example/", "x | y | - | - | -"),
            ("https://a.example/?utm_source=&utm_medium=+", "https://b.example/", "b.example | referral | - | - | -"),
            ("https://a.example/?utm_campaign=c", "https://b.example/", "- | - | c | - | -"),
            ("https://a.example/?utm_source=x", "https://www.google.com/", "x | - | - | - | -"),
            ("https://a.example/?gclid=1", "https://www.google.com/", "google | cpc | - | - | -"),
            ("https://a.example/?gad_source=1&utm_campaign=c", "", "google | cpc | c | - | -"),
            ("https://a.example/?gbraid=1&utm_medium=paid", "", "google | paid | - | - | -"),
            ("https://a.example/?wbraid=1&utm_source=bing", "", "bing | - | - | - | -"),
            ("https://a.example/?msclkid=1", "https://www.bing.com/", "bing | cpc | - | - | -"),
            ("https://a.example/?fbclid=1", "", "facebook.com | referral | - | - | -"),
            ("https://a.example/?fbclid=1", "https://l.instagram.com/", "l.instagram.com | referral | - | - | -"),
            ("https://a.example/?ttclid=1", "", "tiktok.com | referral | - | - | -"),
            ("https://a.example/?twclid=1", "https://t.co/x", "t.co | referral | - | - | -"),
            ("https://a.example/?li_fat_id=1", "", "linkedin.com | referral | - | - | -"),
        ] {
            assert_eq!(shown(page, referrer), expected, "{page} {referrer}");
        }
    }

    #[test]
    fn a_referrer_counts_where_it_is_another_site() {
        let page = "https://www.shop.example/cart";
        for (referrer, expected) in [
            ("", "- | - | - | - | -"),
            ("https://www.shop.example/", "- | - | - | - | -"),
            ("http://shop.example:8080/", "- | - | - | - | -"),
            ("https://pay.shop.example/", "- | - | - | - | -"),
            ("https://SHOP.example./", "- | - | - | - | -"),
            ("https://myshop.example/", "myshop.example | referral | - | - | -"),
            ("https://www.blog.example:8443/post", "blog.example | referral | - | - | -"),
            ("https://www.google.fr/", "google | organic | - | - | -"),
            ("https://www.google.com/search?q=red+shoes", "google | organic | - | red shoes | -"),
            ("https://news.google.com/", "news.google.com | referral | - | - | -"),
            ("https://chatgpt.com/", "chatgpt.com | ai-assistant | - | - | -"),
            ("https://www.perplexity.ai/", "perplexity.ai | referral | - | - | -"),
            ("android-app://com.google.android.gm/", "com.google.android.gm | referral | - | - | -"),
            (
                "android-app://com.google.android.googlequicksearchbox/https/www.google.com",
                "google | organic | - | - | -",
            ),
            ("https://bücher.example/", "xn--bcher-kva.example | referral | - | - | -"),
            ("http://[2001:db8::1]/", "[2001:db8::1] | referral | - | - | -"),
            ("http://192.0.2.1:8080/", "192.0.2.1 | referral | - | - | -"),
            ("t.co", "t.co | referral | - | - | -"),
            ("//blog.example/a", "blog.example | referral | - | - | -"),
            ("(direct)", "- | - | - | - | -"),
            ("about:blank", "- | - | - | - | -"),
            ("file:///tmp/a.html", "- | - | - | - | -"),
            ("http://exa mple/", "- | - | - | - | -"),
            ("https://", "- | - | - | - | -"),
        ] {
            assert_eq!(shown(page, referrer), expected, "{referrer}");
        }
        assert_eq!(shown("/cart", "https://shop.example/"), "shop.example | referral | - | - | -");
        assert_eq!(shown("https://shop.example/", "https://www.shop.example/"), "- | - | - | - | -");
        assert_eq!(shown("http://[::1]:80/", "http://[::1]:90/"), "- | - | - | - | -");
    }

    #[test]
    fn traffic_finds_its_channel() {
        for (page, referrer, expected) in [
            ("https://a.example/", "", "Direct"),
            ("https://a.example/?gclid=1", "", "Paid Search"),
            ("https://a.example/?fbclid=1", "", "Organic Social"),
            ("https://a.example/", "https://www.youtube.com/", "Organic Video"),
            ("https://a.example/", "https://www.google.de/", "Organic Search"),
            ("https://a.example/", "https://news.google.com/", "Organic Search"),
            ("https://a.example/", "https://claude.ai/", "AI Assistant"),
            ("https://a.example/", "https://b.example/", "Referral"),
            ("https://a.example/?utm_campaign=c", "", "Unassigned"),
            ("https://a.example/?utm_source=chatgpt.com", "", "AI Assistant"),
            ("https://a.example/?utm_source=chatgpt.com&utm_medium=cpc", "", "Paid Other"),
        ] {
            let found = traffic(Some(page), Some(referrer));
            let [source, medium, campaign] = [&found.source, &found.medium, &found.campaign].map(Option::as_deref);
            let channel = channel(source, medium, campaign, &Hosts::default());
            assert_eq!(channel, expected, "{page} {referrer}");
        }
    }

    #[test]
    fn no_text_panics() {
        let odd = [
            "",
            " ",
            "?",
            "#",
            "/",
            "//",
            "///",
            "://",
            "http:",
            "http:/",
            "http://",
            "https://?",
            "%",
            "%%%",
            "?%",
            "?utm_source=%",
            "?utm_source=%C3",
            "?=&=&&",
            "\0",
            "\u{feff}",
            "é",
            "é/é?é=é",
            "🦀.example/🦀",
            "https://🦀/",
            "https://[",
            "https://[::",
            "https://a:99999/",
            "https://user:pw@/",
            "//é/é",
            "www.",
            "www./",
            "https://www./",
            "https://.../",
            ".../a",
            "-.-/a",
            "a:b.c/d",
            "android-app://",
            "android-app:///x",
            "https://xn--/",
            "https://a\u{301}.b/\u{202e}",
            "http://google.",
            "\n/\t?\r",
        ];
        for a in odd {
            let _ = (page_path(a), channel(Some(a), Some(a), Some(a), &Hosts::of(&[a.to_owned()])));
            for b in odd {
                let _ = traffic(Some(a), Some(b));
                let _ = traffic(Some(&format!("{a}{b}")), Some(&format!("https://{b}{a}")));
            }
        }
        let _ = traffic(Some(&"?a".repeat(10_000)), Some(&format!("https://{}/", "a.".repeat(10_000))));
    }
}
