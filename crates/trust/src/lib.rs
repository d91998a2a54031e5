//! What a user trusts a workspace with, kept outside of any workspace.
//!
//! A workspace is a folder that anybody may have written: a colleague, a repository, an archive. What it asks for beyond reading
//! its own files stands in a list of [`Power`](jauge_domain::Power)s; each is inert until the user has said yes to it. The answers lie in
//! the user's data folder, a file a workspace, where no workspace can write.
//!
//! ```
//! use jauge_domain::Power;
//! use jauge_trust::TrustStore;
//!
//! let (user, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
//! let store = TrustStore::in_dir(user.path());
//! let power = Power::InProcess { plugin: "acme".to_owned() };
//! assert!(!store.consent(folder.path()).permits(&power));
//! store.put(folder.path(), [power.clone()].into()).unwrap();
//! assert!(store.consent(folder.path()).permits(&power));
//! ```

mod command;
mod consent;
mod digest;
mod error;
mod files;
mod outside;
mod store;

pub use command::command_files;
pub use consent::Consent;
pub use digest::{digest, driver_sha256, sha256};
pub use error::TrustError;
pub use files::{link_on_the_way, make_file, put_file};
pub use outside::{Links, outside};
pub use store::{TrustStore, Trusted};
