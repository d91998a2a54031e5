//! Grains, dimensions, periods, totals and ranks.

use jauge_domain::{Compare, Grain, Missing, NoValue, Question, Sort, Value, When};

use super::{HITS, Shop, groups, int, question, text, values, words};

fn shop() -> Shop {
    Shop::new(HITS)
        .kpi("hits", "count", "SELECT count(*) FROM hits")
        .kpi("visitors", "count", "SELECT count(DISTINCT visitor_id) FROM hits")
        .kpi("buys", "count", "SELECT count(*) FROM hits WHERE event_name = 'purchase'")
        .kpi("rate", "ratio", "SELECT count(*) FILTER (WHERE event_name = 'purchase') * 1.0 / nullif(count(*), 0) FROM hits")
        .kpi("civil", "count", "SELECT count(*) FROM days")
        .kpi("mean_x", "number", "SELECT avg(x) FROM hits")
        .kpi("loyal", "count",
            "SELECT count(*) FILTER (WHERE n > 1) FROM (SELECT visitor_id, count(*) AS n FROM hits WHERE x >= 0 GROUP BY visitor_id) AS v")
}

#[tokio::test]
async fn days_are_those_of_the_zone_and_gaps_are_filled() {
    let asked = Question { grain: Some(Grain::Day), ..question(&["hits", "rate"], "2026-03-27/2026-03-31") };
    let answers = shop().answers(&asked).await;
    let (hits, rates) = answers.split_at(5);
    assert_eq!(values(hits), [1, 1, 3, 1, 2].map(int));
    let sunday = &hits[2];
    assert_eq!(sunday.start.unwrap().to_string(), "2026-03-28T23:00:00Z");
    assert_eq!(sunday.end.unwrap().to_string(), "2026-03-29T22:00:00Z");
    assert_eq!(rates[2].value, Value::Float(1.0 / 3.0));
    assert_eq!((&rates[2].numerator, &rates[2].denominator, &rates[2].n), (&int(1), &int(3), &int(3)));
    assert_eq!(rates[1].value, Value::Float(0.0));
}

#[tokio::test]
async fn a_bucket_without_rows_is_0_for_counts_and_null_for_ratios() {
    let asked = Question { grain: Some(Grain::Day), ..question(&["hits", "rate", "mean_x"], "2026-04-01") };
    let answers = shop().answers(&asked).await;
    assert_eq!(values(&answers), [int(0), Value::Null, Value::Null]);
    assert_eq!(answers[1].why, Some(NoValue::NoRows));
}

#[tokio::test]
async fn a_mean_has_its_sum_and_count() {
    let answers = shop().answers(&question(&["mean_x"], "2026-03-31")).await;
    assert_eq!((&answers[0].numerator, &answers[0].denominator), (&int(5), &int(2)));
    assert_eq!(answers[0].value, Value::Float(2.5));
}

#[tokio::test]
async fn a_civil_date_is_its_day_in_every_zone_and_has_no_hours() {
    let shop = shop();
    let day = Question { grain: Some(Grain::Day), ..question(&["civil"], "2026-03-28/2026-03-29") };
    let answers = shop.answers(&day).await;
    // By UTC days, as the column was filled.
    assert_eq!(values(&answers), [3, 2].map(int));
    assert_eq!(answers[0].start.unwrap().to_string(), "2026-03-27T23:00:00Z");
    let hour = Question { grain: Some(Grain::Hour), ..day };
    let problem = shop.ask(&hour).await.unwrap().problems.remove(0).1.message();
    assert!(words(&problem).contains("`day` of `days` is a date"), "{problem:?}");
}

#[tokio::test]
async fn everything_there_is_runs_from_the_first_day_to_the_last() {
    let shop = shop();
    let whole = shop.answers(&question(&["hits"], "all")).await;
    assert_eq!(whole[0].value, int(8));
    assert_eq!(whole[0].start.unwrap().to_string(), "2026-03-26T23:00:00Z");
    assert_eq!(whole[0].end.unwrap().to_string(), "2026-03-31T22:00:00Z");
    let weeks = shop.answers(&Question { grain: Some(Grain::Week), ..question(&["hits"], "all") }).await;
    assert_eq!(values(&weeks), [5, 3].map(int));
    let since = shop.answers(&Question { grain: Some(Grain::Day), ..question(&["hits"], "2026-03-30/..") }).await;
    assert_eq!(values(&since), [1, 2].map(int));
    let nothing = Question { filter: Some("x > 99".into()), ..question(&["hits", "rate"], "all") };
    assert_eq!(values(&shop.answers(&nothing).await), [int(0), Value::Null]);
}

#[tokio::test]
async fn a_group_exists_if_any_row_passes_the_filter() {
    let shop = shop();
    let asked = Question { by: vec!["channel".into()], ..question(&["buys"], "2026-03-27/2026-03-29") };
    let alone = shop.answers(&asked).await;
    assert_eq!(groups(&alone), [(text("ads"), int(0)), (text("mail"), int(1)), (Value::Null, int(0))]);
    let asked = Question { filter: Some("channel = 'mail'".into()), ..asked };
    assert_eq!(groups(&shop.answers(&asked).await), [(text("mail"), int(1))]);
}

#[tokio::test]
async fn a_total_is_computed_not_summed() {
    let asked = Question {
        by: vec!["channel".into()],
        total: true,
        grain: Some(Grain::Month),
        ..question(&["visitors", "loyal"], "2026-03")
    };
    let answers = shop().answers(&asked).await;
    let (visitors, loyal) = answers.split_at(4);
    assert_eq!(groups(visitors)[..3], [(text("ads"), int(2)), (text("mail"), int(2)), (Value::Null, int(1))]);
    assert!(visitors[3].total && visitors[3].by.is_empty());
    assert_eq!(visitors[3].value, int(3));
    // Loyal in a channel is not loyal at all: ann, bob and cid each have several hits.
    assert_eq!(groups(loyal)[..3], [(text("ads"), int(2)), (text("mail"), int(1)), (Value::Null, int(0))]);
    assert_eq!(loyal[3].value, int(3));
}

#[tokio::test]
async fn the_period_before_is_set_beside_in_the_same_scan() {
    let asked = Question {
        grain: Some(Grain::Day),
        compare: Some(Compare::Previous),
        ..question(&["hits"], "2026-03-29/2026-03-30")
    };
    let answers = shop().answers(&asked).await;
    assert_eq!(values(&answers), [3, 1].map(int));
    assert_eq!(answers.iter().map(|a| a.compare.clone()).collect::<Vec<_>>(), [1, 1].map(int));
    assert_eq!(answers[0].change, Value::Float(2.0));
}

#[tokio::test]
async fn a_comparison_that_overlaps_is_scanned_apart() {
    let asked = Question { compare: Some(Compare::Year), ..question(&["hits"], "2025-01-01/2026-12-31") };
    let answers = shop().answers(&asked).await;
    assert_eq!((&answers[0].value, &answers[0].compare), (&int(8), &int(0)));
}

#[tokio::test]
async fn top_ranks_over_the_whole_period() {
    let asked = Question {
        by: vec!["channel".into()],
        grain: Some(Grain::Day),
        top: Some(1),
        sort: Sort::ValueDescending,
        ..question(&["hits", "buys"], "2026-03-30/2026-03-31")
    };
    let answers = shop().answers(&asked).await;
    // ads has two hits, mail one; and ads has none on the first day.
    assert_eq!(groups(&answers), [0, 2, 0, 1].map(|n| (text("ads"), int(n))));
    let all = Question { top: None, grain: None, sort: Sort::ValueAscending, ..asked };
    assert_eq!(groups(&shop().answers(&all).await)[..2], [(text("mail"), int(1)), (text("ads"), int(2))]);
}

#[tokio::test]
async fn the_usual_question_is_28_complete_days() {
    let asked = Question { when: When::Usual, ..question(&["hits"], "all") };
    let answers = shop().answers(&asked).await;
    assert_eq!(answers[0].start.unwrap().to_string(), "2026-03-12T23:00:00Z");
    assert_eq!(answers[0].end.unwrap().to_string(), "2026-04-09T22:00:00Z");
    assert!(!answers[0].complete);
}

#[tokio::test]
async fn derived_kpis_are_computed_over_the_answers() {
    let mut shop = shop();
    shop.add("per_visitor", "number", "", "SELECT \"t.hits\" * 1.0 / nullif(\"t.visitors\", 0) FROM kpis");
    shop.add(
        "growth",
        "ratio",
        "",
        "SELECT (\"t.hits\" - previous(\"t.hits\")) * 1.0 / nullif(previous(\"t.hits\"), 0) FROM kpis",
    );
    shop.add("daily", "number", "", "SELECT \"t.hits\" * 1.0 / period_days FROM kpis");
    let asked = Question { grain: Some(Grain::Day), ..question(&["per_visitor", "growth"], "2026-03-28/2026-03-29") };
    let answers = shop.answers(&asked).await;
    assert_eq!(values(&answers), [1.0, 1.5, 0.0, 2.0].map(Value::Float));
    assert_eq!((&answers[1].numerator, &answers[1].denominator), (&int(3), &int(2)));
    let month = shop.answers(&question(&["daily"], "2026-03")).await;
    assert_eq!(month[0].value, Value::Float(8.0 / 31.0));
    let by = Question { by: vec!["channel".into()], total: true, ..question(&["per_visitor"], "2026-03") };
    let by = shop.answers(&by).await;
    assert_eq!(groups(&by)[..2], [(text("ads"), Value::Float(2.0)), (text("mail"), Value::Float(1.5))]);
    assert_eq!(by[3].value, Value::Float(8.0 / 3.0));
}

#[tokio::test]
async fn answers_are_complete_once_every_source_has_reached_their_end() {
    let mut shop = shop();
    shop.add("late", "count", "matures = \"2d\"\n", "SELECT count(*) FROM hits");
    shop.coverage.reached.insert("hits".into(), "2026-03-30T22:00:00Z".parse().unwrap());
    let asked = Question { grain: Some(Grain::Day), ..question(&["hits", "late"], "2026-03-28/2026-03-31") };
    let complete: Vec<_> = shop.answers(&asked).await.iter().map(|answer| answer.complete).collect();
    assert_eq!(complete, [true, true, true, false, true, false, false, false]);
}

/// An advertiser that is paid no more, beside one that is.
#[tokio::test]
async fn a_source_that_ended_hides_no_row_of_another() {
    let mut shop = Shop::new(HITS);
    shop.add("needy", "count", "needs = [\"hits\"]\n", "SELECT count(*) FROM hits");
    shop.coverage.tables_with_rows.insert("hits".to_owned());
    shop.coverage.reached.insert("hits".to_owned(), "2026-03-28T12:00:00Z".parse().unwrap());
    let asked = question(&["needy"], "2026-03-31");
    assert_eq!(values(&shop.answers(&asked).await), [Value::Null]);
    shop.coverage.furthest.insert("hits".to_owned(), "2026-03-31T12:00:00Z".parse().unwrap());
    let answers = shop.answers(&asked).await;
    assert_eq!((values(&answers), answers[0].complete), (vec![int(2)], false));
}

/// Orders that the shop told of, or the tag: beside them money is spent on days that neither reaches.
#[tokio::test]
async fn rows_of_others_say_nothing_where_none_of_the_alternatives_reaches() {
    let mut shop = Shop::new(HITS);
    shop.add("needy", "count", "needs = [\"share | days\"]\n", "SELECT count(*) FROM hits");
    shop.coverage.events = Some(["purchase".to_owned()].into());
    shop.coverage.tables_with_rows.extend(["hits", "days"].map(str::to_owned));
    shop.coverage.reached.insert("days".to_owned(), "2026-03-28T12:00:00Z".parse().unwrap());
    let asked = question(&["needy"], "2026-03-31");
    assert_eq!(values(&shop.answers(&asked).await), [Value::Null]);
    shop.coverage.events = Some(["share".to_owned()].into());
    shop.coverage.reached.insert("events".to_owned(), "2026-03-31T12:00:00Z".parse().unwrap());
    assert_eq!(values(&shop.answers(&asked).await), [int(2)]);
}

#[tokio::test]
async fn what_was_never_loaded_is_null_with_its_reason() {
    let mut shop = shop();
    shop.add(
        "shares",
        "count",
        "needs = [\"share\"]\n",
        "SELECT count(*) FILTER (WHERE event_name = 'share') FROM hits",
    );
    shop.add("twice", "count", "", "SELECT \"t.shares\" * 2 FROM kpis");
    shop.coverage.events = Some(["purchase".to_owned()].into());
    let answers = shop.answers(&question(&["shares", "twice"], "2026-03")).await;
    assert_eq!(values(&answers), [Value::Null, Value::Null]);
    let missing = NoValue::NeverLoaded { missing: vec![Missing::Event { name: "share".to_owned() }] };
    assert_eq!(answers[0].why, Some(missing.clone()));
    assert_eq!(answers[1].why, Some(NoValue::Of { kpi: "t.shares".to_owned(), why: Box::new(missing) }));
    for answer in answers {
        let kpi = &shop.catalog.kpis[&answer.kpi];
        let listed = crate::planner::unmet(&shop.ctx, &shop.catalog, &shop.coverage, kpi).await;
        assert_eq!(listed, answer.why, "the catalog says of {} what its answer does", answer.kpi);
    }
}

#[tokio::test]
async fn a_gap_holds_what_the_formula_makes_of_nothing() {
    let shop = Shop::new(HITS).kpi("either", "number", "SELECT coalesce(avg(x), -1) + count(*) FROM hits");
    let asked = Question { grain: Some(Grain::Day), ..question(&["either"], "2026-03-31/2026-04-01") };
    assert_eq!(values(&shop.answers(&asked).await), [4.5, -1.0].map(Value::Float));
}

#[tokio::test]
async fn a_wrong_date_does_not_make_a_million_buckets() {
    let mut hits = HITS.to_vec();
    hits.push(("0203-03-27T10:00:00Z", "page_view", "ann", None, None, 1));
    let shop = Shop::new(&hits).kpi("hits", "count", "SELECT count(*) FROM hits");
    let asked = Question { grain: Some(Grain::Hour), ..question(&["hits"], "all") };
    let problem = shop.ask(&asked).await.unwrap().problems.remove(0).1.message();
    assert!(words(&problem).contains("shorter period"), "{problem:?}");
}
