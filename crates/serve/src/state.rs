//! What the address of a page asks: its whole state, so that a page can be sent on and comes back as it was.

use jauge_domain::{CalendarError, Compare, Grain, Language, Message, Period, Question, ServeMessage, Sort, When};
use url::form_urlencoded::{Serializer, parse};

/// So many groups are shown of a dimension, the largest.
pub(crate) const GROUPS: usize = 200;

/// What stands behind the question mark of an address; what is empty says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageState {
    /// The period, as people write it, `28d` or `all`.
    pub(crate) period: String,
    /// The grain's name.
    pub(crate) grain: String,
    /// A dimension.
    pub(crate) by: String,
    /// A SQL condition on rows.
    pub(crate) filter: String,
    /// `previous`, `year` or `none`.
    pub(crate) compare: String,
    /// `dimension`, `value` or `-value`.
    pub(crate) sort: String,
    /// The code of a language.
    pub(crate) language: String,
}

impl PageState {
    /// What `query` says; keys that no page has are passed over.
    pub(crate) fn of(query: &str) -> Self {
        let mut state = Self::default();
        for (key, value) in parse(query.as_bytes()) {
            if let Some((_, place)) = state.places().into_iter().find(|(name, _)| *name == key) {
                *place = value.trim().to_owned();
            }
        }
        state
    }

    /// Its keys with their values, in the order in which addresses have them.
    fn places(&mut self) -> [(&'static str, &mut String); 7] {
        [
            ("period", &mut self.period),
            ("grain", &mut self.grain),
            ("by", &mut self.by),
            ("where", &mut self.filter),
            ("compare", &mut self.compare),
            ("sort", &mut self.sort),
            ("lang", &mut self.language),
        ]
    }

    /// It as an address has it, the question mark before it where it says anything.
    pub(crate) fn query(&self) -> String {
        let mut state = self.clone();
        let mut query = Serializer::new(String::new());
        for (key, value) in state.places().into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(key, value);
        }
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    /// The same language, and nothing else.
    pub(crate) fn elsewhere(&self) -> Self {
        Self { language: self.language.clone(), ..Self::default() }
    }

    /// The language that is asked for; `None` where none is that pages have.
    pub(crate) fn language(&self) -> Option<Language> {
        Language::of_locale(&self.language)
    }

    /// The grain that is asked for.
    pub(crate) fn grain(&self) -> Result<Option<Grain>, ServeMessage> {
        if self.grain.is_empty() {
            return Ok(None);
        }
        let found = Grain::ALL.into_iter().find(|grain| grain.name() == self.grain);
        found.map(Some).ok_or_else(|| wrong("grain", &self.grain, &Grain::ALL.map(Grain::name)))
    }

    /// What it asks of `kpis`, the period as people write it in `language`.
    pub(crate) fn question(&self, kpis: Vec<String>, language: Language) -> Result<Question, Message> {
        let when = self.when(language)?;
        let compare = self.compared(&when)?;
        let by: Vec<String> = Some(self.by.clone()).filter(|by| !by.is_empty()).into_iter().collect();
        let is_grouped = !by.is_empty();
        Ok(Question {
            kpis,
            when,
            grain: self.grain()?,
            by,
            filter: Some(self.filter.clone()).filter(|filter| !filter.is_empty()),
            compare,
            top: is_grouped.then_some(GROUPS),
            sort: self.sorted(is_grouped)?,
            total: is_grouped,
            ..Question::default()
        })
    }

    fn when(&self, language: Language) -> Result<When, CalendarError> {
        match self.period.as_str() {
            "" => Ok(When::Usual),
            "all" => Ok(When::All),
            written => match Grain::counted(written) {
                Some((number, grain)) => Ok(When::Last(number, grain)),
                None => Period::written(written, language).map(When::Period),
            },
        }
    }

    /// What the period is compared with; the one before where none is named.
    fn compared(&self, when: &When) -> Result<Option<Compare>, ServeMessage> {
        match self.compare.as_str() {
            "" => Ok((*when == When::Usual).then_some(Compare::Previous)),
            "none" => Ok(None),
            "previous" => Ok(Some(Compare::Previous)),
            "year" => Ok(Some(Compare::Year)),
            other => Err(wrong("compare", other, &["previous", "year", "none"])),
        }
    }

    /// The order of groups, the largest first where none is named.
    fn sorted(&self, is_grouped: bool) -> Result<Sort, ServeMessage> {
        match self.sort.as_str() {
            _ if !is_grouped => Ok(Sort::Dimension),
            "" | "value" => Ok(Sort::ValueDescending),
            "-value" => Ok(Sort::ValueAscending),
            "dimension" => Ok(Sort::Dimension),
            other => Err(wrong("sort", other, &["dimension", "value", "-value"])),
        }
    }
}

fn wrong(key: &str, value: &str, known: &[&str]) -> ServeMessage {
    let known = known.iter().map(|known| (*known).to_owned()).collect();
    ServeMessage::NotAValue { key: key.to_owned(), value: value.to_owned(), known }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_it_was_made_of() {
        let state = PageState {
            period: "2026-04-01/2026-04-30".to_owned(),
            grain: "day".to_owned(),
            by: "channel".to_owned(),
            filter: "page = 'a&b' AND x > 1 + 1".to_owned(),
            compare: "year".to_owned(),
            sort: "-value".to_owned(),
            language: "fr".to_owned(),
        };
        let query = state.query();
        assert_eq!(PageState::of(query.trim_start_matches('?')), state);
        assert_eq!(PageState::default().query(), "");
        assert_eq!(PageState::of("period=&other=1&lang=fr").query(), "?lang=fr");
    }

    #[test]
    fn without_a_period_it_asks_what_jauge_ask_does() {
        let question = PageState::default().question(vec!["shop.orders".to_owned()], Language::En).unwrap();
        assert_eq!((question.when, question.compare), (When::Usual, Some(Compare::Previous)));
        assert_eq!((question.top, question.total), (None, false));
        let question = PageState::of("period=12w&by=channel").question(Vec::new(), Language::En).unwrap();
        assert_eq!((question.when, question.compare), (When::Last(12, Grain::Week), None));
        assert_eq!((question.sort, question.total), (Sort::ValueDescending, true));
    }

    #[test]
    fn periods_are_read_in_the_readers_language() {
        let when =
            |period: &str, language| PageState { period: period.to_owned(), ..PageState::default() }.when(language);
        assert_eq!(when("T4 2026", Language::Fr), "2026-Q4".parse().map(When::Period));
        assert_eq!(when("all", Language::En), Ok(When::All));
        assert!(when("soon", Language::En).is_err());
    }

    #[test]
    fn what_a_key_does_not_take_is_named_with_what_it_takes() {
        let fault = |query: &str| PageState::of(query).question(Vec::new(), Language::En).unwrap_err();
        for (query, key) in [("grain=fortnight", "grain"), ("compare=monday", "compare"), ("by=a&sort=up", "sort")] {
            let Message::Serve(ServeMessage::NotAValue { key: named, known, .. }) = fault(query) else {
                panic!("{query}")
            };
            assert!(named == key && known.len() >= 3, "{query}: {known:?}");
        }
    }
}
