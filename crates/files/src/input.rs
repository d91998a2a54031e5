//! The bytes of a file, decompressed.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use bzip2::bufread::MultiBzDecoder;
use flate2::{
    Crc,
    bufread::{DeflateDecoder, MultiGzDecoder},
};
use jauge_domain::{FileFault, ZipFault};
use jauge_plugin::ConnectorError;
use liblzma::bufread::XzDecoder;

use crate::{
    archive::{self, Checked, Unreadable},
    error::damage,
};

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
const BZIP2: &[u8] = b"BZh";
const XZ: [u8; 4] = [0xfd, b'7', b'z', b'X'];

/// Reads a file as its content, decompressing on the way.
pub(super) struct Input {
    stream: String,
    reader: Box<dyn Read + Send>,
    compression: Option<&'static str>,
    stored: Arc<AtomicU64>,
    newlines: u64,
    left: u64,
}

/// Counts what is read of the file as stored.
struct Counted {
    file: File,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Input {
    /// Opens the file at `path`, which errors call `stream`.
    pub(super) fn open(path: &Path, stream: &str) -> Result<Self, ConnectorError> {
        let cannot = |error: io::Error| ConnectorError::Read { stream: stream.to_owned(), message: error.to_string() };
        if let Some(member) = archive::member_of(path, stream) {
            return Self::of_member(path, stream, member).map_err(|error| error.of(stream));
        }
        if archive::is_one(stream) {
            return Err(Unreadable::Zip(ZipFault::Whole).of(stream));
        }
        let mut magic = Vec::new();
        File::open(path).and_then(|file| file.take(4).read_to_end(&mut magic)).map_err(cannot)?;
        let stored = Arc::new(AtomicU64::new(0));
        let counted = Counted { file: File::open(path).map_err(cannot)?, bytes: stored.clone() };
        let buffered = BufReader::with_capacity(128 * 1024, counted);
        let named = |extension| magic.is_empty() && stream.to_ascii_lowercase().ends_with(extension);
        let (compression, reader): (_, Box<dyn Read + Send>) = if magic.starts_with(&GZIP) || named(".gz") {
            (Some("gzip"), Box::new(MultiGzDecoder::new(buffered)))
        } else if magic.starts_with(&ZSTD) || named(".zst") {
            (Some("zstd"), Box::new(zstd::Decoder::with_buffer(buffered).map_err(cannot)?))
        } else if is_bzip2(&magic) || named(".bz2") {
            (Some("bzip2"), Box::new(MultiBzDecoder::new(buffered)))
        } else if magic.starts_with(&XZ) || named(".xz") {
            (Some("xz"), Box::new(XzDecoder::new_multi_decoder(buffered)))
        } else {
            (None, Box::new(buffered))
        };
        let input = Self { stream: stream.to_owned(), reader, compression, stored, newlines: 0, left: u64::MAX };
        // A decompressor takes no bytes at all for an empty stream; a compressed file is never empty.
        if magic.is_empty() && input.compression.is_some() { Err(input.cut_short()) } else { Ok(input) }
    }

    /// What was made out of a file that errors call `stream`, of which `stored` counts the bytes.
    pub(super) fn made(stream: &str, content: Arc<[u8]>, stored: Arc<AtomicU64>) -> Self {
        let reader = Box::new(io::Cursor::new(content));
        Self { stream: stream.to_owned(), reader, compression: None, stored, newlines: 0, left: u64::MAX }
    }

    /// Opens a file in a zip archive.
    fn of_member(path: &Path, stream: &str, member: &str) -> Result<Self, Unreadable> {
        let (file, member) = archive::find(path, member)?;
        let stored = Arc::new(AtomicU64::new(0));
        let buffered = BufReader::with_capacity(128 * 1024, Counted { file, bytes: stored.clone() }.take(member.bytes));
        let content: Box<dyn Read + Send> =
            if member.deflated { Box::new(DeflateDecoder::new(buffered)) } else { Box::new(buffered) };
        let reader = Box::new(Checked { content, read: Crc::new(), expected: member.checksum });
        Ok(Self { stream: stream.to_owned(), reader, compression: Some("zip"), stored, newlines: 0, left: u64::MAX })
    }

    /// The same content up to byte `end`: a file that is still being written has more each time.
    pub(super) fn until(self, end: u64) -> Self {
        Self { left: end, ..self }
    }

    /// What errors call the file.
    pub(super) fn stream(&self) -> &str {
        &self.stream
    }

    /// How the file is compressed, where it is.
    pub(super) fn compression(&self) -> Option<&'static str> {
        self.compression
    }

    /// Counts the bytes read so far of the file as stored.
    pub(super) fn stored(&self) -> Arc<AtomicU64> {
        self.stored.clone()
    }

    /// Reads some of the content into `buffer`; 0 at the end.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, ConnectorError> {
        let wanted = usize::try_from(self.left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let buffer = &mut buffer[..wanted];
        loop {
            match self.reader.read(buffer) {
                Ok(count) => {
                    self.left -= count as u64;
                    self.newlines += newlines(&buffer[..count]);
                    return Ok(count);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.error(&error)),
            }
        }
    }

    fn error(&self, error: &io::Error) -> ConnectorError {
        match self.compression {
            Some(_) if error.kind() == io::ErrorKind::UnexpectedEof => self.cut_short(),
            Some(compression) => {
                self.damaged(FileFault::Damaged { compression: compression.to_owned(), reason: error.to_string() })
            }
            None => ConnectorError::Read { stream: self.stream.clone(), message: error.to_string() },
        }
    }

    fn cut_short(&self) -> ConnectorError {
        self.damaged(FileFault::CutShort { compression: self.compression.unwrap_or_default().to_owned() })
    }

    fn damaged(&self, fault: FileFault) -> ConnectorError {
        damage(&self.stream, Some(self.newlines + 1), fault)
    }
}

/// `BZh` and the size of its blocks, 1 to 9: letters, with which a text may begin.
fn is_bzip2(magic: &[u8]) -> bool {
    magic.strip_prefix(BZIP2).is_some_and(|size| matches!(size, [b'1'..=b'9']))
}

/// How many line ends there are in `bytes`.
pub(super) fn newlines(bytes: &[u8]) -> u64 {
    // Sums of up to 255 fit a byte, which the compiler turns into wide instructions.
    bytes.chunks(255).map(|chunk| u64::from(chunk.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>())).sum()
}
