//! KPIs of a workspace's own: written, checked, tested, compared with what they were, printed as a catalog.

use crate::support::{Ran, Workspace};

/// A workspace with page views on two days of March 2026.
fn site() -> Workspace {
    let site = Workspace::new("[workspace]\nname = \"shop\"\n[[source]]\nname = \"e\"\npath = \"events.csv\"\n");
    let events = "event_time,event_name,visitor_id\n\
                  2026-03-01T08:00:00Z,page_view,v\n2026-03-02T08:00:00Z,page_view,v\n2026-03-02T09:00:00Z,page_view,w\n";
    site.write("events.csv", events);
    site.ok(&["load", "-q"]);
    site
}

#[test]
fn a_new_kpi_is_right_and_its_test_passes() {
    let site = site();
    let text = site.ok(&["kpi", "new", "shop.phone_sessions"]);
    assert!(
        text.contains("id        = \"shop.phone_sessions\"") && text.contains("SELECT count(*) FROM sessions"),
        "{text}"
    );
    site.ok(&["kpi", "check", "shop.phone_sessions"]);
    let tests = site.json(&["kpi", "test"]);
    assert_eq!((tests[0]["passed"].as_bool(), tests[0]["found"].as_f64()), (Some(true), Some(2.0)), "{tests}");
    assert_eq!(site.run(&["kpi", "new", "shop.phone_sessions"]).code, 2);
    assert_eq!(site.run(&["kpi", "new", "phone_sessions"]).code, 2);
    let near = site.run(&["kpi", "new", "shop.a", "--from", "session"]);
    assert!(near.code == 2 && near.stderr.contains("`sessions`"), "{}", near.stderr);
    assert!(site.ok(&["kpi", "new", "shop.rate", "--unit", "ratio", "--dry-run"]).contains("nullif"));
    assert!(!site.path().join("queries/kpis/rate.sql").exists());
}

#[test]
fn tests_run_over_their_own_rows_and_say_what_differs() {
    let site = site();
    assert_eq!(site.run(&["kpi", "test"]).code, 3);
    site.kpi(
        "shop.mobile_share",
        "ratio",
        "SELECT count(*) FILTER (WHERE device_category = 'mobile') * 1.0 / nullif(count(*), 0) FROM sessions",
    );
    let file = site.path().join("queries/kpis");
    let name = std::fs::read_dir(&file).unwrap().next().unwrap().unwrap().file_name().into_string().unwrap();
    let tests = name.replace(".sql", ".test.toml");
    site.write(
        &format!("queries/kpis/{tests}"),
        r#"
[[test]]
name = "half of them"
rows.sessions = [
  { session_start = "2026-03-01T10:00", device_category = "mobile" },
  { session_start = "2026-04-01T10:00:00Z", device_category = "desktop" },
]
value = 0.5

[[test]]
name = "in March all"
rows.sessions = [
  { session_start = "2026-03-01T10:00", device_category = "mobile" },
  { session_start = "2026-04-01T10:00:00Z", device_category = "desktop" },
]
period = "2026-03"
value = 1

[[test]]
name = "nobody, no share"
value = "null"
"#,
    );
    let ran = site.run(&["kpi", "test", "--locale", "fr"]);
    assert!(ran.code == 0 && ran.stderr.contains("3 tests, tous réussis"), "{}{}", ran.stdout, ran.stderr);
    let wrong = "[[test]]\nname = \"a\"\nvalue = 3\n[[test]]\nname = \"b\"\nrows.session = [{}]\nvalue = 1\n\
                 [[test]]\nname = \"c\"\nrows.sessions = [{ devise = \"x\" }]\nvalue = 1\n";
    site.write(&format!("queries/kpis/{tests}"), wrong);
    let ran = site.run(&["kpi", "test", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(rows.as_array().unwrap().iter().all(|row| row["passed"] == false), "{rows}");
    assert!(rows[1]["why"].as_str().unwrap().contains("did you mean `sessions`?"), "{rows}");
    assert!(rows[2]["why"].as_str().unwrap().contains("devise"), "{rows}");
    site.write(&format!("queries/kpis/{tests}"), "[[test]]\nname = \"a\"\nvalu = 3\n");
    let ran = site.run(&["kpi", "test"]);
    assert!(ran.code == 2 && ran.stderr.contains("valu"), "{}", ran.stderr);
    site.write("queries/kpis/nothing.test.toml", "");
    assert!(site.run(&["kpi", "test"]).stderr.contains("nothing.test.toml"));
}

/// Runs git in the workspace; answers what it wrote.
fn git(site: &Workspace, args: &[&str]) -> String {
    let fixed = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"];
    let done = std::process::Command::new("git").arg("-C").arg(site.path()).args(fixed).args(args).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn a_changed_definition_names_the_periods_and_objectives_that_it_moves() {
    let site = site();
    site.kpi("shop.viewers", "count", "SELECT count(*) FROM hits");
    site.write(
        "objectives/more.toml",
        "[[objective]]\nid = \"more\"\nkpi = \"shop.viewers\"\ntarget = 3\nperiod = \"2026-03-01/2026-03-02\"\n",
    );
    git(&site, &["init", "-q"]);
    git(&site, &["add", "queries", "objectives"]);
    git(&site, &["commit", "-q", "-m", "first"]);
    let diff = ["kpi", "diff", "HEAD", "--as-of", "2026-03-02"];
    let same = site.run(&diff);
    assert!(same.code == 0 && same.stderr.contains("no answer and no objective"), "{}{}", same.stdout, same.stderr);
    site.kpi("shop.viewers", "count", "SELECT count(DISTINCT visitor_id) FROM hits");
    site.kpi("shop.added", "count", "SELECT count(*) FROM hits");
    let moved = site.run(&[&diff[..], &["--format", "json"]].concat());
    assert_eq!(moved.code, 1, "{}", moved.stderr);
    let rows: serde_json::Value = serde_json::from_str(&moved.stdout).unwrap();
    let row = &rows[0];
    assert_eq!(row["kpi"], "shop.viewers");
    assert_eq!(
        (row["period"].as_str(), row["before"].as_i64(), row["now"].as_i64()),
        (Some("2026-03"), Some(3), Some(2))
    );
    assert_eq!(rows[1]["objective"], "more");
    assert_ne!(rows[1]["before"], rows[1]["now"]);
    assert_eq!(rows.as_array().unwrap().len(), 2, "{rows}");
    let md = site.run(&[&diff[..], &["--format", "md", "--locale", "fr"]].concat());
    assert!(
        md.stdout.contains("more") && md.stderr.contains("1 réponse de shop.viewers"),
        "{}{}",
        md.stdout,
        md.stderr
    );
    let none = site.run(&["kpi", "diff", "--", "--upload-pack=x"]);
    assert!(none.code == 2 && none.stderr.contains("git knows no revision"), "{}", none.stderr);
}

#[test]
fn where_git_or_a_repository_is_missing_both_languages_say_what_to_do() {
    let site = site();
    let said = |locale: &str| site.run(&["kpi", "diff", "HEAD", "--locale", locale]);
    assert!(said("en").code == 2 && said("en").stderr.contains("`git init`"), "{}", said("en").stderr);
    assert!(said("fr").stderr.contains("dans aucun dépôt git"), "{}", said("fr").stderr);
    let mut without = site.command(&["kpi", "diff", "HEAD"]);
    let ran = Ran::from(without.env("PATH", site.path()).output().unwrap());
    assert!(ran.code == 2 && ran.stderr.contains("git is not installed"), "{}", ran.stderr);
}

/// A hook of another repository sets these; a clone without all of its objects would fetch them by what its settings name.
#[test]
fn git_reads_the_repository_around_the_workspace_and_fetches_nothing() {
    let (site, other) = (site(), Workspace::new("[workspace]\nname = \"other\"\n"));
    site.kpi("shop.viewers", "count", "SELECT count(*) FROM hits");
    git(&site, &["init", "-q"]);
    git(&site, &["add", "queries"]);
    git(&site, &["commit", "-q", "-m", "first"]);
    git(&other, &["init", "-q"]);
    git(&other, &["commit", "-q", "--allow-empty", "-m", "none"]);
    site.kpi("shop.viewers", "count", "SELECT count(DISTINCT visitor_id) FROM hits");
    let diff = ["kpi", "diff", "HEAD", "--as-of", "2026-03-02"];
    let mut hooked = site.command(&diff);
    let ran = Ran::from(hooked.env("GIT_DIR", other.path().join(".git")).output().unwrap());
    assert!(ran.code == 1 && ran.stdout.contains("shop.viewers"), "{}{}", ran.stdout, ran.stderr);
    let blob = git(&site, &["rev-parse", "HEAD:queries/kpis/shop.viewers.sql"]);
    let (folder, name) = blob.trim().split_at(2);
    std::fs::remove_file(site.path().join(".git/objects").join(folder).join(name)).unwrap();
    let fetched = site.path().join("fetched");
    let (url, runs) = (other.path().display().to_string(), format!("touch {}; false", fetched.display()));
    for (key, value) in [
        ("core.repositoryformatversion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", url.as_str()),
        ("remote.origin.uploadpack", runs.as_str()),
    ] {
        git(&site, &["config", key, value]);
    }
    let ran = site.run(&diff);
    assert!(ran.code == 2 && !fetched.exists(), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn the_catalog_is_a_page_or_a_folder_of_pages() {
    let site = site();
    site.kpi("shop.viewers", "count", "SELECT count(DISTINCT visitor_id) FROM hits");
    let said = site.run(&["kpi", "doc", "-o", "catalog.html", "--locale", "fr"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let page = std::fs::read_to_string(site.path().join("catalog.html")).unwrap();
    assert!(page.contains("id=\"core.sessions\"") && page.contains("events → hits → shop.viewers"), "{page}");
    assert!(page.contains("SELECT count(DISTINCT visitor_id) FROM hits") && page.contains("lang=\"fr\""), "{page}");
    site.ok(&["kpi", "doc", "-o", "catalog"]);
    let one = std::fs::read_to_string(site.path().join("catalog/kpi-shop.viewers.html")).unwrap();
    assert!(one.contains("index.html") && site.path().join("catalog/index.html").is_file(), "{one}");
    assert!(site.ok(&["kpi", "doc", "-o", "-"]).starts_with("<!DOCTYPE html>"));
}
