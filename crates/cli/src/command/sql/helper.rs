//! What the prompt completes and suggests.

use jauge_report::one_line;
use rustyline::{
    Context, Helper,
    completion::{Completer, Pair},
    highlight::Highlighter,
    hint::{Hinter, HistoryHinter},
    validate::Validator,
};

/// Words that statements are made of.
const WORDS: [&str; 40] = [
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "ORDER BY",
    "LIMIT",
    "JOIN",
    "LEFT JOIN",
    "ON",
    "AS",
    "AND",
    "OR",
    "NOT",
    "IN",
    "IS NULL",
    "IS NOT NULL",
    "LIKE",
    "BETWEEN",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "HAVING",
    "DISTINCT",
    "UNION ALL",
    "WITH",
    "OVER",
    "PARTITION BY",
    "FILTER",
    "DESC",
    "ASC",
    "count(*)",
    "sum(",
    "avg(",
    "min(",
    "max(",
    "date_trunc(",
    "coalesce(",
    "kpis(",
];

/// What the prompt knows of the workspace.
pub(super) struct PromptHelper {
    /// What can be completed.
    names: Vec<String>,
    /// Suggests what was typed before.
    before: HistoryHinter,
}

impl PromptHelper {
    /// Completes the words of SQL, and `names`.
    pub(super) fn new(names: impl Iterator<Item = String>) -> Self {
        let mut names: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).chain(names).collect();
        // The editor writes what it completes as it is.
        names.retain(|name| one_line(name) == *name);
        names.sort();
        names.dedup();
        Self { names, before: HistoryHinter::new() }
    }

    /// Where the word before `at` starts, and what it may become.
    fn fitting(&self, line: &str, at: usize) -> (usize, Vec<&String>) {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let start = line[..at].rfind(|c| !is_part(c)).map_or(0, |before| before + 1);
        let typed = line[start..at].to_lowercase();
        let fits = self.names.iter().filter(|name| !typed.is_empty() && name.to_lowercase().starts_with(&typed));
        (start, fits.collect())
    }
}

impl Helper for PromptHelper {}

impl Highlighter for PromptHelper {}

impl Validator for PromptHelper {}

impl Hinter for PromptHelper {
    type Hint = String;

    fn hint(&self, line: &str, at: usize, context: &Context<'_>) -> Option<String> {
        self.before.hint(line, at, context)
    }
}

impl Completer for PromptHelper {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, fits) = self.fitting(line, at);
        let pair = |name: &String| Pair { display: name.clone(), replacement: name.clone() };
        Ok((start, fits.into_iter().map(pair).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_becomes_what_begins_like_it() {
        let names = ["visitor_id", "visitors", "core.visitors", ".tables", "a\u{1b}b"].map(str::to_owned);
        let helper = PromptHelper::new(names.into_iter());
        let fitting = |line: &str| helper.fitting(line, line.len());
        assert_eq!(fitting("SELECT Visi"), (7, vec![&"visitor_id".to_owned(), &"visitors".to_owned()]));
        assert_eq!(fitting("core.v"), (0, vec![&"core.visitors".to_owned()]));
        assert_eq!(fitting(".t"), (0, vec![&".tables".to_owned()]));
        assert!(fitting("SELECT ").1.is_empty());
        assert!(!helper.names.iter().any(|name| name.contains('\u{1b}')));
    }
}
