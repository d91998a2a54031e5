//! What a plugin must not do, or not unseen. A deed that the system refuses is an error with its errno; one that succeeds says so.

use std::{
    hint::black_box,
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    os::{
        linux::net::SocketAddrExt,
        unix::net::{SocketAddr, UnixStream},
    },
    process::Command,
    ptr, thread,
    time::Duration,
};

use jauge_plugin::abi::{self, Status};
use serde_json::json;

use crate::host::Host;

/// A status and a message.
pub(crate) type Failure = (Status, String);

const FLOOD: usize = 100_000;
const BLOCK: usize = 16 << 20;
/// Where allocating ends although nobody stopped it, for the sake of the machine.
const ENOUGH: usize = 8 << 30;

/// Does `deed`; what came of it is `Some`, where it is to be seen in the rows.
pub(crate) fn act(deed: &str, target: &str, host: Host) -> Result<Option<String>, Failure> {
    let seen = |result: io::Result<String>| result.map(Some).map_err(|error| (abi::READ, format!("`{deed}`: {error}")));
    match deed {
        "panic" => panic!("stress: {deed}"),
        "segfault" => segfault(),
        "exit_zero" => std::process::exit(0),
        "abort" => std::process::abort(),
        "loop" => loop {
            black_box(0);
        },
        "sleep" => loop {
            thread::sleep(Duration::from_secs(3600));
        },
        "out_of_memory" => return seen(take_all_memory()),
        "stack_overflow" => return Ok(Some(recurse(0).to_string())),
        "stdout_flood" => flood(&mut io::stdout().lock()),
        "stderr_flood" => flood(&mut io::stderr().lock()),
        "reads_file" => return seen(read_start(target)),
        "writes_file" => return seen(std::fs::write(target, "stress").map(|()| "written".to_owned())),
        "connects" => return seen(connect(target)),
        "connects_unix" => return seen(connect_unix(target)),
        "execs" => return seen(Command::new("/bin/true").status().map(|status| format!("ran: {status}"))),
        "kills_parent" => return seen(checked(kill_parent()).map(|()| "killed".to_owned())),
        "ptraces_parent" => return seen(checked(trace_parent()).map(|()| "traced".to_owned())),
        "secret_in_log" => return tell_secret(host),
        "secret_of_other" => {
            let name = if target.is_empty() { "other" } else { target };
            let secret = host.secret(name).ok_or_else(|| (abi::CONFIG, format!("no secret `{name}`")))?;
            return Ok(Some(format!("got {} bytes", secret.len())));
        }
        "many_notes" => (0..FLOOD).for_each(|place| host.log(&format!("note {place}"))),
        "reject_flood" => (0..FLOOD).for_each(|line| {
            host.reject(&json!({"stream": "rows", "line": line + 1, "reason": "flood"}).to_string());
        }),
        "nul_in_error" => return Err((abi::READ, "before\0after".to_owned())),
        _ => {}
    }
    Ok(None)
}

fn segfault() {
    // SAFETY: none; that is the point.
    unsafe { ptr::write_volatile(ptr::without_provenance_mut::<u8>(8), 1) };
}

fn take_all_memory() -> io::Result<String> {
    let mut taken: Vec<Vec<u8>> = Vec::new();
    while taken.len() * BLOCK < ENOUGH {
        taken.push(black_box(vec![1; BLOCK]));
    }
    Ok(format!("took {} bytes", taken.len() * BLOCK))
}

#[allow(unconditional_recursion)]
fn recurse(depth: u64) -> u64 {
    let room = black_box([depth; 512]);
    recurse(depth + 1) + room[511]
}

fn flood(to: &mut impl Write) {
    let line = [b'x'; 1023];
    for _ in 0..64 << 10 {
        if to.write_all(&line).and_then(|()| to.write_all(b"\n")).is_err() {
            return;
        }
    }
}

fn read_start(path: &str) -> io::Result<String> {
    let mut start = Vec::new();
    std::fs::File::open(path)?.take(200).read_to_end(&mut start)?;
    Ok(String::from_utf8_lossy(&start).into_owned())
}

fn connect(target: &str) -> io::Result<String> {
    let addresses = target.to_socket_addrs()?;
    let mut last = io::Error::other("no address");
    for address in addresses {
        match TcpStream::connect_timeout(&address, Duration::from_secs(2)) {
            Ok(_) => return Ok("connected".to_owned()),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// `target` is a path, or the name of an abstract socket after an `@`.
fn connect_unix(target: &str) -> io::Result<String> {
    let address = match target.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(target)?,
    };
    UnixStream::connect_addr(&address).map(|_| "connected".to_owned())
}

fn kill_parent() -> i64 {
    // SAFETY: plain system calls.
    unsafe { libc::kill(libc::getppid(), libc::SIGTERM).into() }
}

fn trace_parent() -> i64 {
    let null = ptr::null_mut::<libc::c_void>();
    // SAFETY: plain system calls.
    unsafe { libc::ptrace(libc::PTRACE_SEIZE, libc::getppid(), null, null) }
}

fn checked(answer: i64) -> io::Result<()> {
    if answer < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn tell_secret(host: Host) -> Result<Option<String>, Failure> {
    let secret = host.secret("token").ok_or_else(|| (abi::CONFIG, "no secret `token`".to_owned()))?;
    host.log(&format!("the token is {secret}"));
    host.reject(&json!({"stream": "rows", "value": secret, "reason": format!("{secret} in a reject")}).to_string());
    Err((abi::READ, format!("the token {secret} was refused")))
}
