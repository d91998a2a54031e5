//! Open descriptors: what a child inherits from whoever started Jauge is none of a plugin's business.

use std::{fs, io, os::fd::RawFd};

use nix::{errno::Errno, libc};

/// Closes every descriptor that is not in `kept`.
pub(crate) fn close_all_but(kept: &[RawFd]) -> io::Result<()> {
    let mut kept: Vec<u32> = kept.iter().filter_map(|kept| u32::try_from(*kept).ok()).collect();
    kept.sort_unstable();
    let mut first = 0;
    for kept in kept {
        close(first, kept.checked_sub(1))?;
        first = kept + 1;
    }
    close(first, Some(u32::MAX))
}

/// Closes those from `first` to `last`.
fn close(first: u32, last: Option<u32>) -> io::Result<()> {
    let Some(last) = last.filter(|last| *last >= first) else { return Ok(()) };
    // SAFETY: nobody in this process holds one of these: they were inherited, and there is no other thread yet.
    if unsafe { libc::syscall(libc::SYS_close_range, first, last, 0) } == 0 {
        return Ok(());
    }
    match Errno::last() {
        Errno::ENOSYS => close_one_by_one(first, last),
        error => Err(error.into()),
    }
}

/// As [`close`], where the kernel has no such call.
fn close_one_by_one(first: u32, last: u32) -> io::Result<()> {
    let open: Vec<RawFd> =
        fs::read_dir("/proc/self/fd")?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect();
    for open in open.into_iter().filter(|open| u32::try_from(*open).is_ok_and(|open| (first..=last).contains(&open))) {
        // SAFETY: as above. One of them is that of the listing, which is closed already.
        unsafe { libc::close(open) };
    }
    Ok(())
}
