//! Why an answer has no value.

use jauge_domain::{Missing, NoValue};

use super::forms;

pub(super) fn message(why: &NoValue) -> String {
    match why {
        NoValue::NeverLoaded { missing: names } => names.iter().map(missing).collect::<Vec<_>>().join(", et "),
        NoValue::Of { kpi, why } => format!("`{kpi}` n'a pas de valeur : {}", message(why)),
        NoValue::DataReach { date } => format!("les données s'arrêtent au {}", forms::date(*date)),
        NoValue::NoRows => "aucune ligne dans cette période".to_owned(),
        NoValue::ZeroDenominator => "division impossible : le dénominateur vaut 0".to_owned(),
        NoValue::SeveralCurrencies => {
            "des montants en plusieurs devises ne s'additionnent pas : charger la table `rates`, ou demander `--by currency`"
                .to_owned()
        }
        NoValue::NoValueInRows => "aucune valeur dans ces lignes".to_owned(),
        NoValue::NoValueBelow => "un KPI dont il est calculé n'a pas de valeur".to_owned(),
    }
}

fn missing(missing: &Missing) -> String {
    match missing {
        Missing::Table { name } => format!("la table `{name}` est vide ; la charger d'abord"),
        Missing::Event { name } => format!("aucun événement `{name}` n'a jamais été chargé"),
    }
}
