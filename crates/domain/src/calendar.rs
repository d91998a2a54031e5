//! Stands in until the real one lands.
#![allow(missing_docs)]
use serde::Deserialize;
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain { Hour, Day }
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weekday { Monday }
#[derive(Clone, Debug)]
pub struct Calendar;
#[derive(Clone, Copy, Debug)]
pub struct Bucket;
#[derive(Clone, Copy, Debug)]
pub struct Span;
#[derive(Clone, Debug, PartialEq)]
pub struct Period;
#[derive(Clone, Debug, thiserror::Error)]
#[error("x")]
pub struct CalendarError;
impl Calendar { pub fn new(_: &str, _: Weekday, _: (i8, i8)) -> Result<Self, CalendarError> { Ok(Self) } }
