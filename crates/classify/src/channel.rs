//! GA4's default channel group.

use super::assistants::is_assistant;
use super::hosts::Hosts;
use super::sources::{Category, category};

const DISPLAY: [&str; 5] = ["display", "banner", "expandable", "interstitial", "cpm"];
const SOCIAL: [&str; 6] = ["social", "social-network", "social-media", "sm", "social network", "social media"];
const EMAIL: [&str; 4] = ["email", "e-mail", "e_mail", "e mail"];

/// GA4's default channel group, by Google's definitions for manual traffic, in their order and in any case.
///
/// <https://support.google.com/analytics/answer/9756891>, with the AI Assistant channel of May 2026. Beyond Google's medium
/// `ai-assistant`, whatever an assistant tags with its own name is of this channel, unless the medium says that it was paid:
/// ChatGPT adds `utm_source=chatgpt.com` to its links. `assistants` are sources that the workspace takes for assistants, too.
pub fn channel(source: Option<&str>, medium: Option<&str>, campaign: Option<&str>, assistants: &Hosts) -> &'static str {
    let [source, medium, campaign] =
        [source, medium, campaign].map(|text| text.unwrap_or_default().trim().to_lowercase());
    let arrival = Arrival { source: &source, medium: &medium, campaign: &campaign, category: category(&source) };
    arrival
        .known()
        .or_else(|| arrival.paid())
        .or_else(|| is_assistant(&source, assistants).then_some("AI Assistant"))
        .or_else(|| arrival.organic())
        .or_else(|| arrival.other())
        .unwrap_or("Unassigned")
}

/// All in lower case, empty for none.
struct Arrival<'a> {
    source: &'a str,
    medium: &'a str,
    campaign: &'a str,
    category: Option<Category>,
}

impl Arrival<'_> {
    fn known(&self) -> Option<&'static str> {
        let is_direct = self.source == "(direct)" && matches!(self.medium, "" | "(none)" | "(not set)");
        let is_untold = [self.source, self.medium].iter().all(|text| text.is_empty())
            && matches!(self.campaign, "" | "(direct)" | "(not set)");
        if is_direct || is_untold {
            return Some("Direct");
        }
        self.campaign.contains("cross-network").then_some("Cross-network")
    }

    fn paid(&self) -> Option<&'static str> {
        let is_paid = is_paid(self.medium);
        match self.category {
            Some(Category::Shopping) if is_paid => Some("Paid Shopping"),
            _ if is_paid && is_shopping(self.campaign) => Some("Paid Shopping"),
            Some(Category::Search) if is_paid => Some("Paid Search"),
            Some(Category::Social) if is_paid => Some("Paid Social"),
            Some(Category::Video) if is_paid => Some("Paid Video"),
            _ if DISPLAY.contains(&self.medium) => Some("Display"),
            _ if is_paid => Some("Paid Other"),
            _ => None,
        }
    }

    fn organic(&self) -> Option<&'static str> {
        let is = |category| self.category == Some(category);
        match self.medium {
            _ if is(Category::Shopping) || is_shopping(self.campaign) => Some("Organic Shopping"),
            medium if is(Category::Social) || SOCIAL.contains(&medium) => Some("Organic Social"),
            medium if is(Category::Video) || medium.contains("video") => Some("Organic Video"),
            medium if is(Category::Search) || medium == "organic" => Some("Organic Search"),
            _ => None,
        }
    }

    fn other(&self) -> Option<&'static str> {
        let is_push =
            |medium: &str| medium.ends_with("push") || medium.contains("mobile") || medium.contains("notification");
        match self.medium {
            "ai-assistant" => Some("AI Assistant"),
            "referral" | "app" | "link" => Some("Referral"),
            medium if EMAIL.contains(&self.source) || EMAIL.contains(&medium) => Some("Email"),
            "affiliate" => Some("Affiliates"),
            "audio" => Some("Audio"),
            medium if self.source == "sms" || medium == "sms" => Some("SMS"),
            medium if self.source == "firebase" || is_push(medium) => Some("Mobile Push Notifications"),
            _ => None,
        }
    }
}

/// Google's `^(.*cp.*|ppc|retargeting|paid.*)$`.
fn is_paid(medium: &str) -> bool {
    medium.contains("cp") || matches!(medium, "ppc" | "retargeting") || medium.starts_with("paid")
}

/// Google's `^(.*(([^a-df-z]|^)shop|shopping).*)$`: a word that begins with "shop" or "eshop".
fn is_shopping(campaign: &str) -> bool {
    let begins_word = |start: usize| !campaign[..start].ends_with(|c: char| c.is_ascii_lowercase() && c != 'e');
    campaign.contains("shopping") || campaign.match_indices("shop").any(|(start, _)| begins_word(start))
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    /// Source, medium and campaign, empty for none.
    #[track_caller]
    fn check(expected: &str, cases: &[[&str; 3]]) {
        for case in cases {
            let [source, medium, campaign] = case.map(|text| (!text.is_empty()).then_some(text));
            assert_eq!(channel(source, medium, campaign, &Hosts::default()), expected, "{case:?}");
        }
    }

    #[test]
    fn direct_and_cross_network() {
        check("Direct", &[["", "", ""], ["(direct)", "(none)", ""], ["(direct)", "(not set)", "(direct)"]]);
        check("Direct", &[["(Direct)", "(None)", "shop"], [" ", " ", "(not set)"], ["(direct)", "", ""]]);
        check("Cross-network", &[["google", "cpc", "Cross-network"], ["", "", "my-CROSS-NETWORK-1"]]);
    }

    #[test]
    fn paid_channels() {
        check("Paid Shopping", &[["amazon", "cpc", ""], ["google", "cpc", "Shopping FR"], ["x", "ppc", "eshop"]]);
        check("Paid Search", &[["google", "cpc", ""], ["Bing", "PPC", "brand"], ["ecosia.org", "paid-search", ""]]);
        check("Paid Search", &[["google", "cpm", ""], ["yandex", "retargeting", ""], ["google", "cpc", "workshop"]]);
        check("Paid Social", &[["facebook", "cpc", ""], ["l.instagram.com", "paidsocial", ""], ["t.co", "cpm", ""]]);
        check("Paid Video", &[["youtube", "cpc", ""], ["vimeo.com", "paid_video", ""]]);
        check("Display", &[["dsp", "display", ""], ["x", "banner", ""], ["x", "expandable", ""]]);
        check("Display", &[["google", "Display", ""], ["x", "interstitial", ""], ["x", "cpm", ""]]);
        check("Paid Other", &[["criteo", "cpc", ""], ["x", "paid", ""], ["", "retargeting", ""], ["x", "scpx", ""]]);
    }

    #[test]
    fn organic_channels() {
        check("Organic Shopping", &[["ebay.de", "referral", ""], ["x", "referral", "shop-2024"], ["shopify", "", ""]]);
        check("Organic Social", &[["facebook.com", "referral", ""], ["x", "social", ""], ["x", "SM", ""]]);
        check("Organic Social", &[["ig", "", ""], ["x", "social media", ""], ["pinterest.fr", "organic", ""]]);
        check("Organic Video", &[["youtube.com", "referral", ""], ["x", "video", ""], ["x", "in-video-link", ""]]);
        check("Organic Search", &[["google", "organic", ""], ["duckduckgo", "", ""], ["unknown", "Organic", ""]]);
        check("Organic Search", &[["news.google.com", "referral", ""], ["google", "unknown", "workshop"]]);
    }

    #[test]
    fn other_channels() {
        check("AI Assistant", &[["chatgpt.com", "ai-assistant", "(ai-assistant)"], ["x", "AI-Assistant", ""]]);
        check(
            "AI Assistant",
            &[["chatgpt.com", "", ""], ["ChatGPT.com", "referral", ""], ["www.claude.ai", "organic", ""]],
        );
        check("AI Assistant", &[["openai", "", ""], ["copilot.com", "email", ""], ["gemini.google.com", "(none)", ""]]);
        check("Referral", &[["example.com", "referral", ""], ["x", "app", ""], ["x", "link", ""]]);
        check("Referral", &[["perplexity.ai", "referral", ""], ["email", "referral", ""]]);
        check("Email", &[["x", "email", ""], ["x", "E-Mail", ""], ["e_mail", "", ""], ["x", "e mail", ""]]);
        check("Affiliates", &[["awin", "affiliate", ""]]);
        check("Audio", &[["spotify", "audio", ""]]);
        check("SMS", &[["sms", "", ""], ["x", "SMS", ""]]);
        check("Mobile Push Notifications", &[["x", "push", ""], ["x", "web-push", ""], ["firebase", "", ""]]);
        check("Mobile Push Notifications", &[["x", "mobile_ad", ""], ["x", "notification", ""]]);
        check("Unassigned", &[["x", "y", "z"], ["newsletter", "", ""], ["", "", "c"], ["(not set)", "(not set)", ""]]);
        check(
            "Unassigned",
            &[["perplexity", "", ""], ["x", "affiliates", ""], ["x", "pushed", ""], ["", "(none)", ""]],
        );
    }

    #[test]
    fn an_assistant_that_is_paid_for_is_no_assistant() {
        check("Paid Other", &[["chatgpt.com", "cpc", ""], ["chatgpt.com", "paid", "spring"]]);
        check("Display", &[["copilot.com", "display", ""], ["chatgpt.com", "cpm", ""]]);
    }

    #[test]
    fn a_workspace_adds_assistants_of_its_own() {
        let more = Hosts::of(&["perplexity.ai".to_owned(), "perplexity".to_owned()]);
        for source in ["perplexity.ai", "www.perplexity.ai", "Perplexity"] {
            assert_eq!(channel(Some(source), Some("referral"), None, &more), "AI Assistant", "{source}");
        }
        assert_eq!(channel(Some("perplexity.ai"), Some("cpc"), None, &more), "Paid Other");
        assert_eq!(channel(Some("example.com"), Some("referral"), None, &more), "Referral");
    }

    #[test]
    fn the_rules_are_googles_expressions() {
        let paid = Regex::new("^(.*cp.*|ppc|retargeting|paid.*)$").unwrap();
        let shopping = Regex::new("^(.*(([^a-df-z]|^)shop|shopping).*)$").unwrap();
        let parts = ["", "cp", "ppc", "paid", "retargeting", "shop", "shopping", "e", "w", "é", "-", "1", "ping", " "];
        for text in parts.iter().flat_map(|a| parts.iter().flat_map(move |b| parts.map(|c| format!("{a}{b}{c}")))) {
            assert_eq!(is_paid(&text), paid.is_match(&text), "{text}");
            assert_eq!(is_shopping(&text), shopping.is_match(&text), "{text}");
        }
    }
}
