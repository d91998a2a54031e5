//! Numbers with what they are numbers of, words with their signs, and blank lines.

use jauge_domain::{Tone, Value};
use maud::{Markup, html};

/// A number as people read it, with its exact value and what it answers: the objective or KPI `of` and its `field`.
pub(crate) fn figure(of: &str, field: &str, exact: Option<String>, text: &str) -> Markup {
    html! { data data-of=(of) data-field=(field) value=[exact] { (text) } }
}

/// A number as programs read it.
pub(crate) fn exact(value: f64) -> String {
    value.to_string()
}

/// Every digit of `value`; `None` where it is no number.
pub(crate) fn digits(value: &Value) -> Option<String> {
    match value {
        Value::Int(value) => Some(value.to_string()),
        Value::Decimal(value) => Some(value.to_string()),
        Value::Float(value) => Some(exact(*value)),
        Value::Null | Value::Bool(_) | Value::Text(_) => None,
    }
}

/// A sign and a word in a colour: never told by colour alone.
pub(crate) fn signed(sign: char, word: &str, tone: Tone) -> Markup {
    html! { span class={ "tone " (tone_class(tone)) } { span aria-hidden="true" { (sign.to_string()) } " " (word) } }
}

/// The class of a colour.
pub(crate) fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Warning => "warning",
        Tone::Bad => "bad",
        Tone::Neutral => "neutral",
    }
}

/// A table that may be wider than the screen: it is moved along by itself, with the keyboard, too.
pub(crate) fn wide(title: &str, table: &Markup) -> Markup {
    html! { div class="wide" role="group" tabindex="0" aria-label=(title) { (table) } }
}

/// A line to fill in by hand.
pub(crate) fn blank() -> Markup {
    html! { p class="blank" {} }
}
