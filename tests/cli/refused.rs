//! What the engine, the system and damaged files are told as: a sentence of Jauge's in the reader's language, and what to do next.

use std::fs;

use crate::support::{Ran, Workspace};

fn shop() -> Workspace {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\ntimezone = \"UTC\"\n[[source]]\nname = \"in\"\npath = \"in/*\"\n\
         select = \"SELECT 'purchase' AS event_name, at AS event_time, who AS visitor_id, amount AS value FROM raw\"\n",
    );
    shop.write("in/a.csv", "at,who,amount\n2026-01-05 10:00:00,a,1.50\n2026-01-06 10:00:00,b,0\n");
    shop.kpi("shop.revenue", "money", "SELECT sum(value) FROM events");
    shop.ok(&["load"]);
    shop
}

fn said(ran: &Ran) -> String {
    ran.stderr.replace("\n  │ ", " ").replace("\n        ", " ")
}

/// What `args` say in English and in French, which must hold these words; each says what to do next.
fn says(shop: &Workspace, args: &[&str], code: i32, en: &str, fr: &str) {
    for (locale, words, help) in [("en", en, "help:"), ("fr", fr, "aide")] {
        let ran = shop.run(&[args, &["--locale", locale]].concat());
        let said = said(&ran);
        assert_eq!(ran.code, code, "{args:?}: {said}");
        assert!(said.contains(words), "{args:?}: no {words:?} in:\n{said}");
        assert!(said.to_lowercase().contains(help), "{args:?}: no help in:\n{said}");
    }
}

#[test]
fn sql_that_the_engine_refuses_is_told_in_each_language() {
    let shop = shop();
    for (sql, en, fr) in [
        ("SELEC 1", "expected an SQL statement, found `SELEC`", "et il y a `SELEC`"),
        ("", "the query is empty", "la requête est vide"),
        ("SELECT 1; SELECT 2", "one query runs at a time", "une seule requête"),
        (
            "SELECT 1; DROP TABLE events",
            "only queries run here, and `DROP TABLE` is none",
            "`DROP TABLE` n'en est pas une",
        ),
        ("SELECT 1 / 0", "divides by zero", "division par zéro"),
        (
            "SELECT cast(visitor_id AS INT) FROM events",
            "cannot become a whole number",
            "ne peut pas devenir un nombre entier",
        ),
        ("SELECT coun(value) FROM events", "no function `coun`; did you mean `count`?", "pas de fonction `coun`"),
        (
            "SELECT * FROM read_csv('/etc/passwd')",
            "no function `read_csv` that gives rows",
            "`read_csv` qui donne des lignes",
        ),
        ("SELECT 1 FROM events WHERE 1", "must be true or false", "vraie ou fausse"),
        ("SELECT (SELECT value FROM events)", "several rows where one value belongs", "plusieurs lignes"),
        ("SELECT cast(1 AS Foo)", "no type `Foo`", "pas de type `Foo`"),
        ("SELECT foo FROM events", "no column `foo`", "pas de colonne `foo`"),
        ("SELECT 1 FROM '/tmp'", "no table or model `/tmp`", "pas de table ni de modèle `/tmp`"),
    ] {
        says(&shop, &["sql", sql], 2, en, fr);
    }
    let columns = said(&shop.run(&["sql", "SELECT foo FROM events"]));
    assert!(columns.contains("there are ") && columns.contains("visitor_id"), "{columns}");
}

#[test]
fn conditions_that_the_engine_refuses_are_told_in_each_language() {
    let shop = shop();
    for (condition, en, fr) in [
        ("1 / value > 1", "divides by zero", "division par zéro"),
        ("cast(visitor_id AS INT) > 1", "`a` cannot become a whole number", "`a` ne peut pas devenir un nombre entier"),
        ("1", "must be true or false", "vraie ou fausse"),
        ("foo = 1", "no column `foo`", "pas de colonne `foo`"),
        ("value >", "found the end", "la fin du texte"),
    ] {
        let args = ["ask", "shop.revenue", "--period", "all", "--where", condition];
        for (locale, words) in [("en", en), ("fr", fr)] {
            let ran = shop.run(&[&args[..], &["--locale", locale]].concat());
            let said = said(&ran);
            assert!(ran.code == 2 && said.contains(words), "{condition}: {}: no {words:?} in {said}", ran.code);
        }
    }
    let columns = said(&shop.run(&["ask", "shop.revenue", "--period", "all", "--where", "foo = 1"]));
    assert!(columns.contains("there are ") && columns.contains("visitor_id"), "{columns}");
}

#[test]
fn a_select_names_no_catalog_of_the_engine() {
    let shop = shop();
    for (select, words) in [
        ("SELECT * FROM events", "no table or model `events`"),
        ("SELECT events.at FROM raw", "no column `events.at`"),
        ("SELECT nosuch(at) AS value FROM raw", "no function `nosuch`"),
        ("WITH x AS (DELETE FROM raw) SELECT at AS value FROM raw", "`select` must be one SELECT"),
    ] {
        let ran = shop.run(&["load", "--file", "in/a.csv", "--select", select]);
        let said = said(&ran);
        assert!(ran.code == 2 && said.contains(words) && !said.contains("datafusion"), "{select}: {said}");
    }
}

#[test]
fn a_model_with_a_fault_is_not_said_to_be_missing() {
    let shop = shop();
    shop.write("queries/models/m.sql", "/*---\nname = \"m\"\n---*/\nSELECT nosuch FROM events\n");
    let ran = shop.run(&["sql", "SELECT * FROM m"]);
    let said = said(&ran);
    assert!(ran.code == 2 && said.contains("m.sql:4:8") && said.contains("no column `nosuch`"), "{said}");
    assert!(!said.contains("did you mean `m`"), "{said}");
    assert!(said.matches("no column `nosuch`").count() == 1 && said.contains("`m` has a fault"), "{said}");
}

#[test]
fn damaged_data_are_told_alike_whatever_is_asked() {
    let shop = shop();
    let folder = shop.path().join(".jauge/events");
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    for file in files.filter(|path| path.extension().is_some_and(|end| end == "parquet")) {
        let length = fs::metadata(&file).unwrap().len() as usize;
        fs::write(file, vec![b'x'; length]).unwrap();
    }
    let goal = "[[objective]]\nid = \"o\"\nkpi = \"shop.revenue\"\ntarget = 5\nperiod = \"2026-01\"\n";
    shop.write("objectives/o.toml", goal);
    for args in [
        &["sql", "SELECT sum(value) FROM events"][..],
        &["ask", "shop.revenue", "--period", "all"],
        &["evaluate", "--as-of", "2026-01-20"],
    ] {
        let mut command = shop.command(args);
        let ran = Ran::from(command.env("RUST_BACKTRACE", "1").output().unwrap());
        let said = said(&ran);
        assert_eq!(ran.code, 4, "{args:?}: {said}");
        assert!(said.contains("is damaged") && said.contains("`jauge doctor --deep`"), "{args:?}: {said}");
        assert!(!said.contains("::") && !said.contains("Parquet error"), "{args:?}: {said}");
    }
}

#[test]
fn a_damaged_log_shows_no_frames_of_the_program() {
    let shop = shop();
    shop.write(".jauge/events/_delta_log/_last_checkpoint", "{\"version\":7,\"size\":1}");
    for args in [&["sql", "SELECT 1 FROM events"][..], &["doctor"]] {
        let mut command = shop.command(args);
        let ran = Ran::from(command.env("RUST_BACKTRACE", "1").output().unwrap());
        let all = format!("{}{}", ran.stdout, ran.stderr);
        assert!(!all.contains("Kernel error") && !all.contains("std::"), "{args:?}: {all}");
    }
}

#[test]
fn another_format_ends_alike_whatever_is_asked() {
    let shop = shop();
    for format in ["1", "99"] {
        shop.write(".jauge/format", format);
        for args in [&["sql", "SELECT 1"][..], &["load"], &["ask", "shop.revenue"], &["evaluate"], &["rebuild"]] {
            let ran = shop.run(args);
            assert_eq!(ran.code, 2, "{format}, {args:?}: {}", ran.stderr);
        }
    }
}

#[test]
fn what_the_system_refuses_is_told_in_each_language() {
    let shop = shop();
    says(&shop, &["load", "-w", "nowhere"], 2, "no workspace in `nowhere`", "pas d'espace de travail dans `nowhere`");
    assert!(said(&shop.run(&["load", "-w", "nowhere"])).contains("`jauge init nowhere`"));
    let lock = shop.path().join(".jauge/lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let ran = shop.run(&["load", "--locale", "fr"]);
    let said = said(&ran);
    assert!(ran.code == 4 && !said.contains("os error") && said.contains("c'est un dossier"), "{said}");
}
