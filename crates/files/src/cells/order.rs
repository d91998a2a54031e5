//! Whether the day or the month comes first in dates such as 03/04/2026.

use super::civil::{Scan, Triple};

/// What a text tells of the order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// Not a date with the year last.
    Other,
    /// Both may be the month, as in 03/04/2026.
    Open,
    /// The first number is over 12, as in 13/04/2026.
    DayFirst,
    /// The second number is over 12, as in 04/13/2026.
    MonthFirst,
}

/// What `text`, a date with or without a time of day, tells of the order of day and month.
pub fn order_of(text: &str) -> DayOrder {
    match Scan::new(text.trim()).triple() {
        Some(Triple::YearLast { first, second, .. }) => match (first, second) {
            (0, _) | (_, 0) => DayOrder::Other,
            (1..=12, 1..=12) => DayOrder::Open,
            (13..=31, 1..=12) => DayOrder::DayFirst,
            (1..=12, 13..=31) => DayOrder::MonthFirst,
            _ => DayOrder::Other,
        },
        _ => DayOrder::Other,
    }
}

/// What `texts` tell together: the first that decides, else [`DayOrder::Open`] where one has such a date.
pub fn detect_day_first<'a>(texts: impl IntoIterator<Item = &'a str>) -> DayOrder {
    let mut seen = DayOrder::Other;
    for text in texts {
        match order_of(text) {
            DayOrder::Other => {}
            DayOrder::Open => seen = DayOrder::Open,
            decided => return decided,
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_over_twelve_decides() {
        assert_eq!(order_of("13/04/2026"), DayOrder::DayFirst);
        assert_eq!(order_of("04/13/2026 10:00"), DayOrder::MonthFirst);
        assert_eq!(order_of("3.4.2026"), DayOrder::Open);
        for other in ["2026-04-13", "13/14/2026", "00/01/2026", "hello", "1/2/26", "1.5", "20260401"] {
            assert_eq!(order_of(other), DayOrder::Other, "{other}");
        }
    }

    #[test]
    fn the_first_that_decides_wins() {
        assert_eq!(detect_day_first(["03/04/2026", "", "13/04/2026", "04/13/2026"]), DayOrder::DayFirst);
        assert_eq!(detect_day_first(["03/04/2026", "x"]), DayOrder::Open);
        assert_eq!(detect_day_first(["2026-04-03", "x"]), DayOrder::Other);
    }
}
