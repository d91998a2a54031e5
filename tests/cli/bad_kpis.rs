//! Bad questions, KPIs and models.

use crate::support::Workspace;

fn shop() -> Workspace {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\ntimezone = \"Europe/Paris\"\n[table.days]\ntime = \"day\"\n\
         [[source]]\nname = \"in\"\npath = \"in/*\"\n\
         select = \"SELECT 'purchase' AS event_name, at AS event_time, who AS visitor_id, amount AS value FROM raw\"\n\
         [[source]]\nname = \"days\"\npath = \"days/*\"\ninto = \"days\"\n",
    );
    shop.write("in/a.csv", "at,who,amount\n2026-01-05 10:00:00,a,1.50\n2026-01-06 10:00:00,b,2.50\n");
    shop.write("days/a.csv", "day,visits\n2026-01-05,10\n2026-01-06,20\n");
    shop.kpi("shop.revenue", "money", "SELECT sum(value) FROM events");
    shop.kpi("shop.visits", "count", "SELECT sum(visits) FROM days");
    shop.ok(&["load"]);
    shop
}

/// Runs `args`, which must end with `code` and say all of `words`.
fn says(shop: &Workspace, args: &[&str], code: i32, words: &[&str]) {
    let ran = shop.run(args);
    let said = ran.stderr.replace("\n  │ ", " ");
    assert_eq!(ran.code, code, "{said}");
    for word in words {
        assert!(said.contains(word), "no {word:?} in:\n{said}");
    }
}

#[test]
fn a_kpi_out_of_shape_is_named_at_its_place_and_the_others_answer() {
    let cases = [
        ("SELECT sum(value) FROM events GROUP BY country", "5:40", "GROUP BY"),
        ("SELECT count(*) / 2 FROM events", "5:8", "division of whole numbers"),
        ("SELECT sum(value) * CAST(1.5 AS DOUBLE) FROM events", "5:", "loses its cents"),
        ("SELECT sum(valu) FROM events", "5:", "did you mean `value`?"),
        ("SELECT count(*) FROM evnts", "5:", "no table or model `evnts`; did you mean `events`?"),
        ("SELECT country FROM events", "5:", "aggregate"),
    ];
    for (sql, at, words) in cases {
        let shop = shop();
        shop.kpi("shop.bad", "money", sql);
        let ran = shop.run(&["kpi", "check", "shop.bad"]);
        let said = ran.stderr.replace("\n  │ ", " ");
        assert_eq!(ran.code, 1, "{sql}: {said}");
        assert!(said.contains(&format!("shop.bad.sql:{at}")), "{sql}: {said}");
        assert!(said.contains(words), "{sql}: {said}");
        let ran = shop.run(&["ask", "shop.bad", "shop.revenue", "--period", "all", "--format", "json"]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stdout.contains("\"value\": 4.0000"), "{}", ran.stdout);
    }
}

#[test]
fn a_circle_of_models_is_shown() {
    let shop = shop();
    shop.write("queries/models/a.sql", "/*---\nname = \"a\"\n---*/\nSELECT * FROM b");
    shop.write("queries/models/b.sql", "/*---\nname = \"b\"\n---*/\nSELECT * FROM a");
    says(&shop, &["kpi", "check"], 1, &["a → b → a"]);
    says(&shop, &["ask", "shop.revenue", "--period", "all"], 0, &["a → b → a"]);
}

#[test]
fn names_that_nobody_has_get_the_nearest() {
    let shop = shop();
    says(&shop, &["ask", "revenu"], 2, &["did you mean `shop.revenue`?"]);
    says(&shop, &["ask", "revenue", "--by", "contry", "--period", "all"], 2, &["`contry`", "did you mean `country`?"]);
    says(&shop, &["ask", "revenue", "--where", "contry = 'FR'", "--period", "all"], 2, &["did you mean `country`?"]);
    says(&shop, &["load", "inn"], 2, &["no source `inn`", "did you mean `in`?"]);
    says(&shop, &["sql", "SELECT 1 FROM evnts"], 2, &["no table or model `evnts`", "did you mean `events`?"]);
    says(&shop, &["load", "--file", "x.csv", "--into", "event"], 2, &["no table `event`", "did you mean `events`?"]);
}

#[test]
fn periods_that_do_not_exist() {
    let shop = shop();
    for period in ["2026-13", "2026-02-30", "2026-Q5", "last week", "2026-05-01/2026-04-01"] {
        says(&shop, &["ask", "revenue", "--period", period], 2, &[]);
    }
    says(&shop, &["ask", "revenue", "--grain", "wek"], 2, &["did you mean `week`?"]);
}

#[test]
fn a_civil_date_has_no_hours() {
    let shop = shop();
    says(
        &shop,
        &["ask", "shop.visits", "--grain", "hour", "--period", "all"],
        2,
        &["has no hours", "`day` of `days` is a date"],
    );
    let days = shop.json(&["ask", "shop.visits", "--grain", "day", "--period", "all"]);
    assert_eq!([&days[0]["value"], &days[1]["value"]], [10, 20]);
    assert_eq!(days[0]["start"], "2026-01-05T00:00:00+01:00");
}

#[test]
fn no_data_is_said_and_is_not_zero() {
    let shop = shop();
    says(&shop, &["ask", "revenue"], 3, &["the data reach"]);
    let empty = Workspace::new("[workspace]\nname = \"shop\"\n");
    empty.kpi("shop.revenue", "money", "SELECT sum(value) FROM events");
    says(&empty, &["ask", "revenue", "--period", "all"], 3, &["nothing is loaded yet"]);
    empty.write("plan.csv", "name,aim\nlamps,5\n").write(
        "jauge.toml",
        "[workspace]\nname = \"shop\"\n[table.plan]\n[[source]]\nname = \"plan\"\npath = \"plan.csv\"\ninto = \"plan\"\n",
    );
    empty.ok(&["load"]);
    says(&empty, &["ask", "page_views", "--period", "all"], 3, &["no data for what was asked"]);
}

#[test]
fn no_other_period_is_advised_where_what_a_kpi_needs_was_never_loaded() {
    let shop = shop();
    let ran = shop.run(&["ask", "core.page_views"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(!ran.stderr.contains("--period all"), "{}", ran.stderr);
    assert!(ran.stdout.contains("no `page_view` event was ever loaded"), "{}", ran.stdout);
}

#[test]
fn a_kpi_without_what_it_needs_says_so() {
    let shop = shop();
    let views = shop.json(&["ask", "core.page_views", "core.events", "--period", "all"]);
    assert!(views[0]["value"].is_null(), "{views}");
    assert_eq!(views[0]["why"], "no `page_view` event was ever loaded, and no row of `daily` has `page_views`");
    assert_eq!(views[1]["value"], 2);
}

#[test]
fn doctor_names_the_models_and_kpis_that_are_broken() {
    let shop = Workspace::new("[workspace]\nname = \"shop\"\n");
    let doctor = || shop.run(&["doctor"]);
    assert!(doctor().code == 0 && doctor().stdout.contains("all of them can be used"), "{}", doctor().stdout);
    shop.write("queries/models/plan.sql", "/*---\nname = \"plan\"\n---*/\nEXPLAIN SELECT 1\n");
    shop.kpi("shop.wrong", "count", "SELECT count(nosuch) FROM events");
    let ran = doctor();
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    let told: String = ran.stdout.split_whitespace().collect();
    for words in ["plan.sql:4:1:", "`EXPLAIN`isnone", "shop.wrong.sql:5:", "nosuch"] {
        assert!(told.contains(words), "no {words} in {}", ran.stdout);
    }
    assert!(!told.contains("canbeused"), "{}", ran.stdout);
    let asked = shop.run(&["sql", "SELECT * FROM plan"]);
    assert!(asked.code == 2 && !asked.stderr.contains("Internal error"), "{}", asked.stderr);
}
