//! What becomes of a text before it is a value: texts that mean none, and dates and percentages in a form that was stated.

use std::borrow::Cow;

use jiff::fmt::strtime::BrokenDownTime;

use super::{
    FileSettings,
    settings::{DateOrder, PercentSign},
};
use crate::cells::{Mark, mark_of};

/// How the texts of a file are taken.
pub(super) struct Values {
    /// Texts that mean no value, without the spaces around them.
    nulls: Vec<String>,
    /// How its dates are written, where that was stated.
    dates: Option<String>,
    /// What percentages are, where that was stated.
    percent: Option<PercentSign>,
    /// True where none of these is set, so that every text stays as it is.
    plain: bool,
}

impl Values {
    pub(super) fn new(settings: &FileSettings) -> Self {
        let nulls: Vec<String> = settings.nulls.iter().map(|null| null.trim().to_owned()).collect();
        let dates = match &settings.dates {
            Some(DateOrder::Written(pattern)) => Some(pattern.clone()),
            _ => None,
        };
        let percent = settings.percent;
        Self { plain: nulls.is_empty() && dates.is_none() && percent.is_none(), nulls, dates, percent }
    }

    /// The value of `text`; a date that is written as was stated, as ISO 8601.
    pub(super) fn of<'a>(&self, text: Cow<'a, str>) -> Option<Cow<'a, str>> {
        if self.plain {
            return Some(text);
        }
        if self.nulls.iter().any(|null| null == text.trim()) {
            return None;
        }
        let iso = self.dates.as_ref().and_then(|pattern| iso(pattern, text.trim()));
        let read = iso.or_else(|| self.percent.and_then(|percent| without_sign(percent, &text)));
        Some(read.map_or(text, Cow::Owned))
    }
}

/// The number that the percentage `text` is, exactly and with its own decimal mark.
fn without_sign(percent: PercentSign, text: &str) -> Option<String> {
    let number = text.trim_end().strip_suffix('%').filter(|number| mark_of(number) != Mark::NotANumber)?;
    let exponent = match percent {
        PercentSign::Ratio => "e-2",
        PercentSign::Number => "",
    };
    Some(format!("{}{exponent}", number.trim()))
}

/// The date or time that `text` is under `pattern`, as ISO 8601; without a time of day or an offset where it has none.
fn iso(pattern: &str, text: &str) -> Option<String> {
    let read = BrokenDownTime::parse(pattern, text).ok()?;
    let date = read.to_date().ok()?;
    if read.hour().is_none() {
        return Some(date.to_string());
    }
    let local = date.to_datetime(read.to_time().ok()?);
    Some(match read.offset() {
        Some(offset) => offset.to_timestamp(local).ok()?.to_string(),
        None => local.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_a_form_that_was_stated_is_iso_and_another_text_stays() {
        let of = |pattern: &str, text: &str| iso(pattern, text);
        assert_eq!(of("%d/%m/%y %H:%M", "3/4/26 9:05").as_deref(), Some("2026-04-03T09:05:00"));
        assert_eq!(of("%d/%m/%y", "03/04/26").as_deref(), Some("2026-04-03"));
        assert_eq!(of("%m/%d/%y %I:%M %p", "04/03/26 01:05 PM").as_deref(), Some("2026-04-03T13:05:00"));
        assert_eq!(of("%d.%m.%Y %H:%M %z", "03.04.2026 13:05 +0200").as_deref(), Some("2026-04-03T11:05:00Z"));
        assert_eq!(of("%d/%m/%y", "Paris"), None);
        assert_eq!(of("%d/%m/%y", "31/02/26"), None);
    }

    #[test]
    fn a_percentage_is_the_number_that_was_stated_and_another_text_stays() {
        let of = |percent, text: &str| without_sign(percent, text);
        assert_eq!(of(PercentSign::Number, " 77,7 % ").as_deref(), Some("77,7"));
        assert_eq!(of(PercentSign::Ratio, "-1.25%").as_deref(), Some("-1.25e-2"));
        for other in ["5", "%", "< 10%", "5%%", "ten %", ""] {
            let read = of(PercentSign::Ratio, other).map(|text| crate::cells::parse_decimal(&text, Some('.')).is_ok());
            assert_ne!(read, Some(true), "{other}");
        }
        assert_eq!(crate::cells::parse_decimal("77,7e-2", Some(',')), Ok((777, 3)));
    }
}
