//! A value that is not there says what it is wanting for.

use jauge_domain::{NoValue, Question, Value};
use jiff::civil::date;

use super::{HITS, Shop, question};

/// Page views have no `value`; the data begin on 27 March.
fn shop() -> Shop {
    let mut shop = Shop::new(HITS)
        .kpi("hits", "count", "SELECT count(*) FROM hits")
        .kpi("mean", "number", "SELECT avg(value) FROM hits WHERE event_name = 'page_view'")
        .kpi("most", "number", "SELECT max(value) FROM hits WHERE event_name = 'page_view'")
        .kpi("rate", "ratio", "SELECT count(*) * 1.0 / nullif(count(*) FILTER (WHERE x > 99), 0) FROM hits")
        .kpi("chosen", "number", "SELECT CASE WHEN min(channel) = max(channel) THEN sum(x) END FROM hits")
        .kpi("both", "number", "SELECT \"t.hits\" + \"t.most\" FROM kpis")
        .kpi("deep", "number", "SELECT \"t.both\" * 2 FROM kpis")
        .kpi("more", "number", "SELECT \"t.hits\" - previous(\"t.hits\") FROM kpis");
    shop.coverage.began.insert("hits".into(), "2026-03-27T10:00:00Z".parse().unwrap());
    shop.coverage.reached.insert("hits".into(), "2026-03-31T23:00:00Z".parse().unwrap());
    shop
}

async fn why(question: &Question) -> Option<NoValue> {
    shop().answers(question).await.remove(0).why
}

fn of(kpi: &str, why: NoValue) -> NoValue {
    NoValue::Of { kpi: kpi.to_owned(), why: Box::new(why) }
}

#[tokio::test]
async fn values_that_are_all_null_are_told_from_nothing_to_divide_by() {
    for (kpi, reason) in [
        ("mean", NoValue::NoValueInRows),
        ("most", NoValue::NoValueInRows),
        ("rate", NoValue::ZeroDenominator),
        ("both", of("t.most", NoValue::NoValueInRows)),
        ("deep", of("t.both", of("t.most", NoValue::NoValueInRows))),
    ] {
        assert_eq!(why(&question(&[kpi], "2026-03")).await, Some(reason), "{kpi}");
    }
}

#[tokio::test]
async fn what_is_looked_at_before_the_period_is_named_as_such() {
    let begin = Box::new(NoValue::DataBegin { date: date(2026, 3, 27) });
    let before = NoValue::OfBefore { kpi: "t.hits".to_owned(), why: begin };
    assert_eq!(why(&question(&["more"], "2026-03-27")).await, Some(before.clone()));
    let by_day = Question { grain: Some(jauge_domain::Grain::Day), ..question(&["more"], "2026-03-27/2026-03-28") };
    let answers = shop().answers(&by_day).await;
    assert_eq!((&answers[0].why, &answers[1].why), (&Some(before), &None));
}

#[tokio::test]
async fn a_kpi_of_one_choice_says_which_is_to_be_made() {
    let all = question(&["chosen"], "2026-03");
    assert_eq!(why(&all).await, Some(NoValue::NotOne { dimension: "channel".to_owned() }));
    let filter = Some("channel = 'mail'".to_owned());
    let mail = shop().answers(&Question { filter, ..all.clone() }).await;
    assert_eq!((&mail[0].value, &mail[0].why), (&Value::Int(9), &None));
    let by = shop().answers(&Question { by: vec!["channel".into()], ..all }).await;
    assert!(by.iter().all(|answer| !matches!(answer.why, Some(NoValue::NotOne { .. }))), "{by:?}");
}
