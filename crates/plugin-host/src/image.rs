//! A library as it is loaded: read once, hashed, and sealed, so that what was checked is what runs.

use std::{
    fs::{self, File},
    io::{self, Write},
    os::fd::{AsRawFd, OwnedFd},
    path::Path,
    thread,
    time::Duration,
};

use jauge_domain::ForeignFault;
use nix::{
    errno::Errno,
    fcntl::{FcntlArg, SealFlag, fcntl},
    sys::memfd::{MFdFlags, memfd_create},
};
use sha2::{Digest, Sha256};

/// How often sealing is tried again, and after how long.
const ATTEMPTS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(10);

/// A sealed copy of a library in memory. A child inherits it, and loads it by its descriptor.
pub(crate) struct Image {
    file: File,
    sha256: String,
    foreign: Option<ForeignFault>,
}

impl Image {
    /// Copies and seals the file at `path`.
    pub(crate) fn read(path: &Path) -> io::Result<Self> {
        let bytes = fs::read(path)?;
        // Left open across exec on purpose: it is how a child comes by it, and all it holds is what any child may load.
        let sealed: OwnedFd = memfd_create(c"jauge-plugin", MFdFlags::MFD_ALLOW_SEALING)?;
        let mut file = File::from(sealed);
        file.write_all(&bytes)?;
        seal(&file)?;
        Ok(Self { file, sha256: sha256(&bytes), foreign: foreign(&bytes) })
    }

    /// The descriptor, in this process and in a child.
    pub(crate) fn descriptor(&self) -> i32 {
        self.file.as_raw_fd()
    }

    /// Why it is no library for this machine; `None` where it is one, as far as its head tells.
    pub(crate) fn foreign(&self) -> Option<ForeignFault> {
        self.foreign
    }

    /// SHA-256 of the content, in hexadecimal digits.
    pub(crate) fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// Makes what `file` holds unchangeable. The kernel refuses for as long as a page of it is held for writing, such as by what
/// reads this process's memory for a moment: it is asked again.
fn seal(file: &File) -> io::Result<()> {
    let seals = SealFlag::F_SEAL_SEAL | SealFlag::F_SEAL_SHRINK | SealFlag::F_SEAL_GROW | SealFlag::F_SEAL_WRITE;
    for _ in 0..ATTEMPTS {
        match fcntl(file, FcntlArg::F_ADD_SEALS(seals)) {
            Err(Errno::EBUSY) => thread::sleep(PAUSE),
            done => return Ok(done.map(drop)?),
        }
    }
    Ok(fcntl(file, FcntlArg::F_ADD_SEALS(seals)).map(drop)?)
}

/// Why `bytes` are no library for this machine, as far as their head tells; the loader itself says only that it cannot open them.
fn foreign(bytes: &[u8]) -> Option<ForeignFault> {
    const EM_X86_64: u16 = 62;
    const EM_AARCH64: u16 = 183;
    let machine = match std::env::consts::ARCH {
        "x86_64" => Some(EM_X86_64),
        "aarch64" => Some(EM_AARCH64),
        _ => None,
    };
    match bytes {
        [0x7f, b'E', b'L', b'F', ..] if bytes.len() >= 64 => {
            let built_for = u16::from_le_bytes([bytes[18], bytes[19]]);
            machine.filter(|machine| *machine != built_for).map(|_| ForeignFault::OtherMachine)
        }
        _ => Some(ForeignFault::NoLibrary),
    }
}

/// SHA-256 of `bytes`, in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
