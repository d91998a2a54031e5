//! What a failed command leaves, without what differs from run to run: two points that leave the same are one.

use std::{fs, path::Path};

use super::{faults::settled, shop::Shop};

/// All files below `.jauge` and `plugins`, and the lock file: their names, texts, and whether data files are whole.
pub fn of(shop: &Shop, said: bool) -> String {
    let mut files = Vec::new();
    for part in [".jauge", "plugins", "jauge.lock", "jauge.toml"] {
        walk(&shop.path(part), &shop.path(""), &mut files);
    }
    walk(&shop.folder.join("home"), &shop.folder, &mut files);
    files.sort();
    format!("{said}\n{}", files.join("\n"))
}

fn walk(path: &Path, root: &Path, files: &mut Vec<String>) {
    let name = settled(&path.strip_prefix(root).unwrap_or(path).to_string_lossy());
    if path.is_dir() {
        files.push(format!("{name}/"));
        for entry in fs::read_dir(path).unwrap() {
            walk(&entry.unwrap().path(), root, files);
        }
    } else if name.contains("files.json") {
        // A cache of when files changed and where they lie.
        files.push(name);
    } else if let Ok(bytes) = fs::read(path) {
        files.push(format!("{name} {}", content(&bytes)));
    }
}

fn content(bytes: &[u8]) -> String {
    let is_whole = bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1");
    match std::str::from_utf8(bytes) {
        _ if is_whole => "whole".to_owned(),
        Ok(text) => settled(text),
        Err(_) => "binary".to_owned(),
    }
}
