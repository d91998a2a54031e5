//! Where what cannot be read is put: the folder `damaged` of the store, out of everybody's way.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The folder of what was set aside.
#[derive(Clone, Debug)]
pub struct SetAside {
    dir: PathBuf,
}

impl SetAside {
    /// That of the store in `store`.
    pub fn of(store: &Path) -> Self {
        Self { dir: store.join("damaged") }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// True where something lies in it.
    pub fn has_any(&self) -> bool {
        fs::read_dir(&self.dir).is_ok_and(|mut entries| entries.next().is_some())
    }

    /// Puts what stands in the place of the store's own file `path` there, where it is no file.
    pub(crate) fn put_foreign(&self, path: &Path) -> io::Result<()> {
        let is_foreign = path.symlink_metadata().is_ok_and(|found| !found.is_file());
        if is_foreign { self.put("", path) } else { Ok(()) }
    }

    /// Puts the file or folder `path` of `table` there. One that is not there is no error.
    pub(super) fn put(&self, table: &str, path: &Path) -> io::Result<()> {
        let Some(name) = path.file_name() else { return Ok(()) };
        let dir = self.dir.join(table);
        jauge_durable::make_folder(&dir)?;
        match fs::rename(path, free(&dir.join(name))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
            Ok(()) => path.parent().map_or(Ok(()), jauge_durable::sync_folder),
        }
    }
}

/// `path`, or with the first number at its end that makes it a free one.
fn free(path: &Path) -> PathBuf {
    let numbered = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{number}"));
        PathBuf::from(name)
    };
    let all = std::iter::once(path.to_owned()).chain((2..).map(numbered));
    all.into_iter().find(|path| !path.exists()).unwrap_or_else(|| path.to_owned())
}
