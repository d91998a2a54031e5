//! What lies outside of a folder, whatever it is called.

use std::{
    collections::HashMap,
    fs,
    path::{Component, Path, PathBuf},
};

/// Where `path`, a file, folder or pattern taken from the folder `root`, leads outside of that folder; `None` where it stays inside.
///
/// Links are followed as the system follows them, and `..` is taken both ways: after the links and before them.
pub fn outside(root: &Path, path: &Path) -> Option<PathBuf> {
    let root = real(root);
    let as_system = resolved(&root, path);
    let as_written = resolved(&root, &without_dots(path));
    [as_system, as_written].into_iter().find(|place| !place.starts_with(&root))
}

/// Finds links that lead out of a folder among the files below it; each folder on the way is looked at once.
#[derive(Debug)]
pub struct Links {
    written: PathBuf,
    root: PathBuf,
    /// Folders and files outside, which patterns name.
    beyond: Vec<PathBuf>,
    folders: HashMap<PathBuf, PathBuf>,
}

impl Links {
    /// Of the files below `root`.
    pub fn of(root: &Path) -> Self {
        Self { written: root.to_owned(), root: real(root), beyond: Vec::new(), folders: HashMap::new() }
    }

    /// Also of the files that `pattern` names, taken from the folder, where it leads outside: they may lead no further than into the
    /// folder that its fixed part names.
    #[must_use]
    pub fn and_of(mut self, pattern: &Path) -> Self {
        if outside(&self.written, pattern).is_some() {
            let is_fixed = |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
            let fixed: PathBuf = pattern.components().take_while(is_fixed).collect();
            self.beyond.push(real(&self.written.join(fixed)));
        }
        self
    }

    /// Where `file` leads, where that is out of what it is named as: the folder, or the folder of a pattern outside.
    pub fn out(&mut self, file: &Path) -> Option<PathBuf> {
        // What is written with `..` is named as what it is.
        let named = without_dots(file);
        let is_below = named.starts_with(&self.written) || named.starts_with(&self.root);
        if !is_below && self.beyond.is_empty() {
            return None;
        }
        let folder = file.parent()?;
        let folder = self.folders.entry(folder.to_owned()).or_insert_with(|| real(folder));
        let place = folder.join(file.file_name()?);
        let is_link = fs::symlink_metadata(&place).is_ok_and(|file| file.file_type().is_symlink());
        let place = if is_link { real(&place) } else { place };
        let is_inside = std::iter::once(&self.root).chain(&self.beyond).any(|folder| place.starts_with(folder));
        (!is_inside).then_some(place)
    }
}

/// `path` without links, as far as it is there.
fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    resolved(Path::new("/"), &whole)
}

/// `path` from the folder `from`, its links followed as far as it is there; patterns are names that are not there.
fn resolved(from: &Path, path: &Path) -> PathBuf {
    let mut place = from.to_owned();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(place.pop()),
            part => {
                place.push(part);
                if let Ok(there) = place.canonicalize() {
                    place = there;
                } else if let Ok(target) = fs::read_link(&place) {
                    // A link to what is not there yet leads there all the same.
                    place.pop();
                    place.push(without_dots(&place.join(target)));
                }
            }
        }
    }
    place
}

/// `path` without `.` and, as far as there is something before it, `..`.
pub(crate) fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some_and(|name| name != "..") => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A workspace `home/site` beside `home/keys/id`, without links in its own path.
    fn home() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().canonicalize().unwrap();
        let (site, keys) = (home.join("site"), home.join("keys"));
        fs::create_dir_all(site.join("in")).unwrap();
        fs::create_dir_all(&keys).unwrap();
        fs::write(keys.join("id"), "key").unwrap();
        (dir, site, keys)
    }

    #[test]
    fn what_stays_in_the_folder_is_inside() {
        let (_dir, site, _) = home();
        let whole = site.join("in/a.csv");
        for path in
            ["in/*.csv", "in/../in/a.csv", "./in", "not/there/yet.csv", "**/*", whole.to_str().unwrap(), "a:b?c"]
        {
            assert_eq!(outside(&site, Path::new(path)), None, "{path}");
        }
    }

    #[test]
    fn absolute_paths_and_dots_lead_out() {
        let (_dir, site, keys) = home();
        for path in ["../keys/id", "in/../../keys/id", "*/../../keys/id", keys.join("id").to_str().unwrap()] {
            assert_eq!(outside(&site, Path::new(path)), Some(keys.join("id")), "{path}");
        }
        assert_eq!(outside(&site, Path::new("/etc/*.conf")), Some(PathBuf::from("/etc/*.conf")));
        assert_eq!(outside(&site, Path::new("../site-2/x")), Some(site.parent().unwrap().join("site-2/x")));
    }

    #[test]
    fn links_lead_out_whatever_they_are_called() {
        let (_dir, site, keys) = home();
        symlink(&keys, site.join("in/folder")).unwrap();
        symlink("../keys", site.join("relative")).unwrap();
        symlink(keys.join("not-yet"), site.join("later")).unwrap();
        assert_eq!(outside(&site, Path::new("in/folder/*.csv")), Some(keys.join("*.csv")));
        assert_eq!(outside(&site, Path::new("relative/id")), Some(keys.join("id")));
        assert_eq!(outside(&site, Path::new("later")), Some(keys.join("not-yet")));
        // The system takes `..` after the link, a reader of the text before it.
        assert_eq!(outside(&site, Path::new("in/folder/../x")), Some(site.parent().unwrap().join("x")));
    }

    #[test]
    fn links_among_files_are_found() {
        let (_dir, site, keys) = home();
        fs::write(site.join("in/a.csv"), "a").unwrap();
        symlink(site.join("in/a.csv"), site.join("in/b.csv")).unwrap();
        symlink(keys.join("id"), site.join("in/c.csv")).unwrap();
        let mut links = Links::of(&site);
        assert_eq!(links.out(&site.join("in/a.csv")), None);
        assert_eq!(links.out(&site.join("in/b.csv")), None);
        assert_eq!(links.out(&site.join("in/c.csv")), Some(keys.join("id")));
        assert_eq!(links.out(&keys.join("id")), None, "it is named as what it is");
        assert_eq!(links.out(&site.join("../keys/id")), None, "and so it is this way");
        assert_eq!(links.out(&site.join("in/../in/c.csv")), Some(keys.join("id")));
        symlink(&keys, site.join("deep")).unwrap();
        assert_eq!(links.out(&site.join("deep/id")), Some(keys.join("id")));
    }

    #[test]
    fn links_out_of_the_folder_of_a_pattern_are_found() {
        let (_dir, site, keys) = home();
        let beside = site.parent().unwrap().join("beside");
        fs::create_dir_all(beside.join("deep")).unwrap();
        fs::write(beside.join("deep/a.csv"), "a").unwrap();
        symlink(beside.join("deep/a.csv"), beside.join("b.csv")).unwrap();
        symlink(keys.join("id"), beside.join("c.csv")).unwrap();
        symlink(&keys, beside.join("keys")).unwrap();
        for pattern in [beside.join("**/*.csv"), PathBuf::from("../beside/*.csv")] {
            let mut links = Links::of(&site).and_of(&pattern);
            for file in ["deep/a.csv", "b.csv"] {
                assert_eq!(links.out(&beside.join(file)), None, "{file}");
                assert_eq!(links.out(&site.join("../beside").join(file)), None, "{file}");
            }
            assert_eq!(links.out(&beside.join("c.csv")), Some(keys.join("id")));
            assert_eq!(links.out(&site.join("../beside/c.csv")), Some(keys.join("id")));
            assert_eq!(links.out(&beside.join("keys/id")), Some(keys.join("id")));
        }
        // A folder of the workspace that is a link is what it leads to.
        symlink(&beside, site.join("link")).unwrap();
        let mut links = Links::of(&site).and_of(Path::new("link/*.csv"));
        assert_eq!(links.out(&site.join("link/b.csv")), None);
        assert_eq!(links.out(&site.join("link/c.csv")), Some(keys.join("id")));
        // A pattern that is one file is that file, whatever it is called.
        let mut links = Links::of(&site).and_of(&beside.join("c.csv"));
        assert_eq!(links.out(&beside.join("c.csv")), None);
    }
}
