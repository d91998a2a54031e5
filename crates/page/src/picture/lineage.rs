//! What something is made from: names in columns, and lines from each to those of the next column.

use maud::{Markup, html};

use super::frame::{Caption, WIDTH, picture, short};
use crate::scale::tenth;

/// How much each name takes of the height.
const ROW: f64 = 14.0;

/// `columns` of names from the left, and `last` on the right; columns without a name are left out.
pub(crate) fn lineage(columns: &[Vec<String>], last: &str, caption: Caption<'_>) -> Markup {
    let last = vec![last.to_owned()];
    let columns: Vec<&Vec<String>> = columns.iter().filter(|names| !names.is_empty()).chain([&last]).collect();
    let most = columns.iter().map(|names| names.len()).max().unwrap_or(1);
    let (width, height) = (WIDTH / columns.len() as f64, most as f64 * ROW);
    let middle = |nth: usize, of: usize| (nth as f64 + 0.5) * height / of as f64;
    let content = html! {
        @for (nth, pair) in columns.windows(2).enumerate() {
            @for from in 0..pair[0].len() {
                @for to in 0..pair[1].len() {
                    line class="link" x1=(tenth((nth as f64 + 1.0) * width - 14.0)) y1=(tenth(middle(from, pair[0].len())))
                        x2=(tenth((nth as f64 + 1.0) * width - 2.0)) y2=(tenth(middle(to, pair[1].len()))) {}
                }
            }
        }
        @for (nth, names) in columns.iter().enumerate() {
            @for (row, name) in names.iter().enumerate() {
                text class="name" x=(tenth(nth as f64 * width)) y=(tenth(middle(row, names.len()) + 3.0)) { (short(name, width)) }
            }
        }
    };
    picture(caption, height, &content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_leads_to_those_of_the_next_column() {
        let caption = Caption { id: "a", title: "t", says: "s" };
        let columns = [vec!["events".to_owned(), "orders".to_owned()], Vec::new(), vec!["hits".to_owned()]];
        let drawn = lineage(&columns, "shop.a", caption).into_string();
        assert_eq!((drawn.matches("<line").count(), drawn.matches("<text").count()), (3, 4), "{drawn}");
    }
}
