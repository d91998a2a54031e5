//! Why an answer has no value.

use jauge_domain::{Missing, NoNoise, NoValue};
use jiff::civil::Date;

use super::forms;

pub(super) fn message(why: &NoValue) -> String {
    match why {
        NoValue::NeverLoaded { missing: names } => names.iter().map(missing).collect::<Vec<_>>().join(", et "),
        NoValue::NotDerived => "les sessions ne sont pas encore calculées : lancer `jauge load`".to_owned(),
        NoValue::Of { kpi, why } => format!("`{kpi}` n'a pas de valeur : {}", message(why)),
        NoValue::OfBefore { kpi, why } => {
            format!("`{kpi}` n'a pas de valeur dans la période d'avant : {}", message(why))
        }
        NoValue::DataReach { date } => format!("les données s'arrêtent au {}", forms::date(*date)),
        NoValue::DataBegin { date } => format!("les données commencent le {}", forms::date(*date)),
        NoValue::NoRows => "aucune ligne dans cette période".to_owned(),
        NoValue::ZeroDenominator => "division impossible : le dénominateur vaut 0".to_owned(),
        NoValue::SeveralCurrencies { currencies, unrated } => format!(
            "des montants en {} ne s'additionnent pas : {}demander `--by currency`",
            currencies.join(", "),
            or_rates(*unrated)
        ),
        NoValue::OtherCurrency { currency, own, unrated } => {
            format!("des montants en {currency} ne disent rien en {own} : {}filtrer par `currency`", or_rates(*unrated))
        }
        NoValue::NotOne { dimension } => format!(
            "il y en a une pour chaque `{dimension}` seulement : demander `--by {dimension}`, ou en choisir une par `--where`"
        ),
        NoValue::NoVisitorsByDay => {
            "certains jours viennent de `daily`, qui ne connaît pas les visiteurs, et des visiteurs par jour ne s'additionnent \
             pas : charger le rapport mensuel de ce système dans une table à soi"
                .to_owned()
        }
        NoValue::NoHoursByDay => {
            "ce jour vient de `daily`, qui ne connaît pas les heures : demander `--grain day`".to_owned()
        }
        NoValue::NoValueInRows => "aucune valeur dans ces lignes".to_owned(),
        NoValue::NoValueBelow => "un KPI dont il est calculé n'a pas de valeur".to_owned(),
    }
}

/// What to load, where a rate is missing, before another cure.
fn or_rates(unrated: Option<Date>) -> String {
    let cure = |day| format!("charger la table `rates`, qui n'en a pas pour le {}, ou ", forms::date(day));
    unrated.map(cure).unwrap_or_default()
}

fn missing(missing: &Missing) -> String {
    match missing {
        Missing::Table { name } => format!("la table `{name}` est vide ; la charger d'abord"),
        Missing::Column { table, column } => format!("aucune ligne de `{table}` n'a de `{column}`"),
        Missing::Event { name } => format!("aucun événement `{name}` n'a jamais été chargé"),
    }
}

/// Why nobody can say whether a change is more than chance gives.
pub(super) fn of_change(why: NoNoise) -> String {
    match why {
        NoNoise::NotOfDays => "ses jours ne disent pas sa variation habituelle".to_owned(),
        NoNoise::LooksBack => {
            "des valeurs qui remontent dans le temps partagent des jours, et ceux-ci n'en disent pas la variation habituelle"
                .to_owned()
        }
        NoNoise::BelowDays => "seuls des jours disent sa variation habituelle".to_owned(),
        NoNoise::FewDays => "trop peu de jours disent sa variation habituelle".to_owned(),
    }
}
