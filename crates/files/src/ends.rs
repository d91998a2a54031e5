//! Where the last whole row of a file ends that may still be growing.
//!
//! A line without its line end, or a row within an open quote, may be half of what its writer means to write: read now, it
//! would be a wrong row today and the rest of it another one tomorrow.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use jauge_plugin::ConnectorError;
use serde::de::IgnoredAny;

use crate::{csv, encoding, input::Input, text::LARGEST_ROW};

/// The rows of a file that are whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeRows {
    /// Their length within the content; `None`: all of it.
    pub bytes: Option<u64>,
    /// The line on which a row begins whose quote is open at the end.
    pub open: Option<u64>,
}

impl WholeRows {
    /// All there are.
    pub(crate) fn all() -> Self {
        Self { bytes: None, open: None }
    }
}

/// The whole lines of the file at `path`. A tail that is a whole JSON value needs no line end, where lines may be `json`. What
/// is compressed, or no text, does not grow by lines, and is whole.
pub(crate) fn lines(
    path: &Path,
    stream: &str,
    encoding: Option<&'static Encoding>,
    json: bool,
) -> Result<WholeRows, ConnectorError> {
    if Input::open(path, stream)?.compression().is_some() {
        return Ok(WholeRows::all());
    }
    let cannot = |error: io::Error| ConnectorError::read(stream, error.to_string());
    let mut file = File::open(path).map_err(cannot)?;
    let width = Width::of(&mut file, encoding).map_err(cannot)?;
    let size = file.metadata().map_err(cannot)?.len();
    let tail = tail(&mut file, size, width).map_err(cannot)?;
    let is_text = width != Width::One || !tail.contains(&0);
    if !is_text || tail.is_empty() || tail.len() > LARGEST_ROW || (json && is_json(&tail)) {
        return Ok(WholeRows::all());
    }
    Ok(WholeRows { bytes: Some(size - tail.len() as u64), open: None })
}

/// The whole rows of a csv file, where `marks` may keep a line end from ending a row.
pub(crate) fn csv(
    path: &Path,
    stream: &str,
    encoding: Option<&'static Encoding>,
    marks: &[u8],
    rows: impl FnOnce() -> Result<csv::Ends, ConnectorError>,
) -> Result<WholeRows, ConnectorError> {
    let by_lines = lines(path, stream, encoding, false)?;
    let mut input = Input::open(path, stream)?;
    if input.compression().is_some() || !holds_any(&mut input, marks)? {
        return Ok(by_lines);
    }
    match rows()? {
        csv::Ends::Whole => Ok(by_lines),
        csv::Ends::Unfinished { lines, open } => {
            let cannot = |error: io::Error| ConnectorError::read(stream, error.to_string());
            let width = File::open(path).and_then(|mut file| Width::of(&mut file, encoding)).map_err(cannot)?;
            let bytes = after_lines(&mut Input::open(path, stream)?, lines, width)?;
            Ok(WholeRows { bytes: Some(bytes), open })
        }
    }
}

/// How wide a line end is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Width {
    /// A byte, in every encoding that has ASCII within.
    One,
    /// Two bytes, the small one first, or last.
    Two { small_first: bool },
}

impl Width {
    /// That of `file`, by its byte order mark, else by the encoding that was `set`, else by what shows.
    fn of(file: &mut File, set: Option<&'static Encoding>) -> io::Result<Self> {
        let mut head = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.by_ref().take(encoding::HEAD as u64).read_to_end(&mut head)?;
        let (found, _) = encoding::of(&head, set);
        Ok(if found == UTF_16LE {
            Self::Two { small_first: true }
        } else if found == UTF_16BE {
            Self::Two { small_first: false }
        } else {
            Self::One
        })
    }

    /// True where the line end stands at `at` of `bytes`, whose first is at an even place.
    fn ends_line(self, bytes: &[u8], at: usize) -> bool {
        match self {
            Self::One => bytes[at] == b'\n',
            Self::Two { small_first } => {
                let unit = if small_first { [b'\n', 0] } else { [0, b'\n'] };
                at.is_multiple_of(2) && bytes.get(at..at + 2) == Some(&unit)
            }
        }
    }

    fn bytes(self) -> usize {
        if self == Self::One { 1 } else { 2 }
    }
}

/// What stands behind the last line end; no more than a little over the largest row.
fn tail(file: &mut File, size: u64, width: Width) -> io::Result<Vec<u8>> {
    let mut length = 64 * 1024;
    loop {
        let start = size.saturating_sub(length) & !1;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.by_ref().take(size - start).read_to_end(&mut bytes)?;
        let end = (0..bytes.len()).rev().find(|at| width.ends_line(&bytes, *at));
        match end {
            Some(end) => return Ok(bytes.split_off(end + width.bytes())),
            None if start == 0 || bytes.len() > LARGEST_ROW => return Ok(bytes),
            None => length *= 4,
        }
    }
}

/// True for a whole JSON object or array, which no further byte can change.
fn is_json(tail: &[u8]) -> bool {
    let tail = tail.trim_ascii();
    matches!(tail.first(), Some(b'{' | b'[')) && serde_json::from_slice::<IgnoredAny>(tail).is_ok()
}

fn holds_any(input: &mut Input, marks: &[u8]) -> Result<bool, ConnectorError> {
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = input.read(&mut buffer)?;
        if marks.iter().any(|mark| buffer[..read].contains(mark)) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
    }
}

/// How many bytes the first `lines` lines have.
fn after_lines(input: &mut Input, lines: u64, width: Width) -> Result<u64, ConnectorError> {
    let mut buffer = vec![0; 256 * 1024];
    let (mut passed, mut left) = (0u64, lines);
    while left > 0 {
        let mut filled = 0;
        while filled < buffer.len() {
            match input.read(&mut buffer[filled..])? {
                0 => break,
                read => filled += read,
            }
        }
        for at in (0..filled).filter(|at| width.ends_line(&buffer[..filled], *at)) {
            left -= 1;
            if left == 0 {
                return Ok(passed + (at + width.bytes()) as u64);
            }
        }
        passed += filled as u64;
        if filled == 0 {
            break;
        }
    }
    Ok(passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(content: &[u8]) -> Option<u64> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.log");
        std::fs::write(&path, content).unwrap();
        lines(&path, "a.log", None, true).unwrap().bytes
    }

    #[test]
    fn a_line_without_its_end_waits() {
        assert_eq!(whole(b"one\ntwo\n"), None);
        assert_eq!(whole(b"one\ntwo"), Some(4));
        assert_eq!(whole(b"one"), Some(0));
        assert_eq!(whole(b"one\n  "), Some(4));
        assert_eq!(whole(b""), None);
    }

    #[test]
    fn whole_json_needs_no_line_end() {
        assert_eq!(whole(b"{\"a\":1}\n{\"a\":2}"), None);
        assert_eq!(whole(b"{\"a\":1}\n{\"a\":2"), Some(8));
        assert_eq!(whole(b"{\"a\":1}\n12"), Some(8));
    }

    #[test]
    fn what_is_no_text_is_whole() {
        assert_eq!(whole(b"PAR1\n\0\x01"), None);
        let wide: Vec<u8> = "\u{feff}a\nb".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(whole(&wide), Some(6));
        assert_eq!(whole(&wide[2..]), Some(4), "without its mark");
    }
}
