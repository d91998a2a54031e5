//! Bytes made from those of a corpus: cut, doubled, flipped, spliced, with tokens that parsers stumble over.

use std::{fs, path::Path};

/// Numbers that look random and are the same each time.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap()
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// What is put into texts of every kind.
const TOKENS: [&str; 26] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    "=",
    "\n",
    "\r\n",
    "\t",
    "\\",
    "\u{feff}",
    "\0",
    "-9223372036854775808",
    "18446744073709551616",
    "1e999",
    "0x",
    "NaN",
    "é",
    "\u{202e}",
    "--",
    "/*",
    ";",
    "null",
    "9999-12-31",
];

/// The texts in a folder of the corpus, by name.
pub fn corpus(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("mutated/corpus").join(folder);
    let mut found: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "{} is empty", folder.display());
    found
}

/// `bytes` after one to four changes; `tokens` are those of its language, `others` what parts are taken from.
pub fn mutated(random: &mut Random, bytes: &[u8], tokens: &[&str], others: &[&[u8]]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + 1 + random.below(24)).min(bytes.len());
        match random.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => drop(bytes.drain(at.min(end)..end)),
            2 => {
                let part = bytes[at.min(end)..end].to_vec();
                splice(&mut bytes, at, &part);
            }
            3 => bytes.truncate(at),
            4 => {
                let other = *random.one(others);
                let from = random.below(other.len());
                splice(&mut bytes, at, &other[from..(from + random.below(48)).min(other.len())]);
            }
            5 => splice(&mut bytes, at, random.one(&TOKENS).repeat(1 + random.below(3)).as_bytes()),
            6 => {
                let deep = random.one(&["(", "[", "{\"a\":", "-", "NOT ", "a."]).repeat(1 << random.below(13));
                splice(&mut bytes, at, deep.as_bytes());
            }
            _ if !tokens.is_empty() => splice(&mut bytes, at, random.one(tokens).as_bytes()),
            _ => {}
        }
    }
    bytes
}

fn splice(bytes: &mut Vec<u8>, at: usize, part: &[u8]) {
    let rest = bytes.split_off(at);
    bytes.extend_from_slice(part);
    bytes.extend(rest);
}
