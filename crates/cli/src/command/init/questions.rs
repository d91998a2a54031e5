//! What no file says, and its user must: answered on the command line, at a terminal, or in jauge.toml.

use std::collections::{BTreeMap, BTreeSet};

use jauge_core::ask::orders::is_waiting;
use jauge_domain::{InitChoices, InitMessage, currency_code};

use super::found::Group;
use crate::{error::CliError, io::Io};

const TIMEZONE: &str = "timezone";
const CURRENCY: &str = "currency";
const DATES: &str = "dates";
const WAITING: &str = "waiting";
const UNKNOWN: &str = "unknown";

/// Of so many orders one that is not paid yet is worth a question.
const ONE_IN: usize = 20;
/// Fewer orders than these say nothing of the others.
const ENOUGH: usize = 10;

/// Answers that were given, and questions that stay open.
pub(super) struct Answers<'a> {
    io: &'a Io,
    given: BTreeMap<String, String>,
    /// Keys that nobody answered.
    pub(super) open: BTreeSet<String>,
}

impl<'a> Answers<'a> {
    /// Those of the command line, each `KEY=VALUE`.
    pub(super) fn new(io: &'a Io, given: &[String]) -> Result<Self, CliError> {
        let known = [TIMEZONE, CURRENCY, DATES, WAITING, UNKNOWN];
        let read = |text: &String| {
            let answer = text.split_once('=').map(|(key, value)| (key.trim(), value.trim()));
            let answer = answer.filter(|(key, value)| known.contains(key) && !value.is_empty());
            let wrong = || InitMessage::NoSuchAnswer { text: text.clone(), known: known.map(str::to_owned).to_vec() };
            let (key, value) = answer.ok_or_else(|| CliError::told(wrong()))?;
            Ok((key.to_owned(), value.to_owned()))
        };
        let given = given.iter().map(read).collect::<Result<_, CliError>>()?;
        Ok(Self { io, given, open: BTreeSet::new() })
    }

    /// The answer to `key`, or a question in its place: never a default.
    fn answer(&mut self, key: &str, choices: InitChoices) -> String {
        if let Some(answer) = self.given.get(key) {
            return answer.clone();
        }
        let asks = InitMessage::Asks { key: key.to_owned(), choices: choices.clone() };
        let typed = self.io.answer_to(&self.io.wording().message(&asks.into()));
        let typed = typed.map(|text| text.trim().trim_matches('"').to_owned()).filter(|text| !text.is_empty());
        match typed {
            Some(answer) => {
                self.given.insert(key.to_owned(), answer.clone());
                answer
            }
            None => {
                self.open.insert(key.to_owned());
                format!("? {}", self.io.wording().message(&InitMessage::Choices { choices }.into()))
            }
        }
    }

    /// The zone of the workspace.
    pub(super) fn timezone(&mut self) -> String {
        self.answer(TIMEZONE, InitChoices::Zone)
    }

    /// The currency of the workspace; `None` where nothing has amounts. What every file says is not asked.
    pub(super) fn currency(&mut self, groups: &[Group<'_>]) -> Option<String> {
        let columns = groups.iter().filter_map(|group| Some((group, group.recipe.currency.as_deref()?)));
        let columns: Vec<_> = columns.collect();
        if columns.is_empty() {
            return None;
        }
        let heads = columns.iter().flat_map(|(group, column)| {
            group.files.iter().filter_map(move |file| Some((file.head.as_ref().ok()?, *column)))
        });
        let values = heads.flat_map(|(head, column)| head.values(column).filter_map(currency_code));
        let in_headers =
            groups.iter().flat_map(|group| group.files.iter().filter_map(move |file| file.currency(group.recipe)));
        let said: BTreeSet<&str> = values.chain(in_headers).collect();
        let is_known = !self.given.contains_key(CURRENCY) && columns.iter().all(|(_, column)| !column.is_empty());
        match said.iter().next() {
            Some(only) if said.len() == 1 && is_known => Some((*only).to_owned()),
            Some(_) => {
                let codes = said.into_iter().map(str::to_owned).collect();
                Some(self.answer(CURRENCY, InitChoices::CurrencyOf { codes }))
            }
            None => Some(self.answer(CURRENCY, InitChoices::Currency)),
        }
    }

    /// What orders are that are pending, on hold or authorized; `None` where few are among the first rows of `groups`.
    pub(super) fn waiting(&mut self, groups: &[Group<'_>]) -> Option<String> {
        let columns = groups.iter().filter_map(|group| Some((group, group.recipe.status.as_deref()?)));
        let heads = columns.flat_map(|(group, column)| {
            group.files.iter().filter_map(move |file| Some((file.head.as_ref().ok()?, column)))
        });
        let statuses: Vec<&str> = heads.flat_map(|(head, column)| head.values(column)).collect();
        let waiting = statuses.iter().filter(|status| is_waiting(status)).count();
        let percent = waiting * 100 / statuses.len().max(1);
        let is_many = statuses.len() >= ENOUGH && waiting * ONE_IN > statuses.len();
        is_many.then(|| self.answer(WAITING, InitChoices::Waiting { percent }))
    }

    /// Whether so many files that nobody knows are loaded, each kind into a table of its own. Unanswered they stay comments.
    pub(super) fn loads_unknown(&mut self, files: usize) -> bool {
        let loads = files > 0 && self.answer(UNKNOWN, InitChoices::Unknown { files }) == "load";
        self.open.remove(UNKNOWN);
        loads
    }

    /// The currency that was named, where nothing asks for it.
    pub(super) fn named_currency(&self) -> Option<String> {
        self.given.get(CURRENCY).cloned()
    }

    /// The order in the dates of `group`, where its first rows leave it open.
    pub(super) fn dates(&mut self, group: &Group<'_>) -> Option<String> {
        let column = group.recipe.dates.as_deref()?;
        let heads = group.files.iter().filter_map(|file| file.head.as_ref().ok());
        let mut orders = heads.flat_map(|head| head.values(column)).filter_map(first_two).peekable();
        orders.peek()?;
        let is_told = orders.any(|(first, second)| first > 12 || second > 12);
        (!is_told).then(|| self.answer(DATES, InitChoices::DateOrder))
    }
}

/// The first two numbers of a date such as 03/04/2026; `None` where it is written otherwise, or begins with the year.
fn first_two(date: &str) -> Option<(u32, u32)> {
    let mut numbers = date.split(['/', '.', '-']);
    let first = numbers.next().filter(|first| first.len() <= 2)?.parse().ok()?;
    Some((first, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_that_begin_with_day_or_month_are_open() {
        assert_eq!(first_two("03/04/2026"), Some((3, 4)));
        assert_eq!([first_two("2026-04-03"), first_two("3 April"), first_two("")], [None; 3]);
    }
}
