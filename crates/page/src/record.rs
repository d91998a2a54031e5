//! How forecasts turned out.

use jauge_domain::{CalibrationClass, ForecastScore, ObjectiveMessage, TrackRecord, Unit, Value};
use jauge_report::{Heading, Label, PageText, PageWord, Style, cell};
use maud::{Markup, html};

use crate::figure::{exact, figure};
use crate::picture::{Caption, calibration};

/// Whose numbers those of all forecasts are.
const ALL: &str = "record";

/// What was forecast beside what came: in a sentence, as a picture with its table, and by objective.
pub(crate) fn track_record(record: &TrackRecord, style: &Style) -> Markup {
    let wording = style.wording();
    let word = |word| wording.page(&PageText::Word(word));
    let says = wording.message(&sentence(&record.all).into());
    let [chance, met] = [PageWord::ChanceForecast, PageWord::CameTrue].map(word);
    let caption = Caption { id: "record", title: &word(PageWord::Calibration), says: &says };
    html! {
        section {
            h2 { (word(PageWord::Record)) }
            div class="cards" {
                article {
                    p { (says) }
                    (calibration(&record.classes, [&chance, &met], caption))
                    p class="soft" { (word(PageWord::CalibrationRead)) }
                    details {
                        summary { (word(PageWord::Numbers)) }
                        (classes(record, style))
                    }
                }
                article { (objectives(record, style)) }
            }
            @if record.retargeted > 0 {
                p class="soft" { (wording.message(&ObjectiveMessage::Retargeted { forecasts: record.retargeted }.into())) }
            }
        }
    }
}

/// How all of them turned out.
fn sentence(all: &ForecastScore) -> ObjectiveMessage {
    let ForecastScore { forecasts, periods, brier, pace_brier, .. } = *all;
    ObjectiveMessage::Record { forecasts, periods, brier, pace_brier }
}

fn classes(record: &TrackRecord, style: &Style) -> Markup {
    let word = |word| style.wording().page(&PageText::Word(word));
    html! {
        table {
            thead {
                tr {
                    th scope="col" { (word(PageWord::ChanceForecast)) }
                    th scope="col" class="number" { (word(PageWord::CameTrue)) }
                    th scope="col" class="number" { (word(PageWord::Forecasts)) }
                }
            }
            tbody {
                @for CalibrationClass { from, to, score } in &record.classes {
                    tr {
                        td { (share(*from, style)) "–" (share(*to, style)) }
                        td class="number" { (share(score.met, style)) }
                        td class="number" { (count(score.forecasts, style)) }
                    }
                }
            }
        }
    }
}

fn objectives(record: &TrackRecord, style: &Style) -> Markup {
    let label = |label| style.wording().label(label);
    html! {
        table {
            thead {
                tr {
                    th scope="col" { (label(Label::Objective)) }
                    th scope="col" class="number" { (style.wording().page(&PageText::Word(PageWord::Forecasts))) }
                    th scope="col" class="number" { (label(Label::Heading(Heading::Brier))) }
                    th scope="col" class="number" { (label(Label::Heading(Heading::PaceBrier))) }
                }
            }
            tbody {
                @for (id, score) in &record.objectives { (scored(id, id, score, style)) }
                (scored(ALL, &label(Label::Total), &record.all, style))
            }
        }
    }
}

/// How the forecasts of `of` turned out.
fn scored(of: &str, name: &str, score: &ForecastScore, style: &Style) -> Markup {
    let number = |value: f64| cell(&Value::Float(value), Some(Unit::Number), style);
    html! {
        tr {
            td { (name) }
            td class="number" { (count(score.forecasts, style)) }
            td class="number" { (figure(of, "brier", Some(exact(score.brier)), &number(score.brier))) }
            td class="number" { (figure(of, "pace_brier", Some(exact(score.pace_brier)), &number(score.pace_brier))) }
        }
    }
}

fn share(share: f64, style: &Style) -> String {
    cell(&Value::Float(share), Some(Unit::Ratio), style)
}

fn count(count: usize, style: &Style) -> String {
    cell(&i64::try_from(count).map_or(Value::Null, Value::Int), Some(Unit::Count), style)
}

#[cfg(test)]
mod tests {
    use jauge_domain::Language;

    use super::*;
    use crate::tests::style;

    fn record() -> TrackRecord {
        let score = ForecastScore {
            forecasts: 12,
            periods: 3,
            chance: 0.7,
            met: 0.75,
            inside: 0.8,
            brier: 0.0812,
            pace_brier: 0.25,
        };
        TrackRecord {
            all: score.clone(),
            classes: vec![CalibrationClass { from: 0.6, to: 0.8, score: score.clone() }],
            objectives: vec![("<more>".into(), score)],
            retargeted: 1,
        }
    }

    #[test]
    fn what_was_forecast_stands_beside_what_came_in_both_languages() {
        let en = track_record(&record(), &style(Language::En)).into_string();
        assert!(
            en.contains(
                "12 forecasts of 3 periods that are over: Brier score 0.081, better than the pace rule's 0.250"
            ),
            "{en}"
        );
        assert!(en.contains("<td>60.00 %–80.00 %</td>"), "{en}");
        assert!(en.contains("data-of=\"&lt;more&gt;\" data-field=\"brier\" value=\"0.0812\""), "{en}");
        assert!(en.contains("data-of=\"record\" data-field=\"pace_brier\" value=\"0.25\""), "{en}");
        assert!(en.contains("1 forecast is left out") && en.contains("<title id=\"record-title\">"), "{en}");
        let fr = track_record(&record(), &style(Language::Fr)).into_string();
        assert!(fr.contains("12 prévisions sur 3 périodes terminées : score de Brier 0,081, mieux que"), "{fr}");
        assert!(fr.contains("Bilan des prévisions") && fr.contains("1 prévision est laissée de côté"), "{fr}");
    }
}
