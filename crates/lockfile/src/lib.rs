//! jauge.lock: what a workspace has agreed to, so that everybody who opens it gets the same.
//!
//! It has the plugins that were added, by the hash of what runs, and the baselines that objectives started from.
//!
//! ```
//! use jauge_lockfile::{LockFile, LockedPlugin};
//!
//! let dir = tempfile::tempdir().unwrap();
//! let mut lock = LockFile::read(dir.path()).unwrap();
//! assert!(lock.plugins().unwrap().is_empty());
//! let acme = LockedPlugin { name: "acme".into(), version: "0.1.0".into(), sha256: "ab".into(), ..Default::default() };
//! lock.put_plugin(acme.clone()).unwrap();
//! lock.write().unwrap();
//! assert_eq!(LockFile::read(dir.path()).unwrap().plugin("acme").unwrap(), Some(acme));
//! ```

mod entry;
mod error;
mod file;

pub use entry::{FrozenBaseline, LockedPlugin};
pub use error::LockError;
pub use file::{LOCK_FILE, LockFile};
