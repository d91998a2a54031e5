//! Text in the languages Jauge speaks.

use serde::{Deserialize, Serialize};

/// A language of titles, statuses and formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English, the fallback of every text.
    #[default]
    En,
    /// French.
    Fr,
}

/// A text that may be given once for all languages, or per language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct Localized {
    en: String,
    fr: Option<String>,
}

impl Localized {
    /// The text in `language`, or in English where that is missing.
    pub fn get(&self, language: Language) -> &str {
        match (language, &self.fr) {
            (Language::Fr, Some(fr)) => fr,
            _ => &self.en,
        }
    }

    /// True where no text was given.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }
}

impl From<&str> for Localized {
    fn from(text: &str) -> Self {
        Self { en: text.to_owned(), fr: None }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Once(String),
    PerLanguage { en: String, fr: Option<String> },
}

impl From<Written> for Localized {
    fn from(written: Written) -> Self {
        match written {
            Written::Once(en) => Self { en, fr: None },
            Written::PerLanguage { en, fr } => Self { en, fr },
        }
    }
}
