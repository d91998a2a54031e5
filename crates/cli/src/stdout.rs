//! What is written to somebody who may have seen enough.

use std::io::{self, Write};

/// Writes into `out`, whose reader may go away: one that has seen enough is no error.
pub(crate) fn written(out: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = Stdout { out, closed: false };
    match write(&mut out).and_then(|()| out.flush()) {
        Err(_) if out.closed => Ok(()),
        done => done,
    }
}

/// Standard output, which remembers that its reader went away: writers on top of it may wrap the error.
struct Stdout<W> {
    out: W,
    closed: bool,
}

impl<W: Write> Stdout<W> {
    fn watched<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        self.closed |= done.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        done
    }
}

impl<W: Write> Write for Stdout<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.watched(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.watched(done)
    }
}
