//! Money stays exact, and rows that a filter excludes harm nobody.

use jauge_domain::{Decimal, Question, Value};

use super::{HITS, Shop, int, question, values, words};

fn money(digits: i128) -> Value {
    Value::Decimal(Decimal { digits, scale: 4 })
}

#[tokio::test]
async fn money_is_exact_and_rounded_half_to_even_once() {
    let shop = Shop::new(HITS)
        .kpi("revenue", "money", "SELECT sum(value) FROM hits")
        .kpi("order_value", "money", "SELECT sum(value) / nullif(count(value), 0) FROM hits")
        .kpi("mean", "money", "SELECT avg(value) FROM hits")
        .kpi("half", "money", "SELECT sum(value) / nullif(count(DISTINCT visitor_id), 0) FROM hits WHERE value > 0");
    let answers = shop.answers(&question(&["revenue", "order_value", "mean", "half"], "2026-03")).await;
    // 25.0003 / 3 = 8.33343…; 30.0003 / 2 = 15.00015, which goes to the even 15.0002.
    assert_eq!(values(&answers), [250_003, 83_334, 83_334, 150_002].map(money));
    assert_eq!((&answers[1].numerator, &answers[1].n), (&money(250_003), &int(3)));
}

#[tokio::test]
async fn a_ratio_of_amounts_is_not_cut_off() {
    let bob = "SELECT sum(value) FILTER (WHERE visitor_id = 'bob') / nullif(sum(value), 0) FROM hits";
    let shop = Shop::new(HITS).kpi("bob", "ratio", bob);
    let answers = shop.answers(&question(&["bob"], "2026-03")).await;
    assert_eq!(values(&answers), [Value::Float(10.0001 / 25.0003)]);
    assert_eq!((&answers[0].numerator, &answers[0].denominator), (&money(100_001), &money(250_003)));
}

#[tokio::test]
async fn a_sum_of_nothing_is_0_and_a_mean_of_nothing_null() {
    let shop = Shop::new(HITS).kpi("revenue", "money", "SELECT sum(value) FROM hits WHERE event_name = 'refund'").kpi(
        "mean",
        "money",
        "SELECT sum(value) / nullif(count(value), 0) FROM hits",
    );
    let answers = shop.answers(&question(&["revenue", "mean"], "2026-04")).await;
    assert_eq!(values(&answers), [money(0), Value::Null]);
}

#[tokio::test]
async fn rows_that_the_filter_excludes_do_not_fail() {
    let shop = Shop::new(HITS)
        .kpi("where", "number", "SELECT sum(60 / x) FROM hits WHERE x <> 0")
        .kpi("filter", "number", "SELECT sum(60 / x) FILTER (WHERE x <> 0) FROM hits")
        .kpi("both", "count", "SELECT count(*) FILTER (WHERE 60 / x > 20) FROM hits WHERE x <> 0")
        .kpi("cast", "number", "SELECT sum(cast(channel AS BIGINT)) FROM hits WHERE channel NOT IN ('ads', 'mail')")
        .kpi("all", "count", "SELECT count(*) FROM hits");
    let names = ["where", "filter", "both", "cast", "all"];
    let together = shop.answers(&question(&names, "2026-03")).await;
    assert_eq!(values(&together), [167, 167, 3, 0, 8].map(int));
    for (name, one) in names.iter().zip(&together) {
        assert_eq!(shop.answers(&question(&[name], "2026-03")).await, std::slice::from_ref(one));
    }
    let filtered = Question { filter: Some("x <> 0".into()), ..question(&["filter"], "2026-03") };
    assert_eq!(values(&shop.answers(&filtered).await), [int(167)]);
}

#[tokio::test]
async fn one_that_fails_is_reported_and_the_others_answered() {
    let shop = Shop::new(HITS).kpi("bad", "number", "SELECT sum(60 / x) FROM hits").kpi(
        "all",
        "count",
        "SELECT count(*) FROM hits",
    );
    let answered = shop.ask(&question(&["bad", "all"], "2026-03")).await.unwrap();
    assert_eq!(values(&answered.answers), [int(8)]);
    assert_eq!(answered.problems[0].0, "t.bad");
    assert!(words(&answered.problems[0].1.message()).contains("divides by zero"), "{:?}", answered.problems);
}

#[tokio::test]
async fn a_sum_beyond_its_type_is_an_error_and_never_wraps() {
    let large = "99999999999999999999999999999999999999";
    let shop = Shop::new(HITS)
        .kpi(
            "three",
            "number",
            &format!("SELECT sum(cast('{large}' AS DECIMAL(38, 0))) FROM hits WHERE event_name = 'purchase'"),
        )
        .kpi("one", "number", &format!("SELECT sum(cast('{large}' AS DECIMAL(38, 0))) FROM hits WHERE x = 5"));
    let answered = shop.ask(&question(&["three", "one"], "2026-03")).await.unwrap();
    assert_eq!(values(&answered.answers), [Value::Decimal(Decimal { digits: large.parse().unwrap(), scale: 0 })]);
    assert!(words(&answered.problems[0].1.message()).starts_with("`t.three` is too large"), "{:?}", answered.problems);
}
