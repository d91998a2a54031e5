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
const BUFFER: usize = 128 * 1024;

/// A line longer than this is no event.
const LONGEST: u64 = 64 << 20;

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

    /// Reads the next line into `line`, with its end; false at the end of the file.
    pub(crate) fn next_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        line.clear();
        let count = self.reader.by_ref().take(LONGEST).read_until(b'\n', line)? as u64;
        if count == LONGEST && line.last() != Some(&b'\n') {
            return Err(io::Error::other(format!("line {} is longer than {} MB", self.line + 1, LONGEST >> 20)));
        }
        self.offset += count;
        self.line += u64::from(count > 0);
        Ok(count > 0)
    }

    /// Bytes read so far of the file as stored.
    pub(crate) fn stored(&self) -> u64 {
        self.stored.load(Ordering::Relaxed)
    }
}
