//! `--format xlsx`: what is written, where, and where it is refused. What stands in the cells is tested beside the code.

use std::{fs, process::Stdio};

use crate::support::{Ran, Workspace};

/// Two page views in March, one in April 2026.
fn site() -> Workspace {
    let site = Workspace::new("[workspace]\nname = \"site\"\n[[source]]\nname = \"e\"\npath = \"events.csv\"\n");
    site.write(
        "events.csv",
        "event_time,event_name,visitor_id\n2026-03-02T08:00:00Z,page_view,a\n2026-03-03T08:00:00Z,page_view,b\n\
         2026-04-01T08:00:00Z,page_view,a\n",
    );
    site.ok(&["load", "-q"]);
    site
}

const ASKED: [&str; 8] = ["ask", "page_views", "--grain", "month", "--period", "2026-Q1", "--format", "xlsx"];

#[test]
fn a_workbook_goes_into_its_file_or_down_a_pipe() {
    let site = site();
    let wrote = site.run(&[&ASKED[..], &["-o", "views.xlsx"]].concat());
    assert_eq!((wrote.code, wrote.stdout.as_str()), (0, ""), "{}", wrote.stderr);
    assert!(wrote.stderr.contains("Wrote `views.xlsx`"), "{}", wrote.stderr);
    assert!(fs::read(site.path().join("views.xlsx")).unwrap().starts_with(b"PK"));
    let piped = site.command(&ASKED).stderr(Stdio::null()).output().unwrap();
    assert!(piped.status.success() && piped.stdout.starts_with(b"PK"));
    site.ok(&["sql", "SELECT DATE '2026-03-02' AS day, 1 AS n", "--format", "xlsx", "-o", "rows.xlsx"]);
    assert!(fs::read(site.path().join("rows.xlsx")).unwrap().starts_with(b"PK"));
}

#[test]
fn elsewhere_a_workbook_is_refused_with_what_to_do() {
    let site = site();
    let refused = |args: &[&str], why: &str| {
        let ran: Ran = site.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(why), "{args:?}: {}", ran.stderr);
    };
    refused(&["kpi", "list", "--format", "xlsx"], "`--format xlsx` is of");
    refused(&["report", "--format", "xlsx"], "a report is a page or a letter");
    refused(&["ask", "page_views", "-o", "views.csv", "--format", "csv"], "`-o` is of workbooks only");
    refused(&["ask", "page_views", "-o", "views.xlsx", "--locale", "fr"], "n'est que pour les classeurs");
    let folder = site.run(&[&ASKED[..], &["-o", "no/such/folder/views.xlsx"]].concat());
    assert_eq!(folder.code, 2, "{}", folder.stderr);
}
