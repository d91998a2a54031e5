//! What a child shuts itself in with before it loads a library: closed descriptors, limits, landlock, seccomp.

use std::{
    os::{
        fd::RawFd,
        unix::{net::UnixStream, process::parent_id},
    },
    path::PathBuf,
};

use landlock::{
    ABI, Access, AccessFs, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr,
    RulesetStatus, Scope,
};
use nix::sys::{
    prctl,
    resource::{Resource, setrlimit},
    signal::Signal,
};
use serde::{Deserialize, Serialize};

use crate::{calls, descriptors, frame::Confinement, threads};

/// What a library needs to be loaded, and the C library to work.
const SYSTEM: [&str; 11] = [
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
];

/// What finding and trusting hosts needs beside.
const NETWORK: [&str; 8] = [
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/nsswitch.conf",
    "/etc/gai.conf",
    "/etc/services",
    "/etc/ssl",
    "/etc/ca-certificates",
    "/usr/share/ca-certificates",
];

/// The newest landlock whose rights are known here. An older kernel has fewer; what it lacks (truncating before 3, signals and
/// abstract sockets before 6) no child can do anyway, because no such system call is let through.
const NEWEST: ABI = ABI::V7;

/// What is in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InForce {
    /// Files: only those named can be read, and none written.
    pub files: bool,
    /// System calls: only those on a list, and no network where it is not permitted.
    pub calls: bool,
    /// Threads: Jauge lets each one start.
    pub threads: bool,
}

impl InForce {
    /// True where nothing is missing.
    pub fn is_whole(self) -> bool {
        self.files && self.calls && self.threads
    }
}

/// Shuts this process in, for good. Nobody else's code has run in it yet. Whoever watches its threads is told by `socket`.
pub(crate) fn enter(limits: &Confinement, socket: &UnixStream, kept: &[RawFd]) -> Result<InForce, String> {
    prctl::set_pdeathsig(Signal::SIGKILL).map_err(|error| format!("PR_SET_PDEATHSIG: {error}"))?;
    if parent_id() != limits.host {
        return Err("Jauge is gone".to_owned());
    }
    descriptors::close_all_but(kept).map_err(|error| format!("descriptors: {error}"))?;
    for (resource, most) in [
        (Resource::RLIMIT_AS, limits.memory),
        (Resource::RLIMIT_CORE, 0),
        (Resource::RLIMIT_FSIZE, 0),
        (Resource::RLIMIT_NOFILE, 256),
    ] {
        setrlimit(resource, most, most).map_err(|error| format!("{resource:?}: {error}"))?;
    }
    prctl::set_no_new_privs().map_err(|error| format!("PR_SET_NO_NEW_PRIVS: {error}"))?;
    let files = lock_files(limits).map_err(|error| format!("landlock: {error}"))?;
    let told = threads::hand_over(socket).map_err(|error| format!("threads: {error}"))?;
    // What the kernel has not is not in force, and Jauge decides what follows.
    let calls = calls::leave_out_newer().and_then(|()| calls::refuse_others(limits.network)).is_ok();
    Ok(InForce { files, calls, threads: told && calls })
}

fn lock_files(limits: &Confinement) -> Result<bool, landlock::RulesetError> {
    let ruleset =
        Ruleset::default().set_compatibility(CompatLevel::BestEffort).handle_access(AccessFs::from_all(NEWEST))?;
    let mut ruleset = ruleset.scope(Scope::from_all(NEWEST))?.create()?;
    let network = NETWORK.iter().filter(|_| limits.network);
    let own = limits.paths.iter().map(PathBuf::from);
    for path in SYSTEM.iter().chain(network).map(PathBuf::from).chain(own) {
        // What is not there cannot be read either.
        if let Ok(opened) = PathFd::new(&path) {
            let is_dir = std::fs::metadata(&path).is_ok_and(|file| file.is_dir());
            let access = if is_dir { AccessFs::ReadFile | AccessFs::ReadDir } else { AccessFs::ReadFile.into() };
            ruleset = ruleset.add_rule(PathBeneath::new(opened, access))?;
        }
    }
    let status = ruleset.restrict_self()?;
    Ok(status.ruleset != RulesetStatus::NotEnforced)
}
