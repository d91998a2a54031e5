//! The files of a folder that a command names: what it runs, and what it is given.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter::once,
    path::{Path, PathBuf},
};

use crate::{
    digest::{content, sha256},
    outside::without_dots,
};

/// Folders that a command may go into before it names a file.
const FOLDERS: usize = 8;

/// What ends a word where it is not quoted, blanks beside.
const BETWEEN: [char; 9] = [';', '|', '&', '<', '>', '(', ')', '$', '`'];

/// The files below `root` that the shell's command `line` names, run in that folder: their paths there with the SHA-256 of what they
/// hold, which is empty where they cannot be read. What a command finds otherwise (by a variable, a pattern, or in a file) is not among
/// them.
pub fn command_files(root: &Path, line: &str) -> BTreeMap<String, String> {
    let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let words = words(line);
    let folders = words.iter().map(|word| root.join(word)).filter(|folder| folder.is_dir());
    let from: Vec<PathBuf> = once(root.clone()).chain(folders.take(FOLDERS)).collect();
    let named = words.iter().flat_map(|word| from.iter().map(move |folder| folder.join(word)));
    named.filter_map(|path| below(&root, &path)).collect()
}

/// The path of a file in `root`, by whatever name, and the hash of what it holds.
fn below(root: &Path, path: &Path) -> Option<(String, String)> {
    let written = without_dots(path);
    let inside = match written.strip_prefix(root) {
        Ok(inside) => inside.to_owned(),
        Err(_) => path.canonicalize().ok()?.strip_prefix(root.canonicalize().ok()?).ok()?.to_owned(),
    };
    let hash = || content(path).map(|bytes| sha256(&bytes)).unwrap_or_default();
    path.is_file().then(|| (inside.to_string_lossy().into_owned(), hash()))
}

/// The words of `line`, and those within its words: a quoted one may be a command itself, as after `sh -c`.
fn words(line: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![line.replace("${PWD}", ".").replace("$PWD", ".")];
    while let Some(text) = left.pop() {
        for word in split(&text) {
            let is_new = found.insert(word.clone());
            // As in `--file=NAME`.
            found.extend(word.split('=').filter(|part| !part.is_empty()).map(str::to_owned));
            if is_new && word.len() < text.len() {
                left.push(word);
            }
        }
    }
    found
}

/// `text` cut where the shell cuts it, without quotes.
fn split(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match (char, quote) {
            ('\\', None | Some('"')) => word.extend(chars.next()),
            ('"' | '\'', None) => quote = Some(char),
            (mark, Some(open)) if mark == open => quote = None,
            (mark, None) if mark.is_whitespace() || BETWEEN.contains(&mark) => words.push(std::mem::take(&mut word)),
            _ => word.push(char),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_a_command_runs_and_is_given_is_named_in_any_way() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir(root.join("bin")).unwrap();
        for file in ["get.sh", "bin/get", "my key", "a=b"] {
            fs::write(root.join(file), file).unwrap();
        }
        let whole = format!("{}/get.sh", root.display());
        for (line, files) in [
            ("./get.sh", "get.sh"),
            ("sh get.sh --key='my key'", "get.sh, my key"),
            ("cat my\\ key | bin/../bin/get", "bin/get, my key"),
            ("cd bin && ./get", "bin/get"),
            ("sh -c \"exec './get.sh' x\"", "get.sh"),
            ("echo \"$(\"$PWD\"/get.sh)\"", "get.sh"),
            ("x=`./get.sh`; echo $x", "get.sh"),
            ("bin/get <a=b", "a=b, bin/get"),
            (whole.as_str(), "get.sh"),
            ("pass show crm; /bin/sh none", ""),
        ] {
            let found: Vec<String> = command_files(root, line).into_keys().collect();
            assert_eq!(found.join(", "), files, "{line}");
        }
    }

    #[test]
    fn an_edited_script_is_another_one_and_a_link_is_what_it_leads_to() {
        let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (script, tool) = (dir.path().join("get.sh"), other.path().join("tool"));
        fs::write(&tool, "one").unwrap();
        std::os::unix::fs::symlink(&tool, &script).unwrap();
        let before = command_files(dir.path(), "./get.sh");
        assert_eq!(before, [("get.sh".to_owned(), sha256(b"one"))].into());
        fs::write(&tool, "two").unwrap();
        assert_ne!(command_files(dir.path(), "./get.sh"), before);
        fs::remove_file(&script).unwrap();
        assert!(command_files(dir.path(), "./get.sh").is_empty());
    }
}
