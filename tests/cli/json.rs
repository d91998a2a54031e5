//! JSON in a `select`, and two files that tell of one thing.

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::support::{Ran, program};

/// A workspace whose jauge.toml ends in `sources`, beside these files.
fn workspace(sources: &str, files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let head = "[workspace]\nname = \"w\"\ntimezone = \"UTC\"\ncurrency = \"EUR\"\npacks = [\"support\"]\n";
    let config = format!("{head}{sources}");
    for (name, text) in [("jauge.toml", config.as_str())].iter().chain(files) {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn ok(dir: &Path, args: &[&str]) -> String {
    let ran: Ran = program().args(args).current_dir(dir).output().unwrap().into();
    assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.stdout, ran.stderr);
    ran.stdout
}

/// What `sql` gives, without its heading, once the workspace is loaded.
fn loaded(dir: &TempDir, sql: &str) -> String {
    ok(dir.path(), &["load", "--final"]);
    ok(dir.path(), &["sql", sql, "--format", "csv"]).lines().nth(1).unwrap_or_default().to_owned()
}

#[test]
fn a_cell_with_json_gives_the_values_at_its_keys_and_money_keeps_its_digits() {
    let sources = "[[source]]\nname = \"calls\"\npath = \"calls.csv\"\ninto = \"events\"\nselect = \"\"\"\nSELECT id AS event_id, moment AS \
                   event_time, json_get(properties, 'name') AS event_name,\n       json_get(properties, 'user', 'id') AS \
                   visitor_id, json_get(properties, 'sums', 0) AS value\nFROM raw\"\"\"\n";
    let calls = "id;moment;properties\n1;2026-01-05 10:00:00;\"{\"\"name\"\": \"\"purchase\"\", \"\"user\"\": {\"\"id\"\": 7}, \"\"sums\"\": \
                 [900719925474.0993]}\"\n2;2026-01-05 10:01:00;\"{\"\"name\"\": \"\"purchase\"\", \"\"user\"\": {\"\"id\"\": 8}}\"\n";
    let dir = workspace(sources, &[("calls.csv", calls)]);
    let sql = "SELECT count(*), count(DISTINCT visitor_id), sum(value) FROM events";
    assert_eq!(loaded(&dir, sql), "2,2,900719925474.0993");
}

#[test]
fn an_array_of_json_becomes_a_row_an_element_and_two_of_them_are_joined() {
    let sources = "[table.actions]\nkey = [\"action\"]\ncolumns = { action = \"text\", page = \"text\", seconds = \"decimal\" }\n\
                   [[source]]\nname = \"dump\"\npath = \"dump.json\"\ninto = \"actions\"\nselect = \"\"\"\nWITH actions AS (SELECT \
                   unnest(json_list(log_action)) AS action FROM raw),\n     pages AS (SELECT unnest(json_list(log_page)) AS page \
                   FROM raw)\nSELECT json_get(action, 'id') AS action, json_get(page, 'name') AS page, json_get(action, \
                   'seconds') AS seconds\nFROM actions LEFT JOIN pages ON json_get(action, 'page') = json_get(page, \
                   'id')\"\"\"\n";
    let dump = r#"{
  "log_action": [{"id": "1", "page": 5, "seconds": 1.25}, {"id": "2", "page": 6, "seconds": 2}, {"id": "3", "page": 5, "seconds": null}],
  "log_page": [{"id": "5", "name": "/a"}]
}"#;
    let dir = workspace(sources, &[("dump.json", dump)]);
    let sql = "SELECT count(*), count(page), sum(seconds) FROM actions";
    assert_eq!(loaded(&dir, sql), "3,2,3.2500");
}

#[test]
fn questions_read_json_too() {
    let dir = workspace("", &[]);
    let sql = "SELECT json_get('{\"a\": [1, {\"b\": \"x\"}]}', 'a', 1, 'b'), array_to_string(json_keys('{\"b\": 1, \"a\": 2}'), ' '), json_get('{', 'a')";
    let told = ok(dir.path(), &["sql", sql, "--format", "csv"]);
    assert_eq!(told.lines().nth(1), Some("x,a b,"), "{told}");
}

/// Tickets and their comments are two files: each is a table, and a model joins them, so that it does not matter which comes first.
#[test]
fn the_first_reply_to_a_ticket_is_found_among_its_comments_whichever_file_is_loaded_first() {
    let tickets = "id,created_at,updated_at,status,via_channel,ticket_form_id,requester_id,group_id,assignee_id,priority\n\
                   1,2026-01-05 10:00:00,2026-01-06 10:00:00,solved,web,1,u1,,,\n2,2026-01-05 12:00:00,2026-01-05 \
                   12:00:00,open,email,1,u2,,,\n";
    let comments = "id,ticket_id,created,user_id,public,body,voice_comment\nc1,1,2026-01-05 10:00:00,u1,true,x,false\n\
                    c2,1,2026-01-05 10:20:00,a9,false,x,false\nc3,1,2026-01-05 11:30:00,a9,true,x,false\nc4,2,2026-01-05 \
                    12:00:00,u2,true,x,false\n";
    let model = "/*---\nname = \"answered_tickets\"\ntime = \"created_at\"\nkey = [\"ticket_id\"]\n---*/\nSELECT tickets.ticket_id, \
                 tickets.created_at, min(zendesk_comments.at) AS replied_at\nFROM tickets LEFT JOIN zendesk_comments\n  ON \
                 zendesk_comments.ticket_id = tickets.ticket_id AND zendesk_comments.is_public\n AND zendesk_comments.author <> \
                 tickets.customer_id\nGROUP BY tickets.ticket_id, tickets.created_at\n";
    let source =
        |name: &str, like: &str| format!("[[source]]\nname = \"{name}\"\nlike = \"{like}\"\npath = \"{name}.csv\"\n");
    let both = [source("tickets", "zendesk.tickets"), source("comments", "zendesk.comments")];
    for sources in [both.concat(), format!("{}{}", both[1], both[0])] {
        let files =
            [("tickets.csv", tickets), ("comments.csv", comments), ("queries/models/answered_tickets.sql", model)];
        let dir = workspace(&sources, &files);
        let sql = "SELECT count(*), count(replied_at), max(replied_at) FROM answered_tickets";
        assert_eq!(loaded(&dir, sql), "2,1,2026-01-05T11:30:00Z");
    }
}
