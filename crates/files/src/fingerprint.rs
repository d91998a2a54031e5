//! What identifies the content of a file.

use blake3::Hasher;
use jauge_plugin::ConnectorError;

use super::input::Input;

/// What identifies the content of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// Length of the decompressed content.
    pub bytes: u64,
    /// Hash of the decompressed content, 64 hexadecimal digits: no one can make another content with it.
    pub hash: String,
    /// Hash of the first `n` bytes, for each `n` asked for; `None` where the content is shorter.
    pub heads: Vec<Option<String>>,
}

/// Hashes the content of `input`, and each of its first `heads` bytes, in one pass.
pub(super) fn of(mut input: Input, heads: &[u64]) -> Result<Fingerprint, ConnectorError> {
    let mut wanted: Vec<u64> = heads.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let mut found = Vec::with_capacity(wanted.len());
    let (mut hasher, mut bytes) = (Hasher::new(), 0u64);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = input.read(&mut buffer)?;
        let mut chunk = &buffer[..read];
        while let Some(head) = wanted.get(found.len()).copied().filter(|head| *head <= bytes + chunk.len() as u64) {
            let (before, after) = chunk.split_at((head - bytes) as usize);
            hasher.update(before);
            (bytes, chunk) = (head, after);
            found.push((head, hex(&hasher)));
        }
        hasher.update(chunk);
        bytes += chunk.len() as u64;
        if read == 0 {
            break;
        }
    }
    let place = |head: &u64| found.binary_search_by_key(head, |(length, _)| *length).ok();
    let hash_of = |head: &u64| place(head).map(|nth| found[nth].1.clone());
    Ok(Fingerprint { bytes, hash: hex(&hasher), heads: heads.iter().map(hash_of).collect() })
}

fn hex(hasher: &Hasher) -> String {
    hasher.finalize().to_hex().to_string()
}
