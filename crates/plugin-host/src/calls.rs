//! The system calls that a child may make. All others are refused, those that no filter knows yet included.

use std::collections::BTreeMap;

use nix::libc;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};

/// Why a filter is not in force.
type Fault = Box<dyn std::error::Error>;
/// Calls and the conditions under which they are let through; none: always.
type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Leaves out what libraries may do without: they ask for these first, and take the older call where there is none. Numbers past
/// the last that was known when this was written are of this kind, too.
pub(crate) fn leave_out_newer() -> Result<(), Fault> {
    apply(newer().map(|call| (call, Vec::new())).collect(), SeccompAction::Allow, refusal(libc::ENOSYS))
}

/// Refuses whatever is not let through, from now on.
pub(crate) fn refuse_others(network: bool) -> Result<(), Fault> {
    // What is left out is told apart from what is refused: the older filter answers for it.
    let mut rules: Rules = ALWAYS.iter().copied().chain(newer()).map(|call| (call, Vec::new())).collect();
    #[cfg(target_arch = "x86_64")]
    rules.extend(OF_X86_64.map(|call| (call, Vec::new())));
    rules.extend(of_this_process()?);
    rules.extend(of_descriptors()?);
    if network {
        rules.extend(NETWORK.map(|call| (call, Vec::new())));
        rules.extend(of_sockets()?);
    }
    apply(rules, refusal(libc::EPERM), SeccompAction::Allow)
}

fn apply(rules: Rules, others: SeccompAction, these: SeccompAction) -> Result<(), Fault> {
    let arch = TargetArch::try_from(std::env::consts::ARCH)?;
    let program: BpfProgram = SeccompFilter::new(rules, others, these, arch)?.try_into()?;
    Ok(seccompiler::apply_filter(&program)?)
}

fn refusal(errno: i32) -> SeccompAction {
    SeccompAction::Errno(errno.unsigned_abs())
}

fn newer() -> impl Iterator<Item = i64> {
    // Flags of the first two lie in memory, where no filter sees them.
    [libc::SYS_clone3, libc::SYS_openat2, libc::SYS_epoll_pwait2, libc::SYS_futex_waitv].into_iter().chain(453..=511)
}

/// Calls about processes and threads, of which this may only change its own.
fn of_this_process() -> Result<Rules, Fault> {
    let own = u64::from(std::process::id());
    let thread = libc::CLONE_THREAD as u64;
    let unfit = thread | NAMESPACES;
    let mut rules = Rules::from([
        // Threads, but no processes, and none in a namespace of its own.
        (libc::SYS_clone, vec![rule(&[masked(0, unfit, thread)?])?]),
        // Signals to itself, as abort sends, but to nobody else.
        (libc::SYS_tgkill, vec![rule(&[is(0, own)?])?]),
        (libc::SYS_kill, vec![rule(&[is(0, own)?])?]),
        // Advice, but none that takes memory from the machine, as root may.
        (libc::SYS_madvise, vec![rule(&[condition(2, SeccompCmpOp::Le, libc::MADV_COLLAPSE as u64)?])?]),
        (libc::SYS_prctl, one_of(0, &PRCTL)?),
    ]);
    // Its own limits may be read, but not changed: root could raise them again.
    let unchanged = || SeccompCondition::new(2, SeccompCmpArgLen::Qword, SeccompCmpOp::Eq, 0);
    let limits = [0, own].map(|whose| Ok::<_, Fault>(rule(&[is(0, whose)?, unchanged()?])?));
    rules.insert(libc::SYS_prlimit64, limits.into_iter().collect::<Result<_, _>>()?);
    Ok(rules)
}

/// Calls that do one of many things to a descriptor.
fn of_descriptors() -> Result<Rules, Fault> {
    Ok(Rules::from([(libc::SYS_fcntl, one_of(1, &FCNTL)?), (libc::SYS_ioctl, one_of(1, &IOCTL)?)]))
}

/// Sockets of the internet; pairs that reach nobody.
fn of_sockets() -> Result<Rules, Fault> {
    let mut rules = Vec::new();
    for domain in [libc::AF_INET, libc::AF_INET6] {
        for of in [libc::SOCK_STREAM, libc::SOCK_DGRAM] {
            rules.push(rule(&[is(0, domain as u64)?, masked(1, 0xf, of as u64)?])?);
        }
    }
    Ok(Rules::from([(libc::SYS_socket, rules), (libc::SYS_socketpair, one_of(0, &[libc::AF_UNIX as u64])?)]))
}

fn one_of(argument: u8, values: &[u64]) -> Result<Vec<SeccompRule>, seccompiler::BackendError> {
    values.iter().map(|value| rule(&[is(argument, *value)?])).collect()
}

fn rule(conditions: &[SeccompCondition]) -> Result<SeccompRule, seccompiler::BackendError> {
    SeccompRule::new(conditions.to_vec())
}

fn is(argument: u8, value: u64) -> Result<SeccompCondition, seccompiler::BackendError> {
    condition(argument, SeccompCmpOp::Eq, value)
}

fn masked(argument: u8, mask: u64, value: u64) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(mask), value)
}

fn condition(argument: u8, op: SeccompCmpOp, value: u64) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, op, value)
}

/// Flags of `clone` that make a namespace.
const NAMESPACES: u64 = (libc::CLONE_NEWNS
    | libc::CLONE_NEWCGROUP
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUSER
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET) as u64;

/// Names of threads and of memory, and questions. Not the signal at Jauge's end, which would leave an orphan.
const PRCTL: [u64; 6] = [
    libc::PR_SET_NAME as u64,
    libc::PR_GET_NAME as u64,
    libc::PR_GET_DUMPABLE as u64,
    libc::PR_CAPBSET_READ as u64,
    libc::PR_GET_NO_NEW_PRIVS as u64,
    libc::PR_SET_VMA as u64,
];

/// Duplicates, flags and locks; not signals to an owner, leases, notices of folders, or longer pipes.
const FCNTL: [u64; 12] = [
    libc::F_DUPFD as u64,
    libc::F_DUPFD_CLOEXEC as u64,
    libc::F_GETFD as u64,
    libc::F_SETFD as u64,
    libc::F_GETFL as u64,
    libc::F_SETFL as u64,
    libc::F_GETLK as u64,
    libc::F_SETLK as u64,
    libc::F_SETLKW as u64,
    libc::F_OFD_GETLK as u64,
    libc::F_OFD_SETLK as u64,
    libc::F_OFD_SETLKW as u64,
];

/// What asks whether something is a terminal, and what sockets are read with.
const IOCTL: [u64; 6] = [libc::TCGETS, libc::TIOCGWINSZ, libc::FIONREAD, libc::FIONBIO, libc::FIOCLEX, libc::FIONCLEX];

/// What cannot change anything outside of this process beside files that it was given.
const ALWAYS: [i64; 90] = [
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_pread64,
    libc::SYS_pwrite64,
    libc::SYS_preadv,
    libc::SYS_pwritev,
    libc::SYS_sendto,
    libc::SYS_recvfrom,
    libc::SYS_sendfile,
    libc::SYS_openat,
    libc::SYS_close,
    libc::SYS_close_range,
    libc::SYS_lseek,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_statfs,
    libc::SYS_fstatfs,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_readlinkat,
    libc::SYS_getdents64,
    libc::SYS_getcwd,
    libc::SYS_fadvise64,
    libc::SYS_readahead,
    libc::SYS_dup,
    libc::SYS_dup3,
    libc::SYS_pipe2,
    libc::SYS_eventfd2,
    libc::SYS_ppoll,
    libc::SYS_pselect6,
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    libc::SYS_timerfd_create,
    libc::SYS_timerfd_settime,
    libc::SYS_timerfd_gettime,
    libc::SYS_brk,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_mincore,
    libc::SYS_msync,
    libc::SYS_membarrier,
    libc::SYS_futex,
    libc::SYS_set_tid_address,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_rt_sigpending,
    libc::SYS_rt_sigsuspend,
    libc::SYS_rt_sigtimedwait,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_getparam,
    libc::SYS_sched_getscheduler,
    libc::SYS_sched_get_priority_max,
    libc::SYS_sched_get_priority_min,
    libc::SYS_getpriority,
    libc::SYS_nanosleep,
    libc::SYS_clock_nanosleep,
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_gettimeofday,
    libc::SYS_getrandom,
    libc::SYS_getcpu,
    libc::SYS_getpid,
    libc::SYS_getppid,
    libc::SYS_gettid,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_getresuid,
    libc::SYS_getresgid,
    libc::SYS_getgroups,
    libc::SYS_getpgid,
    libc::SYS_getsid,
    libc::SYS_getrusage,
    libc::SYS_uname,
    libc::SYS_sysinfo,
];

/// The same as some above, as this machine called them first.
#[cfg(target_arch = "x86_64")]
const OF_X86_64: [i64; 20] = [
    libc::SYS_open,
    libc::SYS_stat,
    libc::SYS_lstat,
    libc::SYS_access,
    libc::SYS_readlink,
    libc::SYS_getdents,
    libc::SYS_dup2,
    libc::SYS_pipe,
    libc::SYS_eventfd,
    libc::SYS_poll,
    libc::SYS_select,
    libc::SYS_epoll_create,
    libc::SYS_epoll_wait,
    libc::SYS_pause,
    libc::SYS_time,
    libc::SYS_times,
    libc::SYS_getpgrp,
    libc::SYS_getrlimit,
    libc::SYS_arch_prctl,
    libc::SYS_getitimer,
];

/// What connections need beside `socket`; nothing that waits for others to connect.
const NETWORK: [i64; 11] = [
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_shutdown,
    libc::SYS_getsockname,
    libc::SYS_getpeername,
    libc::SYS_setsockopt,
    libc::SYS_getsockopt,
    libc::SYS_sendmsg,
    libc::SYS_recvmsg,
    libc::SYS_sendmmsg,
    libc::SYS_recvmmsg,
];
