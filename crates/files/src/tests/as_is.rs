//! Files as people have them.

use super::*;

mod archives;
mod encoded;
mod foreign;
mod quoted;
mod tables;

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

#[test]
fn columns_that_a_file_lacks_have_no_values_and_some_tell_where_a_row_stood() {
    let wanted = "columns = ['b', 'refund', '#preamble', '#file', '#member']";
    let read = Folder::new("x.csv", "a,b\n1,2\n").set(wanted).read();
    assert_eq!(read.names, ["a", "b", "refund", "#preamble", "#file", "#member", "#line"]);
    assert_eq!(read.short(), ["2:1|2|~|~|x.csv|~"]);
    let read = Folder::new("x.json", "[{\"a\": true, \"b\": 2.50}]").set(wanted).read();
    assert_eq!(read.names[2..], ["refund", "#preamble", "#file", "#member", "#line"]);
    assert_eq!(read.short(), ["1:true|2.50|~|~|x.json|~"]);
    let read = Folder::new("x.zip", zip(&[("de/q.csv", "a,b\n1,2\n")])).set(wanted).read();
    assert_eq!(read.short(), ["2:1|2|~|~|x.zip|de/q.csv"]);
}

#[test]
fn columns_name_those_of_a_file_without_a_header() {
    let read = Folder::new("x.csv", "2026-01-01,3\n2026-01-02,4\n").set("columns = ['day', 'clicks', 'cost']").read();
    assert_eq!(read.names, ["day", "clicks", "cost", "#line"]);
    assert_eq!(read.short(), ["1:2026-01-01|3|~", "2:2026-01-02|4|~"]);
}

#[test]
fn dates_in_a_form_that_was_stated_are_read_as_iso() {
    let content = "at,what\n03/04/26 13:05,x\nsoon,y\n";
    let read = Folder::new("x.csv", content).set("dates = '%d/%m/%y %H:%M'").read();
    assert_eq!(read.short(), ["2:2026-04-03T13:05:00|x", "3:soon|y"]);
    assert!(read.format.ambiguous.is_empty());
    let read = Folder::new("x.ndjson", "{\"at\":\"03/04/26\"}\n").set("dates = '%d/%m/%y'").read();
    assert_eq!(read.short(), ["1:2026-04-03"]);
    assert!(toml::from_str::<FileSettings>("dates = 'sometimes'").is_err());
    let settings = FileSettings { dates: Some(DateOrder::Written("%d/%".to_owned())), ..FileSettings::default() };
    assert!(told(&FilesConnector::new(settings, Arc::new(Ears::default())).err().unwrap()).contains("%d/%"));
}

/// A file of Excel with these sheets, each cell a text between `|` or a number.
fn excel(sheets: &[(&str, &[&str])]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut list, mut links, mut files) = (String::new(), String::new(), Vec::new());
    for (nth, (name, rows)) in (1..).zip(sheets) {
        list += &format!("<sheet name=\"{name}\" sheetId=\"{nth}\" r:id=\"rId{nth}\"/>");
        let kind = format!("{office}/worksheet");
        let target = format!("worksheets/sheet{nth}.xml");
        links += &format!("<Relationship Id=\"rId{nth}\" Type=\"{kind}\" Target=\"{target}\"/>");
        let mut data = String::new();
        for (line, row) in (1..).zip(*rows) {
            data += &format!("<row r=\"{line}\">");
            for (column, cell) in ('A'..).zip(row.split('|')).filter(|(_, cell)| !cell.is_empty()) {
                data += &match cell.parse::<f64>() {
                    Ok(_) => format!("<c r=\"{column}{line}\"><v>{cell}</v></c>"),
                    Err(_) => format!("<c r=\"{column}{line}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
                };
            }
            data += "</row>";
        }
        let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>");
        files.push((format!("xl/{target}"), sheet));
    }
    let book = format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>");
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let root = format!("<Relationship Id=\"b\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/>");
    let root = format!("<Relationships xmlns=\"{package}\">{root}</Relationships>");
    files.push(("_rels/.rels".to_owned(), root));
    files.push(("xl/workbook.xml".to_owned(), book));
    let links = format!("<Relationships xmlns=\"{package}\">{links}</Relationships>");
    files.push(("xl/_rels/workbook.xml.rels".to_owned(), links));
    zip(&files.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect::<Vec<_>>())
}

#[test]
fn a_sheet_of_excel_is_read_as_csv_is() {
    let sales: &[&str] = &["Sales of April", "day|net|paid", "2026-04-01|12.5|", "2026-04-02|0.30000000000000004|yes"];
    let notes: &[&str] = &["who|what", "me|this, \"and\" that"];
    let folder = Folder::new("x.xlsx", excel(&[("Sales", sales), ("Notes", notes)]));
    let folder = folder.set("columns = ['#table']");
    let read = folder.read();
    assert_eq!(read.names, ["day", "net", "paid", "#preamble", "#table", "#line"]);
    let rows = ["3:2026-04-01|12.5|~|Sales of April|Sales", "4:2026-04-02|0.3|yes|Sales of April|Sales"];
    assert_eq!(read.short(), rows);
    assert!(read.notes.iter().any(|note| note.contains("`Notes`")), "{:?}", read.notes);
    // Between cells nothing stands.
    assert!(!read.notes.iter().any(|note| note.contains("separator") || note.ends_with(": ")), "{:?}", read.notes);
    let folder = folder.set("table = 'Notes'");
    assert_eq!(folder.read().short(), ["2:me|this, \"and\" that"]);
    let folder = folder.set("table = 2");
    assert_eq!(folder.read().names, ["who", "what", "#line"]);
    let folder = folder.set("table = 'April'");
    assert!(folder.error().contains("`Sales`, `Notes`"));
    assert!(Folder::new("x.ndjson", "{\"a\":1}\n").set("table = 1").error().contains("`table`"));
    assert!(Folder::new("x.xlsx", "no sheet").error().contains("Excel"));
}

#[test]
fn one_cell_far_off_ends_its_load_and_not_the_program() {
    let far: &[&str] = &["day|n", "2026-04-01|x</t></is></c><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>y"];
    let error = Folder::new("x.xlsx", excel(&[("Sales", far)])).error();
    assert!(error.contains("more than 50 million cells"), "{error}");
}
