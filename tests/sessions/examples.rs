//! Worked examples, small enough to check by hand.

use crate::support::Workspace;

const CONFIG: &str = "[workspace]\nname = \"v\"\ntimezone = \"Europe/Paris\"\n";
const SOURCE: &str = "[[source]]\nname = \"web\"\npath = \"in/*.csv\"\n";
const HEAD: &str = "event_time,event_name,visitor_id,page_path,source,medium\n";

fn site(more: &str, files: &[&str]) -> Workspace {
    let site = Workspace::new(&format!("{CONFIG}{more}{SOURCE}"));
    for (nth, file) in files.iter().enumerate() {
        site.write(&format!("in/{nth}.csv"), format!("{HEAD}{file}"));
        site.ok(&["load", "--quiet"]);
    }
    site
}

fn sessions(site: &Workspace) -> String {
    let sql = "SELECT visitor_id, day, page_views, landing_page, exit_page, new_returning, visit_number FROM sessions ORDER BY session_start";
    let text = site.ok(&["sql", sql, "--format", "csv"]);
    text.lines().skip(1).map(|line| format!("{line}\n")).collect()
}

const OVER_MIDNIGHT: &str = "2026-03-31 23:50:00,page_view,ann,/,,\n2026-04-01 00:10:00,page_view,ann,/shop,,\n";

/// GA4 goes on over midnight, Matomo does not. At the end of March the session counts where it started.
#[test]
fn a_session_over_midnight_and_the_end_of_a_period() {
    let ga4 = site("", &[OVER_MIDNIGHT]);
    assert_eq!(sessions(&ga4), "ann,2026-03-31,2,/,/shop,new,1\n");
    let matomo = site("[sessions]\nlike = \"matomo\"\n", &[OVER_MIDNIGHT]);
    assert_eq!(sessions(&matomo), "ann,2026-03-31,1,/,/,new,1\nann,2026-04-01,1,/shop,/shop,returning,2\n");
    let april = ["ask", "sessions", "page_views", "visitors", "--period", "2026-04", "--format", "csv"];
    assert!(ga4.ok(&april).contains("2026-04-01,2026-04-30,0,1,1,"), "{}", ga4.ok(&april));
    assert!(matomo.ok(&april).contains("2026-04-01,2026-04-30,1,1,1,"), "{}", matomo.ok(&april));
    // As it stood at the end of March the session had one page.
    let march = [
        "ask",
        "sessions",
        "page_views",
        "bounce_rate",
        "--period",
        "2026-03",
        "--as-of",
        "2026-03-31",
        "--format",
        "csv",
    ];
    assert!(ga4.ok(&march).contains("2026-03-01,2026-03-31,1,1,1,"), "{}", ga4.ok(&march));
    let march = ["ask", "sessions", "page_views", "bounce_rate", "--period", "2026-03", "--format", "csv"];
    assert!(ga4.ok(&march).contains("2026-03-01,2026-03-31,1,1,0,"), "{}", ga4.ok(&march));
}

/// Ben was new in May until his session of April came to light.
#[test]
fn a_returning_visitor_whose_first_session_arrives_late() {
    let may = "2026-05-02 10:00:00,page_view,ben,/,news,email\n";
    let april = "2026-04-02 10:00:00,page_view,ben,/hello,,\n";
    assert_eq!(sessions(&site("", &[may])), "ben,2026-05-02,1,/,/,new,1\n");
    let both = "ben,2026-04-02,1,/hello,/hello,new,1\nben,2026-05-02,1,/,/,returning,2\n";
    assert_eq!(sessions(&site("", &[may, april])), both);
    assert_eq!(sessions(&site("", &[april, may])), both);
}

/// Forty minutes apart there are two sessions, and an event in between makes them one.
#[test]
fn a_late_event_merges_two_sessions() {
    let apart = "2026-05-02 10:00:00,page_view,cy,/,news,email\n2026-05-02 10:40:00,page_view,cy,/b,,\n";
    let between = "2026-05-02 10:20:00,page_view,cy,/a,,\n";
    assert_eq!(sessions(&site("", &[apart])).lines().count(), 2);
    let merged = site("", &[apart, between]);
    assert_eq!(sessions(&merged), "cy,2026-05-02,3,/,/b,new,1\n");
    assert_eq!(merged.sql("SELECT count(DISTINCT session_id) FROM hits WHERE source = 'news'"), "1");
    // Taking the load back takes the merged session apart again.
    merged.ok(&["load", "--undo", "2"]);
    assert_eq!(sessions(&merged).lines().count(), 2);
}

/// A gap of the timeout starts a session, a microsecond less does not.
#[test]
fn the_timeout_is_a_gap_that_splits() {
    let gap = "2026-05-02 10:00:00,page_view,dot,/,,\n2026-05-02 10:30:00,page_view,dot,/b,,\n";
    assert_eq!(sessions(&site("", &[gap])).lines().count(), 2);
    let less = "2026-05-02 10:00:00,page_view,dot,/,,\n2026-05-02 10:29:59.999999,page_view,dot,/b,,\n";
    assert_eq!(sessions(&site("", &[less])).lines().count(), 1);
}

/// One more day writes that day, and the day before where a session goes over midnight.
#[test]
fn one_more_day_writes_one_day() {
    let days: Vec<String> = (1..=9)
        .map(|day| {
            (0..9000)
                .map(|nth| format!("2026-05-0{day} 12:{:02}:{:02},page_view,v{nth},/,,\n", nth / 60 % 60, nth % 60))
                .collect()
        })
        .collect();
    let site = Workspace::new(&format!("{CONFIG}{SOURCE}"));
    for (nth, day) in days.iter().enumerate() {
        site.write(&format!("in/{nth}.csv"), format!("{HEAD}{day}"));
    }
    let ran = site.run(&["load"]);
    assert!(ran.stderr.contains("sessions: 9 days derived"), "{}", ran.stderr);
    site.write("in/late.csv", format!("{HEAD}2026-05-10 12:00:00,page_view,v1,/,,\n"));
    let ran = site.run(&["load"]);
    assert!(ran.stderr.contains("sessions: 1 day derived"), "{}", ran.stderr);
    site.write("in/over.csv", format!("{HEAD}2026-05-09 12:59:00,page_view,v1,/x,,\n"));
    let ran = site.run(&["load"]);
    assert!(ran.stderr.contains("sessions: 1 day derived"), "{}", ran.stderr);
    assert_eq!(site.sql("SELECT count(*) FROM sessions"), "81002");
}

#[test]
fn a_forgotten_visitor_is_gone_and_stays_away() {
    let pia = "pia-5f3c9a";
    let two = format!("2026-03-31 23:50:00,page_view,{pia},/,,\n");
    let site = site("", &[&two, "2026-05-02 10:00:00,page_view,ben,/,news,email\n"]);
    site.ok(&["forget", pia]);
    for table in ["events", "hits", "sessions", "visitors"] {
        assert_eq!(site.sql(&format!("SELECT count(DISTINCT visitor_id) FROM {table}")), "1", "{table}");
    }
    site.write(
        "in/again.csv",
        format!("{HEAD}2026-06-01 10:00:00,page_view,{pia},/,,\n2026-06-01 10:00:00,page_view,cy,/,,\n"),
    );
    let ran = site.run(&["load"]);
    assert!(ran.stderr.contains("its visitor was forgotten"), "{}", ran.stderr);
    assert_eq!(site.sql(&format!("SELECT count(*) FROM events WHERE visitor_id = '{pia}'")), "0");
    let store = site.path().join(".jauge");
    let found = std::process::Command::new("grep").args(["-rl", pia]).arg(store).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&found.stdout), "", "nothing of it is left on disk");
}

/// What a page sends in one second arrives as it stands in the file, whatever its hash: the cart first, then the checkout.
#[test]
fn events_of_one_second_are_in_the_order_of_the_file() {
    let rows: String = (0..200)
        .map(|who| {
            ["/cart", "/checkout"].map(|page| format!("2026-05-02 10:00:00,page_view,v{who},{page},,\n")).concat()
        })
        .collect();
    let site = site("", &[&rows]);
    let ways =
        "SELECT concat(landing_page, ' ', exit_page, ' ', count(*)) FROM sessions GROUP BY landing_page, exit_page";
    assert_eq!(site.sql(ways), "/cart /checkout 200");
    // A file that was to come first, loaded later, has the same rows further in front, turned round.
    let turned: String = rows.lines().rev().map(|row| format!("{row}\n")).collect();
    site.write("in/-1.csv", format!("{HEAD}{turned}"));
    site.ok(&["load", "--quiet"]);
    assert_eq!(site.sql("SELECT count(*) FROM events"), "400");
    assert_eq!(site.sql(ways), "/checkout /cart 200");
    let place = "SELECT count(*) FROM hits WHERE place LIKE '%in/-%'";
    assert_eq!(site.sql(place), "400", "the smallest place stays");
    assert_eq!(site.sql("SELECT count(DISTINCT batch_id) FROM events"), "1", "and the rows stay those of their batch");
}

/// A sequence that the export has goes before the line.
#[test]
fn a_sequence_that_was_sent_goes_before_the_line() {
    let select = "SELECT event_time, event_name, visitor_id, page_path FROM raw";
    let source = format!("{CONFIG}[[source]]\nname = \"web\"\npath = \"in/*.csv\"\nselect = \"{select}\"\n");
    let site = Workspace::new(&source);
    let rows: String = [("/last", 10), ("/first", 9)]
        .map(|(page, number)| format!("2026-05-02 10:00:00,page_view,ann,{page},{number}\n"))
        .concat();
    site.write("in/0.csv", format!("event_time,event_name,visitor_id,page_path,batch_event_index\n{rows}"));
    site.ok(&["load", "--quiet"]);
    assert_eq!(site.sql("SELECT concat(landing_page, ' ', exit_page) FROM sessions"), "/first /last");
}
