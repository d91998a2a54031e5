//! JSON with every digit: an exact decimal never passes through floating point on its way out.

use std::io::{self, Write};

use jauge_domain::{Answer, Compared, Noise, Value};
use jiff::Timestamp;

use crate::harmless;
use crate::sheet::Sheet;
use crate::style::{Format, Style};
use crate::wording::{Wording, shortest};

/// Writes answers with the keys users rely on.
pub(crate) fn answers(out: &mut dyn Write, answers: &[Answer], style: &Style) -> io::Result<()> {
    objects(out, answers.iter().map(|answer| object(keys(answer, style))), style.format)
}

/// Writes one object a row, its keys the columns' names.
pub(crate) fn sheet(out: &mut dyn Write, sheet: &Sheet, style: &Style) -> io::Result<()> {
    let rows = sheet.rows.iter().map(|row| {
        let names = sheet.columns.iter().map(|column| column.name.as_str());
        object(names.zip(row).map(|(name, value)| (name, number(value))))
    });
    objects(out, rows, style.format)
}

/// An array of one object a line, or the lines alone.
pub(crate) fn objects(
    out: &mut dyn Write,
    mut objects: impl Iterator<Item = String>,
    format: Format,
) -> io::Result<()> {
    if format == Format::Ndjson {
        return objects.try_for_each(|object| writeln!(out, "{}", harmless::json(&object)));
    }
    let Some(first) = objects.next() else { return writeln!(out, "[]") };
    write!(out, "[\n  {}", harmless::json(&first))?;
    objects.try_for_each(|object| write!(out, ",\n  {}", harmless::json(&object)))?;
    writeln!(out, "\n]")
}

fn keys<'a>(answer: &'a Answer, style: &Style) -> Vec<(&'a str, String)> {
    let instant = |at: Option<Timestamp>| at.map_or_else(null, |at| text(&rfc3339(at, style)));
    let by = object(answer.by.iter().map(|(name, value)| (name.as_str(), number(value))));
    let mut keys = vec![
        ("kpi", text(&answer.kpi)),
        ("unit", text(answer.unit.name())),
        ("currency", answer.currency.as_deref().map_or_else(null, text)),
        ("start", instant(answer.start)),
        ("end", instant(answer.end)),
        ("complete", answer.complete.to_string()),
        ("cut", answer.cut.to_string()),
        ("by", by),
        ("value", number(&answer.value)),
        ("numerator", number(&answer.numerator)),
        ("denominator", number(&answer.denominator)),
        ("n", number(&answer.n)),
        ("compare", number(&answer.compare)),
        ("change", number(&answer.change)),
        ("noise", answer.noise.as_ref().map_or_else(null, noise)),
    ];
    if let Some(Compared { now, then, value }) = &answer.compared {
        let spans = [("start", now.start), ("end", now.end), ("with_start", then.start), ("with_end", then.end)];
        let spans = spans.map(|(key, at)| (key, instant(Some(at))));
        keys.push(("compared", object([("value", number(value))].into_iter().chain(spans))));
    }
    if !answer.feasts.is_empty() {
        let feasts: Vec<String> = answer.feasts.iter().map(|id| text(id)).collect();
        keys.push(("feasts", format!("[{}]", feasts.join(", "))));
    }
    if let Some(basis) = answer.basis {
        keys.push(("basis", text(basis.name())));
    }
    if answer.value.is_null() {
        let why = answer.why.clone().map(|why| Wording::default().message(&why.into()));
        keys.push(("why", why.as_deref().map_or_else(null, text)));
    }
    keys
}

/// What chance alone would make of the change, and whether the change is within it.
fn noise(noise: &Noise) -> String {
    let float = |value: f64| number(&Value::Float(value));
    let within = noise.is_within().map_or_else(null, |within| within.to_string());
    let ends = match noise {
        Noise::Usual { low, high, p } => [float(*low), float(*high), float(*p)],
        Noise::Unknown(_) => [null(), null(), null()],
    };
    let why = match noise {
        Noise::Usual { .. } => None,
        Noise::Unknown(why) => Some(("why", text(&Wording::default().message(&(*why).into())))),
    };
    let keys = ["low", "high", "p"].into_iter().zip(ends).chain([("within", within)]).chain(why);
    object(keys)
}

fn rfc3339(at: Timestamp, style: &Style) -> String {
    let offset = style.calendar.time_zone().to_offset(at);
    at.display_with_offset(offset).to_string()
}

fn number(value: &Value) -> String {
    match value {
        Value::Int(value) => value.to_string(),
        Value::Decimal(value) => value.to_string(),
        Value::Float(value) if value.is_finite() => shortest(*value),
        // JSON has no infinities.
        Value::Null | Value::Float(_) => null(),
        Value::Bool(value) => value.to_string(),
        Value::Text(value) => text(value),
    }
}

fn object<'a>(keys: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let keys: Vec<String> = keys.into_iter().map(|(key, value)| format!("{}: {value}", text(key))).collect();
    format!("{{{}}}", keys.join(", "))
}

fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn null() -> String {
    "null".to_owned()
}
