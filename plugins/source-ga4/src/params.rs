//! The parameters of an event: those with a column of their own are taken out, the rest are properties.

use std::borrow::Cow;

use crate::{money::amount, record::Param};

/// The parameters of one event, and which of them are taken.
pub(crate) struct Params<'e> {
    list: &'e [Param<'e>],
    keys: Vec<&'e str>,
    taken: Vec<bool>,
}

impl<'e> Params<'e> {
    pub(crate) fn new(list: &'e [Param<'e>]) -> Self {
        let keys = list.iter().map(|param| param.key.as_str().unwrap_or_default()).collect();
        Self { list, keys, taken: vec![false; list.len()] }
    }

    fn find(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|known| *known == key)
    }

    /// Takes what `read` makes of the parameter called `key`; one it makes nothing of stays a property.
    fn take<T>(&mut self, key: &str, read: impl Fn(&'e Param<'e>) -> Option<T>) -> Option<T> {
        let place = self.find(key)?;
        let found = read(&self.list[place])?;
        self.taken[place] = true;
        Some(found)
    }

    /// Takes a text.
    pub(crate) fn text(&mut self, key: &str) -> Option<Cow<'e, str>> {
        self.take(key, |param| param.value.said())
    }

    /// Whether the text called `key` has any of `marks` in it; nothing is taken.
    pub(crate) fn has(&self, key: &str, marks: &[&str]) -> bool {
        let text = self.find(key).and_then(|place| self.list[place].value.said());
        text.is_some_and(|text| marks.iter().any(|mark| text.contains(mark)))
    }

    /// Takes a whole number.
    pub(crate) fn int(&mut self, key: &str) -> Option<i64> {
        self.take(key, |param| param.value.int())
    }

    /// Takes a percentage as a share.
    pub(crate) fn share(&mut self, key: &str) -> Option<f64> {
        self.take(key, |param| param.value.float().map(|percent| percent / 100.0))
    }

    /// Takes an amount, in ten-thousandths.
    pub(crate) fn amount(&mut self, key: &str) -> Option<i128> {
        self.take(key, |param| amount(&param.value))
    }

    /// `field`, else the parameter called `key`; a parameter that only repeats the field is taken too.
    pub(crate) fn text_after(&mut self, field: Option<Cow<'e, str>>, key: &str) -> Option<Cow<'e, str>> {
        match &field {
            None => self.text(key),
            Some(text) => {
                self.take(key, |param| param.value.said().filter(|value| value == text));
                field
            }
        }
    }

    /// The same of amounts.
    pub(crate) fn amount_after(&mut self, field: Option<i128>, key: &str) -> Option<i128> {
        match field {
            None => self.amount(key),
            Some(_) => {
                self.take(key, |param| amount(&param.value).filter(|value| Some(*value) == field));
                field
            }
        }
    }

    /// What was not taken and says something, each key once.
    pub(crate) fn rest(&self) -> impl Iterator<Item = (&'e str, Cow<'e, str>)> {
        let left = self.keys.iter().enumerate().filter(|(place, key)| !self.taken[*place] && !key.is_empty());
        let once = left.filter(|(place, key)| !self.keys[..*place].contains(key));
        once.filter_map(|(place, key)| Some((*key, self.list[place].value.text()?)))
    }
}
