//! Funnels: the same alone and inside a larger question, and what is said of them.

use crate::support::Workspace;

const HEAD: &str = "event_time,event_name,visitor_id,transaction_id,value\n";

fn site(rows: &str) -> Workspace {
    let site = Workspace::new(
        "[workspace]\nname = \"f\"\ntimezone = \"UTC\"\n[[source]]\nname = \"web\"\npath = \"in/*.csv\"\n",
    );
    site.write("in/0.csv", format!("{HEAD}{rows}"));
    site.ok(&["load", "--quiet"]);
    site
}

fn funnel(site: &Workspace, settings: &str, steps: &[&str]) {
    let steps: String =
        steps.iter().map(|step| format!("[[steps]]\nname = \"Step\"\n{step}\n")).collect::<Vec<_>>().concat();
    site.write(
        "queries/funnels/f.toml",
        format!("id = \"t.f\"\ntitle = \"Way\"\norder = \"strict\"\n{settings}\n{steps}"),
    );
}

/// How many entered each step, by the name of the bucket where there are buckets.
fn entered(site: &Workspace, cut: &[&str]) -> Vec<(String, u64)> {
    let steps = site.json(&[&["ask", "--funnel", "t.f"][..], cut].concat());
    let cell = |step: &serde_json::Value| {
        (step["month"].as_str().unwrap_or_default().to_owned(), step["entered"].as_u64().unwrap())
    };
    steps.as_array().unwrap().iter().map(cell).collect()
}

const LOOK: &str = "event = \"view_item\"";
const BUY: &str = "event = \"purchase\"";

/// Who looks in January and buys in March went all the way, whether January is asked for alone or as a month of the year.
#[test]
fn a_month_of_a_year_is_that_month_alone() {
    let mut rows = "2026-01-01 00:00:00,page_view,z,,\n".to_owned();
    for (visitor, look, buy) in [("ann", "01-05", "03-05"), ("ben", "01-31", "02-01"), ("cid", "02-10", "02-11")] {
        rows += &format!("2026-{look} 10:00:00,view_item,{visitor},,\n2026-{buy} 10:00:00,purchase,{visitor},,\n");
    }
    // Ann looks again in February, and Cid in March.
    rows += "2026-02-07 10:00:00,view_item,ann,,\n2026-03-07 10:00:00,view_item,cid,,\n";
    let site = site(&rows);
    for settings in ["", "window = \"7d\"", "reentry = \"each\"", "reentry = \"each\"\nwindow = \"40d\""] {
        funnel(&site, &format!("per = \"visitor\"\n{settings}"), &[LOOK, BUY]);
        let year = entered(&site, &["--period", "2026", "--grain", "month"]);
        for month in ["2026-01", "2026-02", "2026-03"] {
            let inside: Vec<u64> =
                year.iter().filter(|(bucket, _)| bucket == month).map(|(_, entered)| *entered).collect();
            let alone: Vec<u64> =
                entered(&site, &["--period", month]).into_iter().map(|(_, entered)| entered).collect();
            assert_eq!(inside, alone, "{month} under {settings:?}: {year:?}");
        }
    }
    funnel(&site, "per = \"visitor\"", &[LOOK, BUY]);
    let january: Vec<u64> = entered(&site, &["--period", "2026-01"]).into_iter().map(|(_, entered)| entered).collect();
    assert_eq!(january, [2, 2], "without a window a purchase counts whenever it comes");
}

/// What a step's condition leaves out is not the first of its value.
#[test]
fn once_counts_what_the_condition_lets_through() {
    let rows = "2026-01-05 10:00:00,page_view,ann,,\n2026-01-05 10:01:00,view_item,ann,,\n\
                2026-01-05 10:02:00,purchase,ann,t1,0\n2026-01-05 10:03:00,purchase,ann,t1,50\n\
                2026-01-06 10:00:00,page_view,ben,,\n2026-01-06 10:01:00,view_item,ben,,\n\
                2026-01-06 10:02:00,purchase,ben,t1,50\n";
    let site = site(rows);
    let paid = "event = \"purchase\"\nwhere = \"value > 0\"\nonce = \"transaction_id\"";
    funnel(&site, "", &[LOOK, paid]);
    let found: Vec<u64> = entered(&site, &["--period", "all"]).into_iter().map(|(_, entered)| entered).collect();
    assert_eq!(found, [2, 1], "Ann's second event is the first that was paid, and Ben's is the same order again");
}

#[test]
fn what_a_funnel_shows_is_said_above_it_and_why_there_is_nothing() {
    let site = site("2026-01-05 10:00:00,view_item,ann,,\n2026-01-05 10:01:00,purchase,ann,t1,5\n");
    funnel(&site, "", &[LOOK, BUY]);
    let none = site.run(&["ask", "--funnel", "t.f", "--period", "2026-01"]);
    assert_eq!(none.code, 3);
    assert!(none.stderr.contains("no session, because their source sends no page views"), "{}", none.stderr);
    funnel(&site, "per = \"visitor\"\nwindow = \"7d\"", &[LOOK, BUY]);
    let shown = site.run(&["ask", "--funnel", "t.f", "--period", "2026-01"]);
    for said in [
        "Way, ",
        "within 7 days",
        "each visitor's first attempt",
        "in strict order",
        "of those who reached the step before",
    ] {
        assert!(shown.stderr.contains(said), "{said}: {}", shown.stderr);
    }
    assert_eq!(entered(&site, &["--period", "2026-01"]), [(String::new(), 1), (String::new(), 1)]);
    for (period, said) in [("2025", "the data begin on 2026-01-05"), ("2026-03", "the data reach 2026-01-05")] {
        let beyond = site.run(&["ask", "--funnel", "t.f", "--period", period]);
        assert!(beyond.code == 3 && beyond.stderr.contains(said), "{period}: {}", beyond.stderr);
        assert!(!beyond.stderr.contains("nobody entered"), "{period}: {}", beyond.stderr);
    }
    funnel(&site, "reentry = \"each\"", &[LOOK, BUY]);
    let refused = site.run(&["ask", "--funnel", "t.f"]);
    assert!(refused.stderr.contains("a session goes through a funnel once"), "{}", refused.stderr);
}
