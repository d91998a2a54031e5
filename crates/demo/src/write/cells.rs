//! Files and cells that several systems write alike.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A file, with the folders it is in.
pub(super) fn create(path: &Path) -> io::Result<BufWriter<File>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(BufWriter::new(File::create(path)?))
}

/// A file as a French spreadsheet exports it.
pub(super) fn spreadsheet(path: &Path, head: &[&str]) -> io::Result<csv::Writer<BufWriter<File>>> {
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(create(path)?);
    out.write_record(head)?;
    Ok(out)
}

pub(super) fn euros(cents: i64, mark: char) -> String {
    format!("{}{mark}{:02}", cents / 100, cents % 100)
}

pub(super) fn local(at: Timestamp, zone: &TimeZone) -> Zoned {
    at.to_zoned(zone.clone())
}

/// A visitor's id, as the tracker's cookie has it.
pub(super) fn visitor(nth: usize) -> String {
    format!("v{nth:06}")
}

/// A customer's number.
pub(super) fn customer(nth: usize) -> String {
    format!("C{:05}", nth + 1)
}

/// A lead's number.
pub(super) fn lead_id(nth: usize) -> String {
    format!("L{:04}", nth + 1)
}

/// A ticket's number.
pub(super) fn ticket_id(nth: usize) -> String {
    format!("T{:05}", nth + 1)
}

/// An order's number.
pub(super) fn order_id(nth: usize) -> String {
    format!("A{:05}", nth + 1)
}
