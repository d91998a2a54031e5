//! Zip archives: each member is a stream of its own, called `archive.zip#member`.

use std::{
    collections::HashSet,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

use flate2::Crc;
use jauge_domain::{FileFault, ZipFault};
use jauge_plugin::ConnectorError;

use crate::error::damage;

/// The end of the directory, without the comment behind it.
const END: usize = 22;

/// The longest comment behind it.
const LONGEST_COMMENT: u64 = 0xffff;

/// The longest directory: some hundred thousand files.
const LONGEST_DIRECTORY: u64 = 64 << 20;

/// Why an archive, or a file in it, cannot be read.
pub(super) enum Unreadable {
    Io(io::Error),
    Zip(ZipFault),
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Zip(ZipFault::Damaged),
            _ => Self::Io(error),
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
    /// Where its own header begins.
    at: u64,
    /// Why it cannot be read.
    fault: Option<ZipFault>,
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

/// The files in the archive at `path`; folders, and what a Mac or a shell hides there, aside.
pub(super) fn members(path: &Path) -> Result<Vec<Member>, Unreadable> {
    let mut members = directory(&mut File::open(path)?)?;
    members.retain(|member| !is_aside(&member.name));
    let names: HashSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let are_unique = names.len() == members.len();
    if are_unique { Ok(members) } else { Err(Unreadable::Zip(ZipFault::NameTwice)) }
}

/// The file at `path` where the content of its member `name` begins, and what is known of that.
pub(super) fn find(path: &Path, name: &str) -> Result<(File, Member), Unreadable> {
    let mut file = File::open(path)?;
    let member = directory(&mut file)?.into_iter().find(|member| member.name == name);
    let member = member.ok_or(Unreadable::Zip(ZipFault::Gone))?;
    if let Some(fault) = member.fault {
        return Err(Unreadable::Zip(fault));
    }
    let mut header = [0; 30];
    file.seek(SeekFrom::Start(member.at))?;
    file.read_exact(&mut header)?;
    if !header.starts_with(b"PK\x03\x04") {
        return Err(Unreadable::Zip(ZipFault::Damaged));
    }
    let behind = u16_at(&header, 26) + u16_at(&header, 28);
    file.seek(SeekFrom::Start(member.at + 30 + behind))?;
    Ok((file, member))
}

fn is_aside(name: &str) -> bool {
    name.ends_with('/') || name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

fn directory(file: &mut File) -> Result<Vec<Member>, Unreadable> {
    let damaged = || Unreadable::Zip(ZipFault::Damaged);
    let size = file.seek(SeekFrom::End(0))?;
    let from = size.saturating_sub(END as u64 + LONGEST_COMMENT);
    let end = part(file, from, size - from)?;
    let at = (0..(end.len() + 1).saturating_sub(END)).rev().find(|at| end[*at..].starts_with(b"PK\x05\x06"));
    let end = &end[at.ok_or_else(damaged)?..];
    let (count, length, start) = (u16_at(end, 10), u32_at(end, 12), u32_at(end, 16));
    if count == 0xffff || start == 0xffff_ffff || length > LONGEST_DIRECTORY {
        return Err(Unreadable::Zip(ZipFault::TooLarge));
    }
    if start + length > size {
        return Err(damaged());
    }
    let bytes = part(file, start, length)?;
    let (mut rest, mut members) = (bytes.as_slice(), Vec::new());
    for _ in 0..count {
        let (member, behind) = entry(rest).ok_or_else(damaged)?;
        members.push(member);
        rest = behind;
    }
    Ok(members)
}

/// The member that the directory names first, and what is behind that entry.
fn entry(bytes: &[u8]) -> Option<(Member, &[u8])> {
    let header = bytes.get(..46).filter(|header| header.starts_with(b"PK\x01\x02"))?;
    let [name, extra, comment] = [28, 30, 32].map(|at| u16_at(header, at) as usize);
    let method = u16_at(header, 10);
    let fault = match method {
        _ if u16_at(header, 8) & 1 == 1 => Some(ZipFault::Encrypted),
        0 | 8 => None,
        _ => Some(ZipFault::Method),
    };
    let member = Member {
        name: String::from_utf8_lossy(bytes.get(46..46 + name)?).into_owned(),
        bytes: u32_at(header, 20),
        deflated: method == 8,
        checksum: u32::try_from(u32_at(header, 16)).ok()?,
        at: u32_at(header, 42),
        fault,
    };
    Some((member, bytes.get(46 + name + extra + comment..)?))
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
