//! What is kept of rows that were not loaded: no more of whom they are about than of those that were.

use std::{borrow::Cow, net::IpAddr, sync::Arc};

use jauge_classify::without_parameters;
use jauge_domain::{Message, RejectedRow};
use jauge_store::tables::CLIENT_IP;
use jauge_workspace::Address;

use super::pseudonym::{Pseudonyms, shown};

/// Stands for an address that is not kept.
const NO_ADDRESS: &str = "…";

/// Applies `[privacy]` to rejected rows; without settings it keeps them as they are.
#[derive(Clone, Default)]
pub(crate) struct Scrub(Option<Arc<Pseudonyms>>);

impl Scrub {
    /// As the settings of `pseudonyms` say.
    pub(crate) fn under(pseudonyms: Arc<Pseudonyms>) -> Self {
        Self(Some(pseudonyms))
    }

    /// `row` with what may be kept of its value.
    pub(crate) fn row(&self, row: RejectedRow) -> RejectedRow {
        let value = row.value.and_then(|value| self.value(row.column.as_deref(), value));
        let why = match *row.why {
            Message::Quoted(text) => Message::Quoted(self.text(&text)),
            why => why,
        };
        RejectedRow { value, why: Box::new(why), ..row }
    }

    /// A text that quotes a row: without addresses and personal parameters.
    pub(crate) fn text(&self, text: &str) -> String {
        let Some(pseudonyms) = &self.0 else { return text.to_owned() };
        let privacy = pseudonyms.config();
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | ',' | '|' | '\\');
        without_addresses(&without_parameters(text, |name| privacy.drops(name), ends), privacy.ip).into_owned()
    }

    fn value(&self, column: Option<&str>, value: String) -> Option<String> {
        let Some(pseudonyms) = &self.0 else { return Some(value) };
        match column {
            Some(column) if pseudonyms.covers(column) => pseudonyms.of(column, &value).ok(),
            Some(CLIENT_IP) => shown(pseudonyms.config().ip, &value),
            // Where a row could not be taken apart, nobody knows which part of it is the identifier.
            None if !pseudonyms.config().hash.is_empty() => None,
            _ => Some(self.text(&value)),
        }
    }
}

/// `text` with what may be kept of the addresses in it.
fn without_addresses(text: &str, kept: Address) -> Cow<'_, str> {
    if kept == Address::Keep {
        return Cow::Borrowed(text);
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':');
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
        left.push_str(before);
        left.push_str(&word_without(word, kept));
        rest = after;
    }
    left.push_str(rest);
    Cow::Owned(left)
}

/// `word` itself, unless it is an address, one with a port, or one at the end of a sentence.
fn word_without(word: &str, kept: Address) -> Cow<'_, str> {
    let is_address = |text: &str| text.parse::<IpAddr>().is_ok_and(|ip| !ip.is_unspecified());
    let masked = |text: &str| shown(kept, text).unwrap_or_else(|| NO_ADDRESS.to_owned());
    let bare = word.trim_end_matches(['.', ':']);
    for end in [Some(word.len()), Some(bare.len()), bare.rfind(':')].into_iter().flatten() {
        let (text, rest) = word.split_at(end);
        if is_address(text) {
            return Cow::Owned(masked(text) + rest);
        }
    }
    Cow::Borrowed(word)
}

#[cfg(test)]
mod tests {
    use jauge_workspace::PrivacyConfig;

    use super::*;

    #[test]
    fn addresses_within_texts_go_or_are_masked_and_nothing_else() {
        let line = "198.51.100.77 - carol [05/Jan/2020:10:00:00 +0000] 2001:db8::7 203.0.113.9:443, at 192.0.2.1.";
        let dropped = without_addresses(line, Address::Drop);
        assert_eq!(dropped, "… - carol [05/Jan/2020:10:00:00 +0000] … …:443, at ….");
        let masked = without_addresses(line, Address::Mask);
        assert!(masked.starts_with("198.51.100.0 - carol") && masked.contains("203.0.113.0:443"), "{masked}");
        assert_eq!(without_addresses(line, Address::Keep), line);
        for same in ["1.5", "10:00:00", "std::fs", "::", "1.2.3", "a.b.c.d", "v1.2.3.4", ""] {
            assert_eq!(without_addresses(same, Address::Drop), same);
        }
    }

    #[test]
    fn of_a_row_that_could_not_be_taken_apart_nothing_is_kept_where_identifiers_are_hashed() {
        let scrub = |hash: &[&str]| {
            let hash = hash.iter().map(|name| (*name).to_owned()).collect();
            let config = PrivacyConfig { hash, ..PrivacyConfig::default() };
            Scrub(Some(Arc::new(Pseudonyms::of_store(std::path::Path::new("/nowhere"), &config))))
        };
        let row = |column: Option<&str>| RejectedRow {
            stream: "a.csv".to_owned(),
            line: Some(2),
            column: column.map(str::to_owned),
            value: Some("192.0.2.1,ann,/p?email=b".to_owned()),
            why: Box::new(Message::Quoted("at 192.0.2.1".to_owned())),
        };
        let kept = scrub(&[]).row(row(None));
        assert_eq!(kept.value.as_deref(), Some("…,ann,/p"));
        assert_eq!(*kept.why, Message::Quoted("at …".to_owned()));
        assert_eq!(scrub(&["user_id"]).row(row(None)).value, None);
        assert!(scrub(&["user_id"]).row(row(Some("value"))).value.is_some());
        assert_eq!(Scrub::default().row(row(None)), row(None));
    }
}
