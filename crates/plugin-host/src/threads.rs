//! How many threads a child may have. A limit of the system's does not bind root, so the kernel asks Jauge before each one.

use std::{
    fs, io,
    mem::size_of,
    os::{
        fd::{AsRawFd, FromRawFd, OwnedFd},
        unix::net::UnixStream,
    },
    ptr,
};

use nix::libc::{self, c_int, c_void};

/// Threads that a child may have at one time, its own included.
const MOST: usize = 128;

/// A control message with one descriptor, as the kernel lays it out.
#[repr(C)]
struct Enclosed {
    head: libc::cmsghdr,
    descriptor: c_int,
    padding: c_int,
}

/// In the child: has the kernel ask before each thread, and hands the other side of `socket` the descriptor by which it answers.
/// False where the kernel cannot.
pub(crate) fn hand_over(socket: &UnixStream) -> io::Result<bool> {
    let listener = listen();
    send(socket, listener.as_ref())?;
    Ok(listener.is_some())
}

/// A filter that lets everything through but `clone`, about which whoever holds the descriptor is asked.
fn listen() -> Option<OwnedFd> {
    let step = |code: u32, jt, jf, k| libc::sock_filter { code: code as u16, jt, jf, k };
    let ret = libc::BPF_RET | libc::BPF_K;
    // The number of the call is the first in what a filter sees. Which machine it is of, the other filter looks at.
    let mut steps = [
        step(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0, 0),
        step(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, 0, 1, u32::try_from(libc::SYS_clone).ok()?),
        step(ret, 0, 0, libc::SECCOMP_RET_USER_NOTIF),
        step(ret, 0, 0, libc::SECCOMP_RET_ALLOW),
    ];
    let program = libc::sock_fprog { len: steps.len() as u16, filter: steps.as_mut_ptr() };
    let flags = libc::SECCOMP_FILTER_FLAG_NEW_LISTENER;
    // SAFETY: the kernel copies the program, which lives until the call returns.
    let listener =
        unsafe { libc::syscall(libc::SYS_seccomp, libc::SECCOMP_SET_MODE_FILTER, flags, ptr::from_ref(&program)) };
    let listener = c_int::try_from(listener).ok().filter(|listener| *listener >= 0)?;
    // SAFETY: it is new, and nobody else's.
    Some(unsafe { OwnedFd::from_raw_fd(listener) })
}

/// Sends one byte, with `listener` where there is one.
fn send(socket: &UnixStream, listener: Option<&OwnedFd>) -> io::Result<()> {
    let mut enclosed = enclosing(listener.map_or(-1, AsRawFd::as_raw_fd));
    let (mut byte, mut part) = ([0_u8], libc::iovec { iov_base: ptr::null_mut(), iov_len: 1 });
    let mut message = message(&mut byte, &mut part);
    if listener.is_some() {
        message.msg_control = (&raw mut enclosed).cast();
        message.msg_controllen = size_of::<Enclosed>();
    }
    // SAFETY: what the message points to lives until the call returns.
    match unsafe { libc::sendmsg(socket.as_raw_fd(), &raw const message, libc::MSG_NOSIGNAL) } {
        1 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// In Jauge: the descriptor by which to answer, where the child could hand it over. An error of kind `WouldBlock` where nothing
/// came in time.
pub(crate) fn receive(socket: &UnixStream) -> io::Result<Option<OwnedFd>> {
    let mut enclosed = enclosing(-1);
    let (mut byte, mut part) = ([0_u8], libc::iovec { iov_base: ptr::null_mut(), iov_len: 1 });
    let mut message = message(&mut byte, &mut part);
    message.msg_control = (&raw mut enclosed).cast();
    message.msg_controllen = size_of::<Enclosed>();
    // SAFETY: as in `send`.
    match unsafe { libc::recvmsg(socket.as_raw_fd(), &raw mut message, libc::MSG_CMSG_CLOEXEC) } {
        1 => {}
        0 => return Err(io::ErrorKind::UnexpectedEof.into()),
        _ => return Err(io::Error::last_os_error()),
    }
    let is_there = message.msg_controllen >= size_of::<Enclosed>()
        && (enclosed.head.cmsg_level, enclosed.head.cmsg_type) == (libc::SOL_SOCKET, libc::SCM_RIGHTS)
        && enclosed.descriptor >= 0;
    // SAFETY: the kernel has made it for this process, which nobody else knows.
    Ok(is_there.then(|| unsafe { OwnedFd::from_raw_fd(enclosed.descriptor) }))
}

fn enclosing(descriptor: c_int) -> Enclosed {
    let length = size_of::<libc::cmsghdr>() + size_of::<c_int>();
    let head = libc::cmsghdr { cmsg_len: length, cmsg_level: libc::SOL_SOCKET, cmsg_type: libc::SCM_RIGHTS };
    Enclosed { head, descriptor, padding: 0 }
}

/// A message of one byte.
fn message(byte: &mut [u8; 1], part: &mut libc::iovec) -> libc::msghdr {
    part.iov_base = byte.as_mut_ptr().cast::<c_void>();
    // SAFETY: zeros are such a message: no name, no parts, nothing enclosed.
    let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
    message.msg_iov = part;
    message.msg_iovlen = 1;
    message
}

/// Answers a child that asks for a thread, where it does within `milliseconds`. False once nobody can ask any more.
pub(crate) fn answer(listener: &OwnedFd, child: u32, milliseconds: c_int) -> bool {
    let mut asked = libc::pollfd { fd: listener.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: one descriptor, as is said.
    let ready = unsafe { libc::poll(&raw mut asked, 1, milliseconds) };
    if ready > 0 && asked.revents & libc::POLLIN != 0 {
        reply(listener, child);
        return true;
    }
    ready <= 0
}

fn reply(listener: &OwnedFd, child: u32) {
    // SAFETY: the kernel wants zeros, which are such a question.
    let mut question: libc::seccomp_notif = unsafe { std::mem::zeroed() };
    // SAFETY: the question is as long as the call says.
    if unsafe { libc::ioctl(listener.as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_RECV, &raw mut question) } != 0 {
        return;
    }
    let may = threads_of(child) < MOST;
    let flags = if may { libc::SECCOMP_USER_NOTIF_FLAG_CONTINUE as u32 } else { 0 };
    let error = if may { 0 } else { -libc::EAGAIN };
    let answer = libc::seccomp_notif_resp { id: question.id, val: 0, error, flags };
    // SAFETY: as above. Whoever asked may be gone, which is no matter.
    unsafe { libc::ioctl(listener.as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_SEND, &raw const answer) };
}

/// How many threads the process has; where that cannot be told, too many.
fn threads_of(process: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let count = status.lines().find_map(|line| line.strip_prefix("Threads:"));
    count.and_then(|count| count.trim().parse().ok()).unwrap_or(MOST)
}
