//! Answers side by side: one row a bucket and group, one column a KPI.

use std::cmp::Reverse;
use std::collections::HashMap;

use jauge_domain::{Answer, Message, Noise, Unit, Value};

use crate::grid::Grid;
use crate::label;
use crate::number;
use crate::sheet::Align;
use crate::style::{Format, Style};
use crate::wording::{Label, Line};

/// Bars of the largest value are this many characters long.
const BAR: usize = 20;
/// Marks a bucket that the period cuts.
const CUT: &str = " †";
/// Marks a change within the usual ups and downs.
const USUAL: &str = " ~";

/// Lays answers out as people compare them. CSV keeps one column a KPI in every case, since a KPI's numbers share a unit.
pub(crate) fn pivot(answers: &[Answer], style: &Style) -> Grid {
    let cut = style.grain.is_some() || answers.iter().any(|answer| !answer.by.is_empty());
    if style.format == Format::Csv {
        return Pivot::new(answers, style).grid(style);
    }
    let mut grid = if cut { Pivot::new(answers, style).grid(style) } else { summary(answers, style) };
    grid.notes.extend(of_days(answers, cut, style));
    grid.notes.extend(marks(answers, style));
    grid.notes.extend(reasons(answers, style));
    grid
}

/// What there is to say beside answers whose table has no marks.
pub(crate) fn notes(answers: &[Answer], cut: bool, style: &Style) -> Vec<String> {
    of_days(answers, cut, style).into_iter().chain(reasons(answers, style)).collect()
}

/// The days that values are about, where no row says so.
fn of_days(answers: &[Answer], cut: bool, style: &Style) -> Vec<String> {
    if style.grain.is_some() {
        return Vec::new();
    }
    let periods = periods(answers, style);
    let first = periods.first().filter(|_| cut).map(|(period, _)| period.clone());
    let others = periods.iter().skip(1).flat_map(|(days, kpis)| of_others(days, kpis, style));
    first.into_iter().chain(others).collect()
}

/// One row a KPI: the value, the one before, the change.
fn summary(answers: &[Answer], style: &Style) -> Grid {
    let compared = compared(answers);
    let word = |label| style.wording().label(label);
    let main = periods(answers, style).into_iter().next();
    let value = main.map_or_else(|| word(Label::Value), |(period, _)| period);
    let mut columns = vec![(word(Label::Kpi), Align::Left), (value, Align::Right)];
    let partly = partly_compared(answers);
    if partly {
        columns.push((word(Label::ComparedPart), Align::Right));
    }
    if compared {
        columns.push((word(Label::Before), Align::Right));
        columns.push((word(Label::Change), Align::Right));
    }
    let partly_complete = partly_complete(answers);
    let row = |answer: &Answer| {
        let value = number::answer_cell(answer, style);
        let mark = if partly_complete && !answer.complete { " *" } else { "" };
        let mut cells = vec![format!("{}{mark}", style.title(&answer.kpi)), value];
        if partly {
            let part = answer.compared.as_ref().map_or(&Value::Null, |part| &part.value);
            cells.push(number::beside(part, answer, style));
        }
        if compared {
            cells.push(number::beside(&answer.compare, answer, style));
            cells.push(change(answer, style));
        }
        cells
    };
    Grid { columns, rows: answers.iter().map(row).collect(), notes: Vec::new() }
}

/// The days that the answers are about, with the KPIs that are about them. The days of most KPIs come first: others look back
/// further, or their data reach less far.
fn periods<'a>(answers: &'a [Answer], style: &Style) -> Vec<(String, Vec<&'a str>)> {
    let mut periods: Vec<(String, Vec<&str>)> = Vec::new();
    for answer in answers {
        let Some((from, to)) = days(answer, style) else { continue };
        let period = if from == to { from } else { format!("{from} – {to}") };
        let at = periods.iter().position(|(known, _)| *known == period).unwrap_or_else(|| {
            periods.push((period, Vec::new()));
            periods.len() - 1
        });
        let kpis = &mut periods[at].1;
        if !kpis.contains(&answer.kpi.as_str()) {
            kpis.push(&answer.kpi);
        }
    }
    periods.sort_by_key(|(_, kpis)| Reverse(kpis.len()));
    periods
}

/// Says of each KPI which days it is about.
fn of_others(days: &str, kpis: &[&str], style: &Style) -> Vec<String> {
    kpis.iter().map(|kpi| style.wording().line(&Line::Of { title: style.title(kpi), days })).collect()
}

fn days(answer: &Answer, style: &Style) -> Option<(String, String)> {
    Some(label::days_text(answer.start?, answer.end?, style))
}

/// Answers side by side, before they are laid out.
pub(crate) struct Pivot<'a> {
    partly_complete: bool,
    pub(crate) has_feasts: bool,
    /// In the order they are first answered.
    pub(crate) kpis: Vec<(&'a str, Unit)>,
    pub(crate) dimensions: Vec<&'a str>,
    /// One row a bucket and group, with one answer a KPI.
    pub(crate) rows: Vec<Vec<Option<&'a Answer>>>,
    pub(crate) compared: bool,
}

impl<'a> Pivot<'a> {
    pub(crate) fn new(answers: &'a [Answer], style: &Style) -> Self {
        let timed = style.grain.is_some() || style.format == Format::Csv;
        let mut this = Self {
            partly_complete: partly_complete(answers),
            has_feasts: answers.iter().any(|answer| !answer.feasts.is_empty()),
            compared: compared(answers),
            kpis: Vec::new(),
            dimensions: Vec::new(),
            rows: Vec::new(),
        };
        let mut places = HashMap::new();
        for answer in answers {
            if !this.kpis.iter().any(|(kpi, _)| *kpi == answer.kpi) {
                this.kpis.push((&answer.kpi, answer.unit));
            }
            for (name, _) in &answer.by {
                if !this.dimensions.contains(&name.as_str()) {
                    this.dimensions.push(name);
                }
            }
            // Without a column of days, a group is one row, however far the data of each KPI reach.
            let span = timed.then_some((answer.start, answer.end));
            let key = format!("{:?}", (span, &answer.by, answer.total));
            let place = *places.entry(key).or_insert(this.rows.len());
            if place == this.rows.len() {
                this.rows.push(Vec::new());
            }
            let column = this.kpis.iter().position(|(kpi, _)| *kpi == answer.kpi).unwrap_or_default();
            let row = &mut this.rows[place];
            row.resize(row.len().max(column + 1), None);
            row[column] = Some(answer);
        }
        // A later KPI may have earlier buckets, and groups that none before it has.
        this.rows.sort_by_key(|row| {
            let answer = row.iter().flatten().next();
            answer.map(|answer| (answer.start.filter(|_| timed), answer.total))
        });
        this
    }

    fn grid(&self, style: &Style) -> Grid {
        let csv = style.format == Format::Csv;
        let mut columns: Vec<(String, Align)> = Vec::new();
        if let Some(grain) = style.grain {
            let name = || style.wording().label(Label::Bucket(grain));
            columns.push((if csv { grain.name().to_owned() } else { name() }, Align::Left));
        } else if csv {
            columns.extend(["from", "to"].map(|name| (name.to_owned(), Align::Left)));
        }
        columns.extend(self.dimensions.iter().map(|name| ((*name).to_owned(), Align::Left)));
        for (kpi, _) in &self.kpis {
            columns.push((style.title(kpi).to_owned(), Align::Right));
            if self.compared {
                columns.push((self.change_heading(kpi, style), Align::Right));
            }
        }
        if csv {
            columns.extend(self.amounts().map(|(_, kpi)| (self.currency_heading(kpi), Align::Left)));
            columns.push(("complete".to_owned(), Align::Left));
            columns.extend(style.grain.map(|_| ("cut".to_owned(), Align::Left)));
        }
        columns.extend(self.has_feasts.then(|| (self.feasts_heading(style), Align::Left)));
        let mut grid =
            Grid { columns, rows: self.rows.iter().map(|row| self.cells(row, style)).collect(), notes: Vec::new() };
        if style.terminal && style.format == Format::Table && self.kpis.len() == 1 && self.dimensions.is_empty() {
            self.add_bars(&mut grid);
        }
        grid
    }

    fn change_heading(&self, kpi: &str, style: &Style) -> String {
        match style.format {
            Format::Csv => format!("{kpi} change"),
            _ => style.wording().label(Label::Change),
        }
    }

    /// The KPIs that are amounts, with their places.
    fn amounts(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let amounts = self.kpis.iter().enumerate().filter(|(_, (_, unit))| *unit == Unit::Money);
        amounts.map(|(at, (kpi, _))| (at, *kpi))
    }

    /// `currency` where that can only be one column's.
    fn currency_heading(&self, kpi: &str) -> String {
        let alone = self.amounts().count() == 1;
        let free = !self.dimensions.contains(&"currency");
        if alone && free { "currency".to_owned() } else { format!("{kpi} currency") }
    }

    fn cells(&self, row: &[Option<&Answer>], style: &Style) -> Vec<String> {
        let Some(any) = row.iter().flatten().next() else { return Vec::new() };
        let open = row.iter().flatten().find(|answer| !answer.complete);
        let mut cells = Vec::new();
        if let Some(grain) = style.grain {
            cells.push(any.start.map_or_else(String::new, |start| label::bucket(grain, start, style)));
        } else if style.format == Format::Csv {
            cells.extend(<[String; 2]>::from(days(any, style).unwrap_or_default()));
        }
        for (at, dimension) in self.dimensions.iter().enumerate() {
            let value = any.by.iter().find(|(name, _)| name == dimension).map_or(&Value::Null, |(_, value)| value);
            let total = any.total && at == 0;
            cells.push(if total { style.wording().label(Label::Total) } else { number::cell(value, None, style) });
        }
        for (at, (_, unit)) in self.kpis.iter().enumerate() {
            let answer = row.get(at).copied().flatten();
            let value = answer.map(|answer| number::answer_cell(answer, style));
            cells.push(value.unwrap_or_else(|| number::cell(&Value::Null, Some(*unit), style)));
            if self.compared {
                cells.push(answer.map_or_else(|| number::change(&Value::Null, style), |answer| change(answer, style)));
            }
        }
        if style.format == Format::Csv {
            let currency = |at: usize| row.get(at).copied().flatten().and_then(|answer| answer.currency.clone());
            cells.extend(self.amounts().map(|(at, _)| currency(at).unwrap_or_default()));
        }
        match (style.format, cells.first_mut()) {
            (Format::Csv, _) => {
                cells.push(open.is_none().to_string());
                cells.extend(style.grain.map(|_| any.cut.to_string()));
            }
            (_, Some(first)) => {
                first.push_str(if any.cut { CUT } else { "" });
                first.push_str(if open.is_some() && self.partly_complete { " *" } else { "" });
            }
            (_, None) => {}
        }
        cells.extend(self.has_feasts.then(|| feasts(any, style)));
        cells
    }

    fn feasts_heading(&self, style: &Style) -> String {
        if style.format == Format::Csv { "feasts".to_owned() } else { style.wording().label(Label::Feasts) }
    }

    /// A bar beside each value, so that a course over time is seen at a glance.
    fn add_bars(&self, grid: &mut Grid) {
        let values: Vec<f64> = self.rows.iter().map(|row| row.first().copied().flatten()).map(height).collect();
        let most = values.iter().copied().fold(0.0, f64::max);
        grid.columns.push((String::new(), Align::Left));
        for (row, value) in grid.rows.iter_mut().zip(values) {
            row.push(bar(value / most));
        }
    }
}

/// The feasts of a day or a week, by their names; by their ids in CSV.
pub(crate) fn feasts(answer: &Answer, style: &Style) -> String {
    let name = |id: &String| match style.calendar.feasts().get(id) {
        Some(feast) if style.format != Format::Csv => feast.name.get(style.wording().language).to_owned(),
        _ => id.clone(),
    };
    answer.feasts.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The change, marked where it is within the usual ups and downs; a bare number in CSV.
fn change(answer: &Answer, style: &Style) -> String {
    let mark = if is_usual(answer) && style.format != Format::Csv { USUAL } else { "" };
    format!("{}{mark}", number::change(&answer.change, style))
}

fn is_usual(answer: &Answer) -> bool {
    answer.noise.as_ref().and_then(Noise::is_within) == Some(true)
}

fn height(answer: Option<&Answer>) -> f64 {
    answer.and_then(|answer| answer.value.as_f64()).filter(|value| value.is_finite()).unwrap_or(0.0)
}

/// A bar as long as `share` of the longest, to an eighth of a character.
fn bar(share: f64) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * (BAR * 8) as f64).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

pub(crate) fn compared(answers: &[Answer]) -> bool {
    answers.iter().any(|answer| !answer.compare.is_null() || !answer.change.is_null())
}

/// True where the change is of other days than the value is, of which only some are over.
pub(crate) fn partly_compared(answers: &[Answer]) -> bool {
    answers.iter().any(|answer| answer.compared.as_ref().is_some_and(|part| part.value != answer.value))
}

/// True where some answers may still change and others not: only then a mark tells them apart.
fn partly_complete(answers: &[Answer]) -> bool {
    answers.iter().any(|answer| answer.complete) && answers.iter().any(|answer| !answer.complete)
}

/// What marks mean.
fn marks(answers: &[Answer], style: &Style) -> Vec<String> {
    let mut notes = Vec::new();
    if answers.iter().any(|answer| !answer.complete) {
        let star = if partly_complete(answers) { "* " } else { "" };
        notes.push(format!("{star}{}", style.wording().label(Label::NotComplete)));
    }
    if answers.iter().any(|answer| answer.cut) {
        notes.push(format!("{} {}", CUT.trim(), style.wording().label(Label::Cut)));
    }
    if answers.iter().any(is_usual) {
        notes.push(format!("{} {}", USUAL.trim(), style.wording().label(Label::Usual)));
    }
    notes
}

/// Why there are values missing.
fn reasons(answers: &[Answer], style: &Style) -> Vec<String> {
    let mut notes = Vec::new();
    for answer in answers.iter().filter(|answer| answer.value.is_null()) {
        let Some(why) = answer.why.clone() else { continue };
        let (subject, message) = (style.title(&answer.kpi).to_owned(), Box::new(why.into()));
        let note = style.wording().message(&Message::About { subject, message });
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}
