//! A real site's access log, split by a regular expression.

use std::{fs, io::Write};

use crate::support::{Workspace, real_data};

fn workspace() -> Workspace {
    Workspace::new(
        r#"
[workspace]
name = "site"

[[source]]
name = "log"
path = "logs/*"
format = "lines"
repeats = "disjoint"
select = '''
SELECT 'request' AS event_name, m[1] AS visitor_id, m[2] AS event_time, m[3] AS page_path, m[4] AS page_status
FROM (SELECT regexp_match(line, '^(\S+) \S+ \S+ \[([^\]]+)\] "\S+ (\S+)[^"]*" (\d+)') AS m FROM raw)'''
"#,
    )
}

fn content(workspace: &Workspace) -> String {
    workspace.ok(&[
        "sql",
        "SELECT event_id, event_time, visitor_id, page_path FROM events ORDER BY 1",
        "--format",
        "csv",
    ])
}

#[test]
fn a_log_is_the_same_however_it_is_cut() {
    let Some(folder) = real_data("apache-logs") else { return };
    let text = fs::read(folder.join("access.log")).unwrap();
    let whole = workspace();
    whole.write("logs/access.log", &text);
    let row = whole.json(&["load"]);
    assert_eq!(row[0]["new"].as_i64().unwrap() + row[0]["rejected"].as_i64().unwrap(), 10_000);
    let wanted = content(&whole);

    let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let cut = workspace();
    for part in [6000..10_000, 0..2500, 2500..6000] {
        cut.write(&format!("logs/{}.log", part.start), lines[part.clone()].concat());
        cut.ok(&["load"]);
    }
    assert_eq!(content(&cut), wanted);

    let growing = workspace();
    growing.write("logs/access.log", lines[..4000].concat());
    growing.ok(&["load"]);
    growing.write("logs/access.log", &text);
    let grown = growing.run(&["load"]);
    assert!(grown.stderr.contains("grew: only what was added is read"), "{}", grown.stderr);
    assert_eq!(content(&growing), wanted);

    // Rotated and compressed, it is still the same content.
    fs::remove_file(growing.path().join("logs/access.log")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&text).unwrap();
    growing.write("logs/access.log.1.gz", packed.finish().unwrap());
    assert_eq!(growing.json(&["load"])[0]["files"], 0);
    assert_eq!(content(&growing), wanted);
}
