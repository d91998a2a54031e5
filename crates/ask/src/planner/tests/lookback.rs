//! A bucket that looks back is the answer of the window it looks at.

use jauge_domain::{Answer, Grain, Lookback, Question};
use jiff::ToSpan;
use proptest::prelude::*;

use super::{HITS, Shop, int, question, values};

const KPIS: &[(&str, &str, &str)] = &[
    ("hits", "count", "SELECT count(*) FROM hits"),
    ("visitors", "count", "SELECT count(DISTINCT visitor_id) FROM hits"),
    ("revenue", "money", "SELECT sum(value) FROM hits WHERE event_name = 'purchase'"),
    ("rate", "ratio", "SELECT count(*) FILTER (WHERE event_name = 'purchase') * 1.0 / nullif(count(*), 0) FROM hits"),
    ("middle", "number", "SELECT median(x) FROM hits"),
    ("civil", "count", "SELECT count(*) FROM days"),
    (
        "loyal",
        "count",
        "SELECT count(*) FROM (SELECT visitor_id, count(*) AS n FROM hits GROUP BY visitor_id HAVING count(*) > 1)",
    ),
];

fn shop() -> Shop {
    KPIS.iter().fold(Shop::new(HITS), |shop, (id, unit, sql)| shop.kpi(id, unit, sql))
}

/// What does not depend on the bucket's own span.
fn found(answer: &Answer) -> (String, Vec<(String, jauge_domain::Value)>, [jauge_domain::Value; 3]) {
    let numbers = [answer.value.clone(), answer.numerator.clone(), answer.denominator.clone()];
    (answer.kpi.clone(), answer.by.clone(), numbers)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_rolling_bucket_is_the_answer_of_its_window(
        days in 1i64..9,
        by in prop::sample::subsequence(vec!["channel"], 0..=1),
        filter in prop::sample::select(vec![None, Some("x > 1"), Some("channel = 'mail'")]),
        to_date in any::<bool>(),
        grain in prop::sample::select(vec![Grain::Day, Grain::Week]),
    ) {
        let shop = shop();
        let names: Vec<&str> = KPIS.iter().map(|kpi| kpi.0).collect();
        let back = if to_date { Lookback::ToDate(Grain::Month) } else { Lookback::Rolling(days, Grain::Day) };
        let by: Vec<String> = by.into_iter().map(str::to_owned).collect();
        let filter = filter.map(str::to_owned);
        let asked = Question {
            grain: Some(grain),
            lookback: Some(back),
            by: by.clone(),
            filter: filter.clone(),
            ..question(&names, "2026-03-23/2026-04-05")
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let answers = runtime.block_on(shop.answers(&asked));
        prop_assert!(!answers.is_empty());
        let mut ends: Vec<_> = answers.iter().map(|answer| answer.end).collect();
        ends.sort();
        ends.dedup();
        for end in ends {
            let end = end.unwrap();
            let first = shop.calendar.date(shop.calendar.lookback_start(end, back));
            let last = shop.calendar.date(end).checked_sub(1.day()).unwrap();
            let window = Question { by: by.clone(), filter: filter.clone(), ..question(&names, &format!("{first}/{last}")) };
            let window = runtime.block_on(shop.answers(&window));
            let here = |answer: &&Answer| answer.end == Some(end);
            for one in &window {
                let same = answers.iter().filter(here).find(|answer| answer.kpi == one.kpi && answer.by == one.by);
                prop_assert_eq!(same.map(found), Some(found(one)), "up to {}", end);
            }
        }
    }
}

#[tokio::test]
async fn a_kpi_with_a_window_stands_beside_one_without() {
    let mut shop = shop();
    shop.add("month", "count", "window = \"30d\"\n", "SELECT count(DISTINCT visitor_id) FROM hits");
    let asked = Question { grain: Some(Grain::Day), ..question(&["month", "visitors"], "2026-03-30/2026-03-31") };
    assert_eq!(values(&shop.answers(&asked).await), [2, 3, 1, 1].map(int));
    // Everything there is: the days the data have.
    let all = shop.answers(&Question { grain: Some(Grain::Day), ..question(&["month"], "all") }).await;
    assert_eq!(values(&all), [1, 1, 2, 2, 3].map(int));
    let compared = Question {
        lookback: Some(Lookback::Rolling(2, Grain::Day)),
        compare: Some(jauge_domain::Compare::Previous),
        ..question(&["hits"], "2026-03-30")
    };
    let answer = &shop.answers(&compared).await[0];
    assert_eq!([&answer.value, &answer.compare], [&int(4), &int(4)]);
}

#[tokio::test]
async fn without_buckets_a_value_is_dated_by_all_that_it_looks_back_at() {
    let mut shop = shop();
    shop.add("backlog", "count", "window = \"1d\"\n", "SELECT count(*) FROM hits");
    shop.add("share", "ratio", "", "SELECT \"t.visitors\" * 1.0 / nullif(\"t.hits\", 0) FROM kpis");
    let dated = async |kpi: &str, lookback, grain, period: &str| {
        let asked = Question { lookback, grain, ..question(&[kpi], period) };
        let answers = shop.answers(&asked).await;
        let date = |at: Option<jiff::Timestamp>| shop.calendar.date(at.unwrap()).to_string();
        (date(answers[0].start), date(answers[0].end))
    };
    let of = |start: &str, end: &str| (start.to_owned(), end.to_owned());
    let week = Some(Lookback::Rolling(7, Grain::Day));
    for kpi in ["hits", "share"] {
        assert_eq!(dated(kpi, week, None, "2026-03").await, of("2026-03-25", "2026-04-01"), "{kpi}");
        assert_eq!(dated(kpi, None, None, "2026-03").await, of("2026-03-01", "2026-04-01"), "{kpi}");
    }
    let month = Some(Lookback::ToDate(Grain::Month));
    assert_eq!(dated("hits", month, None, "2026-03-28").await, of("2026-03-01", "2026-03-29"));
    assert_eq!(dated("backlog", None, None, "2026-03").await, of("2026-03-31", "2026-04-01"));
    // A bucket keeps its name.
    assert_eq!(dated("hits", week, Some(Grain::Day), "2026-03-28").await, of("2026-03-28", "2026-03-29"));
}
