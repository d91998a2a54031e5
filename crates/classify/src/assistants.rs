//! AI assistants, as referrers and as sources.

use super::hosts::{Hosts, above, bare};

/// The assistants Google names for its AI Assistant channel. Its own list of hosts is not published.
pub(super) const ASSISTANTS: [&str; 11] = [
    "bard.google.com",
    "chat.deepseek.com",
    "chat.openai.com",
    "chatgpt.com",
    "claude.ai",
    "copilot.cloud.microsoft",
    "copilot.com",
    "copilot.microsoft.com",
    "gemini.google.com",
    "grok.com",
    "m365.cloud.microsoft",
];

/// Names without a host that ChatGPT has put into `utm_source`.
const NAMES: [&str; 2] = ["chatgpt", "openai"];

/// Whether `source`, in lower case, is an assistant: of the shipped ones, or of `more`.
pub(super) fn is_assistant(source: &str, more: &Hosts) -> bool {
    let host = bare(source);
    NAMES.contains(&host.as_str()) || above(&host).any(|host| ASSISTANTS.contains(&host)) || more.holds(&host)
}
