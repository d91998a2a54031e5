//! Time in SQL: text without an offset is local, an instant is an instant, civil functions are civil; in a `select`, in a
//! KPI, under `--where`, in an objective's number and in `jauge sql` alike.

use crate::support::Workspace;

/// Half past midnight of 1 April in Paris, when it is still March in UTC.
const AT: &str = "at,ms,iso\n2026-04-01 00:30:00,1774996200000,2026-03-31T22:30:00Z\n";

#[test]
fn a_select_counts_on_the_clock_of_its_source() {
    for (zone, at) in [("Europe/Paris", "1.4. 00h30"), ("America/Denver", "1.4. 00h30")] {
        let site = Workspace::new(&format!(
            "[workspace]\nname = \"site\"\ntimezone = \"{zone}\"\n[table.t]\n[[source]]\nname = \"in\"\npath = \"in/*\"\ninto = \"t\"\n\
             select = \"\"\"SELECT CAST(date_trunc('day', at) AS DATE) AS day, CAST(CAST(at AS TIMESTAMP) AS DATE) AS cast_day, \
             date_bin(INTERVAL '1 day', at) AS bin, to_char(at, '%-d.%-m. %Hh%M') AS shown, date_part('hour', at) AS hour, \
             at < TIMESTAMP '2026-04-01 00:31:00' AS before FROM raw\"\"\"\n"
        ));
        site.write("in/a.csv", AT);
        site.ok(&["load"]);
        let days = "SELECT CAST(day AS VARCHAR) || ' ' || CAST(cast_day AS VARCHAR) || ' ' || shown || ' ' || \
                    CAST(hour AS VARCHAR) || ' ' || CAST(before AS VARCHAR) FROM t";
        assert_eq!(site.sql(days), format!("2026-04-01 2026-04-01 {at} 0 true"), "{zone}");
        assert_eq!(site.sql("SELECT to_char(bin, '%Y-%m-%d %H:%M') FROM t"), "2026-04-01 00:00", "{zone}");
    }
}

/// Half past midnight in Paris is the day before in UTC, however the day is asked for; a date without a time is that date.
#[test]
fn a_text_cut_to_a_date_is_the_local_day() {
    let ways = ["CAST({} AS DATE)", "TRY_CAST({} AS DATE)", "to_date({})"];
    let [selected, asked] = ["iso", "'2026-03-31T22:30:00Z'"].map(|text| ways.map(|way| way.replace("{}", text)));
    for (way, asked) in selected.iter().zip(asked) {
        let site = Workspace::new(&format!(
            "[workspace]\nname = \"site\"\ntimezone = \"Europe/Paris\"\n[table.t]\ncolumns = {{ day = \"date\" }}\n[[source]]\n\
             name = \"in\"\npath = \"in/*\"\ninto = \"t\"\nselect = \"SELECT {way} AS day FROM raw\"\n"
        ));
        site.write("in/a.csv", format!("{AT}2026-04-02,0,2026-04-02\n"));
        site.ok(&["load"]);
        assert_eq!(
            site.sql("SELECT string_agg(CAST(day AS VARCHAR), ' ' ORDER BY day) FROM t"),
            "2026-04-01 2026-04-02",
            "{way}"
        );
        assert_eq!(site.sql(&format!("SELECT CAST({asked} AS VARCHAR)")), "2026-04-01", "{asked}");
    }
}

/// A date is the first moment of its day on the source's clock: a text beside it may have a time of day, and an offset.
#[test]
fn a_text_beside_a_date_is_a_moment_and_no_day() {
    let rows =
        "at,who\n2024-06-30 23:30:00,a\n2024-07-01,b\n2024-07-01 19:00:00,c\n2024-07-02T05:30:00Z,d\n2024-07-03,e\n";
    for (condition, who) in [
        ("at >= DATE '2024-07-01'", "bcde"),
        ("at > DATE '2024-07-01'", "cde"),
        ("at = DATE '2024-07-01'", "b"),
        ("DATE '2024-07-02' > at", "abcd"),
        ("at BETWEEN DATE '2024-07-01' AND DATE '2024-07-02'", "bcd"),
        ("at IN (DATE '2024-07-01', DATE '2024-07-03')", "be"),
        ("CAST(at AS DATE) >= DATE '2024-07-02' AND at > DATE '2024-07-01'", "e"),
    ] {
        let site = Workspace::new(&format!(
            "[workspace]\nname = \"site\"\ntimezone = \"America/Denver\"\n[table.t]\ncolumns = {{ who = \"text\", at = \
             \"timestamp\" }}\n[[source]]\nname = \"in\"\npath = \"in/*\"\ninto = \"t\"\nselect = \"SELECT who, at FROM raw WHERE \
             {condition}\"\n"
        ));
        site.write("in/a.csv", rows);
        site.ok(&["load"]);
        assert_eq!(site.sql("SELECT string_agg(who, '' ORDER BY who) FROM t"), who, "{condition}");
        assert_eq!(site.sql("SELECT count(*) FROM rejects"), "0", "{condition}");
    }
}

#[test]
fn what_is_an_instant_already_is_not_moved_by_the_zone() {
    let sent = [
        "to_timestamp_millis(CAST(ms AS BIGINT))",
        "from_unixtime(CAST(ms AS BIGINT) / 1000)",
        "to_timestamp_seconds(CAST(ms AS BIGINT) / 1000)",
        "CAST(iso AS TIMESTAMP)",
        "to_timestamp(trim(iso))",
        "TIMESTAMP '2026-03-31T22:30:00Z'",
        "to_timestamp('2026-03-31T22:30:00Z')",
        "CAST(trim(at) AS TIMESTAMP)",
        "at",
    ];
    for sent in sent {
        let site = Workspace::new(&format!(
            "[workspace]\nname = \"site\"\ntimezone = \"Europe/Paris\"\n[[source]]\nname = \"in\"\npath = \"in/*\"\n\
             select = \"\"\"SELECT 'page_view' AS event_name, 'a' AS visitor_id, {sent} AS event_time FROM raw\"\"\"\n"
        ));
        site.write("in/a.csv", AT);
        site.ok(&["load"]);
        assert_eq!(site.sql("SELECT event_time FROM events"), "2026-03-31T22:30:00Z", "{sent}");
    }
}

#[test]
fn a_local_time_means_the_same_in_sql_a_filter_and_a_kpi() {
    let site = Workspace::new(
        "[workspace]\nname = \"site\"\ntimezone = \"Europe/Paris\"\n[[source]]\nname = \"in\"\npath = \"in/*\"\n\
         select = \"SELECT 'purchase' AS event_name, 'a' AS visitor_id, at AS event_time, ms AS term FROM raw\"\n",
    );
    site.write("in/a.csv", AT);
    site.kpi("site.all", "count", "SELECT count(*) FROM events");
    site.kpi("site.exact", "count", "SELECT count(*) FROM events WHERE event_time = '2026-04-01 00:30:00'");
    site.kpi("site.april", "count", "SELECT count(*) FROM events WHERE CAST(event_time AS DATE) >= DATE '2026-04-01'");
    site.kpi("site.hour", "count", "SELECT count(*) FROM events WHERE date_part('hour', event_time) = 0");
    site.ok(&["load"]);
    for condition in [
        "event_time = '2026-04-01 00:30:00'",
        "event_time = TIMESTAMP '2026-04-01 00:30:00'",
        "event_time = '2026-03-31T22:30:00Z'",
        "event_time >= '2026-04-01' AND event_time < DATE '2026-04-02'",
        "date_trunc('month', event_time) = '2026-04-01'",
        "event_time + INTERVAL '1 month' = '2026-05-01 00:30:00'",
    ] {
        assert_eq!(site.sql(&format!("SELECT count(*) FROM events WHERE {condition}")), "1", "{condition}");
        let asked = site.json(&["ask", "site.all", "--period", "2026-04", "--where", condition]);
        assert_eq!(asked[0]["value"], 1, "{condition}");
    }
    for kpi in ["site.exact", "site.april", "site.hour"] {
        assert_eq!(site.json(&["ask", kpi, "--period", "2026-04"])[0]["value"], 1, "{kpi}");
    }
    assert_eq!(site.sql("SELECT CAST(event_time AS DATE) FROM events"), "2026-04-01");
}

#[test]
fn a_time_that_the_clocks_skip_is_said_and_not_moved() {
    let site = Workspace::new(
        "[workspace]\nname = \"site\"\ntimezone = \"Europe/Paris\"\n[[source]]\nname = \"in\"\npath = \"in/*\"\n\
         select = \"SELECT 'purchase' AS event_name, 'a' AS visitor_id, CAST(day || ' ' || hour AS TIMESTAMP) AS event_time FROM raw\"\n",
    );
    site.write("in/a.csv", "day,hour\n2026-03-29,02:30\n2026-03-29,03:30\n");
    let ran = site.run(&["load"]);
    assert!(ran.code <= 1, "{}", ran.stderr);
    assert_eq!(site.sql("SELECT event_time FROM events"), "2026-03-29T01:30:00Z");
    assert_eq!(site.sql("SELECT line FROM rejects"), "2");
    let ran = site.run(&["sql", "SELECT count(*) FROM events WHERE event_time > '2026-03-29 02:30'"]);
    assert!(ran.code != 0 && ran.stderr.contains("2026-03-29 02:30"), "{}", ran.stderr);
}
