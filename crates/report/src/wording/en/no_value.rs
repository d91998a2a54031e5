//! Why an answer has no value.

use jauge_domain::{Missing, NoValue};

pub(super) fn message(why: &NoValue) -> String {
    match why {
        NoValue::NeverLoaded { missing: names } => names.iter().map(missing).collect::<Vec<_>>().join(", and "),
        NoValue::Of { kpi, why } => format!("`{kpi}` has no value: {}", message(why)),
        NoValue::DataReach { date } => format!("the data reach {date} only"),
        NoValue::NoRows => "no rows in this period".to_owned(),
        NoValue::ZeroDenominator => "nothing to divide by: the denominator is 0".to_owned(),
        NoValue::SeveralCurrencies => {
            "amounts in several currencies are not added up: load the table `rates`, or ask `--by currency`".to_owned()
        }
        NoValue::NoValueInRows => "no value in these rows".to_owned(),
        NoValue::NoValueBelow => "a KPI it is computed from has no value".to_owned(),
    }
}

fn missing(missing: &Missing) -> String {
    match missing {
        Missing::Table { name } => format!("the table `{name}` has no rows; load them first"),
        Missing::Event { name } => format!("no `{name}` event was ever loaded"),
    }
}
