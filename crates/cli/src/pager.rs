//! A pager for what is taller than the terminal: `JAUGE_PAGER`, else `PAGER`, else `less`, as git has it.

use std::{
    env,
    io::{self, Write},
    mem,
    process::{self, Child, Command, Stdio},
    sync::{Mutex, PoisonError},
};

use futures::FutureExt;
use terminal_size::{Height, Width, terminal_size};
use tokio::{runtime::Handle, signal::ctrl_c, task::AbortHandle};

/// What `less` does where nobody says otherwise: end where all fits on the screen, pass colours on, and leave what was shown.
const LESS: &str = "FRX";
/// Signs by which a command wants a shell.
const OF_SHELLS: &str = "|&;<>()$`\\\"'*?[#~=%\n";
/// The exit code of what Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// What ends the program at Ctrl-C, once a pager was left.
static ENDING: Mutex<Option<AbortHandle>> = Mutex::new(None);

/// The program that shows what is taller than the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pager(String);

impl Pager {
    /// The one that `variable` of the environment names; `None` where it wants none, or the terminal cannot turn pages.
    pub(crate) fn of(variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let is_dumb = variable("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
        let is_ci = variable("CI").is_some_and(|ci| !ci.is_empty() && ci != "false");
        let said = ["JAUGE_PAGER", "PAGER"].into_iter().find_map(variable).unwrap_or_else(|| "less".to_owned());
        let is_wanted = !is_dumb && !is_ci && !matches!(said.trim(), "" | "cat");
        is_wanted.then_some(Self(said))
    }

    fn start(&self) -> io::Result<Child> {
        let wants_shell = self.0.contains(|sign: char| OF_SHELLS.contains(sign));
        let words: Vec<&str> =
            if wants_shell { vec!["sh", "-c", self.0.as_str()] } else { self.0.split_whitespace().collect() };
        let mut command = Command::new(words.first().copied().unwrap_or_default());
        command.args(words.iter().skip(1)).stdin(Stdio::piped());
        if env::var_os("LESS").is_none() {
            command.env("LESS", LESS);
        }
        command.spawn()
    }
}

/// The terminal, of which a pager gets what does not fit on it.
pub(crate) struct Paged {
    pager: Pager,
    screen: Screen,
    way: Way,
}

/// Where what is written goes.
enum Way {
    /// Nowhere yet: so far it fits.
    Held(Vec<u8>),
    Pager(Child),
    /// To the terminal, because the pager cannot be started.
    Terminal,
}

impl Paged {
    /// `None` where nobody knows how large the terminal is.
    pub(crate) fn new(pager: Pager) -> Option<Self> {
        let (Width(columns), Height(rows)) = terminal_size()?;
        let screen = Screen::new(usize::from(rows), usize::from(columns));
        Some(Self { pager, screen, way: Way::Held(Vec::new()) })
    }

    /// Hands what was held over to the pager.
    fn begin(&mut self) -> io::Result<()> {
        let Way::Held(held) = mem::replace(&mut self.way, Way::Terminal) else { return Ok(()) };
        if let Ok(child) = self.pager.start() {
            self.way = Way::Pager(child);
            leave_interrupts_to_pager();
        }
        self.write_all(&held)
    }

    /// Shows what fits, or waits until the reader leaves the pager.
    pub(crate) fn close(self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match self.way {
            Way::Held(held) => out.write_all(&held)?,
            Way::Pager(mut child) => {
                drop(child.stdin.take());
                child.wait()?;
                take_interrupts_back();
            }
            Way::Terminal => {}
        }
        out.flush()
    }
}

impl Write for Paged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.way {
            Way::Held(held) => {
                held.extend_from_slice(bytes);
                self.screen.fill(bytes);
                if self.screen.is_full() {
                    self.begin()?;
                }
                Ok(bytes.len())
            }
            Way::Pager(child) => child.stdin.as_mut().map_or(Ok(bytes.len()), |pipe| pipe.write(bytes)),
            Way::Terminal => io::stdout().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How much of a screen is written on.
struct Screen {
    rows: usize,
    columns: usize,
    /// Lines that are ended, or run over.
    lines: usize,
    /// Characters of the one under way.
    width: usize,
}

impl Screen {
    fn new(rows: usize, columns: usize) -> Self {
        Self { rows, columns: columns.max(1), lines: 0, width: 0 }
    }

    fn fill(&mut self, bytes: &[u8]) {
        // The later bytes of a character take no place.
        for byte in bytes.iter().filter(|byte| *byte & 0xC0 != 0x80) {
            match byte {
                b'\n' => (self.lines, self.width) = (self.lines + 1, 0),
                _ if self.width == self.columns => (self.lines, self.width) = (self.lines + 1, 1),
                _ => self.width += 1,
            }
        }
    }

    /// True once the shell's next line would push the first one off.
    fn is_full(&self) -> bool {
        self.lines >= self.rows
    }
}

/// From now on Ctrl-C is the pager's: a signal that is listened to no longer ends the program.
fn leave_interrupts_to_pager() {
    if Handle::try_current().is_ok() {
        let _ = ctrl_c().now_or_never();
    }
    // What was to end the program would leave this pager at a terminal that the shell has, too.
    end_by(None);
}

/// From now on Ctrl-C ends the program again.
fn take_interrupts_back() {
    if let Ok(runtime) = Handle::try_current() {
        let ending = runtime.spawn(async {
            if ctrl_c().await.is_ok() {
                process::exit(INTERRUPTED);
            }
        });
        end_by(Some(ending.abort_handle()));
    }
}

/// Puts `ending` in the place of what ended the program before.
fn end_by(ending: Option<AbortHandle>) {
    let mut kept = ENDING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(before) = mem::replace(&mut *kept, ending) {
        before.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(known: &[(&str, &str)]) -> Option<String> {
        let variable =
            |name: &str| known.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Pager::of(variable).map(|pager| pager.0)
    }

    #[test]
    fn the_environment_names_the_pager_or_wants_none() {
        let term = ("TERM", "xterm");
        assert_eq!(of(&[term]).as_deref(), Some("less"));
        assert_eq!(of(&[term, ("PAGER", "more")]).as_deref(), Some("more"));
        assert_eq!(of(&[term, ("PAGER", "more"), ("JAUGE_PAGER", "most -s")]).as_deref(), Some("most -s"));
        for none in [
            &[][..],
            &[("TERM", "dumb")],
            &[term, ("PAGER", "")],
            &[term, ("JAUGE_PAGER", "cat"), ("PAGER", "less")],
            &[term, ("CI", "true")],
        ] {
            assert_eq!(of(none), None, "{none:?}");
        }
    }

    #[test]
    fn a_screen_is_full_when_its_last_line_is_taken() {
        let full = |text: &str| {
            let mut screen = Screen::new(3, 4);
            screen.fill(text.as_bytes());
            screen.is_full()
        };
        assert!(!full("a\nb\n") && full("a\nb\nc\n"));
        assert!(!full("éééé\nb\n") && full("ééééé\nb\n"), "a line that is too long takes two");
    }
}
