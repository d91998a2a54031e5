//! Watches a child from a thread of Jauge's own, where no plugin reaches: its threads, and the time it computes.

use std::{
    os::fd::OwnedFd,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use nix::libc;

use crate::threads;

/// How often it looks, in milliseconds.
const TICK: i32 = 50;

/// Watches one child until it is told that the child is gone.
pub(crate) struct Warden(Arc<Mutex<Watch>>);

struct Watch {
    /// `None` once nobody may touch a process of this number any more.
    child: Option<libc::pid_t>,
    /// The time computed at the last answer; `None` where it is to be read anew.
    since: Option<Duration>,
    /// True once it was stopped for computing too long.
    spent: bool,
}

impl Warden {
    /// Watches `child`, which asks by `listener` before it starts a thread, and may compute for as long as `most` between two
    /// answers on each of this machine's processors.
    pub(crate) fn new(child: u32, listener: Option<OwnedFd>, most: Duration) -> Self {
        let watch = Watch { child: libc::pid_t::try_from(child).ok(), since: None, spent: false };
        let watch = Arc::new(Mutex::new(watch));
        let watched = watch.clone();
        let processors = thread::available_parallelism().map_or(1, |count| u32::try_from(count.get()).unwrap_or(1));
        thread::spawn(move || keep_watch(&watched, child, listener, most.saturating_mul(processors)));
        Self(watch)
    }

    /// The child has answered, or is asked now.
    pub(crate) fn answered(&self) {
        lock(&self.0).since = None;
    }

    /// Nobody may touch the process any more. True where it was stopped for computing too long.
    pub(crate) fn leave(&self) -> bool {
        let mut watch = lock(&self.0);
        watch.child = None;
        watch.spent
    }
}

impl Watch {
    /// Stops the child where it has computed for longer than `most`.
    fn look(&mut self, most: Duration) -> bool {
        let Some(child) = self.child else { return false };
        let Some(now) = computed(child) else { return true };
        let since = *self.since.get_or_insert(now);
        if !self.spent && now.saturating_sub(since) > most {
            self.spent = true;
            // SAFETY: a plain call; the child was not waited for yet, so the number is still its own.
            unsafe { libc::kill(child, libc::SIGKILL) };
        }
        true
    }
}

fn keep_watch(watch: &Mutex<Watch>, child: u32, mut listener: Option<OwnedFd>, most: Duration) {
    while lock(watch).look(most) {
        match &listener {
            Some(asked) if !threads::answer(asked, child, TICK) => listener = None,
            Some(_) => {}
            None => thread::sleep(Duration::from_millis(TICK.unsigned_abs().into())),
        }
    }
}

/// How long the process has computed, on all processors together.
fn computed(process: libc::pid_t) -> Option<Duration> {
    let mut clock: libc::clockid_t = 0;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: both are written by the calls, and read after them.
    let known = unsafe {
        libc::clock_getcpuclockid(process, &raw mut clock) == 0 && libc::clock_gettime(clock, &raw mut time) == 0
    };
    let seconds = u64::try_from(time.tv_sec).ok().filter(|_| known)?;
    Some(Duration::new(seconds, u32::try_from(time.tv_nsec).ok()?))
}

fn lock(watch: &Mutex<Watch>) -> MutexGuard<'_, Watch> {
    // Whoever panicked while holding it left whole values behind.
    watch.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::{os::unix::process::ExitStatusExt, process::Command, time::Instant};

    use super::*;

    /// Watches `script` until it ends, or for so many seconds: the signal that ended it, and whether it was the warden's.
    fn watched(script: &str, most: Duration, seconds: u64, answers: bool) -> (Option<i32>, bool) {
        let mut child = Command::new("sh").args(["-c", script]).spawn().unwrap();
        let warden = Warden::new(child.id(), None, most);
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(seconds) && child.try_wait().unwrap().is_none() {
            if answers {
                warden.answered();
            }
            thread::sleep(Duration::from_millis(20));
        }
        let spent = warden.leave();
        let _ = child.kill();
        (child.wait().unwrap().signal(), spent)
    }

    #[test]
    fn whoever_computes_for_too_long_between_two_answers_is_stopped() {
        // A busy machine gives it little time to compute in.
        let short = Duration::from_millis(50);
        assert_eq!(watched("while :; do :; done", short, 60, false), (Some(libc::SIGKILL), true));
        let long = Duration::from_secs(1);
        assert!(!watched("while :; do :; done", long, 2, true).1, "an answer gives new time");
        assert!(!watched("sleep 1", short, 3, false).1, "to wait is not to compute");
    }
}
