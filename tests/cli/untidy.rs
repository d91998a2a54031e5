//! Folders and files as people have them: what stands among exports, what nothing could be loaded of, and what is said of it.

use crate::support::{Ran, Workspace};

/// A workspace whose only source reads `in/*` into a table of its own, with `more` settings.
fn own(more: &str) -> Workspace {
    Workspace::new(&format!(
        "[workspace]\nname = \"own\"\ntimezone = \"UTC\"\n[table.t]\n[[source]]\nname = \"in\"\npath = \"in/*\"\ninto = \"t\"\n{more}\n"
    ))
}

/// What was said, a long message in one line.
fn said(ran: &Ran) -> String {
    ran.stderr.replace("\n  │ ", " ")
}

#[test]
fn what_stands_among_exports_is_named_and_passed_over() {
    let shop = own("");
    shop.write("in/a.csv", "id,n\na,1\nb,2\n").write("in/.DS_Store", b"\0\0\0\x01Bud1\0");
    shop.write("in/logo", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").write("in/none.csv", "");
    let ran = shop.run(&["load"]);
    let said = said(&ran);
    assert_eq!(ran.code, 0, "{said}");
    for part in ["`in/.DS_Store`: it is hidden", "`in/logo`: it is a picture", "`in/none.csv`: it is empty"] {
        assert!(said.contains(part), "no {part:?} in:\n{said}");
    }
    assert_eq!(shop.sql("SELECT sum(n) FROM t"), "3");
    assert!(shop.run(&["load"]).stderr.contains("nothing new"));
}

#[test]
fn what_was_wholly_rejected_is_read_again_and_its_likely_cause_comes_first() {
    let with = |select: &str| {
        let table = "[table.t.columns]\nid = \"text\"\nn = \"decimal\"\n";
        let source =
            format!("[[source]]\nname = \"in\"\npath = \"in/*\"\ninto = \"t\"\nselect = \"\"\"{select}\"\"\"\n");
        format!("[workspace]\nname = \"own\"\ntimezone = \"UTC\"\n{table}{source}")
    };
    let shop = Workspace::new(&with("SELECT id, n FROM raw"));
    shop.write("in/a.csv", "id,n\na,12 pieces\nb,30 pieces\nc,7 pieces\n");
    for _ in 0..2 {
        let ran = shop.run(&["load"]);
        let said = said(&ran);
        let first =
            "in: most rows were rejected, 3 of 3; the likely cause: in/a.csv:2: `n` \"12 pieces\": not a number";
        assert!(ran.code == 1 && said.starts_with(first), "{said}");
        assert!(said.contains("load again"), "{said}");
        assert_eq!(shop.sql("SELECT count(*) FROM rejects"), "3", "what is said again is kept once");
    }
    shop.write("jauge.toml", with("SELECT id, CAST(replace(n, ' pieces', '') AS DECIMAL(18, 4)) AS n FROM raw"));
    let ran = shop.run(&["load"]);
    let said = said(&ran);
    assert!(ran.code == 0 && said.contains("all rows of `in/a.csv` were rejected before"), "{said}");
    assert_eq!(shop.sql("SELECT CAST(sum(n) AS BIGINT) FROM t"), "49");
    assert!(shop.run(&["load"]).stderr.contains("nothing new"));
}

#[test]
fn what_a_log_grew_by_and_was_rejected_is_known_until_the_settings_change() {
    let with = |n: &str| {
        format!(
            "[workspace]\nname = \"own\"\ntimezone = \"UTC\"\n[table.t.columns]\nid = \"text\"\nn = \"integer\"\n[[source]]\nname = \
             \"in\"\npath = \"in/*\"\ninto = \"t\"\nrepeats = \"disjoint\"\nselect = \"SELECT id, {n} AS n FROM raw\"\n"
        )
    };
    let shop = Workspace::new(&with("n"));
    shop.write("in/a.csv", "id,n\na,1\n");
    shop.ok(&["load"]);
    shop.write("in/a.csv", "id,n\na,1\nb,x2\n");
    assert_eq!(shop.run(&["load"]).code, 1);
    let again = shop.run(&["load"]);
    assert!(again.code == 0 && again.stderr.contains("nothing new"), "{}", said(&again));
    shop.write("in/a.csv", "id,n\na,1\nb,x2\nc,3\n");
    shop.ok(&["load"]);
    assert_eq!((shop.sql("SELECT sum(n) FROM t"), shop.sql("SELECT count(*) FROM rejects")), ("4".into(), "1".into()));
    shop.write("in/b.csv", "id,n\nd,10\n");
    shop.ok(&["load"]);
    shop.write("in/b.csv", "id,n\nd,10\ne,x5\n");
    assert_eq!(shop.run(&["load"]).code, 1);
    shop.write("jauge.toml", with("replace(n, 'x', '')"));
    shop.ok(&["load"]);
    assert_eq!(shop.sql("SELECT sum(n) FROM t"), "19");
}

#[test]
fn a_file_of_which_some_rows_were_rejected_is_known() {
    let shop = own("");
    shop.write("in/a.csv", "id,n\na,1\nb,2\nc\n");
    shop.ok(&["load"]);
    assert!(shop.run(&["load"]).stderr.contains("nothing new"));
}

#[test]
fn an_encoding_that_nothing_states_is_told_or_shown() {
    let shop = own("select = \"SELECT \\\"Prénom\\\" AS who, n FROM raw\"");
    shop.write("in/a.csv", "Prénom,n\nRené,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    shop.ok(&["load"]);
    assert_eq!(shop.sql("SELECT who FROM t"), "René");
    shop.write("in/b.csv", b"Pr\xe9nom,n\nRen\xe9,2\n");
    let ran = shop.run(&["load"]);
    assert!(ran.code == 4 && said(&ran).contains("as windows-1252 it reads `Prénom`"), "{}", said(&ran));
}

#[test]
fn quotes_and_backslashes_are_read_as_they_were_meant() {
    let shop = own("");
    shop.write("in/a.tsv", "id\tn\n\"Best\" of\t1\n\"open\t2\nx\t3\n");
    shop.ok(&["load"]);
    assert_eq!(shop.sql("SELECT string_agg(id, '; ' ORDER BY n) FROM t"), "\"Best\" of; \"open; x");
    let shop = own("escape = '\\'");
    shop.write("in/a.csv", "id,n\n\"5\\\" screen\",1\nb,2\n");
    shop.ok(&["load"]);
    assert_eq!(shop.sql("SELECT string_agg(id, '; ' ORDER BY n) FROM t"), "5\" screen; b");
}

#[test]
fn one_of_several_tables_in_a_file_is_loaded() {
    let report = "# Start date: 20260101\nNth day,Users\n0000,5\n0001,6\n\n# Start date: 20260101\nNth day,New users\n0000,3\n0001,4\n";
    let select = "select = '''SELECT \"Nth day\" AS day, \"New users\" AS users FROM raw'''";
    let shop = own(&format!("table = \"Nth day,New users\"\n{select}"));
    shop.write("in/a.csv", report);
    shop.ok(&["load"]);
    assert_eq!(shop.sql("SELECT sum(users) FROM t"), "7");
    let shop = own("table = \"Views\"");
    shop.write("in/a.csv", report);
    let ran = shop.run(&["load"]);
    assert!(ran.code == 4 && said(&ran).contains("`Nth day,Users`, `Nth day,New users`"), "{}", said(&ran));
}

#[test]
fn blank_cells_are_filled_from_above_where_that_is_set() {
    let shop = own("fill_down = [\"campaign\"]");
    shop.write("in/a.csv", "campaign,n\nA,1\n,2\nB,4\n,8\n");
    shop.ok(&["load"]);
    assert_eq!(shop.sql("SELECT sum(n) FROM t WHERE campaign = 'B'"), "12");
}

#[test]
fn cells_as_exports_have_them() {
    let columns = "[table.t.columns]\nid = \"text\"\nctr = \"decimal\"\nshare = \"decimal\"\n";
    let source = "[[source]]\nname = \"in\"\npath = \"in/*\"\ninto = \"t\"\n";
    let with = |more: &str| format!("[workspace]\nname = \"own\"\ntimezone = \"UTC\"\n{columns}{source}{more}");
    let shop = Workspace::new(&with(""));
    shop.write("in/a.csv", "id;ctr;share\na;77,7 %;\nb;;< 10%\nc;; --\nd;0:01:05;\n");
    let said = said(&shop.run(&["load"]));
    for advice in ["percent = \"ratio\"", "nulls = [\"< 10%\"]", "split_part"] {
        assert!(said.contains(advice), "no {advice} in:\n{said}");
    }
    shop.write("jauge.toml", with("percent = \"ratio\"\nnulls = [\"--\", \"< 10%\", \"0:01:05\"]\n"));
    shop.ok(&["load"]);
    assert_eq!(shop.sql("SELECT CAST(ctr * 1000 AS BIGINT) FROM t WHERE id = 'a'"), "777");
    assert_eq!(shop.sql("SELECT count(*) FROM t WHERE share IS NULL"), "4");
}

#[test]
fn a_moment_in_nanoseconds_and_properties_that_are_no_texts_are_read() {
    let site =
        Workspace::new("[workspace]\nname = \"s\"\ntimezone = \"UTC\"\n[[source]]\nname = \"in\"\npath = \"in/*\"\n");
    let event = "{\"event_time\":1767607200123456789,\"event_name\":\"x\",\"visitor_id\":\"v\",\"properties\":{\"on\":true,\"n\":2.50}}\n";
    site.write("in/a.ndjson", event);
    site.ok(&["load"]);
    assert_eq!(site.sql("SELECT event_time FROM events"), "2026-01-05T10:00:00.123456Z");
    assert_eq!(site.sql("SELECT properties['on'] || ' ' || properties['n'] FROM events"), "true 2.50");
}
