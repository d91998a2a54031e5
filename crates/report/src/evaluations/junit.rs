//! Evaluations as test results, for continuous integration.

use std::io::{self, Write};

use jauge_domain::{Evaluation, Target, TestOutcome};

use crate::style::Style;
use crate::wording::Wording;

/// Writes a suite with one test an objective, in English as all that programs read: a failure where somebody must act,
/// skipped where there is nothing to judge by.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_junit(out: &mut dyn Write, evaluations: &[Evaluation], workspace: &str, style: &Style) -> io::Result<()> {
    let english = style.english();
    let count = |outcome| evaluations.iter().filter(|one| one.status.facts().outcome == outcome).count();
    let (failures, skipped) = (count(TestOutcome::Failed), count(TestOutcome::Skipped));
    let timestamp = evaluations.first().map(|one| format!(" timestamp=\"{}T00:00:00\"", one.as_of)).unwrap_or_default();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    let tests = evaluations.len();
    let counts = format!(r#"tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}""#);
    writeln!(out, r#"<testsuites name="jauge" {counts}>"#)?;
    writeln!(out, r#"  <testsuite name="{}" {counts}{timestamp}>"#, escaped(workspace))?;
    for one in evaluations {
        let class = escaped(one.kpi.as_deref().unwrap_or("objective"));
        write!(out, r#"    <testcase classname="{class}" name="{}""#, escaped(&one.objective))?;
        let message = escaped(&message(one, &english));
        let facts = one.status.facts();
        match facts.outcome {
            TestOutcome::Failed => {
                writeln!(out, ">\n      <failure type=\"{}\" message=\"{message}\"/>\n    </testcase>", facts.name)?;
            }
            TestOutcome::Skipped => {
                writeln!(out, ">\n      <skipped message=\"{message}\"/>\n    </testcase>")?;
            }
            TestOutcome::Passed => writeln!(out, "/>")?,
        }
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

fn message(one: &Evaluation, english: &Wording) -> String {
    let number = |name: &str, value: Option<f64>| value.map(|value| format!("{name} {value}"));
    let target = match one.target {
        Some(Target::Value(value)) => Some(format!("target {value}")),
        Some(Target::Between(low, high)) => Some(format!("target {low} to {high}")),
        _ => None,
    };
    let forecast = one.forecast.as_ref().map(|forecast| {
        format!("forecast {} to {}, {:.0} % likely", forecast.low, forecast.high, forecast.p_hit * 100.0)
    });
    let status = Some(format!("{}: {}", one.status.name(), english.statement(&one.statement)));
    let parts =
        [status, one.why.as_ref().map(|why| english.finding(why)), number("actual", one.actual), target, forecast];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// Text as an attribute's value; what XML has no place for is left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' | '\r' => safe.push(' '),
            char if char.is_control() || matches!(char, '\u{fffe}' | '\u{ffff}') => {}
            char => safe.push(char),
        }
    }
    safe
}
