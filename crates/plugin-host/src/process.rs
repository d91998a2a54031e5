//! The child process of a plugin, seen from Jauge.

use std::{
    io::{self, Read, Write},
    os::{
        fd::OwnedFd,
        unix::{net::UnixStream, process::ExitStatusExt},
    },
    process::{Child, ExitStatus},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use jauge_domain::{Ending, PluginIssue};
use jauge_plugin::ConnectorError;

use crate::{
    InForce, PluginError,
    answer::connector_error,
    frame::{self, Failure, FrameError, Kind, Order},
    said::plain,
    spawn::{Recipe, Spawned, spawned},
    threads,
    warden::Warden,
};

/// How often a wait looks whether the user wants to stop.
const TICK: Duration = Duration::from_millis(50);
/// How long a plugin may take to stop.
const GRACE: Duration = Duration::from_secs(2);

/// Who answers a plugin while an order is under way.
pub(crate) trait Answers {
    fn log(&self, level: u8, text: String);
    fn progress(&self, bytes: u64);
    /// A row of `stream` that cannot be used.
    fn reject(&self, stream: &str, json: &[u8]);
    fn secret(&self, name: &str) -> Option<String>;
    fn is_cancelled(&self) -> bool;
    /// `text` with what must not be shown blotted out.
    fn blot(&self, text: String) -> String;
}

/// Until when an answer is due.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due(Instant);

/// A child process with the library loaded.
pub(crate) struct Process {
    recipe: Recipe,
    socket: UnixStream,
    child: Child,
    tail: Arc<Mutex<Vec<u8>>>,
    /// The longest answer that is taken now, in bytes.
    most: u32,
    /// When the user asked to stop, once that was passed on.
    stopping: Option<Instant>,
    in_force: InForce,
    warden: Option<Warden>,
}

impl Process {
    /// Starts the process, which shuts itself in and then loads the library.
    pub(crate) fn start(recipe: &Recipe, answers: &dyn Answers) -> Result<Self, ConnectorError> {
        let mut process = Self::shut_in(recipe, answers)?;
        let InForce { files, calls, threads } = process.in_force;
        if !process.in_force.is_whole() && !recipe.unconfined {
            return Err(process.error(PluginIssue::NotShutIn { files: !files, calls: !calls, threads: !threads }));
        }
        process.order(&Order::Load, "", answers)?;
        Ok(process)
    }

    /// Starts the process, which shuts itself in and runs nobody else's code yet.
    pub(crate) fn shut_in(recipe: &Recipe, answers: &dyn Answers) -> Result<Self, ConnectorError> {
        let mut process = Self::spawn(recipe).map_err(|error| {
            let issue = PluginIssue::NotStarted { reason: error.to_string() };
            PluginError::new(&recipe.plugin, issue).because(error)
        })?;
        let due = process.due();
        process.send(&Order::Confine(recipe.confinement.clone()), answers)?;
        let listener = process.listener(due, answers)?;
        process.warden = Some(Warden::new(process.child.id(), listener, recipe.timeout));
        let in_force = process.answer("", due, answers)?;
        process.in_force = frame::parse(&in_force).map_err(|error| process.broken(error, answers))?;
        Ok(process)
    }

    /// What the child hands over so that it is asked about threads.
    fn listener(&mut self, due: Due, answers: &dyn Answers) -> Result<Option<OwnedFd>, ConnectorError> {
        loop {
            match threads::receive(&self.socket) {
                Ok(listener) => return Ok(listener),
                Err(error) if is_pause(&error) => self.look_at_the_clock(due, answers)?,
                Err(_) => return Err(self.died(answers)),
            }
        }
    }

    fn spawn(recipe: &Recipe) -> io::Result<Self> {
        let Spawned { child, socket, tail } = spawned(recipe)?;
        socket.set_read_timeout(Some(TICK))?;
        socket.set_write_timeout(Some(TICK))?;
        let (recipe, in_force) = (recipe.clone(), InForce::default());
        Ok(Self { recipe, socket, child, tail, most: 0, stopping: None, in_force, warden: None })
    }

    /// What the process is shut in with.
    pub(crate) fn in_force(&self) -> InForce {
        self.in_force
    }

    /// When an answer is due that is waited for from now on.
    pub(crate) fn due(&self) -> Due {
        if let Some(warden) = &self.warden {
            warden.answered();
        }
        Due(Instant::now() + self.recipe.timeout)
    }

    /// Gives an order and waits until it is carried out; `stream` names what it is about in errors.
    pub(crate) fn order(
        &mut self,
        order: &Order,
        stream: &str,
        answers: &dyn Answers,
    ) -> Result<Vec<u8>, ConnectorError> {
        let due = self.due();
        self.order_by(order, stream, due, answers)
    }

    /// As [`Self::order`], by a time that was set before.
    pub(crate) fn order_by(
        &mut self,
        order: &Order,
        stream: &str,
        due: Due,
        answers: &dyn Answers,
    ) -> Result<Vec<u8>, ConnectorError> {
        self.send(order, answers)?;
        self.answer(stream, due, answers)
    }

    fn answer(&mut self, stream: &str, due: Due, answers: &dyn Answers) -> Result<Vec<u8>, ConnectorError> {
        match self.next(stream, due, answers)? {
            (Kind::Done, payload) => Ok(payload),
            (kind, _) => Err(self.error(PluginIssue::FrameInstead { kind: format!("{kind:?}") })),
        }
    }

    /// The answer to an order, as a text.
    pub(crate) fn text(&mut self, answer: &[u8], answers: &dyn Answers) -> Result<String, ConnectorError> {
        frame::parse(answer).map_err(|error| self.broken(error, answers))
    }

    /// Gives an order whose answers [`Self::next`] reads.
    pub(crate) fn send(&mut self, order: &Order, answers: &dyn Answers) -> Result<(), ConnectorError> {
        self.most = order.longest_answer();
        let json = serde_json::to_vec(order).map_err(|error| self.broken(error.into(), answers))?;
        self.tell(Kind::Order, &json, answers)
    }

    /// Writes a frame, for as long as an answer may take: whoever does not read is stopped, too.
    fn tell(&mut self, kind: Kind, payload: &[u8], answers: &dyn Answers) -> Result<(), ConnectorError> {
        let due = Due(Instant::now() + self.recipe.timeout);
        let mut bytes = Vec::new();
        frame::write(&mut bytes, kind, payload).map_err(|error| self.broken(error, answers))?;
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            match self.socket.write(rest) {
                Ok(0) => return Err(self.died(answers)),
                Ok(written) => rest = &rest[written..],
                Err(error) if is_pause(&error) => {}
                Err(error) => return Err(self.broken(error.into(), answers)),
            }
            self.look_at_the_clock(due, answers)?;
        }
        Ok(())
    }

    /// The next `Rows` or `Done`, by `due`; what else comes is answered on the way.
    pub(crate) fn next(
        &mut self,
        stream: &str,
        due: Due,
        answers: &dyn Answers,
    ) -> Result<(Kind, Vec<u8>), ConnectorError> {
        loop {
            let (kind, payload) = self.receive(due, answers)?;
            match kind {
                Kind::Rows | Kind::Done => return Ok((kind, payload)),
                Kind::Failed => {
                    let failure: Failure = frame::parse(&payload).map_err(|error| self.broken(error, answers))?;
                    let failure = failure.with_words(|text| plain(&answers.blot(text)));
                    return Err(connector_error(&self.recipe.plugin, stream, failure));
                }
                Kind::Log => {
                    let (level, text) = payload.split_first().unwrap_or((&0, &[]));
                    answers.log(*level, plain(&answers.blot(String::from_utf8_lossy(text).into_owned())));
                }
                Kind::Progress => {
                    let bytes = payload.try_into().map_or(0, u64::from_le_bytes);
                    answers.progress(bytes);
                }
                Kind::Reject => answers.reject(stream, &payload),
                Kind::AskSecret => {
                    let secret = answers.secret(&String::from_utf8_lossy(&payload));
                    let reply = secret.map_or_else(Vec::new, |text| [&[1], text.as_bytes()].concat());
                    self.tell(Kind::Secret, &reply, answers)?;
                }
                kind => return Err(self.broken(FrameError::Misdirected(kind), answers)),
            }
        }
    }

    fn receive(&mut self, due: Due, answers: &dyn Answers) -> Result<(Kind, Vec<u8>), ConnectorError> {
        let mut head = [0; 5];
        self.fill(&mut head, due, answers)?;
        let (kind, length) = frame::parse_head(head).map_err(|error| self.broken(error, answers))?;
        if kind == Kind::Done && length > self.most as usize {
            let issue = PluginIssue::FrameTooLong { bytes: length as u64, most: u64::from(self.most) };
            return Err(self.error(issue));
        }
        // Grows as the bytes come: what is announced need not be true.
        let mut payload = Vec::new();
        while payload.len() < length {
            let start = payload.len();
            payload.resize(length.min(start + (4 << 20)), 0);
            self.fill(&mut payload[start..], due, answers)?;
        }
        Ok((kind, payload))
    }

    /// Fills `buffer`, and looks at the clock at every step: whoever sends byte by byte, or frame by frame, is late, too.
    fn fill(&mut self, buffer: &mut [u8], due: Due, answers: &dyn Answers) -> Result<(), ConnectorError> {
        let mut filled = 0;
        while filled < buffer.len() {
            self.look_at_the_clock(due, answers)?;
            match self.socket.read(&mut buffer[filled..]) {
                Ok(0) => return Err(self.died(answers)),
                Ok(read) => filled += read,
                Err(error) if is_pause(&error) => {}
                Err(_) => return Err(self.died(answers)),
            }
        }
        Ok(())
    }

    fn look_at_the_clock(&mut self, due: Due, answers: &dyn Answers) -> Result<(), ConnectorError> {
        match self.stopping {
            None if answers.is_cancelled() => {
                self.stopping = Some(Instant::now());
                // Where there is no room for it, the plugin is stopped without being told.
                let _ = frame::write(&mut self.socket, Kind::Cancel, &[]);
            }
            Some(since) if since.elapsed() > GRACE => return Err(ConnectorError::Cancelled),
            _ => {}
        }
        if Instant::now() < due.0 {
            return Ok(());
        }
        Err(self.error(PluginIssue::TimedOut { seconds: self.recipe.timeout.as_secs_f64() }))
    }

    fn error(&self, issue: PluginIssue) -> ConnectorError {
        PluginError::new(&self.recipe.plugin, issue).into()
    }

    /// Why the process is no longer there.
    fn died(&mut self, answers: &dyn Answers) -> ConnectorError {
        if self.stopping.is_some() || answers.is_cancelled() {
            return ConnectorError::Cancelled;
        }
        if self.leave() {
            return self.error(PluginIssue::Computing { seconds: self.recipe.timeout.as_secs_f64() });
        }
        let how = self.wait().map_or(Ending::ClosedConnection, ended);
        // What it wrote last arrives on a thread of its own.
        thread::sleep(TICK);
        let tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        let tail = String::from_utf8_lossy(&tail);
        let last = tail.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let last: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
        self.error(PluginIssue::Ended { how, last_words: Some(last).filter(|last| !last.is_empty()) })
    }

    /// Nobody watches the process any more, which is about to be waited for. True where it was stopped for computing too long.
    fn leave(&self) -> bool {
        self.warden.as_ref().is_some_and(Warden::leave)
    }

    fn broken(&mut self, error: FrameError, answers: &dyn Answers) -> ConnectorError {
        let gone = [io::ErrorKind::BrokenPipe, io::ErrorKind::ConnectionReset];
        if matches!(&error, FrameError::Io(error) if gone.contains(&error.kind())) {
            return self.died(answers);
        }
        PluginError::new(&self.recipe.plugin, error.issue()).because(error).into()
    }

    /// How the process ended, given a moment to do so.
    fn wait(&mut self) -> Option<ExitStatus> {
        for _ in 0..20 {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A process that was told to stop may be in the middle of anything: no plugin outlives its use.
        self.leave();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// True where nothing came or went for a moment.
fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

/// How a process ended.
fn ended(status: ExitStatus) -> Ending {
    match status.signal() {
        Some(number) => {
            let name = nix::sys::signal::Signal::try_from(number).ok();
            Ending::Signal { number, name: name.map(|name| name.as_str().to_owned()) }
        }
        None => Ending::Exit { exit: status.code().unwrap_or(-1) },
    }
}
