//! Cells that are blank because they say the same as the one above.

use super::{FileSettings, record::Field};

/// What stands in blank cells of some columns, outer ones first.
pub(super) struct FillDown(Vec<(usize, Option<String>)>);

impl FillDown {
    /// For the columns among `names` that `settings` wants filled; also those that are not there.
    pub(super) fn of(settings: &FileSettings, names: &[String]) -> (Self, Vec<String>) {
        let (mut columns, mut lacking) = (Vec::new(), Vec::new());
        for wanted in &settings.fill_down {
            match names.iter().position(|name| name.eq_ignore_ascii_case(wanted.trim())) {
                Some(column) => columns.push((column, None)),
                None => lacking.push(wanted.clone()),
            }
        }
        (Self(columns), lacking)
    }

    /// True where nothing is to be filled.
    pub(super) fn is_idle(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes in what a row says itself. Where an outer column says another thing than before, what stood in the inner ones is no
    /// longer meant.
    pub(super) fn see(&mut self, fields: &[Field], row: &str) {
        let mut is_another = false;
        for (column, above) in &mut self.0 {
            let text = fields.get(*column).and_then(|field| field.text(row)).filter(|text| !text.trim().is_empty());
            match text {
                Some(text) => {
                    is_another |= above.as_deref() != Some(&*text);
                    *above = Some(text.into_owned());
                }
                None if is_another => *above = None,
                None => {}
            }
        }
    }

    /// What a blank cell of `column` says in the row that was seen last.
    pub(super) fn above(&self, column: usize) -> Option<&str> {
        let (_, above) = self.0.iter().find(|(filled, _)| *filled == column)?;
        above.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Dialect, split};

    #[test]
    fn a_blank_cell_says_what_stands_above_within_the_same_outer_one() {
        let names = ["group", "n", "campaign"].map(str::to_owned);
        let fill_down = ["Campaign", "group", "cost"].map(str::to_owned).to_vec();
        let (mut fill, lacking) = FillDown::of(&FileSettings { fill_down, ..FileSettings::default() }, &names);
        assert_eq!(lacking, ["cost"]);
        let mut seen = |row: &str| {
            let mut fields = Vec::new();
            split(row.as_bytes(), Dialect::of(b','), true, &mut fields);
            fill.see(&fields, row);
            [2, 0, 1].map(|column| fill.above(column).map(str::to_owned))
        };
        let texts = |campaign: &str, group: Option<&str>| [Some(campaign.to_owned()), group.map(str::to_owned), None];
        assert_eq!(seen("x,1,A"), texts("A", Some("x")));
        assert_eq!(seen(",2, "), texts("A", Some("x")));
        assert_eq!(seen(",3,A"), texts("A", Some("x")), "the same again");
        assert_eq!(seen("y,4,"), texts("A", Some("y")));
        assert_eq!(seen(",5,B"), texts("B", None), "another campaign's group");
    }
}
