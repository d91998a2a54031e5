//! Where an event says its visitor came from, and when that is another arrival.

use jauge_classify::{is_ignored, is_network, is_own};

use super::{
    rows::{Arrival, Rows},
    rules::Rules,
};

/// Media of traffic that a referrer told, not a tag.
const REFERRED: [&str; 3] = ["referral", "organic", "ai-assistant"];

/// Source, medium and campaign, where the event in `row` says where its visitor came from. A referral by a host that visitors only
/// come back from says nothing, nor does one by the site itself: by the page's own host, or by that of the event `before`.
pub(crate) fn says<'a>(rows: &'a Rows, row: usize, before: Option<usize>, rules: &Rules) -> Option<Arrival<'a>> {
    let traffic = rows.traffic(row)?;
    let [Some(source), medium, campaign] = traffic else { return Some(traffic) };
    let is_referral =
        medium.is_none_or(|medium| is(medium, "referral") || medium.starts_with('(')) && !is_named(campaign);
    let pages = || [Some(row), before].into_iter().flatten().filter_map(move |row| rows.location(row));
    let counts_for_nothing = || is_ignored(source, &rules.ignored) || pages().any(|page| is_own(source, page));
    (!(is_referral && counts_for_nothing())).then_some(traffic)
}

/// Whether `traffic` starts another session than one that `came_from` elsewhere; `None`: from nowhere that is known.
///
/// A campaign does as in Matomo's `Referrers\Columns\Campaign::shouldForceNewVisit`: where it is another than the session's, and not
/// in a session without any, which takes it for its own. A website does as in `Referrers\Columns\Website`, of pages seen before.
pub(crate) fn is_another(traffic: Arrival<'_>, came_from: Option<Arrival<'_>>, has_page: bool, rules: &Rules) -> bool {
    let by_campaign = rules.campaign && is_campaign(traffic);
    let by_referrer = rules.new_referrer && is_website(traffic);
    match came_from {
        Some(first) => (by_campaign || by_referrer) && !is_same(first, traffic),
        None => by_referrer && has_page,
    }
}

/// Whether it was tagged: it names a campaign, or a medium that no referrer has.
fn is_campaign([_, medium, campaign]: Arrival<'_>) -> bool {
    let is_referred = |medium: &str| medium.starts_with('(') || REFERRED.iter().any(|known| is(medium, known));
    is_named(campaign) || !medium.is_some_and(is_referred)
}

/// A referral by a site that is no social network: those are another type of referrer in Matomo, as search engines are.
fn is_website([source, medium, campaign]: Arrival<'_>) -> bool {
    let is_referral = medium.is_some_and(|medium| is(medium, "referral")) && !is_named(campaign);
    is_referral && source.is_some_and(|source| !is_network(source))
}

/// GA4 writes `(referral)`, `(not set)` and the like where there is no campaign.
fn is_named(campaign: Option<&str>) -> bool {
    campaign.is_some_and(|campaign| !campaign.starts_with('('))
}

fn is(text: &str, other: &str) -> bool {
    text.eq_ignore_ascii_case(other)
}

/// Matomo compares in lower case.
fn is_same(one: Arrival<'_>, other: Arrival<'_>) -> bool {
    let lower = |traffic: Arrival<'_>| traffic.map(|text| text.map(str::to_lowercase));
    lower(one) == lower(other)
}

#[cfg(test)]
mod tests {
    use jauge_workspace::{GoalsConfig, Like, SessionsConfig};

    use super::*;

    const NEWS_A: Arrival<'static> = [Some("n"), Some("email"), Some("a")];
    const NEWS_B: Arrival<'static> = [Some("n"), Some("email"), Some("b")];
    const BLOG: Arrival<'static> = [Some("blog.example"), Some("referral"), None];
    const SEARCH: Arrival<'static> = [Some("google"), Some("organic"), None];

    fn rules(like: Like, new_referrer: Option<bool>) -> Rules {
        let sessions = SessionsConfig { like, new_referrer, ..SessionsConfig::default() };
        Rules::new("UTC", &sessions, &GoalsConfig::default())
    }

    #[test]
    fn matomo_splits_on_another_campaign_and_on_no_referrer() {
        let rules = rules(Like::Matomo, None);
        for (traffic, came_from, another) in [
            (NEWS_B, Some(NEWS_A), true),
            (NEWS_A, Some(SEARCH), true),
            (NEWS_A, Some([Some("N"), Some("Email"), Some("A")]), false),
            (NEWS_A, None, false),
            (BLOG, Some(NEWS_A), false),
            (SEARCH, Some(NEWS_A), false),
            (BLOG, None, false),
            ([Some("n"), None, None], Some(NEWS_A), true),
            ([Some("google"), Some("organic"), Some("(organic)")], Some(NEWS_A), false),
        ] {
            assert_eq!(is_another(traffic, came_from, true, &rules), another, "{traffic:?} after {came_from:?}");
        }
    }

    #[test]
    fn another_website_splits_where_it_is_asked_for() {
        let rules = rules(Like::Matomo, Some(true));
        for (traffic, came_from, has_page, another) in [
            (BLOG, Some(NEWS_A), true, true),
            (BLOG, Some(BLOG), true, false),
            (BLOG, None, true, true),
            (BLOG, None, false, false),
            (SEARCH, Some(NEWS_A), true, false),
            ([Some("facebook.com"), Some("referral"), None], Some(NEWS_A), true, false),
        ] {
            assert_eq!(is_another(traffic, came_from, has_page, &rules), another, "{traffic:?} after {came_from:?}");
        }
    }

    #[test]
    fn ga4_splits_on_neither() {
        let rules = rules(Like::Ga4, None);
        for traffic in [NEWS_B, BLOG, SEARCH] {
            assert!(!is_another(traffic, Some(NEWS_A), true, &rules), "{traffic:?}");
        }
    }
}
