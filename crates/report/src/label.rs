//! What a bucket or a period is called.

use jauge_domain::{Grain, Language};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::Style;

/// The name of the bucket of `grain` that starts at `start`.
pub(crate) fn bucket(grain: Grain, start: Timestamp, style: &Style) -> String {
    let name = style.calendar.label(grain, start);
    if style.language != Language::Fr {
        return name;
    }
    match grain {
        Grain::Hour | Grain::Day => {
            let (day, rest) = name.split_at_checked(10).unwrap_or((&name, ""));
            format!("{}{rest}", day.split('-').rev().collect::<Vec<_>>().join("/"))
        }
        Grain::Week => name.replace("-W", "-S"),
        Grain::Month => name.split('-').rev().collect::<Vec<_>>().join("/"),
        Grain::Quarter => name.replace("-Q", "-T"),
        Grain::Year => name,
    }
}

/// The first and the last day of a stretch of time, both in it.
pub fn days_text(start: Timestamp, end: Timestamp, style: &Style) -> (String, String) {
    let (first, after) = style.calendar.days_of(jauge_domain::Span { start, end });
    let last = after.yesterday().unwrap_or(after).max(first);
    (date(first, style.language), date(last, style.language))
}

/// The word above a column of buckets.
pub(crate) fn heading(grain: Grain, style: &Style) -> &'static str {
    match (style.language, grain) {
        (Language::En | Language::Qps, Grain::Hour) => "Hour",
        (Language::En | Language::Qps, Grain::Day) => "Day",
        (Language::En | Language::Qps, Grain::Week) => "Week",
        (Language::En | Language::Qps, Grain::Month) => "Month",
        (Language::En | Language::Qps, Grain::Quarter) => "Quarter",
        (Language::En | Language::Qps, Grain::Year) => "Year",
        (Language::Fr, Grain::Hour) => "Heure",
        (Language::Fr, Grain::Day) => "Jour",
        (Language::Fr, Grain::Week) => "Semaine",
        (Language::Fr, Grain::Month) => "Mois",
        (Language::Fr, Grain::Quarter) => "Trimestre",
        (Language::Fr, Grain::Year) => "Année",
    }
}

/// A day; in French with slashes.
pub(crate) fn date(date: Date, language: Language) -> String {
    match language {
        Language::En | Language::Qps => date.to_string(),
        Language::Fr => date.strftime("%d/%m/%Y").to_string(),
    }
}
