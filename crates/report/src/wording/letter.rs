//! What the letter says around values that are written already.

use jauge_domain::Status;
use jiff::civil::Date;

/// A sentence of the letter, or a heading of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LetterText<'a> {
    /// The subject, and the title.
    Subject {
        /// The workspace's name.
        workspace: &'a str,
        /// The last day that counts.
        as_of: Date,
    },
    /// A heading.
    Heading(LetterHeading),
    /// How an objective stands, after its statement.
    Stands {
        /// In a word.
        status: Status,
        /// The value so far.
        actual: Option<&'a str>,
        /// The baseline, and what it must come to by when.
        aside: &'a str,
    },
    /// Before KPIs that changed.
    Compared {
        /// The first day.
        first: &'a str,
        /// The last day.
        last: &'a str,
    },
    /// What a KPI has come to, after its title.
    Changed {
        /// The value.
        value: &'a str,
        /// The change on the one before, as a share of it.
        change: &'a str,
        /// The value before.
        before: &'a str,
        /// False where the value may still change.
        is_complete: bool,
    },
    /// No KPI changed by more than chance gives.
    NothingChanged,
    /// KPIs that changed by no more than chance gives.
    WithinNoise {
        /// Their titles.
        titles: &'a str,
    },
    /// KPIs of which too few days are known to tell.
    TooFewDays {
        /// Their titles.
        titles: &'a str,
    },
    /// An objective needs somebody, and its file has no open action.
    NoAction,
    /// No action is open.
    NothingToDo,
    /// Where the whole page is.
    PageAttached {
        /// The attachment's name.
        file: &'a str,
    },
}

/// A heading of the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterHeading {
    /// Above objectives.
    Objectives,
    /// Above what changed.
    Changes,
    /// Above what is to be done.
    Actions,
    /// Above what is missing.
    Missing,
    /// Above the questions that the numbers answer.
    Questions,
}
