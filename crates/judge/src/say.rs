//! Sentences and numbers in the language of the reader.

use jauge_domain::{Language, Target, Unit};
use jiff::civil::Date;

/// Keeps a number and its unit, or a number's thousands, on one line.
const NARROW: char = '\u{202f}';

/// Says things in a language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Say {
    pub(crate) language: Language,
    pub(crate) currency: Option<String>,
}

impl Say {
    /// The English or the French one of two texts.
    pub(crate) fn pick(&self, en: impl Into<String>, fr: impl Into<String>) -> String {
        match self.language {
            Language::En | Language::Qps => en.into(),
            Language::Fr => fr.into(),
        }
    }

    /// A value with its unit.
    pub(crate) fn value(&self, value: f64, unit: Unit) -> String {
        let space = self.pick(" ", NARROW);
        match unit {
            Unit::Ratio => format!("{}{space}%", self.number(value * 100.0, if value.abs() < 0.1 { 2 } else { 1 })),
            Unit::Money => {
                let amount = self.number(value, if value.abs() < 1000.0 { 2 } else { 0 });
                match &self.currency {
                    Some(currency) if self.language == Language::Fr => format!("{amount}{NARROW}{}", sign(currency)),
                    Some(currency) => format!("{amount} {currency}"),
                    None => amount,
                }
            }
            Unit::Duration if value.abs() >= 120.0 => format!("{}{space}min", self.number(value / 60.0, 1)),
            Unit::Duration => format!("{}{space}s", self.number(value, 1)),
            Unit::Count => self.number(value, 0),
            Unit::Number => self.number(value, if value.abs() < 100.0 { 2 } else { 0 }),
        }
    }

    /// A target with its unit.
    pub(crate) fn target(&self, target: Target, unit: Unit) -> String {
        match target {
            Target::Value(value) => self.value(value, unit),
            Target::Relative(share) => format!("{}{}", plus(share), self.value(share, Unit::Ratio)),
            Target::Points(points) if unit == Unit::Ratio => {
                format!("{}{} pt", plus(points), self.number(points * 100.0, 2))
            }
            Target::Points(points) => format!("{}{}", plus(points), self.value(points, unit)),
            Target::Between(low, high) => format!("{}–{}", self.value(low, unit), self.value(high, unit)),
        }
    }

    /// A share in whole percent.
    pub(crate) fn percent(&self, share: f64) -> String {
        format!("{}{}%", self.number(share * 100.0, 0), self.pick(" ", NARROW))
    }

    /// A number with at most so many decimals, without those that are 0.
    pub(crate) fn number(&self, value: f64, places: usize) -> String {
        let text = format!("{:.places$}", value.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let rest = rest.trim_end_matches('0');
        let mut grouped = String::new();
        for (nth, digit) in whole.chars().enumerate() {
            if nth > 0 && (whole.len() - nth).is_multiple_of(3) {
                grouped.push(if self.language == Language::Fr { NARROW } else { ',' });
            }
            grouped.push(digit);
        }
        let mark = self.pick(".", ",");
        let fraction = if rest.is_empty() { String::new() } else { format!("{mark}{rest}") };
        let is_zero = whole == "0" && rest.is_empty();
        format!("{}{grouped}{fraction}", if value < 0.0 && !is_zero { "-" } else { "" })
    }

    /// A day.
    pub(crate) fn date(&self, date: Date) -> String {
        match self.language {
            Language::En | Language::Qps => date.to_string(),
            Language::Fr => date.strftime("%d/%m/%Y").to_string(),
        }
    }

    /// A period as people name it there.
    pub(crate) fn period(&self, name: &str) -> String {
        match (self.language, name.split_once('-')) {
            (Language::Fr, Some((year, rest))) if rest.starts_with('Q') => format!("T{} {year}", &rest[1..]),
            (Language::Fr, Some((year, rest))) if rest.starts_with('W') => format!("semaine {} de {year}", &rest[1..]),
            (Language::Fr, Some((year, month))) if month.len() == 2 => format!("{month}/{year}"),
            _ => name.to_owned(),
        }
    }
}

fn plus(value: f64) -> &'static str {
    if value > 0.0 { "+" } else { "" }
}

fn sign(currency: &str) -> &str {
    match currency {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_language() {
        let en = Say { currency: Some("EUR".into()), ..Say::default() };
        let fr = Say { language: Language::Fr, ..en.clone() };
        assert_eq!(en.value(0.0205, Unit::Ratio), "2.05 %");
        assert_eq!(fr.value(0.0205, Unit::Ratio), "2,05\u{202f}%");
        assert_eq!(en.value(1_234_567.8, Unit::Money), "1,234,568 EUR");
        assert_eq!(fr.value(12.5, Unit::Money), "12,5\u{202f}€");
        assert_eq!(en.value(-0.001, Unit::Count), "0");
        assert_eq!(fr.period("2026-Q2"), "T2 2026");
        assert_eq!(en.target(Target::Points(0.005), Unit::Ratio), "+0.5 pt");
    }
}
