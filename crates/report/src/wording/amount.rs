//! Numbers inside of sentences: as few digits as one reads aloud.

use jauge_domain::{Target, Unit, Value};

use super::Wording;
use super::digits::{grouped, marked, rounded, trimmed};

impl Wording {
    /// A value with its unit.
    pub(crate) fn amount(&self, value: f64, unit: Unit) -> String {
        let numerals = self.numerals();
        let space = numerals.unit;
        match unit {
            Unit::Ratio => {
                format!("{}{space}%", self.number(value * 100.0, if value.abs() < 0.1 { 2 } else { 1 }))
            }
            Unit::Money => {
                let amount = self.number(value, if value.abs() < 1000.0 { 2 } else { 0 });
                match self.currency.as_deref() {
                    Some(code) => format!("{amount}{space}{}", (numerals.currency)(code)),
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
            Target::Value(value) => self.amount(value, unit),
            Target::Relative(share) => format!("{}{}", plus(share), self.amount(share, Unit::Ratio)),
            Target::Points(points) if unit == Unit::Ratio => {
                format!("{}{} pt", plus(points), self.number(points * 100.0, 2))
            }
            Target::Points(points) => format!("{}{}", plus(points), self.amount(points, unit)),
            Target::Between(low, high) => self.between(low, high, unit),
        }
    }

    /// From one value to another.
    pub(crate) fn between(&self, low: f64, high: f64, unit: Unit) -> String {
        format!("{}–{}", self.amount(low, unit), self.amount(high, unit))
    }

    /// A share in whole percent.
    pub(crate) fn percent(&self, share: f64) -> String {
        format!("{}{}%", self.number(share * 100.0, 0), self.numerals().unit)
    }

    /// A change as a share, with its sign.
    pub(crate) fn growth(&self, share: f64) -> String {
        format!("{}{}", plus(share), self.percent(share))
    }

    /// A size, in the largest binary unit of which there is one.
    pub(crate) fn bytes(&self, bytes: u64) -> String {
        let numerals = self.numerals();
        let (mut size, mut prefix) = (bytes as f64, "");
        for larger in ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] {
            if size < 1024.0 {
                break;
            }
            (size, prefix) = (size / 1024.0, larger);
        }
        let places = if prefix.is_empty() { 0 } else { 2 };
        let number = marked(&rounded(&Value::Float(size), places, 0), numerals);
        format!("{number}{}{prefix}{}", numerals.unit, numerals.bytes)
    }

    /// A number with at most so many decimals, without those that are 0.
    pub(crate) fn number(&self, value: f64, places: u8) -> String {
        let text = rounded(&Value::Float(value), places, 0);
        grouped(trimmed(&text), self.numerals())
    }
}

fn plus(value: f64) -> &'static str {
    if value > 0.0 { "+" } else { "" }
}

#[cfg(test)]
mod tests {
    use jauge_domain::Language;

    use super::*;

    #[test]
    fn numbers_are_those_of_the_language() {
        let of = |language| Wording { language, currency: Some("EUR".into()) };
        let (en, fr) = (of(Language::En), of(Language::Fr));
        assert_eq!(en.amount(0.0205, Unit::Ratio), "2.05 %");
        assert_eq!(fr.amount(0.0205, Unit::Ratio), "2,05\u{202f}%");
        assert_eq!(en.amount(1_234_567.8, Unit::Money), "1,234,568 EUR");
        assert_eq!(fr.amount(12.5, Unit::Money), "12,5\u{202f}€");
        assert_eq!(en.amount(-0.001, Unit::Count), "0");
        assert_eq!(en.number(1000.0, 0), "1,000");
        assert_eq!([0, 1023, 1024, 5_400_000].map(|size| en.bytes(size)), ["0 B", "1023 B", "1.00 KiB", "5.15 MiB"]);
        assert_eq!(fr.bytes(1536), "1,50\u{202f}Kio");
        assert_eq!(fr.period(&"2026-Q2".parse().unwrap()), "T2 2026");
        assert_eq!(en.target(Target::Points(0.005), Unit::Ratio), "+0.5 pt");
    }
}
