//! A small plot in text: one column a bucket, as high as its value.

use std::io;

use jauge_domain::{Answer, Value};

use crate::harmless::one_line;
use crate::label;
use crate::number;
use crate::style::Style;

/// Lines that the highest column takes.
const LINES: usize = 8;
/// Eighths of a line.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Characters of one column, with the gap after it.
const WIDTH: usize = 3;

/// Plots the answers of `kpi` along time, from 0 to the greatest value; nothing where there is none above 0.
pub fn write_plot(out: &mut dyn io::Write, kpi: &str, answers: &[Answer], style: &Style) -> io::Result<()> {
    let mine = answers.iter().filter(|answer| answer.kpi == kpi && !answer.total && answer.by.is_empty());
    let mine: Vec<&Answer> = mine.collect();
    let height = |answer: &&Answer| answer.value.as_f64().filter(|value| value.is_finite()).unwrap_or(0.0);
    let greatest = mine.iter().map(height).fold(0.0, f64::max);
    let Some(highest) = mine.iter().find(|answer| height(answer) == greatest).filter(|_| greatest > 0.0) else {
        return Ok(());
    };
    let axis = [number::answer_cell(highest, style), number::cell(&Value::Int(0), None, style)];
    let margin = axis.iter().map(|text| text.chars().count()).max().unwrap_or(0);
    writeln!(out, "{}", one_line(style.title(kpi)))?;
    for line in (0..LINES).rev() {
        let name = if line == LINES - 1 { axis[0].as_str() } else { "" };
        let columns = mine.iter().map(|answer| {
            let eighths = (height(answer) / greatest * (LINES * 8) as f64).round() as usize;
            let here = EIGHTHS[eighths.saturating_sub(line * 8).min(8)];
            format!("{here}{here} ")
        });
        writeln!(out, "{name:>margin$} ┤{}", columns.collect::<String>().trim_end())?;
    }
    writeln!(out, "{:>margin$} ┴{}", axis[1], "─".repeat(WIDTH * mine.len()))?;
    let names: Vec<String> =
        mine.iter().filter_map(|answer| Some(label::bucket(style.grain?, answer.start?, style))).collect();
    if let [first, .., last] = names.as_slice() {
        let room = (WIDTH * mine.len()).saturating_sub(first.chars().count() + last.chars().count()).max(1);
        writeln!(out, "{:>margin$}  {first}{}{last}", "", " ".repeat(room))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jauge_domain::{Calendar, Grain, Unit, Weekday};

    use super::*;
    use crate::style::Format;

    fn answers(values: &[Option<i64>]) -> Vec<Answer> {
        let calendar = Calendar::new("UTC", Weekday::Monday, (1, 1)).unwrap();
        let span = calendar.span(&"2026".parse().unwrap()).unwrap();
        let buckets = calendar.buckets(Grain::Month, span);
        let answer = |(bucket, value): (&jauge_domain::Bucket, &Option<i64>)| Answer {
            start: Some(bucket.start),
            end: Some(bucket.end),
            ..Answer::bare("shop.orders", Unit::Count, value.map_or(Value::Null, Value::Int))
        };
        buckets.iter().zip(values).map(answer).collect()
    }

    fn plot(values: &[Option<i64>]) -> String {
        let calendar = Calendar::new("UTC", Weekday::Monday, (1, 1)).unwrap();
        let style = Style { grain: Some(Grain::Month), ..Style::new(Format::Table, calendar) };
        let mut out = Vec::new();
        write_plot(&mut out, "shop.orders", &answers(values), &style).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_are_as_high_as_their_values() {
        let text = plot(&[Some(16), None, Some(4), Some(64)]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "shop.orders");
        assert_eq!(lines[1], "64 ┤         ██");
        assert_eq!(lines[7], "   ┤██       ██");
        assert_eq!(lines[8], "   ┤██    ▄▄ ██");
        assert_eq!(lines[9], " 0 ┴────────────");
        assert_eq!(lines[10], "    2026-01 2026-04");
    }

    #[test]
    fn nothing_above_0_is_no_plot() {
        assert_eq!(plot(&[None, Some(0)]), "");
        assert_eq!(plot(&[]), "");
    }
}
