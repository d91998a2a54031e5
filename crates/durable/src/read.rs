//! Files read in a folder that somebody else may have prepared: no link of theirs leads out of it, and nothing is waited for or
//! read without end.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Read},
    path::{Path, PathBuf},
};

use jauge_domain::ReadFault;

/// `path` without links, where that lies in the folder `root`.
///
/// # Errors
/// It is not there, or leads out: [`ReadFault::of`] tells which.
pub fn within(root: &Path, path: &Path) -> io::Result<PathBuf> {
    let real = match path.canonicalize() {
        Ok(real) => real,
        // A link to nothing is not nothing.
        Err(_) if path.is_symlink() => return Err(ReadFault::LeadsOut.into()),
        Err(error) => return Err(error),
    };
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    match real.starts_with(root.canonicalize()?) {
        true => Ok(real),
        false => Err(ReadFault::LeadsOut.into()),
    }
}

/// What the file at `path` holds, where that lies in the folder `root`; links that stay inside are followed.
///
/// # Errors
/// The file is not there or the system does not read it; it leads out of the folder, is a folder, a pipe or a device, or is longer
/// than [`ReadFault::MOST`]. [`ReadFault::of`] tells which.
pub fn read_within(root: &Path, path: &Path) -> io::Result<Vec<u8>> {
    bytes(open(&within(root, path)?)?)
}

/// What `file` holds.
fn bytes(file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(ReadFault::MOST + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > ReadFault::MOST {
        true => Err(ReadFault::TooLong.into()),
        false => Ok(bytes),
    }
}

/// As [`read_within`], of a text.
///
/// # Errors
/// As [`read_within`], and where it is no UTF-8.
pub fn read_text_within(root: &Path, path: &Path) -> io::Result<String> {
    io::read_to_string(read_within(root, path)?.as_slice())
}

/// What the file at `path` holds, which must be the user's own: no link, and nobody else's to write.
///
/// # Errors
/// As [`read_within`], and [`ReadFault::NotYours`].
pub fn read_own(path: &Path) -> io::Result<Vec<u8>> {
    if path.is_symlink() {
        return Err(ReadFault::NotYours.into());
    }
    let file = open(path)?;
    match is_own(&file.metadata()?) {
        true => bytes(file),
        false => Err(ReadFault::NotYours.into()),
    }
}

/// True for a file of whoever runs this program, which nobody else can write. Where the system does not tell who that is, the owner is
/// not looked at.
#[cfg(unix)]
fn is_own(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    let user = fs::metadata("/proc/self").ok().map(|process| process.uid());
    found.mode() & 0o022 == 0 && user.is_none_or(|user| user == found.uid())
}

#[cfg(not(unix))]
fn is_own(_: &Metadata) -> bool {
    true
}

/// Opens the file at `path`, which is no link by now. A pipe is not waited for.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use nix::fcntl::OFlag;
        let flags = OFlag::O_NONBLOCK | OFlag::O_NOFOLLOW;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits());
    }
    let file = options.open(path)?;
    let found = file.metadata()?;
    match (found.is_file(), found.len() > ReadFault::MOST) {
        (false, _) => Err(ReadFault::NoFile.into()),
        (true, true) => Err(ReadFault::TooLong.into()),
        (true, false) => Ok(file),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use nix::{sys::stat::Mode, unistd::mkfifo};

    use super::*;

    fn fault(root: &Path, name: &str) -> ReadFault {
        read_within(root, &root.join(name)).map_or_else(|error| ReadFault::of(&error), |_| panic!("{name} was read"))
    }

    #[test]
    fn links_are_followed_as_far_as_they_stay_inside() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("site");
        fs::create_dir_all(root.join("queries")).unwrap();
        fs::write(dir.path().join("key"), "secret").unwrap();
        fs::write(root.join("a.sql"), "inside").unwrap();
        symlink("../a.sql", root.join("queries/a.sql")).unwrap();
        symlink("../key", root.join("out.sql")).unwrap();
        symlink("not-yet", root.join("dangling")).unwrap();
        symlink(dir.path(), root.join("above")).unwrap();
        symlink("/dev/zero", root.join("zero")).unwrap();
        assert_eq!(read_text_within(&root, &root.join("queries/a.sql")).unwrap(), "inside");
        for name in ["out.sql", "dangling", "above/key", "../key", "zero"] {
            assert_eq!(fault(&root, name), ReadFault::LeadsOut, "{name}");
        }
        let none = read_within(&root, &root.join("none")).unwrap_err();
        assert_eq!(none.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn what_has_no_end_is_neither_waited_for_nor_read() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir(root.join("folder")).unwrap();
        mkfifo(&root.join("pipe"), Mode::S_IRWXU).unwrap();
        File::create(root.join("long")).unwrap().set_len(ReadFault::MOST + 1).unwrap();
        File::create(root.join("longest")).unwrap().set_len(ReadFault::MOST).unwrap();
        assert_eq!(fault(root, "folder"), ReadFault::NoFile);
        assert_eq!(fault(root, "pipe"), ReadFault::NoFile);
        assert_eq!(fault(root, "long"), ReadFault::TooLong);
        assert_eq!(read_within(root, &root.join("longest")).unwrap().len() as u64, ReadFault::MOST);
    }

    #[test]
    fn what_others_can_write_or_lead_elsewhere_is_not_ones_own() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("a"), dir.path().join("b"));
        fs::write(&file, "mine").unwrap();
        symlink(&file, &link).unwrap();
        let may = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        may(0o644);
        assert_eq!(read_own(&file).unwrap(), b"mine");
        assert_eq!(ReadFault::of(&read_own(&link).unwrap_err()), ReadFault::NotYours);
        for mode in [0o666, 0o620, 0o602] {
            may(mode);
            assert_eq!(ReadFault::of(&read_own(&file).unwrap_err()), ReadFault::NotYours, "{mode:o}");
        }
        assert_eq!(read_own(&dir.path().join("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
