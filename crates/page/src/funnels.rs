//! Funnels, step by step.

use jauge_domain::{Funnel, StepAnswer, Unit, Value};
use jauge_report::{Heading, Label, PageText, PageWord, Style, cell};
use maud::{Markup, html};

use crate::content::FunnelPart;
use crate::figure::{exact, figure};
use crate::picture::{Caption, bars};

/// A part a funnel.
pub(crate) fn funnels(funnels: &[FunnelPart<'_>], style: &Style) -> Markup {
    html! {
        @if !funnels.is_empty() {
            section {
                h2 { (style.wording().page(&PageText::Word(PageWord::Funnels))) }
                div class="cards" {
                    @for (nth, one) in funnels.iter().enumerate() { (part(&format!("f{nth}"), one, style)) }
                }
            }
        }
    }
}

fn part(id: &str, one: &FunnelPart<'_>, style: &Style) -> Markup {
    let wording = style.wording();
    let name = title(one.funnel, style);
    let entered: Vec<Option<f64>> = one.steps.iter().map(|step| step.entered.map(|entered| entered as f64)).collect();
    let [first, last] = [one.steps.first(), one.steps.last()]
        .map(|step| step.map_or_else(String::new, |step| count(step.entered, style)));
    let says = wording.page(&PageText::FirstAndLast { first: &first, last: &last });
    let caption = Caption { id, title: &wording.page(&PageText::Word(PageWord::FunnelPicture)), says: &says };
    let headings = [Heading::Entered, Heading::Rate, Heading::Overall];
    html! {
        article {
            h3 { (name) }
            (bars(&entered, caption))
            table {
                thead {
                    tr {
                        th scope="col" { (wording.label(Label::Heading(Heading::StepName))) }
                        @for heading in headings {
                            th scope="col" class="number" { (wording.label(Label::Heading(heading))) }
                        }
                    }
                }
                tbody { @for step in one.steps { (row(one.funnel, step, style)) } }
            }
        }
    }
}

fn row(funnel: &Funnel, step: &StepAnswer, style: &Style) -> Markup {
    let name = funnel.steps.get(step.step).map_or("", |step| step.name.get(style.language));
    let share = |share: Option<f64>| cell(&share.map_or(Value::Null, Value::Float), Some(Unit::Ratio), style);
    let raw = |share: Option<f64>| share.map(exact);
    let of = format!("{}#{}", funnel.id, step.step + 1);
    html! {
        tr {
            td { (name) }
            td class="number" {
                (figure(&of, "entered", step.entered.map(|entered| entered.to_string()), &count(step.entered, style)))
            }
            td class="number" { (figure(&of, "rate", raw(step.rate), &share(step.rate))) }
            td class="number" { (figure(&of, "overall", raw(step.overall), &share(step.overall))) }
        }
    }
}

/// The funnel's title in the reader's language, or its id.
fn title<'a>(funnel: &'a Funnel, style: &Style) -> &'a str {
    if funnel.title.is_empty() { &funnel.id } else { funnel.title.get(style.language) }
}

fn count(entered: Option<u64>, style: &Style) -> String {
    let value = entered.and_then(|entered| i64::try_from(entered).ok()).map_or(Value::Null, Value::Int);
    cell(&value, Some(Unit::Count), style)
}
