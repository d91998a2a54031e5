//! A real site's access log: visitors told by address and agent, bots apart, sessions the same however the file is cut.

use std::fs;

use crate::support::{Workspace, real_data};

const SELECT: &str = r##"
SELECT m[2] AS event_time, m[1] AS client_ip, m[6] AS user_agent, 'http://www.semicomplete.com' || m[3] AS page_location,
       nullif(m[5], '-') AS page_referrer, m[4] AS page_status, "#line",
       CASE WHEN regexp_like(m[3], '\.(png|jpe?g|gif|css|js|ico|svg|ttf|woff|txt|xml)(\?|$)') THEN 'file' ELSE 'page_view' END AS event_name
FROM (SELECT "#line", regexp_match(line, '^(\S+) \S+ \S+ \[([^\]]+)\] "\S+ (\S+)[^"]*" (\d+) \S+ "([^"]*)" "([^"]*)"$') AS m FROM raw)"##;

fn site() -> Workspace {
    let site = Workspace::new(&format!(
        "[workspace]\nname = \"site\"\n[[source]]\nname = \"log\"\npath = \"logs/*\"\nformat = \"lines\"\nrepeats = \"disjoint\"\n\
         select = '''{SELECT}'''\n"
    ));
    // One key for all, so that visitors can be compared.
    site.write(".jauge/key", [7; 32]);
    site
}

fn sessions(site: &Workspace) -> String {
    let columns = "visitor_id, session_start, session_end, events, page_views, landing_page, exit_page, source, medium, channel, \
                   new_returning, browser, operating_system, device_category, is_bot";
    site.ok(&["sql", &format!("SELECT {columns} FROM derived_sessions ORDER BY 1, 2"), "--format", "csv"])
}

#[test]
fn sessions_of_a_log_are_the_same_however_it_is_cut() {
    let Some(folder) = real_data("apache-logs") else { return };
    let text = fs::read_to_string(folder.join("access.log")).unwrap();
    let whole = site();
    whole.write("logs/access.log", &text);
    let row = whole.json(&["load"]);
    assert_eq!([&row[0]["new"], &row[0]["rejected"]], [9_999, 1]);
    let wanted = sessions(&whole);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    // Backwards in uneven pieces; and one file that grows.
    let pieces = site();
    for (nth, piece) in lines.rchunks(1733).enumerate() {
        pieces.write(&format!("logs/{nth}.log"), piece.concat());
        pieces.ok(&["load", "--quiet"]);
    }
    assert_eq!(sessions(&pieces), wanted);
    let growing = site();
    for end in [100, 4_000, 9_000, lines.len()] {
        growing.write("logs/access.log", lines[..end].concat());
        growing.ok(&["load", "--quiet"]);
    }
    assert_eq!(sessions(&growing), wanted);
}

#[test]
fn bots_are_told_apart_and_counted_on_request() {
    let Some(folder) = real_data("apache-logs") else { return };
    let site = site();
    site.write("logs/access.log", fs::read(folder.join("access.log")).unwrap());
    site.ok(&["load", "--quiet"]);
    let count = |sql: &str| site.sql(sql).parse::<i64>().unwrap();
    let all = count("SELECT count(*) FROM events");
    let bots = count("SELECT count(*) FROM events WHERE is_bot");
    assert!(bots > 1_000 && bots < all / 2, "{bots} of {all}");
    assert_eq!(count("SELECT count(*) FROM hits"), all - bots);
    let asked =
        |more: &[&str]| site.json(&[&["ask", "core.events", "--period", "all"], more].concat())[0]["value"].clone();
    assert_eq!(asked(&[]), all - bots);
    assert_eq!(asked(&["--bots"]), all);
    assert_eq!(count("SELECT count(*) FROM events WHERE browser = 'Googlebot' AND NOT is_bot"), 0);
    let found = count("SELECT count(*) FROM sessions WHERE channel = 'Organic Search' AND source = 'google'");
    assert!(found > 300, "{found}");
    // No address is in the store.
    assert_eq!(count("SELECT count(*) FROM events WHERE visitor_id LIKE '%.%.%.%' OR properties IS NOT NULL"), 0);
}

#[test]
fn a_line_that_does_not_match_is_a_reject_with_its_number() {
    let Some(folder) = real_data("apache-logs") else { return };
    let site = site();
    site.write("logs/access.log", fs::read(folder.join("access.log")).unwrap());
    site.ok(&["load", "--quiet"]);
    let reject = &site.json(&["sql", "SELECT stream, line, column_name FROM rejects"])[0];
    assert_eq!([&reject["stream"], &reject["column_name"]], ["logs/access.log", "event_time"]);
    assert_eq!(reject["line"], 8_899);
}
