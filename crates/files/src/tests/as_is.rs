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
