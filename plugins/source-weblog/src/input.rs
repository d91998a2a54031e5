//! The lines of a file, decompressed.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::bufread::MultiGzDecoder;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// What some editors and servers put before UTF-8.
const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];
const BUFFER: usize = 128 * 1024;

/// More of a line than this is not kept: no server writes longer ones, and a file damaged in a crash may be one long line.
pub(crate) const LONGEST: u64 = 1 << 20;

/// The lines of a file.
pub(crate) struct Input {
    reader: Box<dyn BufRead + Send>,
    stored: Arc<AtomicU64>,
    /// Where the next line starts, in bytes of the decompressed content.
    pub(crate) offset: u64,
    /// How many lines were read.
    pub(crate) line: u64,
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
    /// Opens the file at `path`; its first bytes say how it is compressed.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let stored = Arc::new(AtomicU64::new(0));
        let counted = Counted { file: File::open(path)?, bytes: stored.clone() };
        let mut buffered = BufReader::with_capacity(BUFFER, counted);
        let magic = buffered.fill_buf()?;
        let reader: Box<dyn BufRead + Send> = if magic.starts_with(&GZIP) {
            Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(buffered)))
        } else if magic.starts_with(&ZSTD) {
            Box::new(BufReader::with_capacity(BUFFER, zstd::Decoder::with_buffer(buffered)?))
        } else {
            Box::new(buffered)
        };
        Ok(Self { reader, stored, offset: 0, line: 0 })
    }

    /// Reads the next line into `line`, without its end and without what is beyond [`LONGEST`]; false at the end of the file.
    pub(crate) fn next_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        line.clear();
        let mut count = self.reader.by_ref().take(LONGEST).read_until(b'\n', line)?;
        if count as u64 == LONGEST && !line.ends_with(b"\n") {
            count += self.rest_of_line()?;
        }
        self.offset += count as u64;
        self.line += u64::from(count > 0);
        if self.line == 1 && line.starts_with(&MARK) {
            line.drain(..MARK.len());
        }
        let ends = line.iter().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        line.truncate(line.len() - ends);
        Ok(count > 0)
    }

    fn rest_of_line(&mut self) -> io::Result<usize> {
        let mut count = 0;
        loop {
            let buffer = self.reader.fill_buf()?;
            let end = memchr::memchr(b'\n', buffer).map(|end| end + 1);
            let used = end.unwrap_or(buffer.len());
            self.reader.consume(used);
            count += used;
            if end.is_some() || used == 0 {
                return Ok(count);
            }
        }
    }

    /// Bytes read so far of the file as stored.
    pub(crate) fn stored(&self) -> u64 {
        self.stored.load(Ordering::Relaxed)
    }
}
