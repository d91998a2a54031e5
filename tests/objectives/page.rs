//! `jauge report`: one page, and every number on it is found by asking again.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use jiff::civil::date;
use serde_json::Value;

use super::{evaluated, objectives, shop};
use crate::support::Workspace;

const AS_OF: &str = "2026-05-14";

fn goal(id: &str, rest: &str) -> String {
    format!("[[objective]]\nid = \"{id}\"\nkpi = \"orders\"\ntarget = 130\nperiod = \"2026-05\"\n{rest}\n")
}

/// The page with these options; whether an objective needs somebody is another question.
fn page(shop: &Workspace, options: &[&str]) -> String {
    let ran = shop.run(&[&["report", "--as-of", AS_OF, "-o", "-"][..], options].concat());
    assert!(ran.code <= 1, "{}", ran.stderr);
    ran.stdout
}

/// What stands between `open` and `close`, each time.
fn between<'a>(page: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    page.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

/// The exact numbers of a page: what each is of, its field, and its digits.
fn figures(page: &str) -> BTreeSet<[String; 3]> {
    let parts = |tag: &str| -> Option<[String; 3]> {
        let value = |name: &str| between(tag, &format!("{name}=\""), "\"").first().map(|value| (*value).to_owned());
        Some([value("data-of")?, value("data-field")?, value(" value")?])
    };
    between(page, "<data ", ">").into_iter().filter_map(parts).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap_or_else(|| panic!("{value} is no number"))
}

/// What every value of every dimension added to the change.
fn changes(judged: &Value) -> Vec<Value> {
    let moved = judged["moved"].as_array().unwrap().iter();
    moved.flat_map(|one| one["contributions"].as_array().unwrap()).map(|part| part["change"].clone()).collect()
}

#[test]
fn the_page_has_the_same_parts_in_the_same_order() {
    let shop = shop(date(2025, 1, 1), 500);
    objectives(&shop, &goal("more", "statement = \"More <b>orders</b>\"\nowner = \"Ann\""));
    let page = page(&shop, &[]);
    let headings = page.split("<h").skip(1).filter(|rest| rest.starts_with(['1', '2', '3']));
    let headings: Vec<&str> = headings.filter_map(|rest| rest.get(2..)?.split("</h").next()).collect();
    assert_eq!(
        headings,
        [
            "shop: objectives and KPIs",
            "Objectives",
            "More &lt;b&gt;orders&lt;/b&gt;",
            "Headline KPIs of core",
            "Bounce rate",
            "Engagement rate",
            "Key event rate",
            "Page views",
            "Sessions",
            "Visitors",
            "What the data do not cover",
        ]
    );
}

#[test]
fn every_number_is_found_by_asking_again() {
    let shop = shop(date(2025, 1, 1), 500);
    objectives(&shop, &goal("more", "owner = \"Ann\""));
    let figures = figures(&page(&shop, &[]));
    let judged = &evaluated(&shop, AS_OF)[0];
    let mut asked = BTreeMap::new();
    for [of, field, digits] in &figures {
        let again = match field.as_str() {
            "actual" | "target" if of == "more" => vec![judged[field.as_str()].clone()],
            "p_hit" if of == "more" => vec![judged["forecast"]["p_hit"].clone()],
            "moved" if of == "more" => changes(judged),
            "value" | "compare" => {
                let rows = asked.entry(of).or_insert_with(|| shop.json(&["ask", of, "--as-of", AS_OF]));
                vec![rows[0][field.as_str()].clone()]
            }
            _ => panic!("`{field}` of `{of}` is nothing one can ask"),
        };
        let digits: f64 = digits.parse().unwrap();
        assert!(again.iter().any(|again| number(again) == digits), "{field} of {of}: {digits} is not in {again:?}");
    }
    // Three of the objective; five KPIs, each with the period before; what moved the objective, and the KPIs' drivers.
    assert!(figures.len() > 13, "{figures:?}");
}

#[test]
fn the_page_is_whole_in_itself_and_small() {
    let shop = shop(date(2025, 1, 1), 500);
    let many: String = (0..20).map(|nth| goal(&format!("o{nth}"), "owner = \"Ann\"")).collect();
    objectives(&shop, &many);
    let page = page(&shop, &[]);
    assert!(page.len() <= 200_000, "{} bytes", page.len());
    assert!(page.contains("content=\"default-src 'none'; style-src 'sha256-"), "no policy");
    for outside in ["<script", "<link", "<img", "<iframe", " src=", " href=", "url(", "@import", " style=", " onclick="]
    {
        assert!(!page.contains(outside), "the page has `{outside}`");
    }
    assert!(page.contains("prefers-color-scheme: dark") && page.contains("size: A4"), "{page}");
}

#[test]
fn fewer_cards_have_the_same_figures() {
    let shop = shop(date(2025, 1, 1), 500);
    objectives(&shop, &(goal("hers", "owner = \"Ann\"") + &goal("his", "owner = \"Bob\"")));
    let all = figures(&page(&shop, &[]));
    for options in [["--owner", "ann"], ["--objective", "hers"], ["--level", "tactical"]] {
        let part = figures(&page(&shop, &options));
        assert!(part.is_subset(&all) && part.iter().any(|[of, ..]| of == "hers"), "{options:?}: {part:?}");
        let has_his = part.iter().any(|[of, ..]| of == "his");
        assert_eq!(has_his, options[0] == "--level", "{options:?}");
    }
    assert!(page(&shop, &["--level", "strategic"]).contains("There are no objectives to show."));
    let sheet = page(&shop, &["--objective", "hers"]);
    assert!(sheet.contains("Signature") && !sheet.contains("Headline KPIs"), "{sheet}");
    assert_eq!(shop.run(&["report", "--objective", "her"]).code, 2);
    assert_eq!(shop.run(&["report", "--level", "high"]).code, 2);
}

#[test]
fn the_page_is_a_file_in_the_language_asked_for_and_nothing_is_kept() {
    let shop = shop(date(2025, 1, 1), 500);
    objectives(&shop, &goal("more", ""));
    let ran = shop.run(&["report", "--as-of", AS_OF, "--locale", "fr"]);
    // It is off track.
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("`report.html` est écrit"), "{}", ran.stderr);
    let written = fs::read_to_string(shop.path().join("report.html")).unwrap();
    assert_eq!(written, page(&shop, &["--locale", "fr"]));
    assert!(written.contains("<html lang=\"fr\">") && written.contains("Ce que les données ne couvrent pas"));
    for english in ["Headline", "Objectives", "on track", "Forecast", "Before", "Definition<"] {
        assert!(!written.contains(english), "the French page says `{english}`");
    }
    assert_eq!(shop.sql("SELECT count(*) FROM evaluations"), "0");
    let unwritable = shop.run(&["report", "--as-of", AS_OF, "-o", "no/such/folder/report.html"]);
    assert_eq!(unwritable.code, 2, "{}", unwritable.stderr);
}
