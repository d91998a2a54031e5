//! Files in, rows out.

use std::{
    fs,
    io::Write,
    ops::Range,
    sync::{Arc, atomic::Ordering},
};

use arrow::{
    array::{Array, AsArray},
    datatypes::Int64Type,
};
use jauge_domain::{Message, RejectReason, RejectedRow};
use jauge_plugin::{ConnectorError, Scan, SourceConnector, Stream, TextFormat};
use proptest::prelude::*;

use super::*;
use ears::{Ears, said, told};

mod as_is;
mod ears;
mod growing;
mod typed;

/// A folder with one file.
struct Folder {
    dir: tempfile::TempDir,
    settings: FileSettings,
}

/// What a file was read as: names, rows with their line, and what the host heard.
struct Read {
    names: Vec<String>,
    rows: Vec<(i64, Vec<Option<String>>)>,
    format: TextFormat,
    rejects: Vec<RejectedRow>,
    notes: Vec<String>,
}

impl Folder {
    fn new(name: &str, content: impl AsRef<[u8]>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(name), content).unwrap();
        let settings = FileSettings { path: name.to_owned(), base: dir.path().to_owned(), ..FileSettings::default() };
        Self { dir, settings }
    }

    fn set(mut self, toml: &str) -> Self {
        let set: FileSettings = toml::from_str(toml).unwrap();
        self.settings = FileSettings { path: self.settings.path, base: self.settings.base, ..set };
        self
    }

    fn connector(&self) -> FilesConnector {
        self.heard_by(Arc::default())
    }

    fn heard_by(&self, ears: Arc<Ears>) -> FilesConnector {
        FilesConnector::new(self.settings.clone(), ears).unwrap()
    }

    fn stream(&self) -> Stream {
        self.connector().streams().unwrap().remove(0)
    }

    fn fingerprint(&self, heads: &[u64]) -> Result<Fingerprint, ConnectorError> {
        let stream = self.stream();
        super::fingerprint(&stream.file.unwrap(), &stream.name, heads)
    }

    fn read_after(&self, skip: u64) -> Result<Read, ConnectorError> {
        self.read_part(skip..u64::MAX)
    }

    fn read_part(&self, bytes: Range<u64>) -> Result<Read, ConnectorError> {
        let ears = Arc::new(Ears::default());
        let rows =
            self.heard_by(ears.clone()).scan(&self.stream(), &Scan { bytes, ..Scan::default() }, ears.clone())?;
        let names = rows.schema.fields().iter().map(|field| field.name().clone()).collect();
        let format = rows.text.unwrap();
        let mut read = Vec::new();
        for batch in rows.batches {
            let batch = batch?;
            let lines = batch.columns().last().unwrap().as_primitive::<Int64Type>().clone();
            for row in 0..batch.num_rows() {
                let cell = |column: &arrow::array::ArrayRef| {
                    let column = column.as_string::<i32>();
                    column.is_valid(row).then(|| column.value(row).to_owned())
                };
                read.push((lines.value(row), batch.columns()[..batch.num_columns() - 1].iter().map(cell).collect()));
            }
        }
        let rejects = ears.rejects.lock().unwrap().clone();
        let notes = ears.notes.lock().unwrap().iter().map(said).collect();
        Ok(Read { names, rows: read, format, rejects, notes })
    }

    fn read(&self) -> Read {
        self.read_after(0).unwrap()
    }

    fn error(&self) -> String {
        told(&self.read_after(0).err().unwrap())
    }
}

impl Read {
    /// Rows as `line:a|b`, null as `~`.
    fn short(&self) -> Vec<String> {
        let cell = |cell: &Option<String>| cell.clone().unwrap_or_else(|| "~".to_owned());
        let row = |row: &[Option<String>]| row.iter().map(cell).collect::<Vec<_>>().join("|");
        self.rows.iter().map(|(line, cells)| format!("{line}:{}", row(cells))).collect()
    }

    fn reject_lines(&self) -> Vec<u64> {
        self.rejects.iter().filter_map(|reject| reject.line).collect()
    }
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_was_written_since_the_file_was_looked_at_is_left_for_the_next_time() {
    let log = Folder::new("a.csv", "x\n1\n2\n3\n");
    let looked_at = "x\n1\n2\n".len() as u64;
    let cells = |read: Read| read.rows.into_iter().map(|(line, row)| (line, row[0].clone())).collect::<Vec<_>>();
    let first = cells(log.read_part(0..looked_at).unwrap());
    assert_eq!(first, [(2, Some("1".to_owned())), (3, Some("2".to_owned()))]);
    assert_eq!(cells(log.read_after(looked_at).unwrap()), [(4, Some("3".to_owned()))]);
}

#[test]
fn a_csv_file_is_told_and_read() {
    let folder = Folder::new(
        "orders.csv",
        "id;total;day\r\n1;12,50;13/04/2026\r\n2;\"\";03/04/2026\r\n\r\n3;;\"a\nb\"\r\n4;1;x",
    );
    let read = folder.read();
    assert_eq!(read.names, ["id", "total", "day", "#line"]);
    assert_eq!(read.short(), ["2:1|12,50|13/04/2026", "3:2||03/04/2026", "5:3|~|a\nb", "7:4|1|x"]);
    assert_eq!(read.format.decimal_mark, Some(','));
    assert_eq!(read.format.day_first, [("day".to_owned(), true)].into());
    assert_eq!(read.notes, ["`orders.csv`: separator `;`, decimal mark `,`, dates day first"]);
    assert!(read.rejects.is_empty());
}

#[test]
fn rows_that_cannot_be_used_are_rejects_and_reading_goes_on() {
    let read = Folder::new("a.csv", "x,y\n1,2\n1,2,3\n4\n\"a\"b,1\n5,6\n7,\"open\n8,9\n").read();
    assert_eq!(read.short(), ["2:1|2", "6:5|6"]);
    assert_eq!(read.reject_lines(), [3, 4, 5, 7]);
    assert_eq!(read.rejects[0].value.as_deref(), Some("1,2,3"));
    assert!(matches!(*read.rejects[0].why, Message::Reject(RejectReason::Fields { has: 3, wanted: 2 })));
    assert!(matches!(*read.rejects[3].why, Message::Reject(RejectReason::OpenQuote)));
}

#[test]
fn settings_win_over_detection() {
    let folder = Folder::new("a.csv", "1,2;03/04/2026;NA\n");
    let read =
        folder.set("separator = ';'\nheader = false\ndecimal_mark = '.'\ndates = 'month first'\nnulls = ['NA']").read();
    assert_eq!(read.names, ["column1", "column2", "column3", "#line"]);
    assert_eq!(read.short(), ["1:1,2|03/04/2026|~"]);
    assert_eq!(read.format.decimal_mark, Some('.'));
    assert_eq!(read.format.day_first.get("column2"), Some(&false));
}

#[test]
fn encodings_are_told_by_mark_or_setting_and_never_replaced() {
    let utf16: Vec<u8> = "\u{feff}a,b\né,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(Folder::new("a.csv", utf16).read().short(), ["2:é|1"]);
    assert_eq!(Folder::new("a.csv", "\u{feff}a,b\né,1\n").read().names[0], "a");
    let latin = Folder::new("a.csv", b"a,b\nx,1\ncaf\xe9,2\n");
    let error = latin.error();
    assert!(
        error.contains("`a.csv`, line 3: byte 4 of the line is not UTF-8") && error.contains("windows-1252"),
        "{error}"
    );
    assert_eq!(latin.set("encoding = 'windows-1252'").read().short(), ["2:x|1", "3:café|2"]);
}

#[test]
fn a_date_is_looked_for_in_the_whole_file_before_it_is_ambiguous() {
    let mut text = String::from("day,n\n");
    (0..120_000).for_each(|row| text.push_str(&format!("0{}/04/2026,{row}\n", row % 9 + 1)));
    assert!(text.len() > 1 << 20);
    let open = Folder::new("a.csv", &text).read();
    assert!(open.format.day_first.is_empty() && open.notes[0].contains("set `dates`"), "{:?}", open.notes);
    text.push_str("13/04/2026,1\n");
    let read = Folder::new("a.csv", &text).read();
    assert_eq!(read.format.day_first.get("day"), Some(&true));
    assert_eq!(read.rows.len(), 120_001);
}

#[test]
fn a_row_without_end_is_an_error_in_bounded_memory() {
    let text = format!("a,b\n1,2\n3,\"{}", "x\n".repeat(10 << 20));
    let error = Folder::new("a.csv", text).error();
    assert!(error.contains("line 3") && error.contains("larger than 16 MiB"), "{error}");
    let error = Folder::new("a.csv", format!("a,{}\n1,2\n", "b".repeat(2 << 20))).error();
    assert!(error.contains("line 1") && error.contains("larger than 1 MiB"), "{error}");
    let error = Folder::new("a.csv", format!("a{}\n", ",b".repeat(1 << 20))).error();
    assert!(error.contains("columns, and at most 4096"), "{error}");
}

#[test]
fn compressed_files_read_like_plain_ones_and_truncated_ones_do_not() {
    let text: String =
        "a,b\n".to_owned() + &(0..50_000).map(|row| format!("{row},{}\n", row * 7919)).collect::<String>();
    let plain = Folder::new("a.csv", &text);
    let (first, second) = text.as_bytes().split_at(100_000);
    let members = [gzip(first), gzip(second)].concat();
    let frames = zstd::encode_all(text.as_bytes(), 1).unwrap();
    for (name, bytes) in [("a.csv.gz", &members), ("a.csv", &members), ("a.csv.zst", &frames), ("a.csv.gz", &frames)] {
        let folder = Folder::new(name, bytes);
        assert!(folder.read().rows == plain.read().rows, "{name}");
        assert_eq!(folder.fingerprint(&[]).unwrap(), plain.fingerprint(&[]).unwrap());
        for cut in [0, 1, 5, 20, bytes.len() / 2, bytes.len() - 1] {
            if name.ends_with(".csv") && cut < 4 {
                continue;
            }
            let folder = Folder::new(name, &bytes[..cut]);
            let error = folder.read_after(0).err().map(|error| told(&error)).unwrap_or_default();
            assert!(error.contains("truncated") || cut < 4, "{name} cut at {cut}: {error}");
            assert!(cut < 4 || folder.fingerprint(&[]).is_err());
        }
    }
    let mut flipped = gzip(text.as_bytes());
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x55;
    assert!(Folder::new("a.csv.gz", flipped).error().contains("damaged"));
}

#[test]
fn a_file_that_grew_is_read_from_where_it_was() {
    let old = "a,b\n1,2\n\"x\ny\",3\n";
    let folder = Folder::new("a.csv", format!("{old}4,5\n"));
    let fingerprint = folder.fingerprint(&[0, 999, old.len() as u64]).unwrap();
    let before = Folder::new("a.csv", old);
    let before = before.fingerprint(&[]).unwrap();
    assert_eq!(fingerprint.heads[2], Some(before.hash));
    assert_eq!(fingerprint.heads[1], None);
    assert_eq!(folder.read_after(before.bytes).unwrap().short(), ["5:4|5"]);
    assert_eq!(folder.read_after(2).unwrap().rows.len(), 3);
    assert_eq!(folder.read_after(4).unwrap().rows.len(), 3);
    assert_eq!(folder.read_after(1000).unwrap().rows.len(), 0);
    assert_eq!(folder.read_after(6).unwrap().rows.len(), 2);
    let lines = Folder::new("a.txt", "one\ntwo\n").set("format = 'lines'");
    assert_eq!(lines.read_after(4).unwrap().short(), ["2:two"]);
    let latin = Folder::new("a.csv", b"\xe9,b\n1,2\n\xe9,4\n").set("encoding = 'latin1'");
    assert_eq!(latin.read_after(8).unwrap().short(), ["3:é|4"]);
}

#[test]
fn json_values_keep_their_digits() {
    let text =
        "{\"a\": 19.90, \"b\": \"x\\n\\u00e9\"}\n\nnot json\n[1]\n{\"c\": {\"d\": [1, 2]}, \"a\": null, \"b\": true}\n";
    let read = Folder::new("a.jsonl", text).read();
    assert_eq!(read.names, ["a", "b", "c", "#line"]);
    assert_eq!(read.short(), ["1:19.90|x\né|~", "5:~|true|{\"d\": [1, 2]}"]);
    assert_eq!(read.reject_lines(), [3, 4]);
    assert_eq!(read.format.decimal_mark, Some('.'));
}

#[test]
fn a_json_array_is_read_element_by_element() {
    let read = Folder::new(
        "a.json",
        "[\n {\"a\": \"]}\\\"\"},\n {\"a\": 1e2}, 7,\n {\"b\": 123456789012345678901234567890}\n]\n",
    )
    .read();
    assert_eq!(read.short(), ["2:]}\"|~", "3:1e2|~", "4:~|123456789012345678901234567890"]);
    assert_eq!(read.reject_lines(), [3]);
    assert_eq!(Folder::new("a.json", "{\"a\":\n 1}").read().short(), ["1:1"]);
    assert_eq!(Folder::new("a.json", "[]").read().rows.len(), 0);
    for (cut, message) in
        [("[{\"a\": 1}, {\"a\"", "truncated"), ("[{\"a\": 1}", "truncated"), ("[{} {}]", "comma"), ("[] 1", "end of")]
    {
        assert!(Folder::new("a.json", cut).error().contains(message), "{cut}");
    }
}

#[test]
fn lines_are_rows_and_invalid_ones_rejects() {
    let read = Folder::new("access.log", b"GET /\r\n\n\xff\nPOST /\xc3\xa9").set("format = 'lines'");
    let read = read.read();
    assert_eq!(read.names, ["line", "#line"]);
    assert_eq!(read.reject_lines(), [3]);
    assert_eq!(read.rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 4]);
}

#[test]
fn what_cannot_be_found_or_told_says_so() {
    let folder = Folder::new("a.csv", "a,b\n1,2\n");
    let missing = FileSettings { path: "x/*.csv".to_owned(), ..folder.settings.clone() };
    let error = told(&FilesConnector::new(missing, Arc::<Ears>::default()).unwrap().streams().unwrap_err());
    assert!(error.contains("`x/*.csv`") && error.contains(&*folder.dir.path().to_string_lossy()), "{error}");
    let error = Folder::new("notes.txt", "Dear all,\nthis is prose.\n").error();
    assert!(error.contains("`notes.txt`") && error.contains("`ndjson`"), "{error}");
    assert_eq!(Folder::new("data.txt", "a|b\n1|2\n").read().short(), ["2:1|2"]);
    let wrong = FileSettings { decimal_mark: Some(';'), ..FileSettings::default() };
    assert!(FilesConnector::new(wrong, Arc::<Ears>::default()).is_err());
}

#[test]
fn streams_are_sorted_and_named_from_the_base() {
    let folder = Folder::new("b.csv", "a\n1\n");
    fs::create_dir(folder.dir.path().join("in")).unwrap();
    fs::write(folder.dir.path().join("in/a.csv"), "a\n1\n").unwrap();
    let settings = FileSettings { path: "**/*.csv".to_owned(), ..folder.settings.clone() };
    let names: Vec<_> = FilesConnector::new(settings, Arc::<Ears>::default())
        .unwrap()
        .streams()
        .unwrap()
        .into_iter()
        .map(|s| s.name)
        .collect();
    assert_eq!(names, ["b.csv", "in/a.csv"]);
}

#[test]
fn the_host_can_stop_it() {
    let folder = Folder::new("a.csv", "a,b\n1,2\n");
    let ears = Arc::new(Ears::default());
    let mut rows = folder.heard_by(ears.clone()).scan(&folder.stream(), &Scan::default(), ears.clone()).unwrap();
    ears.cancelled.store(true, Ordering::Relaxed);
    assert!(matches!(rows.batches.next(), Some(Err(ConnectorError::Cancelled))));
    assert!(rows.batches.next().is_none());
}

/// Content with eight bytes each at two places of one lane of XXH3, which multiplies the first half of each, mixed with a secret that
/// everybody knows, by the second: where the half is the secret, nothing is left but the sum of both places.
fn crafted(first: [u8; 4], second: [u8; 4]) -> Vec<u8> {
    let secrets = [[0xde, 0xd4, 0x6d, 0xe9], [0xcb, 0x79, 0xe6, 0x4e]];
    let mut content = vec![b't'; 1200];
    for ((at, secret), half) in [128, 256].into_iter().zip(secrets).zip([first, second]) {
        content[at..at + 4].copy_from_slice(&secret);
        content[at + 4..at + 8].copy_from_slice(&half);
    }
    content
}

#[test]
fn contents_that_were_made_to_share_a_hash_are_two_contents() {
    let [one, other] = [crafted(*b",100", *b",900"), crafted(*b",900", *b",100")];
    assert_ne!(one, other);
    assert_eq!(
        xxhash_rust::xxh3::xxh3_128(&one),
        xxhash_rust::xxh3::xxh3_128(&other),
        "they are what they were made for"
    );
    let [one, other] = [one, other].map(|content| Folder::new("a.bin", content).fingerprint(&[]).unwrap());
    assert_ne!(one.hash, other.hash);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_and_lines_survive_batches_and_chunks(
        kinds in proptest::collection::vec("[a-z]{0,3}\n?[\"é]?", 1..8),
        rows in 1usize..30_000,
    ) {
        let (mut text, mut line, mut expected) = (String::from("n,t\n"), 2, Vec::new());
        for row in 0..rows {
            let cell = &kinds[row % kinds.len()];
            text.push_str(&format!("{row},\"{}\"\n", cell.replace('"', "\"\"")));
            expected.push((line, vec![Some(row.to_string()), Some(cell.clone())]));
            line += 1 + cell.matches('\n').count() as i64;
        }
        let read = Folder::new("a.csv.gz", gzip(text.as_bytes())).set("separator = ','\nheader = true").read();
        prop_assert!(read.rows == expected);
        prop_assert!(read.rejects.is_empty());
    }

    #[test]
    fn heads_are_the_hashes_of_prefixes(
        content in proptest::collection::vec(any::<u8>(), 0..600_000),
        cuts in proptest::collection::vec(0usize..700_000, 0..5),
    ) {
        let folder = Folder::new("a.bin", &content);
        let heads: Vec<u64> = cuts.iter().map(|cut| *cut as u64).collect();
        prop_assume!(content.len() > 4 && !content.starts_with(&[0x1f, 0x8b]));
        let found = folder.fingerprint(&heads).unwrap();
        let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
        prop_assert_eq!(found.bytes, content.len() as u64);
        prop_assert_eq!(found.hash, hash(&content));
        prop_assert_eq!(found.heads, cuts.iter().map(|cut| content.get(..*cut).map(hash)).collect::<Vec<_>>());
    }

    #[test]
    fn no_text_file_panics(content in "[a-z0-9,;\"{}\\[\\]:\n\r\u{e9}]{0,80}", name in "a\\.(csv|json|ndjson|txt)", skip in 0u64..20) {
        let _ = Folder::new(&name, content).read_after(skip).is_ok();
    }
}
