//! Text in the languages Jauge speaks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language of titles, statuses and formats. Its sentences are a folder of `crates/report/src/wording`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English, the fallback of every text.
    #[default]
    En,
    /// French.
    Fr,
    /// English with every letter doubled, to see what was never put into words. Builds with debug assertions only.
    #[serde(skip)]
    Qps,
}

impl Language {
    /// The languages people choose from.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// Its ISO 639 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Qps => "qps",
        }
    }

    /// The language of a code or of a locale of the system, such as `fr_FR.UTF-8`.
    pub fn of_locale(locale: &str) -> Option<Self> {
        let code = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        let pseudo = cfg!(debug_assertions).then_some(Self::Qps);
        Self::ALL.into_iter().chain(pseudo).find(|language| language.code().eq_ignore_ascii_case(code))
    }
}

/// A text that may be given once for all languages, or per language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Localized {
    en: String,
    #[serde(flatten)]
    others: BTreeMap<Language, String>,
}

impl Localized {
    /// The text in `language`, or in English where that is missing.
    pub fn get(&self, language: Language) -> &str {
        self.others.get(&language).unwrap_or(&self.en)
    }

    /// True where no text was given.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }
}

impl From<&str> for Localized {
    fn from(text: &str) -> Self {
        Self { en: text.to_owned(), others: BTreeMap::new() }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Once(String),
    PerLanguage {
        en: String,
        #[serde(flatten)]
        others: BTreeMap<Language, String>,
    },
}

impl From<Written> for Localized {
    fn from(written: Written) -> Self {
        match written {
            Written::Once(en) => Self { en, others: BTreeMap::new() },
            Written::PerLanguage { en, others } => Self { en, others },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        let of = Language::of_locale;
        assert_eq!(
            [of("fr_FR.UTF-8"), of("en"), of("C"), of("de_DE")],
            [Some(Language::Fr), Some(Language::En), None, None]
        );
    }

    #[test]
    fn a_text_without_the_language_is_english() {
        let text: Localized = toml::from_str::<BTreeMap<String, Localized>>("t = { en = \"a\", fr = \"b\" }")
            .unwrap()
            .remove("t")
            .unwrap();
        assert_eq!([text.get(Language::En), text.get(Language::Fr), text.get(Language::Qps)], ["a", "b", "a"]);
    }
}
