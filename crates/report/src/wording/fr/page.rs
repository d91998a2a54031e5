//! La page.

use jauge_domain::Grain;

use super::super::{PageText, PageWord, Wording};
use super::status;

pub(super) fn text(text: &PageText<'_>, wording: &Wording) -> String {
    match *text {
        PageText::Word(one) => word(one).to_owned(),
        PageText::Title { workspace } => format!("{workspace} : objectifs et KPI"),
        PageText::Verdict { fine, all: 1, .. } => {
            if fine == 1 {
                "L'objectif est en bonne voie.".to_owned()
            } else {
                "L'objectif n'est pas en bonne voie.".to_owned()
            }
        }
        PageText::Verdict { fine, all, .. } if fine == all => format!("Les {all} objectifs sont en bonne voie."),
        PageText::Verdict { fine, unjudged, all } => {
            let open = match unjudged {
                0 => String::new(),
                1 => " ; 1 ne peut pas encore être jugé".to_owned(),
                many => format!(" ; {many} ne peuvent pas encore être jugés"),
            };
            format!("{fine} des {all} objectifs {} en bonne voie{open}.", if fine < 2 { "est" } else { "sont" })
        }
        PageText::Unjudged { why } => {
            let why = why.map(|why| format!(" : {why}")).unwrap_or_default();
            format!("L'objectif ne peut pas encore être jugé{why}.")
        }
        PageText::Worst { statement, status } => {
            format!("À regarder d'abord : {statement} ({}).", status::words(status))
        }
        PageText::NoObjectives => "Il n'y a pas d'objectif à montrer.".to_owned(),
        PageText::AsOf { as_of, complete_to: None } => format!("État au {}.", wording.date(as_of)),
        PageText::AsOf { as_of, complete_to: Some(complete) } => {
            format!("État au {} ; sources complètes jusqu'au {}.", wording.date(as_of), wording.date(complete))
        }
        PageText::Elapsed { day, days } => format!("jour {day} sur {days}"),
        PageText::Days { first, last } => format!("du {} au {}", wording.date(first), wording.date(last)),
        PageText::ValueAndTarget { actual, target, band } => {
            let target = target.map(|target| format!(" ; cible {target}")).unwrap_or_default();
            let band = band.map(|band| format!(" ; prévision {band}")).unwrap_or_default();
            format!("Valeur {actual}{target}{band}")
        }
        PageText::FirstAndLast { first, last } => format!("{first} au début, {last} à la fin"),
        PageText::Spent { spent, budget } => format!("{spent} sur {budget}"),
        PageText::CatalogOf { workspace } => format!("{workspace} : le catalogue des KPI"),
        PageText::OnlyLargest { groups } => format!("Seuls les {groups} plus grands groupes sont montrés."),
        PageText::HeadlinesOf { pack } => format!("KPI principaux de {pack}"),
        PageText::CohortsOf { kpi } => format!("Cohortes : {kpi}"),
        PageText::CohortsRead { since } => format!(
            "Une ligne : ceux qui ont commencé ce mois-là, et combien ils sont. Une colonne : tant {} plus tard. Plus la \
             couleur est forte, plus il y en a.",
            units(since)
        ),
        PageText::OfBasis { basis } => format!("Montants : {}.", super::ask::of_basis(basis)),
    }
}

/// What time is counted in.
fn units(of: Grain) -> &'static str {
    match of {
        Grain::Hour => "d'heures",
        Grain::Day => "de jours",
        Grain::Week => "de semaines",
        Grain::Month => "de mois",
        Grain::Quarter => "de trimestres",
        Grain::Year => "d'années",
    }
}

fn word(word: PageWord) -> &'static str {
    match word {
        PageWord::Objectives => "Objectifs",
        PageWord::Funnels => "Entonnoirs",
        PageWord::Gaps => "Ce que les données ne couvrent pas",
        PageWord::NoGaps => "Rien ne manque, autant qu'on sache.",
        PageWord::Value => "Valeur",
        PageWord::Target => "Cible",
        PageWord::Band => "Prévision",
        PageWord::Chance => "Chance de l'atteindre",
        PageWord::Why => "Pourquoi",
        PageWord::Levels => "Niveaux",
        PageWord::Moved => "Ce qui l'a fait bouger",
        PageWord::HeldBackBy => "Freiné par",
        PageWord::NextAction => "Prochaine action",
        PageWord::Owner => "Responsable",
        PageWord::AcceptedBy => "Accepté par",
        PageWord::Serves => "Sert",
        PageWord::Budget => "Budget dépensé",
        PageWord::CostPerResult => "Coût par résultat",
        PageWord::Time => "Temps écoulé",
        PageWord::Criteria => "S.M.A.R.T.",
        PageWord::Questions => "Trois questions",
        PageWord::Feasible => "Est-ce faisable ?",
        PageWord::WhoIsBehind => "Qui le porte ?",
        PageWord::WhichDrivers => "Quels leviers le font bouger ?",
        PageWord::Baseline => "Référence",
        PageWord::Period => "Période",
        PageWord::Numbers => "Les chiffres",
        PageWord::Definition => "Définition",
        PageWord::Along => "Valeurs au fil de la période",
        PageWord::Waterfall => "Ce qui l'a fait bouger, cumulé",
        PageWord::Total => "Total",
        PageWord::AgainstTarget => "Valeur face à la cible",
        PageWord::AgainstTime => "Budget dépensé face au temps écoulé",
        PageWord::FunnelPicture => "Combien atteignent chaque étape",
        PageWord::Began => "Début en",
        PageWord::HowMany => "Combien",
        PageWord::CohortInPart => "* de ceux seulement pour qui ce temps est écoulé",
        PageWord::Record => "Bilan des prévisions",
        PageWord::Calibration => "Combien de fois ce qui était prévu est venu",
        PageWord::CalibrationRead => {
            "Un point réunit les prévisions qui donnaient à peu près la même chance, plus gros où il y en a plus. \
             Sur la ligne pointillée, les cibles sont atteintes aussi souvent que prévu ; au-dessus plus souvent, en \
             dessous moins."
        }
        PageWord::ChanceForecast => "Chance prévue",
        PageWord::CameTrue => "Cibles atteintes",
        PageWord::Forecasts => "Prévisions",
        PageWord::Catalog => "Tous les KPI",
        PageWord::Search => "Chercher",
        PageWord::MadeFrom => "De quoi il est fait",
        PageWord::Date => "Date",
        PageWord::Signature => "Signature",
        PageWord::Overview => "Vue d'ensemble",
        PageWord::Pages => "Pages",
        PageWord::Languages => "Langues",
        PageWord::ThisLanguage => "Français",
        PageWord::Sources => "Sources",
        PageWord::Rejects => "Lignes rejetées",
        PageWord::NoRejects => "Aucune ligne n'a été rejetée.",
        PageWord::NoFunnels => "Personne n'est entré dans un entonnoir sur cette période.",
        PageWord::InDetail => "En détail",
        PageWord::WholePeriod => "Toute la période",
        PageWord::DayByDay => "Jour par jour",
        PageWord::BySegment => "Par segment",
        PageWord::Grain => "Pas de temps",
        PageWord::By => "Par",
        PageWord::ComparedWith => "Comparé à",
        PageWord::ThePeriodBefore => "la période précédente",
        PageWord::TheYearBefore => "l'année précédente",
        PageWord::Nothing => "rien",
        PageWord::Show => "Afficher",
    }
}
