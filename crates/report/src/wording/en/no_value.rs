//! Why an answer has no value.

use jauge_domain::{Missing, NoNoise, NoValue};
use jiff::civil::Date;

pub(super) fn message(why: &NoValue) -> String {
    match why {
        NoValue::NeverLoaded { missing: names } => names.iter().map(missing).collect::<Vec<_>>().join(", and "),
        NoValue::NotDerived => "sessions are not derived yet: run `jauge load`".to_owned(),
        NoValue::Of { kpi, why } => format!("`{kpi}` has no value: {}", message(why)),
        NoValue::OfBefore { kpi, why } => format!("`{kpi}` has no value in the period before: {}", message(why)),
        NoValue::DataReach { date } => format!("the data reach {date} only"),
        NoValue::DataBegin { date } => format!("the data begin on {date}"),
        NoValue::NoRows => "no rows in this period".to_owned(),
        NoValue::ZeroDenominator => "nothing to divide by: the denominator is 0".to_owned(),
        NoValue::SeveralCurrencies { currencies, unrated } => {
            format!("amounts in {} are not added up: {}ask `--by currency`", currencies.join(", "), or_rates(*unrated))
        }
        NoValue::OtherCurrency { currency, own, unrated } => {
            format!("amounts in {currency} say nothing in {own}: {}filter by `currency`", or_rates(*unrated))
        }
        NoValue::NotOne { dimension } => {
            format!("there is one for each `{dimension}` alone: ask `--by {dimension}`, or choose one in `--where`")
        }
        NoValue::NoVisitorsByDay => {
            "some days are of `daily`, which knows no visitors, and visitors of days do not add up: load that system's monthly \
             report as a table of your own"
                .to_owned()
        }
        NoValue::NoHoursByDay => "this day is of `daily`, which knows no hours: ask `--grain day`".to_owned(),
        NoValue::NoValueInRows => "no value in these rows".to_owned(),
        NoValue::NoValueBelow => "a KPI it is computed from has no value".to_owned(),
    }
}

/// What to load, where a rate is missing, before another cure.
fn or_rates(unrated: Option<Date>) -> String {
    unrated.map(|day| format!("load the table `rates`, which has none for {day}, or ")).unwrap_or_default()
}

fn missing(missing: &Missing) -> String {
    match missing {
        Missing::Table { name } => format!("the table `{name}` has no rows; load them first"),
        Missing::Column { table, column } => format!("no row of `{table}` has `{column}`"),
        Missing::Event { name } => format!("no `{name}` event was ever loaded"),
    }
}

/// Why nobody can say whether a change is more than chance gives.
pub(super) fn of_change(why: NoNoise) -> String {
    match why {
        NoNoise::NotOfDays => "its days do not say how much it usually varies".to_owned(),
        NoNoise::LooksBack => {
            "values that look back share days, which then do not say how much they usually vary".to_owned()
        }
        NoNoise::BelowDays => "only days say how much it usually varies".to_owned(),
        NoNoise::FewDays => "too few days say how much it usually varies".to_owned(),
    }
}
