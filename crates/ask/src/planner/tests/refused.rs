//! What is no KPI, and where it says so.

use jauge_domain::{Grain, Question};

use super::{HITS, Shop, question};
use crate::planner::{AskError, check};

/// What `check` says of a KPI, at `line:column` of its file; the SQL starts on line 5.
async fn said(unit: &str, sql: &str) -> String {
    let shop = Shop::new(HITS).kpi("one", "count", "SELECT count(*) FROM hits").kpi("k", unit, sql);
    let problems = check(&shop.ctx, &shop.catalog, &shop.catalog.kpis["t.k"]).await;
    problems.first().map(ToString::to_string).unwrap_or_default()
}

#[tokio::test]
async fn each_breach_of_the_shape_is_named_at_its_place() {
    let cases = [
        ("SELECT count(*) FROM", "k.sql:5"),
        ("SELECT count(*), sum(x) FROM hits", "k.sql:5:1: a KPI selects exactly one"),
        ("SELECT x FROM hits", "k.sql:5:8: a KPI selects an aggregate"),
        ("SELECT count(*)\nFROM hits GROUP BY channel", "k.sql:6:20: a KPI has no outer GROUP BY"),
        ("SELECT count(*) FROM hits HAVING count(*) > 1", "a KPI has no outer HAVING"),
        ("SELECT count(*) FROM hits ORDER BY 1", "a KPI has no ORDER BY"),
        ("SELECT count(*) FROM hits LIMIT 1", "a KPI has no LIMIT"),
        ("WITH a AS (SELECT 1) SELECT count(*) FROM a", "a KPI has no WITH"),
        ("SELECT DISTINCT count(*) FROM hits", "a KPI has no SELECT DISTINCT"),
        ("SELECT count(*) FROM hits JOIN days ON true", "a KPI has no join"),
        ("SELECT count(*) FROM hits, days", "a KPI has no join"),
        ("SELECT count(*) FROM hits UNION SELECT count(*) FROM hits", "not a set operation"),
        ("SELECT sum(x) OVER () FROM hits", "k.sql:5:8: a KPI has no window function"),
        ("SELECT count(*) FROM hits WHERE x IN (SELECT x FROM days)", "a KPI has no subquery but in FROM"),
        ("SELECT count(*) FROM (SELECT x FROM hits)", "does not aggregate per entity"),
        ("SELECT count(y) FROM hits", "k.sql:5:14"),
        ("SELECT count(*) FROM hit", "hit"),
        ("SELECT sum(x) /\n count(*) FROM hits", "k.sql:5:8: a division of whole numbers"),
        ("SELECT max(channel) FROM hits", "a KPI is a number"),
        ("SELECT \"t.oen\" FROM kpis", "k.sql:5:8: no KPI is called `t.oen`; did you mean `t.one`?"),
        ("SELECT \"t.k\" FROM kpis", "t.k → t.k"),
        ("DROP TABLE hits", "a KPI is one SELECT"),
    ];
    for (sql, expected) in cases {
        let said = said("number", sql).await;
        assert!(said.contains(expected), "{sql}\n said: {said}\n not:  {expected}");
    }
    assert_eq!(said("number", "SELECT sum(x) * 1.0 / count(*) FROM hits").await, "");
    assert_eq!(said("number", "SELECT sum(60 / x) FROM hits").await, "");
}

#[tokio::test]
async fn money_never_meets_a_float() {
    let said = said("money", "SELECT sum(x)\n  + sum(value * 0.2) FROM hits").await;
    assert!(said.starts_with("k.sql:6:9: money meets a floating-point number"), "{said}");
    let said = super::refused::said("money", "SELECT avg(x) FROM hits").await;
    assert!(said.contains("money must not be a floating-point number"), "{said}");
}

#[tokio::test]
async fn questions_that_do_not_fit_a_kpi_say_why() {
    let mut shop = Shop::new(HITS).kpi("hits", "count", "SELECT count(*) FROM hits");
    shop.add("daily", "count", "grains = [\"day\"]\n", "SELECT count(*) FROM hits");
    shop.add("sticky", "ratio", "window = \"30d\"\n", "SELECT \"t.hits\" * 1.0 FROM kpis");
    let plain = question(&["hits"], "2026-03");
    let problem = |question: Question| {
        let shop = &shop;
        async move { shop.ask(&question).await.unwrap().problems.remove(0).1 }
    };
    let by = problem(Question { by: vec!["chanel".into()], ..plain.clone() }).await;
    assert!(by.to_string().ends_with("did you mean `channel`?"), "{by}");
    assert!(matches!(by, AskError::Dimension { .. }));
    let filter = problem(Question { filter: Some("chanel = 'a'".into()), ..plain.clone() }).await;
    assert!(filter.to_string().contains("chanel"), "{filter}");
    let grain = problem(Question { grain: Some(Grain::Week), ..question(&["daily"], "2026-03") }).await;
    assert!(grain.to_string().ends_with("ask for `day`"), "{grain}");
    assert!(problem(question(&["sticky"], "2026-03")).await.to_string().contains("no window of its own"));
    let unknown = shop.ask(&question(&["hist"], "2026-03")).await.unwrap_err();
    assert!(unknown.to_string().ends_with("did you mean `t.hits`?"), "{unknown}");
}
