//! What is wrong with a KPI's SQL.

use jauge_domain::KpiFault;

use super::names::meant;

pub(super) fn message(fault: &KpiFault) -> String {
    let text = match fault {
        KpiFault::NotOneSelect => "a KPI is one SELECT",
        KpiFault::NotOneExpression => "a KPI selects exactly one expression",
        KpiFault::Star => "a KPI selects one expression, not `*`",
        KpiFault::SomethingBehind => "a KPI is one SELECT with nothing behind it",
        KpiFault::SetOperation => "a KPI is one SELECT, not a set operation",
        KpiFault::With => "a KPI has no WITH",
        KpiFault::OrderBy => "a KPI has no ORDER BY",
        KpiFault::Limit => "a KPI has no LIMIT",
        KpiFault::Distinct { on: false } => "a KPI has no SELECT DISTINCT",
        KpiFault::Distinct { on: true } => "a KPI has no SELECT DISTINCT ON",
        KpiFault::Qualify => "a KPI has no QUALIFY",
        KpiFault::NotPlain => "a KPI is a plain SELECT: no INTO, TOP or LATERAL VIEW",
        KpiFault::GroupBy => "a KPI has no outer GROUP BY",
        KpiFault::Having => "a KPI has no outer HAVING",
        KpiFault::Subquery => "a KPI has no subquery but in FROM",
        KpiFault::WindowFunction => "a KPI has no window function",
        KpiFault::Changing { function } => {
            return format!("a KPI is the same for the same data, and `{function}` is another each time");
        }
        KpiFault::NoEntity => "the subquery does not aggregate per entity",
        KpiFault::GroupByAll => "GROUP BY ALL hides the entity",
        KpiFault::SubqueryReads => "the subquery reads one model",
        KpiFault::Reads => "a KPI reads one table, one model, `kpis` or one subquery",
        KpiFault::ReadsBadModel { model } => return format!("the model `{model}`, which it reads, has a problem"),
        KpiFault::ReadsNothing => "a KPI reads a model",
        KpiFault::TableFunction => "a KPI reads no table function",
        KpiFault::Join => "a KPI has no join",
        KpiFault::NoAggregate => "a KPI selects an aggregate",
        KpiFault::NoModel => "a derived KPI has no model",
        KpiFault::MoneyIsFloat => "money must not be a floating-point number",
        KpiFault::MoneyMeetsFloat => "money meets a floating-point number and loses its cents",
        KpiFault::WholeDivision => "a division of whole numbers drops the fraction in some engines and not in others",
        KpiFault::NotANumber { is } => return format!("a KPI is a number, not {is}"),
        KpiFault::DerivedWhere => "a KPI over `kpis` has no WHERE",
        KpiFault::DerivedFromNone => "a KPI over `kpis` names no KPI",
        KpiFault::DerivedAggregate => "a KPI over `kpis` has no aggregate",
        KpiFault::DerivedWindow => "a KPI over other KPIs has no window of its own: give them one",
        KpiFault::UnknownKpi { name, near } => return format!("no KPI is called `{name}`{}", meant(near)),
        KpiFault::Previous => "`previous` takes one KPI, such as previous(\"shop.revenue\")",
        KpiFault::Circle { kpis } => return format!("KPIs read each other in a circle: {}", kpis.join(" → ")),
        KpiFault::UnknownFactor { factor, near } => {
            return format!("`{factor}`, which it is made of or lies between, is no KPI{}", meant(near));
        }
        KpiFault::UnknownLever { lever, near } => return format!("the lever `{lever}` is no KPI{}", meant(near)),
    };
    text.to_owned()
}

/// What to do next.
pub(super) fn help(fault: &KpiFault) -> Option<String> {
    let text = match fault {
        KpiFault::With | KpiFault::SetOperation | KpiFault::Subquery | KpiFault::WindowFunction => {
            "put it into a model and read that"
        }
        KpiFault::OrderBy => "the question sorts",
        KpiFault::Limit => "ask with `--top`",
        KpiFault::Distinct { .. } => "count with `count(DISTINCT …)`",
        KpiFault::Qualify => "windows belong in a model",
        KpiFault::GroupBy => "ask with `--by` and `--grain`",
        KpiFault::Having => "filter with WHERE or FILTER",
        KpiFault::Changing { .. } => "the question says the period, and `--as-of` the day it is seen from",
        KpiFault::NoEntity => "give it a GROUP BY, or put it into a model",
        KpiFault::GroupByAll => "name its columns",
        KpiFault::SubqueryReads => "put the rest into a model",
        KpiFault::ReadsNothing => "add `FROM hits` or another model",
        KpiFault::Join => "put the join into a model and read that",
        KpiFault::NoAggregate => "such as `count(*)` or `sum(value)`",
        KpiFault::MoneyIsFloat => "keep it decimal: leave out `* 1.0` and casts to double",
        KpiFault::MoneyMeetsFloat => {
            "a decimal divides exactly: leave out `* 1.0`, or cast the factor to decimal(18,4)"
        }
        KpiFault::WholeDivision => "write `* 1.0 /`",
        KpiFault::DerivedWhere => "filter in the KPIs it reads",
        KpiFault::DerivedFromNone => "write ids in double quotes, such as \"shop.revenue\"",
        KpiFault::DerivedAggregate => "the KPIs it reads are aggregated already",
        KpiFault::NotOneSelect
        | KpiFault::NotOneExpression
        | KpiFault::Star
        | KpiFault::SomethingBehind
        | KpiFault::NotPlain
        | KpiFault::Reads
        | KpiFault::ReadsBadModel { .. }
        | KpiFault::TableFunction
        | KpiFault::NoModel
        | KpiFault::NotANumber { .. }
        | KpiFault::DerivedWindow
        | KpiFault::UnknownKpi { .. }
        | KpiFault::Previous
        | KpiFault::Circle { .. }
        | KpiFault::UnknownFactor { .. }
        | KpiFault::UnknownLever { .. } => return None,
    };
    Some(text.to_owned())
}
