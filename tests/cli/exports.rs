//! Exports that name no columns, or none that anybody knows: logs, lines without a header, objects of objects, a file of one's own.

use std::fs;

use super::recipes_of_systems::loaded_as;
use crate::support::{Ran, program};

/// What `jauge init --from` writes to jauge.toml for the file `name`.
fn set_up(name: &str, text: &str, answers: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(name), text).unwrap();
    let answers = answers.iter().flat_map(|answer| ["--answer", *answer]);
    let init: Vec<&str> = ["init", "--from", name, "--answer", "timezone=UTC"].into_iter().chain(answers).collect();
    let ran: Ran = program().args(init).current_dir(dir.path()).output().unwrap().into();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    fs::read_to_string(dir.path().join("jauge.toml")).unwrap()
}

#[test]
fn a_web_servers_log_is_read_by_the_connector_of_logs() {
    let line = |second: u32| {
        format!(
            "203.0.113.9 - - [05/Jan/2026:10:00:{second:02} +0000] \"GET /a HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0 (X11; Linux x86_64; \
             rv:128.0) Gecko/20100101 Firefox/128.0\"\n"
        )
    };
    let log: String = (1..=3).map(line).collect();
    assert_eq!(loaded_as("access.log", &log, &[], "SELECT count(*), max(page_path) FROM events"), "3,/a");
    let config = set_up("access.log", &log, &[]);
    assert!(config.contains("connector = \"weblog\"") && config.contains("repeats = \"disjoint\""), "{config}");
}

const ODD: &str = "\
Ventes de la boutique
Période : février 2026

Réf. pièce;Date de commande;Client;Montant TTC;Règlement
A-1;3 févr. 2026;Anna;1.234,50 €;CB
A-2;4 févr. 2026;Ben;10,00 €;Chèque
A-3;15 mars 2026;Cléo;2.000,00 €;CB
Total;;;3.244,50 €;
";

#[test]
fn a_file_nobody_has_seen_is_loaded_as_it_is_with_two_answers() {
    let sql = "SELECT count(*), sum(\"montant ttc\"), min(\"date de commande\") FROM ventes_file";
    assert_eq!(loaded_as("ventes-2026.csv", ODD, &["unknown=load"], sql), "3,3244.5000,2026-02-03");
    let config = set_up("ventes-2026.csv", ODD, &["unknown=load"]);
    // The sign of its amounts tells their currency.
    assert!(config.contains("currency = \"EUR\"") && config.contains("[table.ventes_file]"), "{config}");
    // Unanswered, and where they are to be left, its columns are a comment.
    for answers in [[].as_slice(), &["unknown=leave"]] {
        let config = set_up("ventes-2026.csv", ODD, answers);
        assert!(config.contains("is not recognised") && !config.contains("\n[[source]]"), "{config}");
    }
}

#[test]
fn a_column_called_as_one_that_jauge_fills_is_refused_by_its_name_and_renamed_where_nobody_chose() {
    let rows = "{\"id\":\"a\",\"received_at\":\"2026-01-05T10:00:00Z\"}\n";
    let sql = "SELECT count(*), min(its_received_at) FROM load_file";
    assert_eq!(loaded_as("load.ndjson", rows, &["unknown=load"], sql), "1,2026-01-05T10:00:00Z");
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("load.ndjson"), rows).unwrap();
    for table in ["[table.own]", "[table.own]\ncolumns = { id = \"text\", received_at = \"timestamp\" }"] {
        let config = format!(
            "[workspace]\nname = \"w\"\ntimezone = \"UTC\"\n{table}\n[[source]]\nname = \"s\"\npath = \"load.ndjson\"\ninto = \"own\"\n"
        );
        fs::write(dir.path().join("jauge.toml"), config).unwrap();
        let ran: Ran = program().args(["load", "--final"]).current_dir(dir.path()).output().unwrap().into();
        let said = ran.stderr.replace("\n  │ ", " ");
        assert!(ran.code == 2 && said.contains("a column called `received_at` is Jauge's own"), "{} {said}", ran.code);
    }
}

#[test]
fn months_of_a_file_nobody_has_seen_are_one_table() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    for (month, amount) in [("01", "1.50"), ("02", "2.25")] {
        let text = format!("Jour,Caisse\n2026-{month}-05,{amount}\n2026-{month}-06,{amount}\n");
        fs::write(dir.path().join(format!("in/caisse_{month}.csv")), text).unwrap();
    }
    let run = |args: &[&str]| -> String {
        let ran: Ran = program().args(args).current_dir(dir.path()).output().unwrap().into();
        assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.stdout, ran.stderr);
        ran.stdout
    };
    run(&["init", "--from", "in", "--answer", "timezone=UTC", "--answer", "unknown=load"]);
    run(&["load", "--final"]);
    let told = run(&["sql", "SELECT count(*), sum(caisse) FROM caisse_file", "--format", "csv"]);
    assert_eq!(told.lines().nth(1), Some("4,7.5000"));
}

#[test]
fn the_pack_is_taken_that_reads_the_table_a_file_fills() {
    let deals =
        "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date\n1,A,Closed Won,25.00,2026-03-01,2026-01-05\n";
    assert!(set_up("deals.csv", deals, &["currency=EUR"]).contains("packs = [\"leads\"]"));
    let tickets = "id,created_at,updated_at,status,via_channel,ticket_form_id\n1,2026-01-05 10:00:00,2026-01-05 10:00:00,open,web,1\n";
    assert!(set_up("tickets.csv", tickets, &[]).contains("packs = [\"support\"]"));
    let ads = "Day,Campaign,Currency code,Cost,Impr.,Clicks\n2026-01-05,Lamps,EUR,12.50,40,3\n";
    assert!(set_up("ads.csv", ads, &[]).contains("packs = [\"ecommerce\"]"));
}

#[test]
fn orders_of_a_trackers_own_tables_have_their_lines_and_carts_that_were_left_are_none() {
    let dump = r#"{"log_visit": [], "log_link_visit_action": [
    {"idlink_va": "1", "idvisit": "1", "idvisitor": "ab", "server_time": "2026-01-05 10:00:00", "idaction_url": "2", "idaction_event_category": "7"},
    {"idlink_va": "2", "idvisit": "1", "idvisitor": "ab", "server_time": "2026-01-05 10:01:00", "idaction_name": "1", "search_count": "3"}],
  "log_action_log_link_visit_action_idaction_url": [{"idaction": "2", "name": "https://a.example/x"}],
  "log_action_log_link_visit_action_idaction_name": [{"idaction": "1", "name": "lamps"}],
  "log_conversion": [
    {"idvisit": "1", "idgoal": "0", "idorder": "o-1", "buster": "9", "idvisitor": "ab", "server_time": "2026-01-05 10:02:00",
     "url": "https://a.example/done", "revenue": "$12.50", "revenue_tax": "$2"},
    {"idvisit": "1", "idgoal": "-1", "buster": "0", "idvisitor": "ab", "server_time": "2026-01-05 10:03:00", "url": "", "revenue": "$99"},
    {"idvisit": "1", "idgoal": "2", "buster": "0", "idvisitor": "ab", "server_time": "2026-01-05 10:04:00", "url": "", "revenue": "$0"}],
  "log_conversion_item": [
    {"idvisit": "1", "idorder": "o-1", "idaction_sku": "5", "idaction_name": "6", "price": "$6.25", "quantity": "2", "deleted": "0"},
    {"idvisit": "1", "idorder": "o-1", "idaction_sku": "5", "idaction_name": "6", "price": "$7", "quantity": "1", "deleted": "1"}],
  "log_action_log_conversion_item_idaction_sku": [{"idaction": "5", "name": "L-5"}],
  "log_action_log_conversion_item_idaction_name": [{"idaction": "6", "name": "Lamp"}]
}"#;
    let sql = "SELECT string_agg(event_name, ' ' ORDER BY event_time), sum(value), max(transaction_id), max(array_length(items)), \
               max(items[1]['item_name']), max(items[1]['price']), max(search_term) FROM events";
    let wanted = "event view_search_results purchase goal,12.5000,o-1,1,Lamp,6.2500,lamps";
    assert_eq!(loaded_as("matomo.json", dump, &["currency=USD"], sql), wanted, "an event on a page is no view of it");
    // It sells, so that the pack of shops is taken.
    assert!(set_up("matomo.json", dump, &["currency=USD"]).contains("packs = [\"ecommerce\"]"));
}

#[test]
fn rows_of_a_trackers_database_are_views_orders_and_what_stands_on_a_page() {
    let rows = "idlink_va,idgoal,buster,idvisit,idvisitor,user_id,server_time,type,url_prefix,url,title,is_event,is_content,search_count,\
                idorder,revenue,revenue_tax,revenue_shipping,revenue_discount\n\
                1,,,1,AB12,,2026-01-05 10:00:00,1,3,a.example/x,Hello,0,0,,,,,,\n\
                2,,,1,AB12,,2026-01-05 10:01:00,1,3,a.example/x,Hello,1,0,,,,,,\n\
                3,,,1,AB12,,2026-01-05 10:02:00,3,2,a.example/f.pdf,,0,0,,,,,,\n\
                ,0,9,1,AB12,,2026-01-05 10:03:00,1,,https://a.example/done,,0,0,,o-1,12.5,2.0,0.0,0.0\n\
                ,2,0,1,AB12,,2026-01-05 10:04:00,1,,,,0,0,,,0.0,,,\n";
    let sql = "SELECT string_agg(event_name, ' ' ORDER BY event_time), max(page_location), sum(value), sum(tax), max(visitor_id) FROM events";
    let wanted = "page_view event file_download purchase goal,https://www.a.example/x,12.5000,2.0000,ab12";
    assert_eq!(loaded_as("matomo.csv", rows, &["currency=EUR"], sql), wanted);
}

/// `cells` among so many fields between tabs, each at its place from 1.
fn fields(count: usize, cells: &[(usize, &str)]) -> String {
    let cell = |place| cells.iter().find(|(at, _)| *at == place).map_or("", |(_, text)| *text);
    (1..=count).map(cell).collect::<Vec<_>>().join("\t") + "\n"
}

#[test]
fn lines_without_a_header_are_told_by_their_fields_and_those_of_another_width_are_none() {
    let event = |id: &str| {
        let cells =
            [(4, "2026-01-05 10:00:00.123"), (7, id), (16, "user-1"), (53, "{\"a\": \"b\"}"), (127, "page_view")];
        fields(131, &cells)
    };
    let text = [fields(130, &[(7, "short")]), event("e-1"), event("e-2"), event("e-2")].concat();
    let sql = "SELECT count(*), count(DISTINCT visitor_id) FROM events";
    assert_eq!(loaded_as("enriched.tsv", &text, &[], sql), "2,1");
    // Left out, and not unseen.
    assert_eq!(loaded_as("enriched.tsv", &text, &[], "SELECT line, value FROM rejects"), "1,\"130 fields, not 131\"");
    let hit = |low: &str, event: &str| {
        let cells = [
            (134, "0"),
            (150, "1767607200"),
            (151, "30"),
            (152, low),
            (201, "https://a.example/x"),
            (351, event),
            (657, "1"),
            (658, "2"),
        ];
        fields(671, &cells)
    };
    let hits = [hit("7", "0"), hit("8", "100")].concat();
    assert_eq!(loaded_as("hits.tsv", &hits, &[], sql), "2,1");
    assert_eq!(
        loaded_as("hits.tsv", &hits, &[], "SELECT min(event_name), max(event_name) FROM events"),
        "link,page_view"
    );
}

#[test]
fn hits_with_a_header_and_a_report_of_users_reach_their_totals() {
    let hits = "hitid_high\thitid_low\tvisid_high\tvisid_low\tvisit_num\tdate_time\thit_time_gmt\texclude_hit\tpage_url\tpagename\t\
                referrer\tuser_agent\tpost_page_event\n1\t1\t9\t9\t1\t05/01/26 10:00\t1767607200\t0\thttps://a.example/x\tX\t\tUA\t0\n\
                1\t2\t9\t9\t1\t05/01/26 10:01\t1767607260\t1\thttps://a.example/y\tY\t\tUA\t0\n";
    let sql = "SELECT count(*), min(event_time) FROM events";
    assert_eq!(loaded_as("hits.tsv.csv", hits, &[], sql), "1,2026-01-05T10:00:00Z");
    let users = "# ----\n# Site - GA4\n# User explorer 1\n# 20260105-20260111\n# ----\n\nApp-instance ID,Stream name,Namespace ID,Event \
                 count,Sessions,Purchase revenue,Transactions,Conversions,Total users\n,,,45,4,0,0,0,2,Grand \
                 total\n7.1,Site,ANONYMOUS,42,3,0,0,0,1\n3.1,Site,ANONYMOUS,3,1,0,0,0,1\n";
    let sql = "SELECT count(*), sum(events), sum(sessions), min(first_day) FROM ga4_users";
    assert_eq!(loaded_as("users.csv", users, &[], sql), "2,45,4,2026-01-05");
}

#[test]
fn objects_within_objects_are_read_by_their_keys() {
    let dump = r#"{
  "log_visit": [{"idvisit": "1"}],
  "log_link_visit_action": [
    {"idlink_va": "1", "idvisit": "1", "idvisitor": "ab", "server_time": "2026-01-05 10:00:00", "idaction_url": "2", "idaction_name": "1"},
    {"idlink_va": "2", "idvisit": "1", "idvisitor": "ab", "server_time": "2026-01-05 10:01:00", "idaction_url": "9", "idaction_name": "1"}],
  "log_action_log_link_visit_action_idaction_url": [{"idaction": "2", "name": "https:\/\/a.example\/x"}],
  "log_action_log_link_visit_action_idaction_name": [{"idaction": "1", "name": "Hello"}]
}"#;
    let sql = "SELECT count(*), count(page_location), max(page_path), max(page_title) FROM events";
    assert_eq!(loaded_as("matomo.json", dump, &["currency=USD"], sql), "2,1,/x,Hello");
    let live = r#"[{"idVisit": "7", "visitorId": "ab", "serverTimestamp": 1767607300, "lastActionTimestamp": 1767607260, "siteCurrency": "EUR",
  "countryCode": "fr", "actionDetails": [
    {"type": "action", "url": "https://a.example/x", "pageTitle": "X", "timestamp": 1767607200},
    {"type": "ecommerceOrder", "orderId": "o-1", "revenue": 12.50, "timestamp": 1767607260},
    {"type": "ecommerceAbandonedCart", "revenue": 99, "timestamp": 1767607270}]}]"#;
    let sql = "SELECT count(*), sum(value), max(currency), max(transaction_id), max(page_path) FROM events";
    assert_eq!(loaded_as("live.json", live, &[], sql), "2,12.5000,EUR,o-1,/x");
    let calls = "{\"messageId\":\"m1\",\"type\":\"page\",\"event\":null,\"anonymousId\":\"a\",\"userId\":null,\"timestamp\":\"2026-01-05T10:00:00Z\",\
                 \"context\":{\"app\":{\"url\":\"app://x\"},\"page\":{\"url\":\"https://a.example/x\",\"title\":\"X\"},\"userAgent\":\"UA\"}}\n";
    let sql = "SELECT count(*), max(page_location), max(page_title) FROM events";
    assert_eq!(loaded_as("calls.ndjson", calls, &[], sql), "1,https://a.example/x,X");
}
