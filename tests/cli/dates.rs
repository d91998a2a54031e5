//! Periods and days are taken as people write them, and as they are printed, in each language.

use crate::support::Workspace;

/// A shop with a page view at noon of each day of 2026 up to the end of April, in French.
fn shop() -> Workspace {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\ntimezone = \"Europe/Paris\"\nlanguage = \"fr\"\n\n[[source]]\nname = \"days\"\n\
         path = \"days.csv\"\ninto = \"events\"\n",
    );
    let days = jiff::civil::date(2026, 1, 1).series(jiff::Span::new().days(1)).take(120);
    let rows = days.map(|day| format!("{day},{day} 12:00:00,page_view,v{day}\n"));
    shop.write("days.csv", format!("event_id,event_time,event_name,visitor_id\n{}", rows.collect::<String>()));
    shop.ok(&["load", "--quiet"]);
    shop
}

fn views(shop: &Workspace, options: &[&str]) -> i64 {
    let answers = shop.json(&[&["ask", "core.page_views"][..], options].concat());
    // Hours to come have no value.
    answers.as_array().unwrap().iter().filter_map(|answer| answer["value"].as_i64()).sum()
}

#[test]
fn dates_are_read_as_people_write_them() {
    let shop = shop();
    for (period, days) in [
        ("T1 2026", 90),
        ("2026-T1", 90),
        ("mars 2026", 31),
        ("03/2026", 31),
        ("semaine 14 de 2026", 7),
        ("01/02/2026", 1),
        ("du 01/02/2026 au 10/02/2026", 10),
        ("1er avril 2026", 1),
    ] {
        assert_eq!(views(&shop, &["--period", period]), days, "{period}");
    }
    assert_eq!(views(&shop, &["--from", "01/02/2026", "--to", "10/02/2026"]), 10);
    assert_eq!(views(&shop, &["--last", "7d", "--as-of", "10/02/2026"]), 7);
    let evaluated = shop.run(&["evaluate", "--as-of", "10/02/2026"]);
    assert_eq!(evaluated.code, 0, "{}", evaluated.stderr);
}

/// The names of buckets in the first column are periods that one may ask about.
#[test]
fn what_is_printed_is_accepted() {
    let shop = shop();
    for (grain, language) in
        ["day", "week", "month", "quarter", "year"].into_iter().flat_map(|grain| [(grain, "fr"), (grain, "en")])
    {
        let table = shop.ok(&["ask", "core.page_views", "--grain", grain, "--period", "2026-03", "--locale", language]);
        let first = table.lines().nth(1).unwrap().split("  ").next().unwrap().trim_end_matches([' ', '*', '†']);
        let ran = shop.run(&["ask", "core.page_views", "--period", first, "--locale", language]);
        assert_eq!(ran.code, 0, "`{first}`: {}", ran.stderr);
    }
    let heading = shop.ok(&["ask", "core.page_views", "--period", "2026-03"]);
    let days =
        heading.lines().next().unwrap().split("  ").map(str::trim).find(|cell| cell.contains('–')).unwrap().to_owned();
    assert_eq!(views(&shop, &["--period", &days]), 31, "{days}");
}

#[test]
fn what_may_be_read_two_ways_is_asked_about() {
    let shop = shop();
    let ran = shop.run(&["ask", "core.page_views", "--from", "03/04/2026", "--locale", "en"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("write `2026-04-03` or `2026-03-04`"), "{}", ran.stderr);
    let listed = shop.ok(&["kpi", "list"]);
    let views = listed.lines().find(|line| line.starts_with("core.page_views")).unwrap();
    assert!(views.contains("01/01/2026") && views.contains("30/04/2026"), "{views}");
    assert!(shop.ok(&["kpi", "list", "--format", "json"]).contains("2026-04-30"));
    let none = shop.run(&["ask", "core.page_views", "--from", "demain"]);
    assert!(none.code == 2 && none.stderr.contains("`demain` n'est pas un jour"), "{}", none.stderr);
    let made =
        shop.run(&["objective", "new", "core.page_views", "--period", "T2 2026", "--target", "100", "--dry-run"]);
    assert!(made.stdout.contains("period = \"2026-Q2\""), "{}{}", made.stdout, made.stderr);
    let past = "Pages vues : départ 91\npériodes d'avant, dès le : 01/01/2026 90\n";
    assert!(made.stderr.contains(past), "{}", made.stderr);
}

/// `0001-01-01` and the like stand for no date: all there is would have millions of days because of one.
#[test]
fn a_row_of_the_year_9998_is_a_reject_and_stops_no_question() {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\ntimezone = \"Europe/Paris\"\n\n[[source]]\nname = \"days\"\npath = \"days.csv\"\n\
         into = \"events\"\n",
    );
    let times = ["2026-03-01", "9998-12-30", "2026-03-02", "0001-06-01", "2026-03-04"];
    let rows = times.map(|day| format!("{day} 12:00:00,page_view,v{day}\n"));
    shop.write("days.csv", format!("event_time,event_name,visitor_id\n{}", rows.concat()));
    let ran = shop.run(&["load"]);
    assert!(ran.code == 0 && ran.stderr.matches("no row is of a time before 1900").count() >= 2, "{}", ran.stderr);
    for grain in ["hour", "day", "month", "year"] {
        assert_eq!(views(&shop, &["--period", "all", "--grain", grain]), 3, "{grain}");
    }
}
