//! Where an event came from.

use std::borrow::Cow;

use crate::{
    params::Params,
    record::{Campaign, Event},
};

/// Source, medium, campaign, term and content.
pub(crate) type Traffic<'e> = [Option<Cow<'e, str>>; 5];

/// The parameters that say it.
const KEYS: [&str; 5] = ["source", "medium", "campaign", "term", "content"];

/// Events with which a user begins, so that the user's first source is the event's own.
const FIRST: [&str; 2] = ["first_visit", "first_open"];

/// How the address of a page says that an ad was clicked.
const CLICKED: [&str; 6] = ["?gclid=", "&gclid=", "?gbraid=", "&gbraid=", "?wbraid=", "&wbraid="];

/// What the event says of its traffic: the first of these that says anything, whole, so that no source is joined with another's
/// campaign.
///
/// 1. what came with the event: `collected_traffic_source`, with the parameters `source` … `content` for what it leaves open;
/// 2. what GA4 attributes the session to, `session_traffic_source_last_click`: over all channels, else the tagged campaign;
/// 3. on a user's first event alone, the user's first source, `traffic_source`.
///
/// A click on an ad, told by the `gclid` of `collected_traffic_source` or of the page, is google / cpc, whatever the referrer says
/// (GA4's export names the search it lies in: google / organic). A tag that names another source goes before it, as in addresses.
pub(crate) fn of<'e>(event: &'e Event<'e>, name: &str, params: &mut Params<'e>) -> Traffic<'e> {
    let collected = &event.collected_traffic_source;
    let fields = [
        &collected.manual_source,
        &collected.manual_medium,
        &collected.manual_campaign_name,
        &collected.manual_term,
        &collected.manual_content,
    ];
    let mut nth = 0;
    let own = fields.map(|field| {
        nth += 1;
        params.text_after(field.said(), KEYS[nth - 1])
    });
    let last_click = &event.session_traffic_source_last_click;
    let first = &event.traffic_source;
    let first = || match FIRST.contains(&name) {
        true => [first.source.said(), first.medium.said(), first.name.said(), None, None],
        false => Default::default(),
    };
    let [over_all, tagged] = [&last_click.cross_channel_campaign, &last_click.manual_campaign].map(campaign);
    let is_clicked = !is_tagged(&own) && (collected.gclid.said().is_some() || params.has("page_location", &CLICKED));
    if is_clicked {
        return paid(own, over_all);
    }
    if says(&own) {
        return own;
    }
    let [.., term, content] = own;
    let [source, medium, name, other_term, other_content] =
        [over_all, tagged].into_iter().find(says).unwrap_or_else(first);
    [source, medium, name, term.or(other_term), content.or(other_content)]
}

fn campaign<'e>(campaign: &'e Campaign<'e>) -> Traffic<'e> {
    let Campaign { source, medium, campaign_name, term, content } = campaign;
    [source.said(), medium.said(), campaign_name.said(), term.said(), content.said()]
}

/// Whether a tag says it, not a referrer.
fn is_tagged([source, medium, ..]: &Traffic<'_>) -> bool {
    match medium {
        Some(medium) => !matches!(&**medium, "organic" | "referral") && !is_placeholder(medium),
        None => source.is_some(),
    }
}

/// An ad's traffic: its campaign is what came with the click, else that of the session, where the session is an ad's.
fn paid<'e>([_, _, campaign, term, content]: Traffic<'e>, session: Traffic<'e>) -> Traffic<'e> {
    let [_, medium, of_session, ..] = session;
    let of_session = of_session.filter(|_| medium.as_deref() == Some("cpc"));
    let campaign = campaign.filter(|campaign| !is_placeholder(campaign)).or(of_session);
    [Some("google".into()), Some("cpc".into()), campaign, term, content]
}

/// `(organic)`, `(direct)` and the like stand where there is no campaign.
fn is_placeholder(text: &str) -> bool {
    text.starts_with('(')
}

fn says(traffic: &Traffic<'_>) -> bool {
    traffic[..3].iter().any(Option::is_some)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source, medium and campaign of a page view; `more` are fields of the event.
    #[track_caller]
    fn check(page: &str, params: &[(&str, &str)], more: &str, wanted: [&str; 3]) {
        let location = ("page_location", page);
        let params = params.iter().chain([&location]);
        let params = params.map(|(key, value)| format!(r#"{{"key":"{key}","value":{{"string_value":"{value}"}}}}"#));
        let params = params.collect::<Vec<_>>().join(",");
        let text = format!(r#"{{"event_name":"page_view","event_params":[{params}]{more}}}"#);
        let event: Event<'_> = serde_json::from_str(&text).unwrap();
        let found = of(&event, "page_view", &mut Params::new(&event.event_params));
        let found: Vec<&str> = found[..3].iter().map(|part| part.as_deref().unwrap_or("-")).collect();
        assert_eq!(found, wanted, "{text}");
    }

    const SITE: &str = "https://shop.example/";
    const ORGANIC: [(&str, &str); 3] = [("source", "google"), ("medium", "organic"), ("campaign", "(organic)")];

    #[test]
    fn a_click_on_an_ad_is_paid_whatever_the_referrer_says() {
        let clicked =
            r#","collected_traffic_source":{"manual_source":"google","manual_medium":"organic","gclid":"g1"}"#;
        check(SITE, &[], clicked, ["google", "cpc", "-"]);
        check(SITE, &[], r#","collected_traffic_source":{"gclid":"g1"}"#, ["google", "cpc", "-"]);
        check("https://shop.example/?gclid=g1", &ORGANIC, "", ["google", "cpc", "-"]);
        check("https://shop.example/?a=1&gbraid=g1", &[], "", ["google", "cpc", "-"]);
        check(SITE, &ORGANIC, "", ["google", "organic", "(organic)"]);
        check("https://shop.example/?xgclid=g1", &ORGANIC, "", ["google", "organic", "(organic)"]);
    }

    #[test]
    fn a_tag_goes_before_a_click() {
        let letter = r#","collected_traffic_source":{"manual_source":"letter","manual_medium":"email","gclid":"g1"}"#;
        check(SITE, &[], letter, ["letter", "email", "-"]);
        let linkedin = [("source", "linkedin"), ("medium", "social")];
        check("https://shop.example/?gclid=old", &linkedin, "", ["linkedin", "social", "-"]);
        check("https://shop.example/?gclid=old", &[("source", "letter")], "", ["letter", "-", "-"]);
    }

    #[test]
    fn an_ads_campaign_is_that_of_the_click_else_of_the_session() {
        let session = r#","collected_traffic_source":{"gclid":"g1"},"session_traffic_source_last_click":
            {"cross_channel_campaign":{"source":"google","medium":"cpc","campaign_name":"brand"}}"#;
        check(SITE, &[], session, ["google", "cpc", "brand"]);
        check(SITE, &[("campaign", "spring")], session, ["google", "cpc", "spring"]);
    }
}
