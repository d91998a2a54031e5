//! The names of all currencies whose amounts have no sum. A scan finds the first and the last; where that is not enough, what the
//! KPIs are computed from is asked once more, by currency.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jauge_domain::{Answer, NoValue, Question, Sort, Value};
use jiff::Timestamp;

use super::currency::CURRENCY;

/// The KPIs over models that each KPI is computed from.
pub(crate) type Roots = BTreeMap<String, Vec<String>>;

/// The question by which the currencies behind `answers` to `question` are found; `None` where there is nothing to find.
pub(crate) fn by_currency(question: &Question, answers: &[Answer], roots: &Roots) -> Option<Question> {
    let several = answers.iter().filter(|answer| matches!(answer.why, Some(NoValue::SeveralCurrencies { .. })));
    let kpis: BTreeSet<&String> = several.flat_map(|answer| roots.get(&answer.kpi)).flatten().collect();
    let kpis: Vec<String> = kpis.into_iter().cloned().collect();
    let others = question.by.iter().filter(|dimension| *dimension != CURRENCY).cloned();
    let by = others.chain([CURRENCY.to_owned()]).collect();
    let (total, top, sort) = (false, None, Sort::Dimension);
    (!kpis.is_empty()).then(|| Question { kpis, by, compare: None, total, top, sort, ..question.clone() })
}

/// Adds to the reasons of `answers` every currency that has an amount in `groups`, the answers by currency; rows that name none are
/// in `own`.
pub(crate) fn name_all(answers: &mut [Answer], groups: &[Answer], roots: &Roots, own: Option<&str>) {
    let mut known: HashMap<String, BTreeSet<&str>> = HashMap::new();
    for group in groups.iter().filter(|group| group.value.as_f64().is_some_and(|value| value != 0.0)) {
        let Some(((_, named), by)) = group.by.split_last() else { continue };
        let code = match named {
            Value::Text(code) => Some(code.as_str()),
            _ => own,
        };
        let Some(code) = code else { continue };
        for place in [place(&group.kpi, group.end, Some(by)), place(&group.kpi, group.end, None)] {
            known.entry(place).or_default().insert(code);
        }
    }
    for answer in answers {
        let Some(NoValue::SeveralCurrencies { currencies, .. }) = &mut answer.why else { continue };
        let by = (!answer.total).then_some(answer.by.as_slice());
        let roots = roots.get(&answer.kpi).into_iter().flatten();
        let found = roots.filter_map(|root| known.get(&place(root, answer.end, by))).flatten();
        currencies.extend(found.map(|code| (*code).to_owned()));
        currencies.sort();
        currencies.dedup();
    }
}

/// One bucket of one KPI, in the group `by` or in all of them. Buckets go by their ends: KPIs look back from there each as far as
/// it does.
fn place(kpi: &str, end: Option<Timestamp>, by: Option<&[(String, Value)]>) -> String {
    format!("{:?}", (kpi, end, by))
}
