//! Hashes of what is trusted.

use std::{collections::BTreeSet, fs, path::Path};

use jauge_domain::Power;
use sha2::{Digest, Sha256};
use toml::Value;

/// No driver is larger, in bytes.
const LARGEST: u64 = 1 << 30;

/// SHA-256 of `bytes`, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash of all of `powers`, whatever their order: what JAUGE_TRUST holds.
pub fn digest(powers: &[Power]) -> String {
    let sorted: BTreeSet<&Power> = powers.iter().collect();
    let parts = sorted.into_iter().map(|power| serde_json::to_string(power).unwrap_or_default());
    sha256(parts.collect::<Vec<_>>().join("\n").as_bytes())
}

/// SHA-256 of a driver: of its library, or of its manifest and all the files that names. `None` where it cannot be read.
pub fn driver_sha256(path: &Path) -> Option<String> {
    let bytes = content(path)?;
    let manifest = str::from_utf8(&bytes).ok().filter(|_| path.extension().is_some_and(|end| end == "toml"));
    let Some(manifest) = manifest.and_then(|text| text.parse::<toml::Table>().ok()) else {
        return Some(sha256(&bytes));
    };
    let mut named = Vec::new();
    files(&Value::Table(manifest), path.parent().unwrap_or(path), &mut named);
    let parts = std::iter::once(bytes).chain(named).map(|bytes| sha256(&bytes));
    Some(sha256(parts.collect::<Vec<_>>().join("\n").as_bytes()))
}

/// What a file holds that is one: a device or a pipe has no end.
pub(crate) fn content(path: &Path) -> Option<Vec<u8>> {
    fs::metadata(path).ok().filter(|file| file.is_file() && file.len() <= LARGEST)?;
    fs::read(path).ok()
}

/// Gathers what the files hold that a manifest in `dir` names.
fn files(value: &Value, dir: &Path, found: &mut Vec<Vec<u8>>) {
    match value {
        Value::String(name) => found.extend(content(&dir.join(name))),
        Value::Array(values) => values.iter().for_each(|value| files(value, dir, found)),
        Value::Table(table) => table.values().for_each(|value| files(value, dir, found)),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_of_what_is_there_and_not_of_the_order() {
        let reads = |path: &str| Power::Reads { source: "s".to_owned(), path: path.to_owned() };
        assert_eq!(digest(&[reads("/a"), reads("/b")]), digest(&[reads("/b"), reads("/a"), reads("/a")]));
        assert_ne!(digest(&[reads("/a")]), digest(&[reads("/b")]));
    }

    #[test]
    fn a_driver_is_another_one_once_what_its_manifest_names_has_changed() {
        let dir = tempfile::tempdir().unwrap();
        let (manifest, library) = (dir.path().join("db.toml"), dir.path().join("libdb.so"));
        fs::write(&manifest, "[Driver.shared]\nlinux_amd64 = \"libdb.so\"\n").unwrap();
        fs::write(&library, "one").unwrap();
        let before = driver_sha256(&manifest).unwrap();
        assert_eq!(driver_sha256(&manifest).unwrap(), before);
        fs::write(&library, "other").unwrap();
        assert_ne!(driver_sha256(&manifest).unwrap(), before);
        assert_eq!(driver_sha256(&library).unwrap(), sha256(b"other"));
        assert_eq!(driver_sha256(&dir.path().join("none.so")), None);
    }
}
