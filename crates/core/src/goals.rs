//! Key events whose name is probably a slip.

use std::collections::BTreeSet;

use jauge_ask::catalog::Problem;
use jauge_domain::{CatalogMessage, Position, nearest};
use jauge_workspace::{CONFIG_FILE, Settings};

/// The events that GA4 recommends or collects, whose names are no slip though none was loaded yet.
///
/// <https://support.google.com/analytics/answer/9267735> and <https://support.google.com/analytics/answer/9234069>.
const USUAL: [&str; 35] = [
    "add_payment_info",
    "add_shipping_info",
    "add_to_cart",
    "add_to_wishlist",
    "begin_checkout",
    "click",
    "close_convert_lead",
    "file_download",
    "first_visit",
    "form_error",
    "form_field",
    "form_start",
    "form_submit",
    "form_view",
    "generate_lead",
    "login",
    "nps",
    "page_view",
    "purchase",
    "qualify_lead",
    "refund",
    "remove_from_cart",
    "scroll",
    "search",
    "session_start",
    "share",
    "sign_up",
    "user_engagement",
    "video_complete",
    "video_progress",
    "video_start",
    "view_cart",
    "view_item",
    "view_search_results",
    "vote",
];

/// The key events of jauge.toml that no event is called, where one that is was probably meant; `events` are the names there are.
pub(crate) fn slips(workspace: &Settings, events: &BTreeSet<String>) -> Vec<Problem> {
    if events.is_empty() {
        return Vec::new();
    }
    let known = || events.iter().map(String::as_str).chain(USUAL);
    let names = workspace.config.goals.key_events.iter().filter(|name| !known().any(|known| known == name.as_str()));
    let slip = |name: &String| {
        let near = nearest(name, known())?.to_owned();
        Some(at(workspace, name, CatalogMessage::UnknownKeyEvent { name: name.clone(), near }))
    };
    names.filter_map(slip).collect()
}

/// A fault at the place where jauge.toml writes `name`.
fn at(workspace: &Settings, name: &str, fault: CatalogMessage) -> Problem {
    let path = workspace.root.join(CONFIG_FILE);
    let text = jauge_durable::read_text_within(&workspace.root, &path).unwrap_or_default();
    let place = ['"', '\''].iter().find_map(|quote| text.find(&format!("{quote}{name}{quote}"))).unwrap_or(0);
    Problem::at(&path.display().to_string(), Position::of(&text, place), fault)
}
