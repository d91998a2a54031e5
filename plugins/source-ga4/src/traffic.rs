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

/// What the event says of its traffic: the first of these that says anything, whole, so that no source is joined with another's
/// campaign.
///
/// 1. what came with the event: `collected_traffic_source`, with the parameters `source` … `content` for what it leaves open;
/// 2. what GA4 attributes the session to, `session_traffic_source_last_click`: over all channels, else the tagged campaign;
/// 3. on a user's first event alone, the user's first source, `traffic_source`.
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
    if says(&own) {
        return own;
    }
    let [over_all, tagged] = [&last_click.cross_channel_campaign, &last_click.manual_campaign].map(campaign);
    let [.., term, content] = own;
    let [source, medium, name, other_term, other_content] =
        [over_all, tagged].into_iter().find(says).unwrap_or_else(first);
    [source, medium, name, term.or(other_term), content.or(other_content)]
}

fn campaign<'e>(campaign: &'e Campaign<'e>) -> Traffic<'e> {
    let Campaign { source, medium, campaign_name, term, content } = campaign;
    [source.said(), medium.said(), campaign_name.said(), term.said(), content.said()]
}

fn says(traffic: &Traffic<'_>) -> bool {
    traffic[..3].iter().any(Option::is_some)
}
