//! The same dozen requests, in every format.

use std::collections::BTreeMap;

use jauge_plugin::Scan;
use serde_json::json;

use crate::support::{Read, counts, fixture, fixture_path, read_with, written};

const FIRST: i64 = 1_772_357_400_000_000;

/// Checks what every format tells, and the columns of `with` in the fourth row.
fn check(name: &str, says: &str, with: &[(&str, &str)]) {
    let read = fixture(name);
    assert_eq!(read.notes, [format!("`{}`: {says}", fixture_path(name).display())]);
    check_rows(name, &read, with);
}

fn check_rows(name: &str, read: &Read, with: &[(&str, &str)]) {
    let expected = [("file_download", 1), ("page_view", 4), ("request", 5), ("request_error", 2)];
    assert_eq!(counts(read, "event_name"), expected.map(|(name, count)| (name.to_owned(), count)).into(), "{name}");
    let visitors = [("192.0.2.7", 4), ("192.0.2.8", 2), ("198.51.100.3", 3), ("2001:db8::1", 3)];
    assert_eq!(counts(read, "client_ip"), visitors.map(|(ip, count)| (ip.to_owned(), count)).into(), "{name}");
    for (row, index) in read.rows.iter().zip(0..) {
        let micros = row["event_time"].parse::<i64>().unwrap() - FIRST - index * 7_000_000;
        assert!(micros == 0 || (name == "traefik.json" && micros == 500_000), "{name}, row {index}: {row:?}");
    }
    let products = &read.rows[3];
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    let always =
        [("page_path", "/products"), ("page_status", "200"), ("user_agent", agent), ("properties.method", "GET")];
    for (column, value) in always.iter().chain(with) {
        assert_eq!(products.get(*column).map_or("", String::as_str), *value, "{name}, `{column}`");
    }
    assert!(!products.contains_key("page_referrer") && !products.contains_key("user_id"), "{name}: {products:?}");
    assert_eq!(read.rows[4]["file_name"], "/guide.pdf", "{name}");
    assert_eq!(read.rows[7]["event_name"], "page_view", "{name}");
    assert_eq!(read.rows[7]["page_status"], "404", "{name}");
}

const HERE: (&str, &str) = ("page_location", "/products?utm_source=news&utm_medium=email");
const WHOLE: (&str, &str) = ("page_location", "https://www.example.com/products?utm_source=news&utm_medium=email");
const BYTES: (&str, &str) = ("properties.bytes", "7000");
const TOOK: (&str, &str) = ("properties.duration_ms", "31");
const HOST: (&str, &str) = ("properties.host", "www.example.com");

#[test]
fn combined() {
    check(
        "combined.log",
        "Apache combined log",
        &[HERE, BYTES, ("properties.duration_ms", ""), ("properties.protocol", "HTTP/1.1")],
    );
    let read = fixture("combined.log");
    assert_eq!(
        (read.rows[0]["page_referrer"].as_str(), read.rows[4]["user_id"].as_str()),
        ("https://www.google.com/", "ann")
    );
    let [reject] = read.rejects.as_slice() else { panic!("{:?}", read.rejects) };
    assert_eq!(reject.line, Some(6));
    assert!(reject.value.as_ref().unwrap().starts_with("192.0.2.9 - - ["));
    assert_eq!(reject.reason, "the line breaks off or goes on where its user agent should end");
    let lines: Vec<_> = read.rows.iter().map(|row| row["#line"].as_str()).collect();
    assert_eq!(lines[4..6], ["5", "7"]);
}

#[test]
fn compressed() {
    let rows = |name| fixture(name).rows;
    assert_eq!(rows("combined.log.gz"), rows("combined.log"));
    assert_eq!(rows("common.log.zst"), rows("common.log"));
}

#[test]
fn the_family_of_apache() {
    let mut read = fixture("common.log");
    let agents = fixture("combined.log").rows.into_iter().map(|row| row["user_agent"].clone());
    for (row, agent) in read.rows.iter_mut().zip(agents) {
        assert_eq!(row.insert("user_agent".to_owned(), agent), None);
    }
    check_rows("common.log", &read, &[HERE, BYTES]);
    check("vhost.log", "Apache combined log with virtual hosts", &[WHOLE, BYTES, HOST]);
    check("nginx-main.log", "nginx main log", &[HERE, BYTES]);
    let more = "Apache combined log, of which nothing after the user agent is read";
    check("combined-more.log", more, &[HERE, BYTES]);
    check("traefik.log", "Traefik common log", &[HERE, BYTES, TOOK]);
}

#[test]
fn json() {
    for name in ["nginx.json", "caddy.json", "traefik.json"] {
        check(name, "JSON log", &[WHOLE, BYTES, TOOK, HOST, ("properties.protocol", "HTTP/2.0")]);
    }
    assert_eq!(fixture("nginx.json").rejects[0].line, Some(13));
}

#[test]
fn w3c() {
    check("cloudfront.gz", "CloudFront log", &[WHOLE, BYTES, TOOK, HOST]);
    check("iis.log", "IIS log", &[HERE, TOOK]);
    let read = fixture("iis.log");
    assert_eq!(read.rows[7]["page_location"], "https://www.example.com/missing");
    assert_eq!((read.rows[0]["#line"].as_str(), read.rows[6]["#line"].as_str()), ("5", "15"));
}

#[test]
fn a_format_of_ones_own() {
    let format = source_weblog::plugin().sources[0].examples.last().unwrap().config["log_format"].clone();
    let config = json!({"path": fixture_path("own.log"), "log_format": format, "host": "http://b.example"});
    let mut read = read_with(&config, &Scan::default()).unwrap();
    assert!(read.notes.is_empty());
    // Its times are of the log's own clock, which was an hour ahead of UTC.
    for row in &mut read.rows {
        let micros = row["event_time"].parse::<i64>().unwrap() - 3_600_000_000;
        row.insert("event_time".to_owned(), micros.to_string());
    }
    check_rows("own.log", &read, &[WHOLE, TOOK, HOST]);
}

#[test]
fn a_log_of_no_known_format_says_what_to_do() {
    let path = written("x.log", b"one\ntwo\n");
    let error = read_with(&json!({ "path": path }), &Scan::default()).unwrap_err().to_string();
    for part in ["of its first 2 lines", "combined, common, main", "the first being `one`", "set `log_format`"] {
        assert!(error.contains(part), "{part}: {error}");
    }
    let config = json!({"path": path, "log_format": "common"});
    let error = read_with(&config, &Scan::default()).unwrap_err().to_string();
    assert!(error.contains("line 1: none of its first 2 lines fits `log_format`, `common`"), "{error}");
    let error = read_with(&json!({"path": "/nowhere/*.log"}), &Scan::default()).unwrap_err().to_string();
    assert!(error.contains("no file matches `/nowhere/*.log`"), "{error}");
}

#[test]
fn odd_lines_are_rows_or_rejects_and_never_panics() {
    let head = "h - - [01/Mar/2026:10:31:00 +0100]";
    let lines = [
        format!("{head} \"GET /caf\\xc3\\xa9 HTTP/1.1\" 200 5 \"-\" \"a \\\"b\\\" c\"\n").into_bytes(),
        [head.as_bytes(), b" \"GET /\xff HTTP/1.1\" 200 5 \"-\" \"\xfe\"\n"].concat(),
        format!("{head} \"-\" 408 - \"-\" \"-\"\r\n\r\n").into_bytes(),
        format!("{head} \"\\x16\\x03\\x01\" 400 226 \"-\" \"-\"\n").into_bytes(),
        vec![0; 3 << 20],
        format!("\n{head} \"GET http://p.example/x?y HTTP/1.1\" 200 5 \"-\" \"-\"").into_bytes(),
    ];
    let read = read_with(&json!({"path": written("odd.log", &lines.concat())}), &Scan::default()).unwrap();
    let column =
        |name: &str| read.rows.iter().map(|row| row.get(name).cloned().unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(column("page_path"), ["/café", "/\u{fffd}", "", "", "/x"]);
    assert_eq!(column("page_location")[4], "http://p.example/x?y");
    assert_eq!(column("user_agent"), ["a \"b\" c", "\u{fffd}", "", "", ""]);
    assert_eq!(column("event_name"), ["page_view", "page_view", "request_error", "request_error", "page_view"]);
    assert_eq!(column("#line"), ["1", "2", "3", "5", "7"]);
    assert_eq!(read.rejects.iter().map(|reject| reject.line).collect::<Vec<_>>(), [Some(6)]);
}

#[test]
fn one_line_is_enough_to_tell_a_format() {
    for (name, says) in
        [("combined-more.log", "combined log, of which"), ("vhost.log", "with virtual hosts"), ("iis.log", "IIS")]
    {
        let content = std::fs::read_to_string(fixture_path(name)).unwrap();
        let lines = 1 + content.lines().take_while(|line| line.starts_with('#')).count();
        let path = written(name, content.split_inclusive('\n').take(lines).collect::<String>().as_bytes());
        let read = read_with(&json!({ "path": path }), &Scan::default()).unwrap();
        assert!(read.notes[0].contains(says) && read.rows.len() == 1, "{name}: {read:?}");
    }
}

#[test]
fn a_file_cut_off_in_compression_is_an_error() {
    let whole = std::fs::read(fixture_path("combined.log.gz")).unwrap();
    let path = written("cut.log.gz", &whole[..whole.len() - 20]);
    let error = read_with(&json!({ "path": path }), &Scan::default()).unwrap_err();
    assert!(error.to_string().starts_with(&format!("cannot read `{}`", path.display())), "{error}");
}

#[test]
fn whoever_stops_is_heard_where_all_lines_are_rejects() {
    struct Stopped;
    impl jauge_plugin::Host for Stopped {
        fn reject(&self, _: jauge_plugin::Reject) {}
        fn note(&self, _: &str) {}
        fn progress(&self, _: u64) {}
        fn is_cancelled(&self) -> bool {
            true
        }
    }
    let host = std::sync::Arc::new(Stopped);
    let source = &source_weblog::plugin().sources[0];
    let connector = (source.connect)(&json!({"path": fixture_path("combined.log")}), host.clone()).unwrap();
    let stream = &connector.streams().unwrap()[0];
    let mut batches = connector.scan(stream, &Scan::default(), host).unwrap().batches;
    assert_eq!(batches.next(), Some(Err(jauge_plugin::ConnectorError::Cancelled)));
    assert_eq!(batches.next(), None);
}

#[test]
fn an_empty_log_has_no_rows() {
    let read = read_with(&json!({"path": written("empty.log", b"\n\n")}), &Scan::default()).unwrap();
    assert_eq!(read, Read::default());
    assert_eq!(counts(&read, "event_name"), BTreeMap::new());
    let started = written(
        "u_ex.log",
        b"\xef\xbb\xbf#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date time\r\n",
    );
    assert_eq!(read_with(&json!({ "path": started }), &Scan::default()).unwrap(), Read::default());
}
