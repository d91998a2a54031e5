//! An objective in sentences, for a letter.

use jauge_domain::{Evaluation, Unit};

use super::card::moved;
use super::mail::capital;
use super::words::{driver, percent, range, value_text};
use crate::style::Style;
use crate::wording::Line;

/// What there is to say of `one` beside how it stands and what comes next, a sentence each: what it will probably come to, why it
/// stands so, what holds it back, what moved it, what was spent.
pub fn evaluation_sentences(one: &Evaluation, style: &Style) -> Vec<String> {
    let wording = style.wording();
    let mut sentences = Vec::new();
    if let Some(forecast) = one.forecast.as_ref().filter(|forecast| forecast.method != "exact") {
        let band = range(forecast.low, forecast.high, one.unit, style);
        let likely = percent(forecast.p_hit, style);
        sentences.push(wording.line(&Line::MailForecast { band: &band, likely: &likely }));
    }
    sentences.extend(one.why.as_ref().map(|why| sentence(&wording.finding(why))));
    sentences.extend(driver(one, style).map(|driver| wording.line(&Line::MailHeldBackBy { driver: &driver })));
    sentences.extend(moved(one, style).map(|moved| sentence(&moved)));
    if let Some((spent, budget)) = one.budget {
        let [spent, budget] = [spent, budget].map(|amount| value_text(amount, Unit::Money, style));
        sentences.push(sentence(&wording.line(&Line::Budget { spent: &spent, budget: &budget })));
    }
    sentences
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    format!("{}.", capital(clause))
}
