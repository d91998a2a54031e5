//! Both ends of the data: what lies beyond them is unknown, not 0.

use std::collections::BTreeSet;

use jauge_domain::{Answer, AskNote, Compare, Grain, Lookback, Missing, NoValue, Question, Value};
use jiff::civil::date;

use super::{HITS, Shop, int, question, values};

/// Data from 27 to 31 March 2026.
fn shop() -> Shop {
    let mut shop = Shop::new(HITS)
        .kpi("hits", "count", "SELECT count(*) FROM hits")
        .kpi("rate", "ratio", "SELECT count(*) FILTER (WHERE x > 1) * 1.0 / nullif(count(*), 0) FROM hits")
        .kpi("twice", "count", "SELECT \"t.hits\" * 2 FROM kpis");
    shop.coverage.began.insert("hits".into(), "2026-03-27T10:00:00Z".parse().unwrap());
    shop.coverage.reached.insert("hits".into(), "2026-03-31T09:00:00Z".parse().unwrap());
    shop
}

fn by_day(kpis: &[&str], period: &str) -> Question {
    Question { grain: Some(Grain::Day), ..question(kpis, period) }
}

fn complete(answers: &[Answer]) -> Vec<bool> {
    answers.iter().map(|answer| answer.complete).collect()
}

fn begin() -> NoValue {
    NoValue::DataBegin { date: date(2026, 3, 27) }
}

#[tokio::test]
async fn before_the_data_begin_nothing_is_known() {
    let answers = shop().answers(&by_day(&["hits", "rate", "twice"], "2026-03-25/2026-03-28")).await;
    let (hits, others) = answers.split_at(4);
    assert_eq!(values(hits), [Value::Null, Value::Null, int(1), int(1)]);
    assert_eq!(complete(hits), [false, false, true, true]);
    assert_eq!([&hits[0].why, &hits[1].why, &others[0].why], [&Some(begin()), &Some(begin()), &Some(begin())]);
    let (rates, twice) = others.split_at(4);
    assert_eq!(values(&rates[..2]), [Value::Null, Value::Null]);
    assert_eq!((&twice[1].value, twice[1].complete, &twice[2].value), (&Value::Null, false, &int(2)));
    assert_eq!(twice[1].why, Some(NoValue::Of { kpi: "t.hits".to_owned(), why: Box::new(begin()) }));
}

#[tokio::test]
async fn nothing_is_compared_with_what_lies_before_the_data() {
    let mut shop = shop();
    // What is under way is compared apart.
    shop.coverage.reached.insert("hits".into(), "2026-03-31T22:00:00Z".parse().unwrap());
    let asked = |period, by: &[&str]| Question {
        compare: Some(Compare::Previous),
        by: by.iter().map(|name| (*name).to_owned()).collect(),
        ..question(&["hits", "twice"], period)
    };
    for by in [Vec::new(), vec!["channel"]] {
        let answers = shop.answers(&asked("2026-03-27", &by)).await;
        assert!(answers.iter().all(|answer| answer.compare.is_null() && answer.change.is_null()), "{answers:?}");
    }
    // Within the data, a group without rows is 0.
    let within = shop.answers(&asked("2026-03-31", &["channel"])).await;
    assert_eq!(within.iter().map(|answer| &answer.compare).collect::<Vec<_>>(), [&int(0), &int(0)]);
}

/// The day after the one that is looked at is as unknown as those that follow.
#[tokio::test]
async fn as_of_a_day_nothing_is_known_of_the_next() {
    let mut shop = shop();
    let cut: jiff::Timestamp = "2026-03-28T23:00:00Z".parse().unwrap();
    shop.coverage.as_of = Some(cut);
    shop.coverage.reached.insert("hits".into(), cut);
    let asked = Question { filter: Some("x > 100".to_owned()), ..by_day(&["hits"], "2026-03-28/2026-03-30") };
    let answers = shop.answers(&asked).await;
    assert_eq!(values(&answers), [int(0), Value::Null, Value::Null]);
    assert_eq!(complete(&answers), [true, false, false]);
    let reach = Some(NoValue::DataReach { date: date(2026, 3, 28) });
    assert_eq!([&answers[1].why, &answers[2].why], [&reach, &reach]);
}

#[tokio::test]
async fn looking_back_over_fewer_days_than_asked_is_marked() {
    let shop = shop();
    let lookback = Some(Lookback::Rolling(2, Grain::Day));
    let asked = |period| Question { lookback, ..by_day(&["hits"], period) };
    let answered = shop.ask(&asked("2026-03-26/2026-03-29")).await.unwrap();
    assert_eq!(values(&answered.answers), [Value::Null, int(1), int(2), int(4)]);
    assert_eq!(complete(&answered.answers), [false, false, true, true]);
    let note = AskNote::ShortLookback { kpi: "t.hits".to_owned(), began: date(2026, 3, 27) };
    assert_eq!(answered.notes, [note.into()]);
    assert_eq!(shop.ask(&asked("2026-03-28/2026-03-29")).await.unwrap().notes, []);
}

/// Rows of another table say nothing of what was spent before there was anything to read of it.
#[tokio::test]
async fn a_table_it_cannot_do_without_bounds_a_kpi() {
    let mut shop = shop();
    shop.add("needy", "number", "needs = [\"days\"]\n", "SELECT sum(x) FROM hits");
    shop.coverage.tables_with_rows.insert("days".into());
    shop.coverage.began.insert("days".into(), "2026-03-28T23:00:00Z".parse().unwrap());
    shop.coverage.reached.insert("days".into(), "2026-03-28T23:00:00Z".parse().unwrap());
    let answers = shop.answers(&by_day(&["needy"], "2026-03-28/2026-03-30")).await;
    assert_eq!(values(&answers), [Value::Null, int(5), Value::Null]);
    let day = date(2026, 3, 29);
    assert_eq!(answers[0].why, Some(NoValue::DataBegin { date: day }));
    assert_eq!(answers[2].why, Some(NoValue::DataReach { date: day }));
}

#[tokio::test]
async fn tables_that_never_had_rows_make_no_0() {
    let mut shop = Shop::new(&[]).kpi("hits", "count", "SELECT count(*) FROM hits");
    shop.coverage.events = Some(BTreeSet::new());
    let answers = shop.answers(&question(&["hits"], "2026-03")).await;
    let missing = vec![Missing::Table { name: "hits".to_owned() }];
    assert_eq!((&answers[0].value, &answers[0].why), (&Value::Null, &Some(NoValue::NeverLoaded { missing })));
}
