//! Zip archives: each member is a stream of its own, called `archive.zip#member`.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

use flate2::Crc;
use jauge_domain::{FileFault, ZipFault};
use jauge_plugin::ConnectorError;
use zip::{
    CompressionMethod, ZipArchive,
    read::{ArchiveOffset, Config, ZipFileEntry},
    result::ZipError,
};

use crate::error::damage;

/// The end of the directory, without the comment behind it.
const END: usize = 22;

/// The longest comment behind it.
const LONGEST_COMMENT: u64 = 0xffff;

/// The longest directory: some hundred thousand files.
const LONGEST_DIRECTORY: u64 = 64 << 20;

/// The most that is read for a directory, with what is looked through for its place.
const MOST_READ: u64 = LONGEST_DIRECTORY + (4 << 20);

/// Why an archive, or a file in it, cannot be read.
pub(super) enum Unreadable {
    Io(io::Error),
    Zip(ZipFault),
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Zip(ZipFault::Damaged),
            io::ErrorKind::FileTooLarge => Self::Zip(ZipFault::TooLarge),
            _ => Self::Io(error),
        }
    }
}

impl From<ZipError> for Unreadable {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) => error.into(),
            ZipError::FileNotFound => Self::Zip(ZipFault::Gone),
            ZipError::CompressionMethodNotSupported(_) => Self::Zip(ZipFault::Method),
            _ => Self::Zip(ZipFault::Damaged),
        }
    }
}

impl Unreadable {
    /// As the error of the stream of this name.
    pub(super) fn of(self, stream: &str) -> ConnectorError {
        match self {
            Self::Io(error) => ConnectorError::Read { stream: stream.to_owned(), message: error.to_string() },
            Self::Zip(fault) => damage(stream, None, FileFault::Zip { fault }),
        }
    }
}

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) name: String,
    /// Its length as stored.
    pub(super) bytes: u64,
    /// Whether its content is deflated; else it is as it is.
    pub(super) deflated: bool,
    pub(super) checksum: u32,
    /// Why it cannot be read.
    fault: Option<ZipFault>,
}

/// A file of which no more than `left` bytes are read: what a directory claims is somebody else's word.
struct Bounded {
    file: File,
    left: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(count)
    }
}

impl Seek for Bounded {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.file.seek(position)
    }
}

/// Content of which the checksum is known.
pub(super) struct Checked<R> {
    pub(super) content: R,
    pub(super) read: Crc,
    pub(super) expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.content.read(buffer)?;
        self.read.update(&buffer[..count]);
        if count == 0 && !buffer.is_empty() && self.read.sum() != self.expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "wrong checksum"));
        }
        Ok(count)
    }
}

/// True where the name of a file says that it is a zip archive.
pub(super) fn is_one(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".zip")
}

/// What the stream of `member` in the archive `name` is called.
pub(super) fn stream_name(name: &str, member: &str) -> String {
    format!("{name}#{member}")
}

/// The file of a stream, and the file in it where that is an archive.
pub(super) fn parts(stream: &str) -> (&str, Option<&str>) {
    match stream.to_ascii_lowercase().find(".zip#") {
        Some(at) => (&stream[..at + 4], Some(&stream[at + 5..])),
        None => (stream, None),
    }
}

/// The member of the archive at `path` that the stream of this name is.
pub(super) fn member_of<'s>(path: &Path, stream: &'s str) -> Option<&'s str> {
    let file = path.file_name()?.to_str().filter(|file| is_one(file))?;
    stream.split_once(&format!("{file}#")).map(|(_, member)| member)
}

/// The files in the archive at `path`; folders, and what a Mac puts there, aside.
pub(super) fn members(path: &Path) -> Result<Vec<Member>, Unreadable> {
    let archive = opened(path)?;
    let mut members = Vec::with_capacity(archive.len());
    for number in 0..archive.len() {
        members.push(member(&archive.by_index_data(number)?));
    }
    members.retain(|member| !is_aside(&member.name));
    Ok(members)
}

/// The file at `path` where the content of its member `name` begins, and what is known of that.
pub(super) fn find(path: &Path, name: &str) -> Result<(File, Member), Unreadable> {
    let mut archive = opened(path)?;
    for number in 0..archive.len() {
        let member = member(&archive.by_index_data(number)?);
        if member.name != name {
            continue;
        }
        if let Some(fault) = member.fault {
            return Err(Unreadable::Zip(fault));
        }
        let start = archive.by_index_raw(number)?.data_start().ok_or(Unreadable::Zip(ZipFault::Damaged))?;
        let mut file = archive.into_inner().into_inner().file;
        file.seek(SeekFrom::Start(start))?;
        return Ok((file, member));
    }
    Err(Unreadable::Zip(ZipFault::Gone))
}

fn is_aside(name: &str) -> bool {
    name.ends_with('/') || name.split('/').any(|part| part == "__MACOSX")
}

/// The archive at `path`, its directory read.
fn opened(path: &Path) -> Result<ZipArchive<BufReader<Bounded>>, Unreadable> {
    let mut file = File::open(path)?;
    if claims_too_much(&mut file)? {
        return Err(Unreadable::Zip(ZipFault::TooLarge));
    }
    let config = Config { archive_offset: ArchiveOffset::Known(0) };
    let archive = ZipArchive::with_config(config, BufReader::new(Bounded { file, left: MOST_READ }))?;
    if archive.has_duplicate_names() { Err(Unreadable::Zip(ZipFault::NameTwice)) } else { Ok(archive) }
}

/// True where what stands at the end of an archive claims a directory longer than is read, or one of a large archive: room for
/// it would be made before it is found to be false.
fn claims_too_much(file: &mut File) -> io::Result<bool> {
    let size = file.seek(SeekFrom::End(0))?;
    let from = size.saturating_sub(END as u64 + LONGEST_COMMENT);
    let tail = part(file, from, size - from)?;
    let ends = (0..(tail.len() + 1).saturating_sub(END)).map(|at| &tail[at..]);
    let claims =
        |end: &[u8]| u16_at(end, 10) == 0xffff || u32_at(end, 12) > LONGEST_DIRECTORY || u32_at(end, 16) == 0xffff_ffff;
    Ok(ends.filter(|end| end.starts_with(b"PK\x05\x06")).any(claims))
}

/// The member that `entry` of a directory tells of.
fn member(entry: &ZipFileEntry<'_>) -> Member {
    let method = entry.compression();
    let fault = match method {
        _ if entry.encrypted() => Some(ZipFault::Encrypted),
        CompressionMethod::Stored | CompressionMethod::Deflated => None,
        _ => Some(ZipFault::Method),
    };
    Member {
        name: name(entry),
        bytes: entry.compressed_size(),
        deflated: method == CompressionMethod::Deflated,
        checksum: entry.crc32(),
        fault,
    }
}

/// The name of a member: as UTF-8, in which most write it, whether or not they say so.
fn name(entry: &ZipFileEntry<'_>) -> String {
    let lossy = || String::from_utf8_lossy(entry.name_raw()).into_owned();
    match str::from_utf8(entry.name_raw()) {
        Ok(name) => name.to_owned(),
        Err(_) => entry.name().map_or_else(|_| lossy(), Cow::into_owned),
    }
}

fn part(file: &mut File, from: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(from))?;
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The number of two bytes at `at`, the small one first; 0 behind the end.
fn u16_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 2).map_or(0, |two| u64::from(two[0]) | u64::from(two[1]) << 8)
}

fn u32_at(bytes: &[u8], at: usize) -> u64 {
    u16_at(bytes, at) | u16_at(bytes, at + 2) << 16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> ZipFault {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.zip");
        std::fs::write(&path, bytes).unwrap();
        match members(&path) {
            Err(Unreadable::Zip(fault)) => fault,
            Err(Unreadable::Io(error)) => panic!("{error}"),
            Ok(members) => panic!("{members:?}"),
        }
    }

    /// The end of a directory of `count` files that has `length` bytes from `start` on.
    fn end(count: u16, length: u32, start: u32) -> Vec<u8> {
        let head = [b"PK\x05\x06".as_slice(), &[0; 6], &count.to_le_bytes()].concat();
        [head.as_slice(), &length.to_le_bytes(), &start.to_le_bytes(), &[0; 2]].concat()
    }

    #[test]
    fn what_is_no_archive_or_half_of_one_is_damaged_and_a_directory_of_gigabytes_is_not_read() {
        for bytes in [b"".as_slice(), b"x", b"PK\x05\x06", &end(1, 46, 0), &end(1, 0, 0), &end(0, 1, u32::MAX - 1)] {
            assert_eq!(fault(bytes), ZipFault::Damaged, "{bytes:?}");
        }
        assert_eq!(fault(&end(1, u32::MAX, 0)), ZipFault::TooLarge);
        assert_eq!(fault(&end(u16::MAX, 0, 0)), ZipFault::TooLarge);
    }
}
