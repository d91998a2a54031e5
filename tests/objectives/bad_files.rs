//! What is wrong with a file of objectives is told with its place, and hinders no other objective.

use jiff::civil::date;

use super::{objectives, shop};

const FINE: &str = "[[objective]]\nid = \"fine\"\nkpi = \"orders\"\ntarget = 200\nperiod = \"2026-02\"\n\n";

#[test]
fn each_mistake_is_told_with_its_place_and_a_way_out() {
    let shop = shop(date(2026, 1, 1), 80);
    let cases: [(&str, &str, &str); 14] = [
        ("[[objective]\nid = 1", ":7:", ""),
        ("[[objective]]\nid = \"a\"\nkpi = \"orders\"\ntarget = 1\n", ":7:1", "the key `period` is missing"),
        (
            "[[objective]]\nid = \"a\"\nkpi = \"orders\"\ntarget = 1\nperiode = \"2026\"\n",
            ":11:1",
            "did you mean `period`?",
        ),
        ("[[objective]]\nid = \"a\"\nkpi = \"orders\"\ntarget = 1\nperiod = \"2026-Q5\"\n", ":11:10", ""),
        ("[[objective]]\nid = \"a\"\nkpi = \"orders\"\ntarget = \"lots\"\nperiod = \"2026\"\n", ":10:10", "\"2.4%\""),
        (
            "[[objective]]\nid = \"a\"\nkpi = \"orders\"\ntarget = [9, 1]\nperiod = \"2026\"\n",
            ":10:10",
            "the lower value comes first",
        ),
        ("[[objective]]\nid = \"a\"\nkpi = \"orders\"\nperiod = \"2026\"\n", ":7:1", "needs a target"),
        ("[[objective]]\nid = \"a\"\ntarget = 1\nperiod = \"2026\"\n", ":7:1", "needs a KPI"),
        ("[[objective]]\nid = \"A b\"\nkpi = \"orders\"\ntarget = 1\nperiod = \"2026\"\n", ":8:6", "small letters"),
        ("[[objective]]\nid = \"fine\"\nkpi = \"orders\"\ntarget = 1\nperiod = \"2026\"\n", ":7:", "is taken"),
        (
            "[[objective]]\nid = \"a\"\nkpi = \"orders\"\ntarget = 1\nperiod = \"2026\"\ndirection = \"upwards\"\n",
            ":12:13",
            "increase",
        ),
        (
            "[[objective]]\nid = \"a\"\nkpi = \"orders\"\ntarget = 1\nperiod = \"2026\"\nbaseline = {}\n",
            ":12:12",
            "a period or a value",
        ),
        (
            "[[objective]]\nid = \"a\"\nkpi = \"orders\"\ntarget = 1\nperiod = \"2026\"\nrepeat = \"weekly\"\n",
            ":12:10",
            "overlap or leave gaps",
        ),
        ("[[goal]]\nid = \"a\"\n", ":7:", "[[objective]]"),
    ];
    for (text, place, says) in cases {
        objectives(&shop, &format!("{FINE}{text}"));
        let ran = shop.run(&["evaluate", "--as-of", "2026-02-20", "--format", "csv"]);
        assert_eq!(ran.code, 2, "{text}: {}", ran.stderr);
        let flat = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ").replace("│ ", "");
        assert!(flat.contains(&format!("objectives/shop.toml{place}")), "{text}: {}", ran.stderr);
        assert!(flat.contains(says), "{text}: {}", ran.stderr);
        // A file that is no TOML has no objective; every other mistake leaves the fine one.
        assert_eq!(ran.stdout.contains("fine"), !text.starts_with("[[objective]\n"), "{text}: {}", ran.stdout);
    }
}

/// What only the data can tell is wrong with one objective, and told the same way.
#[test]
fn requests_that_do_not_fit_are_told_and_the_others_judged() {
    let shop = shop(date(2026, 1, 1), 80);
    let bad = "[[objective]]\nid = \"typo\"\nkpi = \"shop.order\"\ntarget = 1\nperiod = \"2026-02\"\n\n\
               [[objective]]\nid = \"filter\"\nkpi = \"orders\"\ntarget = 1\nperiod = \"2026-02\"\nwhere = \"chanel = 'x'\"\n\n\
               [[objective]]\nid = \"percent\"\nkpi = \"conversion\"\ntarget = 2.4\nperiod = \"2026-02\"\n";
    objectives(&shop, &format!("{FINE}{bad}"));
    let ran = shop.run(&["evaluate", "--as-of", "2026-02-20", "--format", "csv"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    for says in ["did you mean `shop.orders`", "chanel", "filter"] {
        assert!(ran.stderr.contains(says), "no `{says}` in {}", ran.stderr);
    }
    let said = ran.stderr.replace("\n  │ ", " ");
    assert!(said.contains(":18: `where = \"chanel = 'x'\"` does not fit") && !said.contains("--where"), "{said}");
    assert!(ran.stdout.contains("fine,"), "{}", ran.stdout);
    let letters = shop.run(&["objective", "check", "percent", "--as-of", "2026-02-20"]);
    assert!(letters.stdout.contains("did you mean \"2.4%\"?"), "{}", letters.stdout);
    let none = shop.run(&["evaluate", "fien"]);
    assert_eq!(none.code, 2);
    assert!(none.stderr.contains("did you mean `fine`?"), "{}", none.stderr);
}

#[test]
fn a_file_that_is_no_text_is_told_and_hinders_no_other() {
    let shop = shop(date(2026, 1, 1), 80);
    objectives(&shop, FINE);
    shop.write("objectives/latin.toml", b"# \xe9t\xe9\n");
    let ran = shop.run(&["evaluate", "--as-of", "2026-02-20", "--format", "csv"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stdout.contains("fine"), "{}", ran.stdout);
    assert!(ran.stderr.contains("objectives/latin.toml:1:1") && ran.stderr.contains("UTF-8"), "{}", ran.stderr);
}
