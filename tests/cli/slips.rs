//! Names that are probably slips, told where they stand.

use crate::support::Workspace;

const CONFIG: &str = "[workspace]\nname = \"shop\"\n[[source]]\nname = \"e\"\npath = \"events.csv\"\n";
const EVENTS: &str = "event_time,event_name,visitor_id,country\n\
                      2024-01-03 10:00:00,page_view,a,FR\n2024-01-03 10:01:00,purchase,a,FR\n";

fn shop(more: &str) -> Workspace {
    let shop = Workspace::new(&format!("{CONFIG}{more}"));
    shop.write("events.csv", EVENTS);
    shop.ok(&["load", "--quiet"]);
    shop
}

/// What `args` say on stderr, in one line.
fn said(shop: &Workspace, args: &[&str]) -> String {
    let words = |text: &str| text.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    words(&shop.run(args).stderr)
}

#[test]
fn a_filter_is_asked_of_each_row_and_alike_each_time() {
    let site = Workspace::new("[workspace]\nname = \"w\"\n[[source]]\nname = \"e\"\npath = \"e.csv\"\n");
    site.write("e.csv", "event_time,event_name,visitor_id,value\n2026-01-05 10:00:00,page_view,ann,1\n");
    site.ok(&["load", "-q"]);
    for (filter, said) in [
        ("random() > 0.5", "`random` is another each time"),
        ("event_time > now()", "`now` is another each time"),
        ("sum(value) > 3", "`sum` is of many rows"),
    ] {
        let ran = site.run(&["ask", "page_views", "--period", "all", "--where", filter]);
        let told = ran.stderr.replace("\n  │ ", " ");
        assert!(ran.code == 2 && told.contains(said), "{filter}: {}{told}", ran.stdout);
    }
}

#[test]
fn a_key_event_that_was_never_loaded_is_told_with_the_one_meant() {
    let slip = shop("[goals]\nkey_events = [\"purchase\", \"purchse\"]\n");
    for args in [&["kpi", "check"][..], &["ask", "key_events", "--period", "all"]] {
        let said = said(&slip, args);
        assert!(said.contains("no event called `purchse` was ever loaded; did you mean `purchase`?"), "{said}");
        assert!(said.contains("jauge.toml:7:27"), "{said}");
    }
    assert_eq!(slip.run(&["kpi", "check"]).code, 1);
    // What GA4 knows, what was loaded, and what is like nothing is no slip.
    let good = shop("[goals]\nkey_events = [\"purchase\", \"generate_lead\", \"quiz_passed_with_honours\"]\n");
    assert_eq!(good.run(&["kpi", "check"]).code, 0, "{}", said(&good, &["kpi", "check"]));
}

#[test]
fn columns_that_a_model_names_and_lacks_are_told_when_kpis_are_checked() {
    let shop = shop("");
    let model = |name: &str, header: &str| {
        let text = format!("/*---\nname = \"{name}\"\n{header}\n---*/\nSELECT * FROM hits\n");
        shop.write(&format!("queries/models/{name}.sql"), text);
    };
    model("one", "time = \"event_time\"\ndimensions = [\"chanel\"]");
    model("two", "time = \"event_name\"");
    let said = said(&shop, &["kpi", "check"]);
    assert!(said.contains("the model `one` has no column `chanel`; did you mean `channel`?"), "{said}");
    assert!(said.contains("`event_name`, the time of the model `two`, is neither a timestamp nor a date"), "{said}");
    assert_eq!(shop.run(&["kpi", "check"]).code, 1);
}

#[test]
fn a_text_without_its_quotes_is_told_from_a_column() {
    let shop = shop("");
    for filter in ["country = FR", "event_name = \"purchase\""] {
        let said = said(&shop, &["ask", "core.events", "--period", "all", "--where", filter]);
        assert!(said.contains("no column"), "{said}");
        let places = ["if a text is meant, put it in single quotes", "there are"].map(|part| said.find(part));
        assert!(places[0].is_some() && places[0] < places[1], "the cure comes first: {said}");
    }
}

#[test]
fn a_kpi_that_changes_by_itself_or_cannot_be_asked_for_is_refused() {
    let shop = shop("");
    shop.kpi("shop.lately", "count", "SELECT count(*) FROM hits WHERE event_time < now()");
    shop.kpi("shop.dice", "count", "SELECT count(*) FILTER (WHERE random() > 0.5) FROM hits");
    shop.kpi(
        "shop.per_day",
        "number",
        "SELECT max(n) FROM (SELECT count(*) AS n, max(current_date) AS d FROM hits GROUP BY day)",
    );
    shop.kpi("shop.two words", "count", "SELECT count(*) FROM hits");
    let said = said(&shop, &["kpi", "check"]);
    for function in ["now", "random", "current_date"] {
        let wanted = format!("a KPI is the same for the same data, and `{function}` is another each time");
        assert!(said.contains(&wanted), "{said}");
    }
    assert!(said.contains("`shop.two words` is no id of a KPI"), "{said}");
}

#[test]
fn a_short_id_that_a_pack_has_too_says_which_it_took() {
    let shop = shop("");
    shop.kpi("shop.visitors", "count", "SELECT count(*) FROM hits");
    let taken = "`shop.visitors` is taken, the workspace's own; for the other write `core.visitors`";
    for args in [&["ask", "visitors", "--period", "all"][..], &["kpi", "show", "visitors"]] {
        let said = said(&shop, args);
        assert!(said.contains(taken), "{said}");
    }
    for whole in ["shop.visitors", "core.visitors"] {
        assert!(!said(&shop, &["ask", whole, "--period", "all"]).contains("is taken"), "{whole}");
    }
}

#[test]
fn an_objective_says_which_kpi_its_short_id_took() {
    let shop = shop("");
    shop.kpi("shop.visitors", "count", "SELECT count(*) FROM hits");
    let objective = "[[objective]]\nid = \"reach\"\nkpi = \"visitors\"\ntarget = 10\nperiod = \"2024-01\"\n";
    shop.write("objectives/reach.toml", objective);
    for args in [&["evaluate", "--as-of", "2024-01-03"][..], &["objective", "check", "--as-of", "2024-01-03"]] {
        let said = said(&shop, args);
        assert!(said.contains("`shop.visitors` is taken, the workspace's own"), "{said}");
    }
}
