//! How wide the columns of a table are on a terminal: no word is broken, and columns that do not fit are left out.

use unicode_width::UnicodeWidthStr;

/// What stands around a cell: a line before it, and a space at each side.
const AROUND: usize = 3;

/// How much room a column needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Needs {
    /// Each cell on one line.
    whole: usize,
    /// Lines broken between words.
    least: usize,
}

impl Needs {
    /// Of a column with these `texts`; numbers stay on one line.
    pub(crate) fn of<'a>(texts: impl Iterator<Item = &'a str>, is_text: bool) -> Self {
        let least = |text: &str| match is_text {
            true => text.split(' ').map(width).max().unwrap_or(0),
            false => width(text),
        };
        let none = Self { whole: 0, least: 0 };
        texts
            .fold(none, |needs, text| Self { whole: needs.whole.max(width(text)), least: needs.least.max(least(text)) })
    }
}

/// How many places `text` takes on a terminal: two for a sign of Chinese or an emoji, none for an accent of its own.
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// `text` with spaces behind it up to `wide` places.
pub(crate) fn padded(text: &str, wide: usize) -> String {
    format!("{text}{}", " ".repeat(wide.saturating_sub(width(text))))
}

/// The widths of the columns that fit into a line of so many places, from the left; the first is among them in any case. What
/// room is left goes to those that would be broken into lines.
pub(crate) fn widths(columns: &[Needs], line: usize) -> Vec<usize> {
    // The line behind the last column.
    let mut taken = 1;
    let fits = |one: &&Needs| {
        taken += one.least + AROUND;
        taken <= line
    };
    let shown = columns.iter().take_while(fits).count().max(1);
    let shown: Vec<&Needs> = columns.iter().take(shown).collect();
    let mut widths: Vec<usize> = shown.iter().map(|one| one.least).collect();
    let mut free = line.saturating_sub(1 + widths.iter().map(|width| width + AROUND).sum::<usize>());
    while free > 0 {
        let narrow = |at: &usize| widths[*at] < shown[*at].whole;
        let narrow: Vec<usize> = (0..shown.len()).filter(narrow).collect();
        if narrow.is_empty() {
            break;
        }
        let share = (free / narrow.len()).max(1);
        for at in narrow {
            let more = share.min(shown[at].whole - widths[at]).min(free);
            widths[at] += more;
            free -= more;
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(whole: usize, least: usize) -> Needs {
        Needs { whole, least }
    }

    #[test]
    fn a_text_may_be_broken_between_words_and_a_number_not() {
        assert_eq!(Needs::of(["no such word", "ok"].into_iter(), true), needs(12, 4));
        assert_eq!(Needs::of(["1,234 EUR"].into_iter(), false), needs(9, 9));
        assert_eq!(Needs::of(["日本", "e\u{301}"].into_iter(), true), needs(4, 4));
    }

    #[test]
    fn what_fits_is_whole_and_what_is_left_goes_to_long_texts() {
        assert_eq!(widths(&[needs(10, 10), needs(5, 5)], 40), [10, 5]);
        // 40 places but 1 and twice 3 are 33.
        assert_eq!(widths(&[needs(10, 10), needs(90, 8)], 40), [10, 23]);
        assert_eq!(widths(&[needs(50, 5), needs(50, 5)], 27), [10, 10]);
    }

    #[test]
    fn columns_that_do_not_fit_are_left_out_but_for_the_first() {
        assert_eq!(widths(&[needs(10, 10), needs(5, 5), needs(9, 9)], 25), [10, 5]);
        assert_eq!(widths(&[needs(90, 90), needs(5, 5)], 25), [90]);
        assert!(widths(&[], 25).is_empty());
    }
}
