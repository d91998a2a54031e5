//! One KPI: its answer as the address of the page asks for it, and what it is.

use jauge_domain::{Answer, Grain, Noise, Value};
use jauge_report::{Label, PageWord, Style, answer_cell, before_cell, bucket, cell, change_cell, days_text};
use maud::{Markup, html};

use super::frame::{LiveFrame, framed, word};
use crate::catalog::{CatalogEntry, entry};
use crate::figure::{digits, figure, wide};
use crate::picture::{Caption, bars, line};

/// What a page asks, as the reader wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KpiCut {
    /// The period.
    pub period: String,
    /// The grain; `None` where there is no choice of one.
    pub grain: Option<String>,
    /// The dimension, and those there are; none where there is no choice.
    pub by: (String, Vec<String>),
    /// The condition on rows.
    pub filter: String,
    /// What the period is compared with; `None` where there is no choice.
    pub compare: Option<String>,
    /// What else the address says, by key.
    pub hidden: Vec<(String, String)>,
}

/// A KPI with its answers.
#[derive(Clone, Debug)]
pub struct LiveKpi<'a> {
    /// What it is.
    pub entry: CatalogEntry<'a>,
    /// What is asked.
    pub cut: KpiCut,
    /// The grain that was asked for.
    pub grain: Option<Grain>,
    /// The dimension that was asked for.
    pub by: Option<&'a str>,
    /// The answers.
    pub answers: &'a [Answer],
    /// Where each answer's group leads to: the KPI of that group alone.
    pub inside: Vec<Option<String>>,
    /// The same by the names of groups, and by their values.
    pub sorted: [String; 2],
    /// What the reader should know, and why there is no answer.
    pub notes: Vec<String>,
}

/// The page of a KPI.
pub fn live_kpi(frame: &LiveFrame<'_>, one: &LiveKpi<'_>) -> String {
    let style = frame.style;
    let body = html! {
        (form(&one.cut, style))
        @for note in &one.notes { p class="soft" { (note) } }
        @if !one.answers.is_empty() {
            (drawn(one, style))
            (wide(&frame.title, &answers(one, style)))
        }
        h2 { (word(PageWord::Definition, style)) }
        (entry("k", &one.entry, style))
    };
    framed(frame, &body)
}

/// What is asked, to be changed.
pub(super) fn form(cut: &KpiCut, style: &Style) -> Markup {
    let (by, dimensions) = &cut.by;
    html! {
        form method="get" class="cut" {
            label { (word(PageWord::Period, style)) input name="period" value=(cut.period) placeholder="28d"; }
            @if let Some(grain) = &cut.grain { label { (word(PageWord::Grain, style)) (select("grain", grain, &grains(style))) } }
            @if !dimensions.is_empty() { label { (word(PageWord::By, style)) (select("by", by, &plain(dimensions))) } }
            label { (style.wording().label(Label::Filter)) input name="where" value=(cut.filter); }
            @if let Some(compare) = &cut.compare {
                label { (word(PageWord::ComparedWith, style)) (select("compare", compare, &compared(style))) }
            }
            @for (name, value) in &cut.hidden { input type="hidden" name=(name) value=(value); }
            button type="submit" { (word(PageWord::Show, style)) }
        }
    }
}

/// A choice among nothing and `options`, each by its value and its word.
fn select(name: &str, chosen: &str, options: &[(String, String)]) -> Markup {
    html! {
        select name=(name) {
            option value="" selected[chosen.is_empty()] { "–" }
            @for (value, text) in options { option value=(value) selected[value == chosen] { (text) } }
        }
    }
}

fn grains(style: &Style) -> Vec<(String, String)> {
    let option = |grain: Grain| (grain.name().to_owned(), style.wording().label(Label::Bucket(grain)));
    Grain::ALL.map(option).into()
}

fn plain(names: &[String]) -> Vec<(String, String)> {
    names.iter().map(|name| (name.clone(), name.clone())).collect()
}

fn compared(style: &Style) -> Vec<(String, String)> {
    let options =
        [("previous", PageWord::ThePeriodBefore), ("year", PageWord::TheYearBefore), ("none", PageWord::Nothing)];
    options.map(|(name, text)| (name.to_owned(), word(text, style))).into()
}

/// The answers as a line along the time, or as a bar a group.
fn drawn(one: &LiveKpi<'_>, style: &Style) -> Markup {
    let values: Vec<Option<f64>> =
        one.answers.iter().filter(|answer| !answer.total).map(|answer| number(&answer.value)).collect();
    let title = word(PageWord::Along, style);
    let caption = Caption { id: "drawn", title: &title, says: &one.entry.kpi.id };
    html! {
        @match (one.grain, one.by) {
            (Some(_), None) => { @if let Some(picture) = line(&values, None, caption) { (picture) } }
            (None, Some(_)) => { (bars(&values, caption)) }
            _ => {}
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().filter(|value| value.is_finite())
}

/// A row an answer.
fn answers(one: &LiveKpi<'_>, style: &Style) -> Markup {
    let wording = style.wording();
    let is_compared = one.answers.iter().any(|answer| answer.compared.is_some());
    let [by_name, by_value] = &one.sorted;
    html! {
        table {
            thead {
                tr {
                    th scope="col" { (wording.label(one.grain.map_or(Label::Period, Label::Bucket))) }
                    @if let Some(by) = one.by { th scope="col" { a href=(by_name) { (by) } } }
                    th scope="col" class="number" {
                        @if one.by.is_some() { a href=(by_value) { (wording.label(Label::Value)) } }
                        @else { (wording.label(Label::Value)) }
                    }
                    @if is_compared {
                        th scope="col" class="number" { (wording.label(Label::Before)) }
                        th scope="col" class="number" { (wording.label(Label::Change)) }
                    }
                }
            }
            tbody {
                @for (nth, answer) in one.answers.iter().enumerate() {
                    tr {
                        td { (time(answer, one.grain, style)) }
                        @if one.by.is_some() { td { (group(answer, one.inside.get(nth).and_then(Option::as_ref), style)) } }
                        td class="number" { (value(answer, style)) }
                        @if is_compared {
                            td class="number" { (figure(&answer.kpi, "compare", digits(&answer.compare), &before_cell(answer, style))) }
                            td class="number" { (change(answer, style)) }
                        }
                    }
                }
            }
        }
    }
}

/// The bucket, or the days, that an answer is of.
fn time(answer: &Answer, grain: Option<Grain>, style: &Style) -> String {
    let Some((start, end)) = answer.start.zip(answer.end) else { return String::new() };
    if let Some(grain) = grain {
        return bucket(grain, start, style);
    }
    let (first, last) = days_text(start, end, style);
    format!("{first} – {last}")
}

/// The group that an answer is of.
fn group(answer: &Answer, inside: Option<&String>, style: &Style) -> Markup {
    let total = answer.total.then(|| style.wording().label(Label::Total));
    let name = answer.by.first().map(|(_, value)| cell(value, None, style)).filter(|name| !name.is_empty());
    let name = total.or(name).unwrap_or_else(|| "–".to_owned());
    html! {
        @match inside {
            Some(inside) => { a href=(inside) { (name) } }
            None => { (name) }
        }
    }
}

/// The value, or why there is none.
fn value(answer: &Answer, style: &Style) -> Markup {
    let wording = style.wording();
    html! {
        (figure(&answer.kpi, "value", digits(&answer.value), &answer_cell(answer, style)))
        @if let Some(why) = &answer.why { " " span class="soft" { (wording.message(&why.clone().into())) } }
        @else if !answer.complete { " " span class="soft" { (wording.label(Label::NotComplete)) } }
    }
}

fn change(answer: &Answer, style: &Style) -> Markup {
    let is_usual = answer.noise.as_ref().and_then(Noise::is_within) == Some(true);
    html! {
        @if !answer.change.is_null() { (change_cell(answer, style)) }
        @if is_usual { " " span class="soft" { (style.wording().label(Label::Usual)) } }
    }
}
