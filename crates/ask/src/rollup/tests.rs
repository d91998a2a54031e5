//! What days add up to is what `ask` says, under any filter, over any days.

use jauge_domain::{Additivity, AskMessage, NoValue, Period, Question, Unit, Value, When};
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::Rollup;
use crate::planner::tests::currencies::paid;
use crate::planner::tests::fused::{KPIS, shop};
use crate::planner::tests::{Shop, words};

const FILTERS: [Option<&str>; 5] =
    [None, Some("x > 1"), Some("channel = 'mail'"), Some("event_name <> 'purchase'"), Some("60 / x > 20 AND x <> 0")];

fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn scanned<'a>(shop: &'a Shop, wanted: &[(String, Option<String>)]) -> Rollup<'a> {
    block(Rollup::scan(&shop.ctx, &shop.catalog, &shop.calendar, &shop.coverage, wanted, &["channel"]))
}

fn all() -> Vec<(String, Option<String>)> {
    let of = |filter: &Option<&str>| {
        let filter = filter.map(str::to_owned);
        KPIS.iter().map(move |(id, ..)| (format!("t.{id}"), filter.clone())).collect::<Vec<_>>()
    };
    FILTERS[..4].iter().flat_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn days_add_up_to_what_is_asked(
        kpi in 0..KPIS.len(), filter in 0..4_usize, from in 0..8_i64, length in 1..8_i64,
    ) {
        let shop = shop();
        let rollup = scanned(&shop, &all());
        let id = format!("t.{}", KPIS[kpi].0);
        let from = date(2026, 3, 26) + from.days();
        let after = from + length.days();
        // Beside others that start alike and apart.
        let stretches = [(from, from + 1.day()), (from, after), (from + 1.day(), after), (from, from)];
        let cells = block(rollup.over(&id, FILTERS[filter], &stretches)).unwrap();
        let period = Period::range(Some(from), Some(after.yesterday().unwrap())).unwrap();
        let question = Question {
            kpis: vec![id.clone()], when: When::Period(period), filter: FILTERS[filter].map(str::to_owned), ..Question::default()
        };
        let answer = block(shop.answers(&question)).remove(0);
        prop_assert_eq!(&cells[1].value, &answer.value, "{} under {:?} {:?}", id, FILTERS[filter], stretches[1]);
        prop_assert_eq!(&cells[1].numerator, &answer.numerator, "{}", id);
        prop_assert_eq!(&cells[1].denominator, &answer.denominator, "{}", id);
    }
}

/// Before anything is read the judge asks for no days at all, to learn whether a KPI can be read.
#[test]
fn every_kpi_is_read_over_no_days() {
    let shop = shop();
    let rollup = scanned(&shop, &all());
    for (id, filter) in all() {
        let cells = block(rollup.over(&id, filter.as_deref(), &[]));
        assert_eq!(cells.unwrap(), [], "{id} under {filter:?}");
    }
}

#[test]
fn days_without_rows_say_that_there_are_none() {
    let shop = shop();
    let rollup = scanned(&shop, &all());
    let empty = [(date(2026, 3, 1), date(2026, 3, 2))];
    for id in ["t.rate", "t.order_value", "t.mean_x", "t.largest", "t.per_visitor"] {
        let cell = block(rollup.over(id, None, &empty)).unwrap().remove(0);
        assert_eq!(cell.why_none(), Some(NoValue::NoRows), "{id}");
    }
}

#[test]
fn fifty_filters_are_one_scan() {
    let shop = shop();
    let wanted: Vec<_> = (0..150).map(|nth| ("t.hits".to_owned(), Some(format!("x > {}", nth % 75)))).collect();
    let rollup = scanned(&shop, &wanted);
    assert_eq!(rollup.by_model.len(), 1);
    let all = [(date(2026, 3, 1), date(2026, 4, 30))];
    let count = |filter| block(rollup.over("t.hits", Some(filter), &all)).unwrap()[0].value.clone();
    assert_eq!([count("x > 0"), count("x > 3"), count("x > 74")], [6, 2, 0].map(Value::Int));
}

/// The rows of a model are read once, in one place of the plan that is run.
#[test]
fn the_physical_plan_of_fifty_filters_has_one_scan_a_model() {
    let shop = shop();
    let kpis = KPIS.iter().flat_map(|(id, ..)| {
        (0..50).map(move |nth| (format!("t.{id}"), Some(format!("channel = 'mail' OR x > {nth}"))))
    });
    let rollup = scanned(&shop, &kpis.collect::<Vec<_>>());
    let mut models = rollup.scans();
    let scans = models.len();
    models.dedup();
    assert_eq!(models.len(), scans, "a model was scanned twice: {models:?}");
    for (model, plan) in rollup.scans().into_iter().zip(rollup.plans()) {
        let physical = block(shop.ctx.state().create_physical_plan(plan)).unwrap();
        let shown = datafusion::physical_plan::displayable(physical.as_ref()).indent(false).to_string();
        assert_eq!(shown.matches("DataSourceExec").count(), 1, "{model}:\n{shown}");
    }
}

#[test]
fn one_bad_filter_hinders_no_other() {
    let shop = shop();
    let wanted = [Some("x > 1"), Some("nonsense = 1")].map(|filter| ("t.hits".to_owned(), filter.map(str::to_owned)));
    let rollup = scanned(&shop, &wanted);
    let all = [(date(2026, 3, 1), date(2026, 4, 30))];
    assert_eq!(block(rollup.over("t.hits", Some("x > 1"), &all)).unwrap()[0].value, Value::Int(5));
    let error = block(rollup.over("t.hits", Some("nonsense = 1"), &all)).unwrap_err();
    assert!(words(&error.message()).contains("no column `nonsense`"), "{error}");
    let unknown = AskMessage::UnknownKpi { id: "t.none".to_owned(), near: None };
    assert_eq!(block(rollup.over("t.none", None, &all)).unwrap_err(), unknown.into());
}

#[test]
fn each_kpi_says_how_it_adds_up() {
    let shop = shop();
    let rollup = scanned(&shop, &all());
    let additivity = |id: &str| rollup.additivity(&format!("t.{id}"), None);
    assert_eq!(["hits", "buys", "revenue"].map(additivity), [Additivity::Sum; 3]);
    assert_eq!(["visitors", "buyers"].map(additivity), [Additivity::Distinct; 2]);
    assert_eq!(additivity("rate"), Additivity::Ratio { shared: true });
    assert_eq!(["order_value", "mean_x"].map(additivity), [Additivity::Ratio { shared: false }; 2]);
    assert_eq!(["largest", "loyal", "days", "per_visitor", "growth"].map(additivity), [Additivity::Other; 5]);
    assert_eq!(rollup.extent("t.revenue", None), Some((date(2026, 3, 27), date(2026, 3, 31))));
}

/// Its parts are those of another number: a factor apart, or the largest of days that do not add up.
#[test]
fn a_ratio_whose_parts_do_not_make_its_value_is_none_to_forecast() {
    let ids = ["per_mille", "per_cent", "of_largest"];
    let shop = shop()
        .kpi(ids[0], "number", "SELECT count(*) FILTER (WHERE x > 1) * 1000.0 / nullif(count(*), 0) FROM hits")
        .kpi(ids[1], "number", "SELECT 100.0 * \"t.buys\" / nullif(\"t.hits\", 0) FROM kpis")
        .kpi(ids[2], "number", "SELECT max(x) * 1.0 / nullif(count(*), 0) FROM hits")
        .kpi("plain", "ratio", "SELECT \"t.buys\" * 1.0 / nullif(\"t.hits\", 0) FROM kpis");
    let wanted: Vec<_> = ids.iter().chain(&["plain"]).map(|id| (format!("t.{id}"), None)).collect();
    let rollup = scanned(&shop, &wanted);
    assert_eq!(ids.map(|id| rollup.additivity(&format!("t.{id}"), None)), [Additivity::Other; 3]);
    assert_eq!(rollup.additivity("t.plain", None), Additivity::Ratio { shared: false });
}

/// Seconds out of milliseconds are as much a sum as these; whole numbers that are cut off are none, and no mean becomes one.
#[test]
fn a_sum_divided_by_a_number_is_a_sum_still() {
    let ids = ["seconds", "halves", "dozens", "mean_seconds"];
    let shop = shop()
        .kpi(ids[0], "number", "SELECT nullif(sum(x), 0) / 1000.0 FROM hits")
        .kpi(ids[1], "number", "SELECT count(*) / 2.0 FROM hits")
        .kpi(ids[2], "number", "SELECT \"t.hits\" / 12.0 FROM kpis")
        .kpi(ids[3], "number", "SELECT sum(x) * 1.0 / nullif(count(*), 0) / 1000.0 FROM hits");
    let wanted: Vec<_> = ids.iter().map(|id| (format!("t.{id}"), None)).collect();
    let rollup = scanned(&shop, &wanted);
    let found = ids.map(|id| rollup.additivity(&format!("t.{id}"), None));
    assert_eq!(found, [Additivity::Sum, Additivity::Sum, Additivity::Sum, Additivity::Other]);
    let question = Question { kpis: vec!["t.halves".to_owned()], ..Question::default() };
    assert!(block(shop.answers(&question)).iter().all(|answer| answer.denominator.is_null()));
}

#[test]
fn the_values_of_a_dimension_add_up() {
    let shop = shop();
    let rollup = scanned(&shop, &all());
    let stretches = [(date(2026, 3, 27), date(2026, 3, 29)), (date(2026, 3, 29), date(2026, 4, 1))];
    let by = rollup.by_dimension("t.hits", None, stretches);
    let [(dimension, groups)] = by.as_slice() else { panic!("{by:?}") };
    assert_eq!(dimension, "channel");
    let sum = |nth: usize| groups.iter().map(|(_, cells)| cells[nth].value.as_f64().unwrap()).sum::<f64>();
    assert_eq!([sum(0), sum(1)], [2.0, 6.0]);
    assert!(groups.iter().any(|(value, _)| value.is_none()));
}

/// What is scanned with it has values of its own.
#[test]
fn a_dimension_has_the_values_of_its_own_rows_alone_and_together() {
    let shop = shop();
    let mail = ("t.hits".to_owned(), Some("channel = 'mail'".to_owned()));
    let stretches = [(date(2026, 3, 27), date(2026, 3, 29)), (date(2026, 3, 29), date(2026, 4, 1))];
    let by = |wanted: &[super::Scoped]| scanned(&shop, wanted).by_dimension(&mail.0, mail.1.as_deref(), stretches);
    let alone = by(std::slice::from_ref(&mail));
    assert_eq!(alone[0].1.iter().map(|(value, _)| value.as_deref()).collect::<Vec<_>>(), [Some("mail")]);
    assert_eq!(by(&all()), alone);
}

/// What is counted per visitor is read by itself: how far its sources reach is known all the same.
#[test]
fn the_tables_below_a_kpi_are_known_alone_and_together() {
    let shop = shop();
    let tables = |wanted: &[super::Scoped]| scanned(&shop, wanted).tables("t.loyal");
    let alone = tables(&[("t.loyal".to_owned(), None)]);
    assert!(!alone.is_empty());
    assert_eq!(tables(&all()), alone);
}

/// Else a source that stopped would be so many days of 0, and a target below them achieved.
#[test]
fn a_kpi_reaches_no_further_than_what_it_needs_and_is_computed_from() {
    let mut shop = paid(&[(5, None, "mail", 100_000), (20, None, "mail", 100_000)])
        .kpi("hits", "count", "SELECT count(*) FROM hits")
        .kpi("per_hit", "number", "SELECT \"t.revenue\" * 1.0 / nullif(\"t.hits\", 0) FROM kpis");
    let needy = "/*---\nid = \"t.needy\"\nunit = \"count\"\nneeds = [\"paid\"]\n---*/\nSELECT count(*) FROM hits";
    shop.catalog.add_kpi("needy.sql", needy).unwrap();
    let wanted: [super::Scoped; 3] = ["t.hits", "t.per_hit", "t.needy"].map(|id| (id.to_owned(), None));
    let extents = |shop: &Shop| {
        let rollup = scanned(shop, &wanted);
        wanted.each_ref().map(|(id, _)| rollup.extent(id, None))
    };
    let days = |first, last| Some((date(2026, 3, first), date(2026, 3, last)));
    // Where nobody knows how far tables reach, rows are all there is.
    assert_eq!(extents(&shop), [days(27, 31), days(5, 31), days(27, 31)]);
    for (table, began, reached) in [("hits", "2026-03-02", "2026-03-31"), ("paid", "2026-03-05", "2026-03-29")] {
        let at = |day: &str| format!("{day}T12:00:00Z").parse().unwrap();
        shop.coverage.began.insert(table.to_owned(), at(began));
        shop.coverage.reached.insert(table.to_owned(), at(reached));
    }
    assert_eq!(extents(&shop), [days(27, 31), days(5, 29), days(27, 29)]);
}

#[test]
fn an_amount_in_another_currency_says_why_it_is_held_against_no_target() {
    let shop = paid(&[(5, Some("JPY"), "mail", 17_000_000), (6, None, "mail", 100_000)]);
    let wanted = ["t.revenue", "t.rest"].map(|kpi| (kpi.to_owned(), None));
    let rollup = scanned(&shop, &wanted);
    let stretches = [(5, 6), (6, 7), (5, 7)].map(|(from, after)| (date(2026, 3, from), date(2026, 3, after)));
    let (yen, own) = ("JPY".to_owned(), "EUR".to_owned());
    let several = NoValue::SeveralCurrencies { currencies: vec![own.clone(), yen.clone()], unrated: None };
    let other = NoValue::OtherCurrency { currency: yen, own, unrated: None };
    for kpi in ["t.revenue", "t.rest"] {
        let cells = block(rollup.over(kpi, None, &stretches)).unwrap();
        let why: Vec<_> = cells.iter().map(|cell| cell.why_not_in(Some("EUR"), Unit::Money, &shop.calendar)).collect();
        assert_eq!(why, [Some(other.clone()), None, Some(several.clone())], "{kpi}");
        assert!(cells[2].value.is_null(), "{kpi}");
    }
}
