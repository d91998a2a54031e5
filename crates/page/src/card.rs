//! An objective with all that tells its story.

use jauge_domain::{Aim, CriterionName, Evaluation, Goal, Objective, Target, Tone, Unit, days_between};
use jauge_report::{CriterionTexts, EvaluationTexts, Label, PageText, PageWord, Style};
use maud::{Markup, html};

use crate::content::ObjectiveCard;
use crate::figure::{blank, exact, figure, signed};
use crate::headlines::definition;
use crate::picture::{Caption, Meant, bullet, line, spent, waterfall};

/// The card of an objective; `id` is its own on the page.
pub(crate) fn card(id: &str, card: &ObjectiveCard<'_>, style: &Style) -> Markup {
    let one = card.evaluation;
    let texts = EvaluationTexts::of(one, style);
    html! {
        article {
            h3 { (texts.statement) }
            p { (signed(texts.sign, &texts.status, one.status.facts().tone)) }
            p class="large" { (figure(&one.objective, "actual", one.actual.map(exact), &texts.actual)) }
            p class="soft" { (texts.aside) }
            (against_target(id, one, &texts, style))
            (facts(card, &texts, style))
            (movement(id, one, &texts, style))
            (along(id, one, &texts, style))
            (budget(id, one, &texts, style))
            (criteria(&texts.criteria, style))
            (questions(card, &texts, style))
            @if let Some(kpi) = card.kpi { (definition(kpi, card.basis, style)) }
        }
    }
}

fn word(word: PageWord, style: &Style) -> String {
    style.wording().page(&PageText::Word(word))
}

fn against_target(id: &str, one: &Evaluation, texts: &EvaluationTexts, style: &Style) -> Markup {
    let (target, band) = (texts.target.as_deref(), texts.band.as_deref());
    let says = style.wording().page(&PageText::ValueAndTarget { actual: &texts.actual, target, band });
    let (id, title) = (format!("{id}-target"), word(PageWord::AgainstTarget, style));
    html! { @if let Some(picture) = bullet(one, Caption { id: &id, title: &title, says: &says }) { (picture) } }
}

/// What is known of it, a line each; what is not is left out.
fn facts(card: &ObjectiveCard<'_>, texts: &EvaluationTexts, style: &Style) -> Markup {
    let one = card.evaluation;
    let value = |field: &str, exact: Option<String>, text: &Option<String>| {
        text.as_ref().map(|text| figure(&one.objective, field, exact, text))
    };
    let said = |text: Option<&str>| text.map(|text| html! { (text) });
    let target = match one.target {
        Some(Target::Value(value)) => Some(exact(value)),
        Some(Target::Relative(_) | Target::Points(_) | Target::Between(..)) | None => None,
    };
    let days = style.wording().page(&PageText::Days { first: one.period.0, last: one.period.1 });
    let serves = card.objective.and_then(|objective| objective.serves.as_deref());
    let chance = one.forecast.as_ref().map(|forecast| exact(forecast.p_hit));
    let lines = [
        (PageWord::Target, value("target", target, &texts.target)),
        (PageWord::Band, value("band", None, &texts.band)),
        (PageWord::Chance, value("p_hit", chance, &texts.likely)),
        (PageWord::Levels, card.objective.and_then(|objective| levels(objective, one))),
        (PageWord::Why, said(texts.why.as_deref())),
        (PageWord::Moved, said(texts.moved.as_deref())),
        (PageWord::HeldBackBy, said(texts.held_back_by.as_deref())),
        (PageWord::NextAction, said(texts.next_action.as_deref())),
        (PageWord::Owner, said(one.owner.as_deref())),
        (PageWord::Serves, said(serves)),
        (PageWord::Period, said(Some(&days))),
    ];
    html! {
        dl {
            @for (before, after) in lines {
                @if let Some(after) = after { dt { (word(before, style)) } dd { (after) } }
            }
        }
    }
}

/// The levels of an objective in their order, the last one reached marked; `None` where a KPI is measured.
fn levels(objective: &Objective, one: &Evaluation) -> Option<Markup> {
    let Goal::Levels { levels, check_ins } = &objective.goal else { return None };
    let reached = check_ins.iter().rfind(|check_in| check_in.date <= one.as_of).map(|check_in| &check_in.level);
    Some(html! {
        @for (nth, level) in levels.iter().enumerate() {
            @if nth > 0 { " → " }
            @if Some(level) == reached { strong { "✓ " (level) } } @else { (level) }
        }
    })
}

/// What each value of a dimension added to the change as a waterfall, and as a table behind it.
fn movement(id: &str, one: &Evaluation, texts: &EvaluationTexts, style: &Style) -> Markup {
    let Some(movement) = &texts.movement else { return html! {} };
    let parts: Vec<(String, f64)> =
        movement.parts.iter().map(|(value, change, text)| (format!("{value} {text}"), *change)).collect();
    let total = format!("{} {}", word(PageWord::Total, style), movement.total);
    let says = texts.moved.clone().unwrap_or_default();
    let (id, title) = (format!("{id}-moved"), word(PageWord::Waterfall, style));
    html! {
        (waterfall(&parts, &total, Caption { id: &id, title: &title, says: &says }))
        details {
            summary { (word(PageWord::Numbers, style)) }
            table class="along" {
                @for (value, change, text) in &movement.parts {
                    tr { td { (value) } td { (figure(&one.objective, "moved", Some(exact(*change)), text)) } }
                }
                tr { td { (word(PageWord::Total, style)) } td { (movement.total) } }
            }
        }
    }
}

/// The values along the period as a line, and as a table behind it.
fn along(id: &str, one: &Evaluation, texts: &EvaluationTexts, style: &Style) -> Markup {
    let (Some(first), Some(last)) = (texts.along.first(), texts.along.last()) else { return html! {} };
    let says = style.wording().page(&PageText::FirstAndLast { first, last });
    let (id, title) = (format!("{id}-along"), word(PageWord::Along, style));
    html! {
        @if let Some(picture) = line(&one.along, goal(one), Caption { id: &id, title: &title, says: &says }) {
            (picture)
            details {
                summary { (word(PageWord::Numbers, style)) }
                table class="along" {
                    @for (nth, value) in texts.along.iter().enumerate() {
                        tr { td { (nth + 1) } td { (value) } }
                    }
                }
            }
        }
    }
}

/// What each value along the period is meant to be; of what adds up, the target is the sum's.
fn goal(one: &Evaluation) -> Option<Meant> {
    let is_of_each = one.aim.is_some_and(Aim::is_kept) || matches!(one.unit, Unit::Ratio | Unit::Duration);
    match one.target.filter(|_| is_of_each)? {
        Target::Value(value) => Some(Meant::At(value)),
        Target::Between(low, high) => Some(Meant::Between(low, high)),
        Target::Relative(_) | Target::Points(_) => None,
    }
}

/// What was spent beside the time that has passed.
fn budget(id: &str, one: &Evaluation, texts: &EvaluationTexts, style: &Style) -> Markup {
    let (Some(amounts), Some([so_much, of])) = (one.budget, &texts.budget) else { return html! {} };
    let wording = style.wording();
    let (first, last) = one.period;
    let days = days_between(first, last) + 1;
    let day = (days_between(first, one.as_of) + 1).clamp(0, days);
    let elapsed = wording.page(&PageText::Elapsed { day, days });
    let says = wording.page(&PageText::Spent { spent: so_much, budget: of });
    let (id, title) = (format!("{id}-budget"), word(PageWord::AgainstTime, style));
    html! {
        dl {
            dt { (word(PageWord::Budget, style)) }
            dd { (figure(&one.objective, "spent", Some(exact(amounts.0)), &says)) }
            @if let (Some(cost), Some(text)) = (one.cost_per_result(), &texts.cost_per_result) {
                dt { (word(PageWord::CostPerResult, style)) }
                dd { (figure(&one.objective, "per_result", Some(exact(cost)), text)) }
            }
            dt { (word(PageWord::Time, style)) }
            dd { (elapsed) }
        }
        (spent(amounts, (day, days), Caption { id: &id, title: &title, says: &format!("{says}, {elapsed}") }))
    }
}

/// The five criteria, with what was found and what would help.
fn criteria(criteria: &[CriterionTexts], style: &Style) -> Markup {
    let is_open = criteria.iter().any(|one| one.tone == Tone::Bad);
    html! {
        details open[is_open] {
            summary {
                (word(PageWord::Criteria, style))
                @for one in criteria { " " (signed(one.sign, &one.letter.to_string(), one.tone)) }
            }
            @for one in criteria {
                h4 { (one.letter.to_string()) " · " (one.word) " " (signed(one.sign, &one.state, one.tone)) }
                (found(one))
            }
        }
    }
}

fn found(one: &CriterionTexts) -> Markup {
    html! {
        ul {
            @for evidence in &one.evidence { li { (evidence) } }
            @for advice in &one.advice { li { strong { "→ " (advice) } } }
        }
    }
}

/// Is it feasible? Who is behind it? Which drivers? With what is known, or an empty line to fill.
fn questions(card: &ObjectiveCard<'_>, texts: &EvaluationTexts, style: &Style) -> Markup {
    let is_of_chance = |one: &&CriterionTexts| {
        matches!(one.name, CriterionName::Achievable | CriterionName::Realistic) && !one.evidence.is_empty()
    };
    let chances: Vec<&CriterionTexts> = texts.criteria.iter().filter(is_of_chance).collect();
    html! {
        details {
            summary { (word(PageWord::Questions, style)) }
            h4 { (word(PageWord::Feasible, style)) }
            @if chances.is_empty() { (blank()) }
            @for one in &chances { p { (one.evidence.join(" · ")) } }
            h4 { (word(PageWord::WhoIsBehind, style)) }
            (behind(card, style))
            h4 { (word(PageWord::WhichDrivers, style)) }
            (drivers(&texts.drivers, style))
        }
    }
}

fn behind(card: &ObjectiveCard<'_>, style: &Style) -> Markup {
    let owner = card.evaluation.owner.as_deref();
    let accepted = card.objective.map(|objective| objective.accepted_by.as_slice()).unwrap_or_default();
    html! {
        @if let Some(owner) = owner { p { (word(PageWord::Owner, style)) " · " (owner) } }
        @if !accepted.is_empty() { p { (word(PageWord::AcceptedBy, style)) " · " (accepted.join(", ")) } }
        @if owner.is_none() || accepted.is_empty() { (blank()) }
    }
}

fn drivers(drivers: &[[String; 3]], style: &Style) -> Markup {
    html! {
        @if drivers.is_empty() { (blank()) }
        @else {
            table {
                thead {
                    tr {
                        th scope="col" { (style.wording().label(Label::Kpi)) }
                        th scope="col" class="number" { (word(PageWord::Baseline, style)) }
                        th scope="col" class="number" { (word(PageWord::Value, style)) }
                    }
                }
                tbody {
                    @for [title, baseline, actual] in drivers {
                        tr { td { (title) } td class="number" { (baseline) } td class="number" { (actual) } }
                    }
                }
            }
        }
    }
}
