//! Exports that are set up: those in archives, and what is asked of orders that are not paid yet.

use std::{fs, io::Write};

use tempfile::TempDir;

use crate::support::{Ran, program};

/// A folder whose `exports` holds these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("exports")).unwrap();
    for (name, content) in files {
        fs::write(dir.path().join("exports").join(name), content).unwrap();
    }
    dir
}

fn run(dir: &TempDir, args: &[&str]) -> Ran {
    program().args(args).current_dir(dir.path()).output().unwrap().into()
}

fn ok(dir: &TempDir, args: &[&str]) -> String {
    let ran = run(dir, args);
    assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.stdout, ran.stderr);
    ran.stdout
}

fn config(dir: &TempDir) -> String {
    fs::read_to_string(dir.path().join("jauge.toml")).unwrap()
}

/// A zip archive of deflated members.
fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in members {
        let mut checksum = flate2::Crc::new();
        checksum.update(content.as_bytes());
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(content.as_bytes()).unwrap();
        let packed = encoder.finish().unwrap();
        let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        for number in [checksum.sum(), packed.len() as u32, content.len() as u32, name.len() as u32] {
            common.extend(number.to_le_bytes());
        }
        let at = archive.len() as u32;
        archive.extend([b"PK\x03\x04".as_slice(), common.as_slice(), name.as_bytes(), &packed].concat());
        let behind = [[0u8; 10].as_slice(), &at.to_le_bytes(), name.as_bytes()].concat();
        directory.extend([b"PK\x01\x02\x14\0".as_slice(), common.as_slice(), &behind].concat());
    }
    let (at, length, count) = (archive.len() as u32, directory.len() as u32, members.len() as u16);
    let counts = [[0u8; 4].as_slice(), &count.to_le_bytes(), &count.to_le_bytes()].concat();
    let end = [b"PK\x05\x06".as_slice(), counts.as_slice(), &length.to_le_bytes(), &at.to_le_bytes(), &[0; 2]].concat();
    [archive, directory, end].concat()
}

#[test]
fn each_file_in_an_archive_is_recognised_and_months_of_them_are_one_source() {
    let month = |day: &str, visits: u32| {
        let name = format!("imported_visitors_{0}_{0}.csv", day.replace('-', ""));
        let visitors = format!("date,visitors,pageviews,bounces,visits,visit_duration\n{day},10,40,3,{visits},900\n");
        zip(&[(name.as_str(), visitors.as_str()), ("odd.csv", "Farbe,Form\nrot,rund\n")])
    };
    let queries = zip(&[("Queries.csv", "Top queries,Clicks,Impressions,CTR,Position\nlamp,3,40,7.5%,2.6\n")]);
    let (first, second) = (month("2026-01-05", 12), month("2026-02-05", 7));
    let dir = folder(&[("site_1.zip", &first), ("site_2.zip", &second), ("search.zip", &queries)]);
    let ran = run(&dir, &["init", "--from", "exports", "--answer", "timezone=UTC"]);
    assert!(ran.code == 0 && ran.stderr.contains("site_1.zip#odd.csv: not recognised"), "{}", ran.stderr);
    let config = config(&dir);
    assert!(config.contains("path = \"exports/site_*.zip\"\nmember = \"imported_visitors_*_*.csv\""), "{config}");
    assert!(config.contains("path = \"exports/search.zip\"\nmember = \"Queries.csv\""), "{config}");
    assert!(config.contains("# member = \"odd.csv\""), "{config}");
    ok(&dir, &["load", "--final"]);
    assert!(ok(&dir, &["sql", "SELECT sum(sessions) FROM daily", "--format", "csv"]).contains("19"));
    assert!(ok(&dir, &["sql", "SELECT sum(clicks) FROM search_queries", "--format", "csv"]).contains('3'));
}

#[test]
fn what_has_no_rows_is_named_for_what_it_is() {
    let dir = folder(&[
        ("logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("none.zip", &zip(&[])),
        ("orders.csv", orders(0).as_bytes()),
    ]);
    let ran = run(&dir, &["init", "--from", "exports", "--answer", "timezone=UTC"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for said in ["logo.png: not read", "none.zip: empty"] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
}

/// A WooCommerce export of twenty orders, `waiting` of them on hold.
fn orders(waiting: u32) -> String {
    let head = "order_number,order_date,status,order_currency,shipping_total,tax_total,discount_total,order_total,customer_email,\
                product_name,sku,quantity,item_total\n";
    let line = |nth: u32| {
        let status = if nth <= waiting { "on-hold" } else { "completed" };
        format!("{nth},2026-01-05 10:00:00,{status},EUR,0,0,0,10.00,a@example.com,Lamp,L-1,1,10.00\n")
    };
    format!("{head}{}", (1..=20).map(line).collect::<String>())
}

#[test]
fn orders_that_are_not_paid_yet_are_asked_about_where_they_are_many() {
    let counted = |waiting: u32, answer: &str| {
        let dir = folder(&[("orders.csv", orders(waiting).as_bytes())]);
        ok(&dir, &["init", "--from", "exports", "--answer", "timezone=UTC", "--answer", &format!("waiting={answer}")]);
        ok(&dir, &["load", "--final"]);
        ok(&dir, &["sql", "SELECT count(*) FROM orders", "--format", "csv"]).lines().nth(1).unwrap().to_owned()
    };
    assert_eq!((counted(2, "count"), counted(2, "leave out")), ("20".to_owned(), "18".to_owned()));
    // Unanswered it is an error with its choices; one in twenty is not worth a question.
    let dir = folder(&[("orders.csv", orders(2).as_bytes())]);
    ok(&dir, &["init", "--from", "exports", "--answer", "timezone=UTC"]);
    let ran = run(&dir, &["load"]);
    assert!(
        ran.code == 2 && ran.stderr.replace("\n  │ ", " ").contains("`waiting` is not answered yet"),
        "{}",
        ran.stderr
    );
    assert!(config(&dir).contains("10 % are pending"), "{}", config(&dir));
    let dir = folder(&[("orders.csv", orders(1).as_bytes())]);
    ok(&dir, &["init", "--from", "exports", "--answer", "timezone=UTC"]);
    assert!(!config(&dir).contains("waiting"), "{}", config(&dir));
}
