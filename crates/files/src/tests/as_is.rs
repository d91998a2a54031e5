//! Files as people have them.

use super::*;

#[test]
fn what_stands_above_the_header_is_a_column_and_totals_are_left_out_and_counted() {
    let report = "Campaign report\n\"January 1, 2026 - January 2, 2026\"\nDay,Campaign,Cost\n2026-01-01,Total Fitness,1.5\n\
                  2026-01-02,b, --\nTotal: Account,,3.5\n";
    let read = Folder::new("a.csv", report).set("totals = ['Total: *']\nnulls = ['--']").read();
    assert_eq!(read.names, ["Day", "Campaign", "Cost", "#preamble", "#line"]);
    let above = "Campaign report\n\"January 1, 2026 - January 2, 2026\"";
    assert_eq!(read.short(), [format!("4:2026-01-01|Total Fitness|1.5|{above}"), format!("5:2026-01-02|b|~|{above}")]);
    assert!(read.rejects.is_empty());
    let says = |part: &str| read.notes.iter().any(|note| note.contains(part));
    assert!(says("2 lines above the header") && says("1 row of totals was left out"), "{:?}", read.notes);
}

#[test]
fn a_first_line_may_state_the_separator() {
    let read = Folder::new("a.csv", "sep=;\r\nday;cost\r\n2026-01-01;1,5\r\n").read();
    assert_eq!(read.names, ["day", "cost", "#preamble", "#line"]);
    assert_eq!(read.short(), ["3:2026-01-01|1,5|sep=;"]);
}

#[test]
fn bzip2_and_xz_are_read_as_what_is_in_them() {
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bzip2.write_all(b"a,b\n1,2\n").unwrap();
    let packed = bzip2.finish().unwrap();
    assert_eq!(Folder::new("a.csv.bz2", &packed).read().short(), ["2:1|2"]);
    assert!(Folder::new("a.csv.bz2", &packed[..packed.len() - 4]).error().contains("bzip2"));
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
    xz.write_all(b"a,b\n1,2\n").unwrap();
    assert_eq!(Folder::new("a.csv.xz", xz.finish().unwrap()).read().short(), ["2:1|2"]);
    assert_eq!(Folder::new("a.csv", "BZhigh,b\n1,2\n").read().names[0], "BZhigh");
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
fn each_file_in_a_zip_archive_is_a_stream_and_may_be_chosen() {
    let archive =
        zip(&[("Chart.csv", "day,clicks\n2026-01-01,3\n"), (".DS_Store", "x"), ("de/Queries.csv", "q,n\na,1\n")]);
    let folder = Folder::new("search.zip", &archive);
    let names: Vec<_> = folder.connector().streams().unwrap().into_iter().map(|stream| stream.name).collect();
    assert_eq!(names, ["search.zip#Chart.csv", "search.zip#de/Queries.csv"]);
    assert_eq!(folder.read().short(), ["2:2026-01-01|3"]);
    let folder = folder.set("member = '**/Queries.csv'");
    assert_eq!(folder.read().short(), ["2:a|1"]);
    assert_eq!(folder.fingerprint(&[]).unwrap().bytes, "q,n\na,1\n".len() as u64);
}

#[test]
fn a_zip_archive_that_is_cut_short_is_an_error() {
    let archive = zip(&[("a.csv", "a,b\n1,2\n")]);
    let folder = Folder::new("a.zip", &archive[..archive.len() - 10]);
    assert!(told(&folder.connector().streams().err().unwrap()).contains("damaged or cut short"));
}
