//! Whether an Arrow file's lengths fit the file: the reader allocates what they say before it looks.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use arrow::ipc::{root_as_footer, root_as_message};

const MAGIC: &[u8; 6] = b"ARROW1";

/// True where `file`, of `size` bytes, is of the file format, false for the stream format; `None` where a length in it
/// cannot be. Leaves the file at its start.
pub(super) fn check(file: &mut File, size: u64) -> io::Result<Option<bool>> {
    let mut magic = [0; 6];
    let is_file = size >= 6 && file.read_exact(&mut magic).is_ok() && magic == *MAGIC;
    let fits = if is_file { blocks_fit(file, size)? } else { messages_fit(file, size)? };
    file.rewind()?;
    Ok(fits.then_some(is_file))
}

/// Every block that the footer names is within the file.
fn blocks_fit(file: &mut File, size: u64) -> io::Result<bool> {
    let mut tail = [0; 10];
    if size < 20 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-10))?;
    file.read_exact(&mut tail)?;
    let length = u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]);
    if tail[4..] != *MAGIC || u64::from(length) + 10 > size {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-10 - i64::from(length)))?;
    let mut bytes = vec![0; length as usize];
    file.read_exact(&mut bytes)?;
    let footer = root_as_footer(&bytes).map_err(|error| io::Error::other(error.to_string()))?;
    let blocks = footer.recordBatches().into_iter().flatten().chain(footer.dictionaries().into_iter().flatten());
    let fits = |[offset, metadata, body]: [i64; 3]| {
        let end = offset.checked_add(metadata).and_then(|end| end.checked_add(body));
        offset >= 0 && metadata >= 0 && body >= 0 && end.is_some_and(|end| end.unsigned_abs() <= size)
    };
    Ok(blocks.map(|block| [block.offset(), block.metaDataLength().into(), block.bodyLength()]).all(fits))
}

/// Every message of the stream is within the file.
fn messages_fit(file: &mut File, size: u64) -> io::Result<bool> {
    let mut at = 0;
    loop {
        file.seek(SeekFrom::Start(at))?;
        let mut word = [0; 4];
        if size - at < 4 {
            return Ok(at > 0 && size == at);
        }
        file.read_exact(&mut word)?;
        at += 4;
        if word == [0xff; 4] {
            if size - at < 4 {
                return Ok(false);
            }
            file.read_exact(&mut word)?;
            at += 4;
        }
        let length = u64::from(u32::from_le_bytes(word));
        if length == 0 {
            return Ok(true);
        }
        if length > size - at {
            return Ok(false);
        }
        let mut bytes = vec![0; length as usize];
        file.read_exact(&mut bytes)?;
        let body = root_as_message(&bytes).map_err(|error| io::Error::other(error.to_string()))?.bodyLength();
        at += length;
        match u64::try_from(body) {
            Ok(body) if body <= size - at => at += body,
            _ => return Ok(false),
        }
    }
}
