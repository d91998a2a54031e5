//! What `jauge init --from` and `jauge source add` say.

use serde::Serialize;

use super::Message;

/// What is said while exports are set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum InitMessage {
    /// Nothing to read lies where files were named.
    NothingFound {
        /// What was named.
        path: String,
    },
    /// An `--answer` is no `KEY=VALUE`, or its key is none that is asked.
    NoSuchAnswer {
        /// As written.
        text: String,
        /// The keys there are.
        known: Vec<String>,
    },
    /// A question to whoever sits at the terminal.
    Asks {
        /// What is asked: a key of jauge.toml.
        key: String,
        /// What an answer looks like.
        choices: InitChoices,
    },
    /// What an answer looks like, where it is missing in jauge.toml.
    Choices {
        /// Of which question.
        choices: InitChoices,
    },
    /// Files were recognised.
    Recognised {
        /// Their path or glob.
        path: String,
        /// By which recipe.
        recipe: String,
        /// The table they fill.
        table: String,
    },
    /// A file was not recognised.
    NotRecognised {
        /// The file.
        path: String,
    },
    /// A file was not recognised, and is loaded as it is.
    AsItIs {
        /// The file.
        path: String,
    },
    /// A file could not be read.
    NotRead {
        /// The file.
        path: String,
    },
    /// A file has no columns.
    Empty {
        /// The file.
        path: String,
    },
    /// A workspace was made of exports.
    Made {
        /// Its folder.
        dir: String,
        /// Questions that stand in its jauge.toml without an answer.
        open: Vec<String>,
    },
    /// A source was added to jauge.toml.
    Added {
        /// The source.
        source: String,
    },
}

/// What an answer looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum InitChoices {
    /// A time zone.
    Zone,
    /// Day or month first.
    DateOrder,
    /// Any currency.
    Currency,
    /// Whether orders count that are not paid yet.
    Waiting {
        /// How many of a hundred are not.
        percent: usize,
    },
    /// Whether files that nobody knows are loaded as they are.
    Unknown {
        /// How many.
        files: usize,
    },
    /// The currency to report in, where the files have these.
    CurrencyOf {
        /// Codes of ISO 4217.
        codes: Vec<String>,
    },
}

impl From<InitMessage> for Message {
    fn from(message: InitMessage) -> Self {
        Self::Init(message)
    }
}
