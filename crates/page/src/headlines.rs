//! KPIs at a glance, with the change to the period before.

use jauge_domain::{Answer, Basis, Direction, Kpi, Noise, Tone, Value};
use jauge_report::{Label, PageText, PageWord, Style, answer_cell, before_cell, change_cell, days_text};
use maud::{Markup, html};

use crate::content::{Headline, KpiAnswer, LinkTo, kpi_title};
use crate::figure::{digits, figure, signed};
use crate::picture::{Caption, line};

/// The headlines of each pack, in the order of `headlines`; each leads to its page where there are `links`. What has an id of its own
/// on the page has one that begins with `id`.
pub(crate) fn headlines(id: &str, headlines: &[Headline<'_>], links: Option<&LinkTo>, style: &Style) -> Markup {
    let wording = style.wording();
    html! {
        @for (nth, pack) in headlines.chunk_by(|one, other| one.kpi.pack() == other.kpi.pack()).enumerate() {
            @if let Some(first) = pack.first() {
                section {
                    h2 { (wording.page(&PageText::HeadlinesOf { pack: first.kpi.pack() })) }
                    div class="tiles" {
                        @for (place, one) in pack.iter().enumerate() { (tile(&format!("{id}{nth}-{place}"), one, links, style)) }
                    }
                }
            }
        }
    }
}

fn tile(id: &str, one: &Headline<'_>, links: Option<&LinkTo>, style: &Style) -> Markup {
    let (kpi, answer) = (one.kpi, one.answer);
    html! {
        article {
            h3 {
                @match links {
                    Some(links) => { a href=(links.href(&kpi.id)) { (one.title(style)) } }
                    None => { (one.title(style)) }
                }
            }
            p class="large" { (figure(&kpi.id, "value", digits(&answer.value), &answer_cell(answer, style))) }
            p {
                @if !answer.change.is_null() { (change(one, style)) " " }
                span class="soft" {
                    (style.wording().label(Label::Before)) " "
                    (figure(&kpi.id, "compare", digits(&answer.compare), &before_cell(answer, style)))
                }
            }
            @if answer.noise.as_ref().and_then(Noise::is_within) == Some(true) {
                p class="soft" { (style.wording().label(Label::Usual)) }
            }
            p class="soft" { (days(answer, style)) }
            (along(id, one, style))
            (drivers(one, style))
            (definition(kpi, answer.basis, style))
        }
    }
}

/// The days that a value is of, and whether it may still change.
fn days(answer: &Answer, style: &Style) -> String {
    let days = answer.start.zip(answer.end).map(|(start, end)| days_text(start, end, style));
    let days = days.map(|(first, last)| format!("{first} – {last}"));
    let open = (!answer.complete).then(|| style.wording().label(Label::NotComplete));
    days.into_iter().chain(open).collect::<Vec<_>>().join(", ")
}

/// The KPIs that move it, one click away.
fn drivers(one: &Headline<'_>, style: &Style) -> Markup {
    html! {
        @if !one.drivers.is_empty() {
            details {
                summary { (style.wording().page(&PageText::Word(PageWord::WhichDrivers))) }
                table {
                    @for KpiAnswer { kpi, answer } in &one.drivers {
                        tr {
                            td { (kpi_title(kpi, style)) }
                            td class="number" {
                                (figure(&kpi.id, "value", digits(&answer.value), &answer_cell(answer, style)))
                            }
                            td class="number" { @if !answer.change.is_null() { (change_cell(answer, style)) } }
                        }
                    }
                }
            }
        }
    }
}

/// An arrow and the change, in the colour of its direction; in none where chance alone explains it.
fn change(one: &Headline<'_>, style: &Style) -> Markup {
    let (arrow, tone) = arrow(one.answer.change.as_f64().unwrap_or_default(), one.kpi.direction);
    let tone = if one.is_chance() == Some(true) { Tone::Neutral } else { tone };
    signed(arrow, &change_cell(one.answer, style), tone)
}

fn arrow(change: f64, direction: Direction) -> (char, Tone) {
    match (change, direction) {
        (change, Direction::Increase) if change > 0.0 => ('▲', Tone::Good),
        (change, Direction::Increase) if change < 0.0 => ('▼', Tone::Bad),
        (change, Direction::Decrease) if change > 0.0 => ('▲', Tone::Bad),
        (change, Direction::Decrease) if change < 0.0 => ('▼', Tone::Good),
        _ => ('=', Tone::Neutral),
    }
}

/// The values along the time as a line, and as a table behind it.
fn along(id: &str, one: &Headline<'_>, style: &Style) -> Markup {
    let wording = style.wording();
    let word = |word| wording.page(&PageText::Word(word));
    let values: Vec<Option<f64>> = one.along.iter().map(|answer| number(&answer.value)).collect();
    let (Some(first), Some(last)) = (one.along.first(), one.along.last()) else { return html! {} };
    let [first, last] = [first, last].map(|answer| answer_cell(answer, style));
    let says = wording.page(&PageText::FirstAndLast { first: &first, last: &last });
    let caption = Caption { id, title: &word(PageWord::Along), says: &says };
    html! {
        @if let Some(picture) = line(&values, None, caption) {
            (picture)
            details {
                summary { (word(PageWord::Numbers)) }
                table class="along" {
                    @for answer in &one.along {
                        tr {
                            td { (first_day(answer, style)) }
                            td { (answer_cell(answer, style)) }
                        }
                    }
                }
            }
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().filter(|value| value.is_finite())
}

fn first_day(answer: &Answer, style: &Style) -> String {
    answer.start.zip(answer.end).map(|(start, end)| days_text(start, end, style).0).unwrap_or_default()
}

/// What a KPI counts, and what its amounts are of where they are of orders, one click away.
pub(crate) fn definition(kpi: &Kpi, basis: Option<Basis>, style: &Style) -> Markup {
    html! {
        details {
            summary { (style.wording().page(&PageText::Word(PageWord::Definition))) }
            p { code { (kpi.id) } " " (kpi.says.get(style.language)) }
            @if let Some(basis) = basis { p { (style.wording().page(&PageText::OfBasis { basis })) } }
            @if let Some(source) = &kpi.source { p class="soft" { (source) } }
        }
    }
}
