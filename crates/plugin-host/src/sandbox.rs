//! What a child shuts itself in with before it loads a library: limits, landlock, seccomp, as far as the kernel has them.

use std::collections::BTreeMap;

use landlock::{
    ABI, Access, AccessFs, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr,
    RulesetStatus, Scope,
};
use nix::{
    libc,
    sys::{
        prctl,
        resource::{Resource, setrlimit},
        signal::Signal,
    },
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};
use serde::{Deserialize, Serialize};

use crate::frame::Confinement;

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

/// What is in force.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InForce {
    /// Files: only those named can be read, and none written.
    pub files: bool,
    /// System calls: no processes, no signals, no debugging, and no network where it is not permitted.
    pub calls: bool,
}

/// Shuts this process in, for good.
pub(crate) fn enter(limits: &Confinement) -> Result<InForce, String> {
    prctl::set_pdeathsig(Signal::SIGKILL).map_err(|error| format!("PR_SET_PDEATHSIG: {error}"))?;
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
    let calls = lock_calls(limits.network).map_err(|error| format!("seccomp: {error}"))?;
    Ok(InForce { files, calls })
}

fn lock_files(limits: &Confinement) -> Result<bool, landlock::RulesetError> {
    let abi = ABI::V6;
    let ruleset =
        Ruleset::default().set_compatibility(CompatLevel::BestEffort).handle_access(AccessFs::from_all(abi))?;
    let mut ruleset = ruleset.scope(Scope::from_all(abi))?.create()?;
    let network = NETWORK.iter().filter(|_| limits.network);
    let own = limits.paths.iter().map(String::as_str);
    for path in SYSTEM.iter().chain(network).copied().chain(own) {
        // What is not there cannot be read either.
        if let Ok(opened) = PathFd::new(path) {
            let is_dir = std::fs::metadata(path).is_ok_and(|file| file.is_dir());
            let access = if is_dir { AccessFs::ReadFile | AccessFs::ReadDir } else { AccessFs::ReadFile.into() };
            ruleset = ruleset.add_rule(PathBeneath::new(opened, access))?;
        }
    }
    let status = ruleset.restrict_self()?;
    Ok(status.ruleset != RulesetStatus::NotEnforced)
}

fn lock_calls(network: bool) -> Result<bool, Box<dyn std::error::Error>> {
    let Ok(arch) = TargetArch::try_from(std::env::consts::ARCH) else { return Ok(false) };
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = FORBIDDEN.iter().map(|call| (*call, Vec::new())).collect();
    #[cfg(target_arch = "x86_64")]
    rules.extend([libc::SYS_fork, libc::SYS_vfork].map(|call| (call, Vec::new())));
    let when = |argument, length, op, value| {
        SeccompCondition::new(argument, length, op, value).and_then(|condition| SeccompRule::new(vec![condition]))
    };
    // Threads, but no processes.
    let thread = libc::CLONE_THREAD as u64;
    rules.insert(libc::SYS_clone, vec![when(0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(thread), 0)?]);
    // A signal to itself, as abort sends, but to nobody else.
    let own = u64::from(std::process::id());
    rules.insert(libc::SYS_tgkill, vec![when(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, own)?]);
    // Limits may be read, but not changed: root could raise them again.
    rules.insert(libc::SYS_prlimit64, vec![when(2, SeccompCmpArgLen::Qword, SeccompCmpOp::Ne, 0)?]);
    rules.insert(libc::SYS_setrlimit, Vec::new());
    if network {
        let local = when(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, libc::AF_UNIX as u64)?;
        rules.insert(libc::SYS_socket, vec![local]);
    } else {
        rules.insert(libc::SYS_socket, Vec::new());
    }
    apply(rules, libc::EPERM, arch)?;
    // Libraries fall back to clone where clone3 is not there; its flags lie in memory, where no filter sees them.
    apply(BTreeMap::from([(libc::SYS_clone3, Vec::new())]), libc::ENOSYS, arch)?;
    Ok(true)
}

fn apply(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    errno: i32,
    arch: TargetArch,
) -> Result<(), Box<dyn std::error::Error>> {
    let refuse = SeccompAction::Errno(errno.unsigned_abs());
    let program: BpfProgram = SeccompFilter::new(rules, SeccompAction::Allow, refuse, arch)?.try_into()?;
    Ok(seccompiler::apply_filter(&program)?)
}

/// Other processes, privileges, the kernel's own machinery, and what goes around the filter.
const FORBIDDEN: [i64; 37] = [
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_pidfd_send_signal,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_kcmp,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_bpf,
    libc::SYS_userfaultfd,
    libc::SYS_perf_event_open,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_open_by_handle_at,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_settimeofday,
];
