//! Files that are still being written: the rows that are whole now and those that come later are the rows of the file.

use super::*;

/// The rows of `content`, read as it is, and read when `cut` bytes of it were there and again when all were.
fn once_and_twice(name: &str, content: &[u8], cut: usize, set: &str) -> [Vec<(i64, Vec<Option<String>>)>; 2] {
    let begun = Folder::new(name, &content[..cut]).set(set);
    let whole = begun.connector().whole_rows(&begun.stream()).unwrap().bytes.unwrap_or(cut as u64);
    let mut rows = if whole == 0 { Vec::new() } else { begun.read_part(0..whole).unwrap().rows };
    let all = Folder::new(name, content).set(set);
    let rest = all.read_after(whole).unwrap();
    assert!(rest.rejects.is_empty(), "{name} cut at {cut}: {:?}", rest.rejects);
    rows.extend(rest.rows);
    [all.read_after(0).unwrap().rows, rows]
}

fn never_half_a_row(name: &str, content: &[u8], set: &str) {
    for cut in 0..=content.len() {
        let [once, twice] = once_and_twice(name, content, cut, set);
        assert_eq!(once, twice, "{name} cut at {cut}");
    }
}

#[test]
fn a_file_cut_anywhere_and_read_on_is_the_file() {
    let csv = "when,who,note\n2026-01-05,anna,\"a \"\"b\"\"\nc, d\"\n2026-01-06,ben,\"\"\n\n2026-01-07,cid,x\n";
    never_half_a_row("a.csv", csv.as_bytes(), "header = true\nseparator = \",\"");
    never_half_a_row("a.tsv", csv.replace(',', "\t").as_bytes(), "header = true");
    never_half_a_row("a.csv", csv.replace('\n', "\r\n").as_bytes(), "header = true\nseparator = \",\"");
    let wide: Vec<u8> = format!("\u{feff}{csv}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for cut in (2..=wide.len()).step_by(2) {
        let [once, twice] = once_and_twice("a.csv", &wide, cut, "header = true\nseparator = \",\"");
        assert_eq!(once, twice, "cut at {cut}");
    }
    never_half_a_row("a.log", b"one two\nthree\n\nfour\n", "format = \"lines\"");
}

#[test]
fn objects_cut_anywhere_are_whole_or_wait() {
    let ndjson = "{\"a\":\"x\\ny\",\"b\":1}\n{\"a\":\"{\",\"b\":[2,3]}\n{\"a\":null,\"b\":\"4\"}";
    for cut in 0..=ndjson.len() {
        let begun = Folder::new("a.ndjson", &ndjson[..cut]);
        let whole = begun.connector().whole_rows(&begun.stream()).unwrap().bytes.unwrap_or(cut as u64);
        let now = if whole == 0 { 0 } else { begun.read_part(0..whole).unwrap().rows.len() };
        let all = Folder::new("a.ndjson", ndjson);
        assert_eq!(now + all.read_after(whole).unwrap().rows.len(), 3, "cut at {cut}");
    }
}

#[test]
fn an_open_quote_is_told_with_its_line() {
    let folder = Folder::new("a.csv", "a,b\n1,2\n3,\"4\n5,6\n");
    let whole = folder.connector().whole_rows(&folder.stream()).unwrap();
    assert_eq!(whole, WholeRows { bytes: Some(8), open: Some(3) });
}

#[test]
fn what_is_compressed_or_no_text_is_whole() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"a,b\n1,2").unwrap();
    let folder = Folder::new("a.csv.gz", gzip.finish().unwrap());
    assert_eq!(folder.connector().whole_rows(&folder.stream()).unwrap().bytes, None);
    let folder = Folder::new("a.json", "[{\"a\":1}");
    assert_eq!(folder.connector().whole_rows(&folder.stream()).unwrap().bytes, None);
}

#[test]
fn the_rest_of_a_line_that_was_taken_for_a_whole_one_is_rejected() {
    let folder = Folder::new("a.csv", "a,b\n1,23\n4,5\n");
    let rest = folder.read_after(7).unwrap();
    assert_eq!(rest.short(), ["3:4|5"]);
    let [reject] = rest.rejects.as_slice() else { panic!("{:?}", rest.rejects) };
    assert_eq!((reject.line, &*reject.why), (Some(2), &Message::from(RejectReason::LineContinued)));
}
