//! A library as it is loaded: read once, hashed, and sealed, so that what was checked is what runs.

use std::{
    fs::{self, File},
    io::{self, Write},
    os::fd::{AsRawFd, OwnedFd},
    path::Path,
};

use nix::{
    fcntl::{FcntlArg, SealFlag, fcntl},
    sys::memfd::{MFdFlags, memfd_create},
};
use sha2::{Digest, Sha256};

/// A sealed copy of a library in memory. A child inherits it, and loads it by its descriptor.
pub(crate) struct Image {
    file: File,
    sha256: String,
    foreign: Option<&'static str>,
}

impl Image {
    /// Copies and seals the file at `path`.
    pub(crate) fn read(path: &Path) -> io::Result<Self> {
        let bytes = fs::read(path)?;
        // Left open across exec on purpose: it is how a child comes by it, and all it holds is what any child may load.
        let sealed: OwnedFd = memfd_create(c"jauge-plugin", MFdFlags::MFD_ALLOW_SEALING)?;
        let mut file = File::from(sealed);
        file.write_all(&bytes)?;
        let seals = SealFlag::F_SEAL_SEAL | SealFlag::F_SEAL_SHRINK | SealFlag::F_SEAL_GROW | SealFlag::F_SEAL_WRITE;
        fcntl(&file, FcntlArg::F_ADD_SEALS(seals))?;
        Ok(Self { file, sha256: sha256(&bytes), foreign: foreign(&bytes) })
    }

    /// The descriptor, in this process and in a child.
    pub(crate) fn descriptor(&self) -> i32 {
        self.file.as_raw_fd()
    }

    /// Why it is no library for this machine; `None` where it is one, as far as its head tells.
    pub(crate) fn foreign(&self) -> Option<&'static str> {
        self.foreign
    }

    /// SHA-256 of the content, in hexadecimal digits.
    pub(crate) fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// Why `bytes` are no library for this machine, as far as their head tells; the loader itself says only that it cannot open them.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
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
            machine.filter(|machine| *machine != built_for).map(|_| "is built for another machine")
        }
        _ => Some("is no shared library"),
    }
}

/// SHA-256 of `bytes`, in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
