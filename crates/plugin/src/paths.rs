//! Which files a path or glob names.

use std::{
    collections::{BTreeSet, VecDeque},
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Component, Path, PathBuf},
};

use glob::Pattern;

/// Stands for any number of folders.
const DEEP: &str = "**";

/// Why the files that a pattern names are not known.
#[derive(Debug, thiserror::Error)]
pub enum PathsError {
    /// It is no pattern.
    #[error("{0}")]
    Pattern(#[from] glob::PatternError),
    /// A folder cannot be read.
    #[error("cannot read `{}`: {error}", .path.display())]
    Read {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// What `pattern` names, in the order of the paths: files and folders, of a `**` at its end nothing.
///
/// Links are followed. Those below a `**` may lead in circles, and two of them into more paths than anybody can walk: there a folder is
/// walked once, by the path that has no link where one leads to it.
///
/// # Errors
/// It is no pattern, or a folder on the way cannot be read.
pub fn paths_of(pattern: &str) -> Result<Vec<PathBuf>, PathsError> {
    Pattern::new(pattern)?;
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    if parts.contains(&DEEP) { Walk::new(pattern, parts)?.all() } else { plain(pattern) }
}

fn plain(pattern: &str) -> Result<Vec<PathBuf>, PathsError> {
    let unread =
        |error: glob::GlobError| PathsError::Read { path: error.path().to_owned(), error: io::Error::from(error) };
    glob::glob(pattern)?.map(|path| path.map_err(unread)).collect()
}

/// A folder, and the part of the pattern that what is in it is held against.
type Step = (PathBuf, usize);

/// A walk along the parts of a pattern.
struct Walk {
    parts: Vec<(String, Pattern)>,
    /// What is walked next; links once nothing else is left.
    folders: VecDeque<Step>,
    links: VecDeque<Step>,
    /// Device and inode of the folders that were walked, and the part they were walked for: whatever else leads there finds the same.
    walked: BTreeSet<(u64, u64, usize)>,
    found: BTreeSet<PathBuf>,
}

impl Walk {
    fn new(pattern: &str, parts: Vec<&str>) -> Result<Self, PathsError> {
        let is_absolute = matches!(Path::new(pattern).components().next(), Some(Component::RootDir));
        let start = PathBuf::from(if is_absolute { "/" } else { "" });
        let compiled =
            parts.into_iter().map(|part| -> Result<_, PathsError> { Ok((part.to_owned(), Pattern::new(part)?)) });
        Ok(Self {
            parts: compiled.collect::<Result<_, PathsError>>()?,
            folders: VecDeque::from([(start, 0)]),
            links: VecDeque::new(),
            walked: BTreeSet::new(),
            found: BTreeSet::new(),
        })
    }

    fn all(mut self) -> Result<Vec<PathBuf>, PathsError> {
        while let Some((folder, at)) = self.folders.pop_front().or_else(|| self.links.pop_front()) {
            let stat = fs::metadata(opened(&folder)).ok().filter(fs::Metadata::is_dir);
            if stat.is_some_and(|stat| self.walked.insert((stat.dev(), stat.ino(), at))) {
                self.step(&folder, at)?;
            }
        }
        Ok(self.found.into_iter().collect())
    }

    fn step(&mut self, folder: &Path, at: usize) -> Result<(), PathsError> {
        let (part, pattern) = self.parts[at].clone();
        if part == DEEP {
            if at + 1 < self.parts.len() {
                self.folders.push_front((folder.to_owned(), at + 1));
            }
            entries(folder)?.into_iter().for_each(|entry| self.enter(entry, at));
        } else if part.contains(['*', '?', '[']) {
            let fits = |entry: &PathBuf| {
                entry.file_name().and_then(|name| name.to_str()).is_some_and(|name| pattern.matches(name))
            };
            entries(folder)?.into_iter().filter(fits).for_each(|entry| self.take(entry, at));
        } else {
            self.take(folder.join(part), at);
        }
        Ok(())
    }

    /// Takes a path that fits all parts up to `at`.
    fn take(&mut self, path: PathBuf, at: usize) {
        if at + 1 < self.parts.len() {
            self.enter(path, at + 1);
        } else if path.symlink_metadata().is_ok() {
            self.found.insert(path);
        }
    }

    /// Has the folder at `path`, if it is one, walked for the part `at`.
    fn enter(&mut self, path: PathBuf, at: usize) {
        if path.is_symlink() {
            self.links.push_back((path, at));
        } else if path.is_dir() {
            self.folders.push_back((path, at));
        }
    }
}

/// The folder as the system calls it.
fn opened(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// What is in `folder`, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, PathsError> {
    let unread = |error| PathsError::Read { path: folder.to_owned(), error };
    let names: Result<Vec<_>, _> =
        fs::read_dir(opened(folder)).map_err(unread)?.map(|entry| entry.map(|entry| entry.file_name())).collect();
    let mut names = names.map_err(unread)?;
    names.sort_unstable();
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// The paths that `pattern` names in a folder with these files and links, as they are called there.
    fn named(files: &[&str], links: &[(&str, &str)], pattern: &str) -> Vec<String> {
        let dir = Dir::new();
        for file in files {
            fs::create_dir_all(dir.0.join(file).parent().unwrap()).unwrap();
            fs::write(dir.0.join(file), "").unwrap();
        }
        for (to, link) in links {
            symlink(to, dir.0.join(link)).unwrap();
        }
        let found = paths_of(&format!("{}/{pattern}", dir.0.display())).unwrap();
        found.iter().map(|path| path.strip_prefix(&dir.0).unwrap().display().to_string()).collect()
    }

    /// A folder of its own that goes with the test.
    struct Dir(PathBuf);

    impl Dir {
        fn new() -> Self {
            static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
            let nth = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let dir = std::env::temp_dir().join(format!("jauge-paths-{}-{nth}", std::process::id()));
            fs::create_dir_all(&dir).unwrap();
            Self(dir)
        }
    }

    impl Drop for Dir {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn links_in_circles_are_walked_once() {
        let links = [(".", "in/one"), (".", "in/two"), ("../../in", "in/deep/up")];
        let found = named(&["in/a.csv", "in/deep/b.csv"], &links, "in/**/*.csv");
        assert_eq!(found, ["in/a.csv", "in/deep/b.csv"]);
    }

    #[test]
    fn a_file_that_only_a_link_leads_to_is_found() {
        let files = ["x/2026-11/a.csv", "x/.hidden/2026-11/b.csv", "y/c.csv"];
        let links = [("2026-11", "x/current"), ("../y", "x/other")];
        assert_eq!(named(&files, &links, "x/**/current/*.csv"), ["x/current/a.csv"]);
        assert_eq!(
            named(&files, &links, "x/**/*.csv"),
            ["x/.hidden/2026-11/b.csv", "x/2026-11/a.csv", "x/other/c.csv"]
        );
    }

    #[test]
    fn without_links_a_pattern_names_what_it_always_did() {
        let files = ["a.csv", "b/a.csv", "b/c/a.csv", "b/c/d.txt", "b/[c]/e.csv"];
        for pattern in
            ["**/*.csv", "**/**/a.csv", "b/**/c/*", "**/b/**/*.txt", "b/**", "b/**/[[]c]/?.csv", "**/nothing"]
        {
            let dir = Dir::new();
            for file in files {
                fs::create_dir_all(dir.0.join(file).parent().unwrap()).unwrap();
                fs::write(dir.0.join(file), "").unwrap();
            }
            let whole = format!("{}/{pattern}", dir.0.display());
            let is_file = |path: &PathBuf| path.is_file();
            let mut wanted: Vec<PathBuf> = plain(&whole).unwrap().into_iter().filter(is_file).collect();
            wanted.sort();
            wanted.dedup();
            assert_eq!(paths_of(&whole).unwrap().into_iter().filter(is_file).collect::<Vec<_>>(), wanted, "{pattern}");
        }
        assert!(matches!(paths_of("a**"), Err(PathsError::Pattern(_))));
    }
}
