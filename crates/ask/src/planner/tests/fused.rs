//! Asking together never changes an answer, and costs one scan.

use std::sync::Arc;

use datafusion::arrow::array::Array;
use jauge_domain::{Compare, Grain, Lookback, Question, Sort};
use proptest::prelude::*;

use super::{HITS, NOW, Shop, question, words};
use crate::planner::{Answered, AskError, answers_to_batch, explain, sql};

/// Every kind of KPI there is.
pub(crate) const KPIS: &[(&str, &str, &str)] = &[
    ("hits", "count", "SELECT count(*) FROM hits"),
    ("visitors", "count", "SELECT count(DISTINCT visitor_id) FROM hits"),
    ("buyers", "count", "SELECT count(DISTINCT visitor_id) FROM hits WHERE event_name = 'purchase'"),
    ("buys", "count", "SELECT count(*) FILTER (WHERE event_name = 'purchase') FROM hits"),
    ("rate", "ratio", "SELECT count(*) FILTER (WHERE event_name = 'purchase') * 1.0 / nullif(count(*), 0) FROM hits"),
    ("revenue", "money", "SELECT sum(value) FROM hits WHERE event_name = 'purchase'"),
    ("order_value", "money", "SELECT sum(value) / nullif(count(value), 0) FROM hits WHERE event_name = 'purchase'"),
    ("mean_x", "number", "SELECT avg(x) FROM hits WHERE x > 1"),
    ("inverse", "number", "SELECT sum(60 / x) FROM hits WHERE x <> 0"),
    ("largest", "number", "SELECT max(x) FROM hits WHERE channel IS NOT NULL"),
    (
        "loyal",
        "count",
        "SELECT count(*) FROM (SELECT visitor_id, count(*) AS n FROM hits GROUP BY visitor_id HAVING count(*) > 1)",
    ),
    ("days", "number", "SELECT avg(n) FROM (SELECT visitor_id, count(*) AS n FROM hits GROUP BY visitor_id)"),
    ("per_visitor", "ratio", "SELECT \"t.buys\" * 1.0 / nullif(\"t.visitors\", 0) FROM kpis"),
    ("growth", "ratio", "SELECT \"t.hits\" * 1.0 / nullif(previous(\"t.hits\"), 0) FROM kpis"),
];

pub(crate) fn shop() -> Shop {
    KPIS.iter().fold(Shop::new(HITS), |shop, (id, unit, sql)| shop.kpi(id, unit, sql))
}

fn questions() -> impl Strategy<Value = Question> {
    let grains = [None, Some(Grain::Hour), Some(Grain::Day), Some(Grain::Week), Some(Grain::Month)];
    let filters = [None, Some("x > 1"), Some("channel = 'mail'"), Some("event_name <> 'purchase'"), Some("false")];
    let sorts = [Sort::Dimension, Sort::ValueDescending, Sort::ValueAscending];
    let cuts = (
        prop::sample::select(grains.to_vec()),
        prop::sample::subsequence(vec!["channel", "visitor_id", "day"], 0..=2),
        prop::sample::select(filters.to_vec()),
        prop::sample::select(vec![None, Some(Compare::Previous), Some(Compare::Year)]),
        prop::sample::select(vec!["2026-03-28/2026-03-31", "2026-03", "2026-04", "all", "2026-03-29/.."]),
        prop::sample::select(sorts.to_vec()),
        any::<bool>(),
        prop::sample::select(vec![
            None,
            None,
            Some(Lookback::Rolling(2, Grain::Day)),
            Some(Lookback::ToDate(Grain::Month)),
        ]),
    );
    let names: Vec<&str> = KPIS.iter().map(|kpi| kpi.0).collect();
    let some = prop::sample::subsequence(names.clone(), 1..=names.len()).prop_shuffle();
    (some, cuts).prop_map(|(kpis, (grain, by, filter, compare, period, sort, total, lookback))| {
        let closed = period.starts_with("2026") && !period.ends_with("..");
        Question {
            grain,
            by: by.into_iter().map(str::to_owned).collect(),
            filter: filter.map(str::to_owned),
            compare: compare.filter(|_| closed),
            sort,
            total,
            lookback,
            ..question(&kpis, period)
        }
    })
}

fn run(shop: &Shop, question: &Question) -> Result<Answered, AskError> {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(shop.ask(question))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn asking_together_never_changes_an_answer(asked in questions()) {
        let shop = shop();
        let together = run(&shop, &asked).unwrap();
        prop_assert_eq!(&together.problems, &[]);
        for id in &asked.kpis {
            // The order of the groups is the first KPI's, so it is compared apart.
            let alone = Question { kpis: vec![id.clone()], sort: Sort::Dimension, ..asked.clone() };
            let alone = run(&shop, &alone).unwrap();
            let mut same: Vec<_> = together.answers.iter().filter(|answer| answer.kpi == *id).collect();
            prop_assert_eq!(same.len(), alone.answers.len());
            same.retain(|answer| !alone.answers.contains(answer));
            prop_assert_eq!(same, Vec::<&jauge_domain::Answer>::new());
        }
    }
}

#[tokio::test]
async fn ten_kpis_over_a_model_cost_one_scan() {
    let shop = shop();
    let names: Vec<&str> = KPIS[..10].iter().map(|kpi| kpi.0).collect();
    let asked = Question {
        grain: Some(Grain::Day),
        by: vec!["channel".into()],
        compare: Some(Compare::Previous),
        top: Some(3),
        total: true,
        filter: Some("x >= 0".into()),
        ..question(&names, "2026-03")
    };
    let plans = explain(&shop.ctx, &shop.catalog, &shop.calendar, &asked, NOW.parse().unwrap()).await.unwrap();
    assert_eq!(plans.len(), 1, "{plans:?}");
    assert_eq!((plans[0].scans, plans[0].kpis.len(), plans[0].model.as_str()), (1, 10, "hits"));
    assert_eq!(plans[0].physical.matches("DataSourceExec").count(), 1, "{}", plans[0].physical);
    // Equal aggregates are computed once: count(*) is the hits, a denominator, and the rows behind several.
    let last = plans[0].physical.lines().find(|line| line.contains("mode=Final")).unwrap();
    assert_eq!(last.matches("count(1) as").count(), 1, "{last}");
}

#[tokio::test]
async fn a_subquery_is_a_scan_of_its_own_shared_by_those_that_write_it_alike() {
    let mut shop = shop();
    shop.add(
        "days_twice",
        "number",
        "",
        "SELECT sum(n) FROM (SELECT visitor_id, count(*) AS n FROM hits GROUP BY visitor_id)",
    );
    let asked = question(&["hits", "days", "days_twice", "loyal"], "2026-03");
    let plans = explain(&shop.ctx, &shop.catalog, &shop.calendar, &asked, NOW.parse().unwrap()).await.unwrap();
    let kpis: Vec<_> = plans.iter().map(|plan| plan.kpis.join(" ")).collect();
    assert_eq!(kpis, ["t.days t.days_twice", "t.hits", "t.loyal"]);
    assert!(plans[2].apart.is_some() && plans.iter().all(|plan| plan.scans == 1), "{plans:?}");
}

#[tokio::test]
async fn models_answer_like_tables() {
    let mut shop = shop();
    let text = "/*---\nname = \"buys\"\ntime = \"at\"\ndimensions = [\"channel\"]\n---*/\nSELECT event_time AS at, channel, value FROM hits WHERE event_name = 'purchase'";
    shop.catalog.add_model("buys.sql", text).unwrap();
    assert_eq!(shop.catalog.register_models(&shop.ctx), []);
    shop.add("sold", "money", "", "SELECT sum(value) FROM buys AS b WHERE b.value > 0");
    let sold = shop.answers(&Question { by: vec!["channel".into()], ..question(&["sold"], "2026-03") }).await;
    assert_eq!(sold.len(), 2);
    let alone = shop.ask(&Question { by: vec!["x".into()], ..question(&["sold"], "2026-03") }).await.unwrap();
    assert!(alone.problems[0].1.is_dimension());
}

#[tokio::test]
async fn answers_make_a_table_with_a_column_a_kpi() {
    let asked = Question {
        grain: Some(Grain::Day),
        by: vec!["channel".into()],
        ..question(&["hits", "rate"], "2026-03-28/2026-03-29")
    };
    let answers = shop().answers(&asked).await;
    let batch = answers_to_batch(&answers, &asked.kpis, &asked.by).unwrap();
    let names: Vec<_> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["start", "end", "channel", "t.hits", "t.rate"]);
    // Two days by ads, mail and none.
    assert_eq!((batch.num_rows(), batch.column(2).null_count()), (6, 2));
    let none: Arc<dyn Array> = Arc::clone(answers_to_batch(&[], &asked.kpis, &asked.by).unwrap().column(3));
    assert_eq!(none.len(), 0);
}

#[tokio::test]
async fn kpis_are_a_table_of_sql() {
    let shop = shop();
    let text = "SELECT k.channel, \"t.hits\", \"t.buys\" * 2 AS twice FROM kpis('month', 'channel') k WHERE \"t.hits\" > 1 ORDER BY 1";
    let now = NOW.parse().unwrap();
    let frame = sql(&shop.ctx, &shop.catalog, &shop.calendar, &shop.coverage, text, now).await.unwrap();
    let batches = frame.collect().await.unwrap();
    let shown = datafusion::arrow::util::pretty::pretty_format_batches(&batches).unwrap().to_string();
    assert!(
        shown.contains("| ads     | 4      | 2     |") && shown.contains("| mail    | 3      | 4     |"),
        "{shown}"
    );
    // Without a grain, a group is one row, however far the data of each KPI reach.
    let whole =
        sql(&shop.ctx, &shop.catalog, &shop.calendar, &shop.coverage, "SELECT * FROM kpis('channel')", now).await;
    assert_eq!(whole.unwrap().count().await.unwrap(), 3);
    let wrong =
        sql(&shop.ctx, &shop.catalog, &shop.calendar, &shop.coverage, "SELECT * FROM kpis('chanel')", now).await;
    assert!(words(&jauge_store::plain(&wrong.unwrap_err())).ends_with("did you mean `channel`?"));
}
