//! Changes and what chance makes of them, asked of a workspace.

use serde_json::Value;

use crate::support::Workspace;

/// Some twenty page views a day in March and April 2026, and twice as many in May.
fn site() -> Workspace {
    let site = Workspace::new("[workspace]\nname = \"site\"\n[[source]]\nname = \"e\"\npath = \"events.csv\"\n");
    let mut events = "event_time,event_name,visitor_id,country\n".to_owned();
    let (mut day, mut nth) = (jiff::civil::date(2026, 3, 1), 0);
    while day <= jiff::civil::date(2026, 5, 31) {
        let views = (20 + nth * 7 % 5) * if day.month() == 5 { 2 } else { 1 };
        for view in 0..views {
            let country = if view % 3 == 0 { "FR" } else { "DE" };
            events.push_str(&format!("{day}T08:00:{:02}Z,page_view,v{nth}-{view},{country}\n", view % 60));
        }
        (day, nth) = (day.tomorrow().unwrap(), nth + 1);
    }
    site.write("events.csv", events);
    site.ok(&["load", "-q"]);
    site
}

fn noise(site: &Workspace, args: &[&str]) -> Value {
    site.json(&[&["ask"][..], args, &["--compare", "previous", "-q"]].concat())[0]["noise"].clone()
}

#[test]
fn a_change_that_days_bring_by_themselves_is_told_from_one_that_they_do_not() {
    let site = site();
    let april = noise(&site, &["page_views", "--period", "2026-04"]);
    assert_eq!(april["within"], true, "{april}");
    // 30 days beside 31 are no fall.
    assert!(april["low"].as_f64().unwrap() < -0.03 && april["high"].as_f64().unwrap() > -0.04, "{april}");
    let may = noise(&site, &["page_views", "--period", "2026-05"]);
    assert!(may["within"] == false && may["p"].as_f64().unwrap() < 1e-6, "{may}");
    // Nothing is known of February, so nothing changed.
    assert!(noise(&site, &["page_views", "--period", "2026-03"]).is_null());
}

#[test]
fn asking_together_by_group_or_with_the_best_alone_changes_no_probability() {
    let site = site();
    let alone = noise(&site, &["page_views", "--period", "2026-04"]);
    assert_eq!(noise(&site, &["page_views", "visitors", "events", "--period", "2026-04"]), alone);
    let by = |more: &[&str]| {
        let april = ["ask", "page_views", "--period", "2026-04", "--compare", "previous", "--by", "country"];
        let answers = site.json(&[&april[..], more].concat());
        let of = |answer: &Value| (answer["by"]["country"].clone(), answer["noise"].clone());
        answers.as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    let (all, top) = (by(&["--total"]), by(&["--top", "1", "--total"]));
    assert_eq!(all.iter().find(|(country, _)| country == "DE"), top.first());
    assert_eq!((all.last(), &top.last().unwrap().1), (top.last(), &alone));
}

#[test]
fn it_is_said_in_words_and_what_days_cannot_say_has_its_reason() {
    let site = site();
    let april = ["ask", "page_views", "--period", "2026-04", "--compare", "previous"];
    let english = site.ok(&april);
    assert!(english.contains("~ within its usual ups and downs"), "{english}");
    let french = site.ok(&[&april[..], &["--locale", "fr"]].concat());
    assert!(french.contains("~ dans sa variation habituelle"), "{french}");
    let may = site.ok(&["ask", "page_views", "--period", "2026-05", "--compare", "previous"]);
    assert!(!may.contains('~'), "{may}");
    let rolling = noise(&site, &["page_views", "--period", "2026-05", "--grain", "month", "--rolling", "28d"]);
    assert!(rolling["why"].as_str().unwrap().contains("look back"), "{rolling}");
    let median = noise(&site, &["sessions_per_visitor", "--period", "2026-05"]);
    assert!(median["within"].is_boolean() || median["why"].is_string(), "{median}");
}
