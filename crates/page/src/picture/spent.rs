//! Money spent beside time passed.

use maud::{Markup, html};

use super::bullet::mark;
use super::frame::{Caption, WIDTH, picture};
use crate::scale::{Scale, tenth};

/// What was spent of a budget as a bar, how much of the time has passed as a dashed mark.
pub(crate) fn spent((spent, budget): (f64, f64), (day, days): (i64, i64), caption: Caption<'_>) -> Markup {
    let money = Scale::with_zero([spent, budget], WIDTH);
    let time = Scale::with_zero([days as f64], money.at(budget));
    let content = html! {
        rect class="track" x="0" y="9" width=(WIDTH) height="6" {}
        rect class="value" x="0" y="8" width=(tenth(money.at(spent))) height="8" {}
        (mark("expected", time.at(day as f64)))
        (mark("target", money.at(budget)))
    };
    picture(caption, 24.0, &content)
}
