//! Reasons of statuses.

use jauge_domain::{AssessmentFinding, ForecastRefusal};

use super::super::Wording;

pub(super) fn finding(found: &AssessmentFinding, wording: &Wording) -> String {
    match found {
        AssessmentFinding::KpiUnreadable { why } => super::message(why, wording),
        AssessmentFinding::NoRowPasses => "aucune ligne ne passe le filtre".to_owned(),
        AssessmentFinding::NoRowsEver => "le KPI n'a de ligne aucun jour".to_owned(),
        AssessmentFinding::TargetWithoutBaseline { since } => {
            format!("la cible dépend d'un départ qui manque : les données commencent le {}", wording.date(*since))
        }
        AssessmentFinding::TargetBeforeBaseline { to, last } => format!(
            "la cible dépend d'un départ dont la période finit le {}, et les données finissent le {}",
            wording.date(*to),
            wording.date(*last)
        ),
        AssessmentFinding::NoDataSince { last } => format!("pas de données depuis le {}", wording.date(*last)),
        AssessmentFinding::NoRowsYet => "aucune ligne dans la période à ce jour".to_owned(),
        AssessmentFinding::TooFewSoFar { had, needed } => {
            format!("{} à ce jour, il en faut {}", wording.number(*had, 0), wording.number(*needed, 0))
        }
        AssessmentFinding::TooEarly => "trop tôt pour le dire".to_owned(),
        AssessmentFinding::StraightLine { because } => {
            format!("pas de prévision : {} ; jugé selon une droite", refusal(because, wording))
        }
        AssessmentFinding::NoCheckInSince { last } => format!("pas de point depuis le {}", wording.date(*last)),
        AssessmentFinding::NoCheckIn => "aucun point à ce jour".to_owned(),
        AssessmentFinding::CheckIn { level, date, note } => {
            let note = note.as_ref().map(|note| format!(" : {note}")).unwrap_or_default();
            format!("{level} ({}){note}", wording.date(*date))
        }
    }
}

fn refusal(because: &ForecastRefusal, wording: &Wording) -> String {
    match because {
        ForecastRefusal::NotAdditive => "le KPI ne s'additionne pas".to_owned(),
        ForecastRefusal::TooFewDays { .. } | ForecastRefusal::TooFewPastPeriods { .. } => {
            "trop peu d'historique".to_owned()
        }
        ForecastRefusal::AllZero { days } => format!(
            "les {days} jours connus valent tous 0, ce qui ne dit rien des jours à venir ; vérifier le filtre et la source du KPI"
        ),
        ForecastRefusal::NoDenominator => {
            "le dénominateur est 0 dans tout ce qui est connu ; vérifier le filtre et la source du KPI".to_owned()
        }
        ForecastRefusal::EmptyPeriod { start, end } => format!(
            "la période commence le {} et finit avant le {} ; donner une fin après le début",
            wording.date(*start),
            wording.date(*end)
        ),
        ForecastRefusal::Incomplete { last, as_of } => {
            let (last, as_of) = (wording.date(*last), wording.date(*as_of));
            format!(
                "les valeurs finissent le {last}, avant le {as_of} ; charger les jours qui manquent ou évaluer au {last}"
            )
        }
        ForecastRefusal::StartsInside { first, start } => format!(
            "les valeurs commencent le {}, dans la période qui commence le {} ; charger les premiers jours de la période",
            wording.date(*first),
            wording.date(*start)
        ),
        ForecastRefusal::NotFinite { day } => format!(
            "la valeur du {} n'est pas un nombre inférieur à 1e100 ; écarter ce jour de la source ou le réparer",
            wording.date(*day)
        ),
        ForecastRefusal::OutOfRange => {
            "les valeurs sont de tailles trop différentes pour être calculées ; vérifier l'unité et la source du KPI"
                .to_owned()
        }
        ForecastRefusal::Negative { day } => {
            format!("la valeur du {} est inférieure à ce qui précède", wording.date(*day))
        }
        ForecastRefusal::Misaligned => {
            "le numérateur et le dénominateur ne couvrent pas les mêmes jours ; charger les deux sur les mêmes jours"
                .to_owned()
        }
        ForecastRefusal::NotShared { day } => {
            format!("le {}, le numérateur n'est pas une partie du dénominateur", wording.date(*day))
        }
    }
}
