//! The child process of a plugin, seen from Jauge.

use std::{
    io::{self, Read},
    os::{fd::OwnedFd, unix::net::UnixStream, unix::process::ExitStatusExt},
    path::PathBuf,
    process::{Child, Command, ExitStatus},
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        mpsc::{Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use jauge_domain::{Ending, PluginIssue};
use jauge_plugin::ConnectorError;
use serde_json::Value;

use crate::{
    InForce, PluginError,
    answer::connector_error,
    child::CHILD_COMMAND,
    frame::{self, Confinement, Failure, FrameError, Kind, Order},
    image::Image,
};

/// How often a wait looks whether the user wants to stop.
const TICK: Duration = Duration::from_millis(50);
/// How long a plugin may take to stop.
const GRACE: Duration = Duration::from_secs(2);
/// What is kept of what a plugin writes to its standard output and error.
const TAIL: usize = 2000;

/// Who answers a plugin while an order is under way.
pub(crate) trait Answers {
    fn log(&self, level: u8, text: String);
    fn progress(&self, bytes: u64);
    fn reject(&self, json: &[u8]);
    fn secret(&self, name: &str) -> Option<String>;
    fn is_cancelled(&self) -> bool;
    /// `text` with what must not be shown blotted out.
    fn blot(&self, text: String) -> String;
}

/// How a plugin is run.
#[derive(Clone)]
pub(crate) struct Recipe {
    pub(crate) plugin: String,
    pub(crate) program: PathBuf,
    pub(crate) image: Arc<Image>,
    pub(crate) confinement: Confinement,
    /// How long it may take over one answer.
    pub(crate) timeout: Duration,
}

/// A child process with the library loaded.
pub(crate) struct Process {
    recipe: Recipe,
    socket: UnixStream,
    child: Child,
    tail: Arc<Mutex<Vec<u8>>>,
    /// When the user asked to stop, once that was passed on.
    stopping: Option<Instant>,
    in_force: InForce,
}

impl Process {
    /// Starts the process, which confines itself and loads the library.
    pub(crate) fn start(recipe: &Recipe, answers: &dyn Answers) -> Result<Self, ConnectorError> {
        let mut process = Self::spawn(recipe).map_err(|error| {
            let issue = PluginIssue::NotStarted { reason: error.to_string() };
            PluginError::new(&recipe.plugin, issue).because(error)
        })?;
        let order = Order::Load(recipe.confinement.clone());
        let in_force = process.order(&order, "", answers)?;
        process.in_force = serde_json::from_value(in_force).unwrap_or_default();
        Ok(process)
    }

    fn spawn(recipe: &Recipe) -> io::Result<Self> {
        let (ours, theirs) = UnixStream::pair()?;
        let (mut said, out) = io::pipe()?;
        let mut command = Command::new(&recipe.program);
        // The name is for whoever looks at the processes.
        command.arg(CHILD_COMMAND).arg(&recipe.plugin).env_clear().current_dir("/");
        // Where libraries look for what the user has installed; whether they may read it is another matter.
        command.envs(std::env::var_os("HOME").map(|home| ("HOME", home)));
        command.stdin(OwnedFd::from(theirs)).stdout(out.try_clone()?).stderr(out);
        let child = spawn_from_one_thread(command)?;
        let tail: Arc<Mutex<Vec<u8>>> = Arc::default();
        let kept = tail.clone();
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(read) = said.read(&mut chunk) {
                if read == 0 {
                    break;
                }
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.extend_from_slice(&chunk[..read]);
                let drop = kept.len().saturating_sub(TAIL);
                kept.drain(..drop);
            }
        });
        ours.set_read_timeout(Some(TICK))?;
        ours.set_write_timeout(Some(recipe.timeout))?;
        let in_force = InForce::default();
        Ok(Self { recipe: recipe.clone(), socket: ours, child, tail, stopping: None, in_force })
    }

    /// What the process is shut in with.
    pub(crate) fn in_force(&self) -> &InForce {
        &self.in_force
    }

    /// Gives an order and waits until it is carried out; `stream` names what it is about in errors.
    pub(crate) fn order(
        &mut self,
        order: &Order,
        stream: &str,
        answers: &dyn Answers,
    ) -> Result<Value, ConnectorError> {
        self.send(order)?;
        match self.next(stream, answers)? {
            (Kind::Done, payload) => frame::parse(&payload).map_err(|error| self.broken(error)),
            (kind, _) => Err(self.error(PluginIssue::FrameInstead { kind: format!("{kind:?}") })),
        }
    }

    /// Gives an order whose answers [`Self::next`] reads.
    pub(crate) fn send(&mut self, order: &Order) -> Result<(), ConnectorError> {
        frame::write_json(&mut self.socket, Kind::Order, order).map_err(|error| self.broken(error))
    }

    /// The next `Rows` or `Done`; what else comes is answered on the way.
    pub(crate) fn next(&mut self, stream: &str, answers: &dyn Answers) -> Result<(Kind, Vec<u8>), ConnectorError> {
        let deadline = Instant::now() + self.recipe.timeout;
        loop {
            let (kind, payload) = self.receive(deadline, answers)?;
            match kind {
                Kind::Rows | Kind::Done => return Ok((kind, payload)),
                Kind::Failed => {
                    let failure: Failure = frame::parse(&payload).map_err(|error| self.broken(error))?;
                    let failure = failure.with_words(|text| answers.blot(text));
                    return Err(connector_error(&self.recipe.plugin, stream, failure));
                }
                Kind::Log => {
                    let (level, text) = payload.split_first().unwrap_or((&0, &[]));
                    answers.log(*level, answers.blot(String::from_utf8_lossy(text).into_owned()));
                }
                Kind::Progress => {
                    let bytes = payload.try_into().map_or(0, u64::from_le_bytes);
                    answers.progress(bytes);
                }
                Kind::Reject => answers.reject(&payload),
                Kind::AskSecret => {
                    let secret = answers.secret(&String::from_utf8_lossy(&payload));
                    let reply = secret.map_or_else(Vec::new, |text| [&[1], text.as_bytes()].concat());
                    frame::write(&mut self.socket, Kind::Secret, &reply).map_err(|error| self.broken(error))?;
                }
                kind => return Err(self.broken(FrameError::Misdirected(kind))),
            }
        }
    }

    fn receive(&mut self, deadline: Instant, answers: &dyn Answers) -> Result<(Kind, Vec<u8>), ConnectorError> {
        let mut head = [0; 5];
        self.fill(&mut head, deadline, answers)?;
        let (kind, length) = frame::parse_head(head).map_err(|error| self.broken(error))?;
        // Grows as the bytes come: what is announced need not be true.
        let mut payload = Vec::new();
        while payload.len() < length {
            let start = payload.len();
            payload.resize(length.min(start + (4 << 20)), 0);
            self.fill(&mut payload[start..], deadline, answers)?;
        }
        Ok((kind, payload))
    }

    fn fill(&mut self, buffer: &mut [u8], deadline: Instant, answers: &dyn Answers) -> Result<(), ConnectorError> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.socket.read(&mut buffer[filled..]) {
                Ok(0) => return Err(self.died()),
                Ok(read) => filled += read,
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
                    self.look_at_the_clock(deadline, answers)?;
                }
                Err(_) => return Err(self.died()),
            }
        }
        Ok(())
    }

    fn look_at_the_clock(&mut self, deadline: Instant, answers: &dyn Answers) -> Result<(), ConnectorError> {
        match self.stopping {
            None if answers.is_cancelled() => {
                self.stopping = Some(Instant::now());
                let _ = frame::write(&mut self.socket, Kind::Cancel, &[]);
            }
            Some(since) if since.elapsed() > GRACE => return Err(ConnectorError::Cancelled),
            _ => {}
        }
        if Instant::now() < deadline {
            return Ok(());
        }
        Err(self.error(PluginIssue::TimedOut { seconds: self.recipe.timeout.as_secs_f64() }))
    }

    fn error(&self, issue: PluginIssue) -> ConnectorError {
        PluginError::new(&self.recipe.plugin, issue).into()
    }

    /// Why the process is no longer there.
    fn died(&mut self) -> ConnectorError {
        if self.stopping.is_some() {
            return ConnectorError::Cancelled;
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

    fn broken(&mut self, error: FrameError) -> ConnectorError {
        let gone = [io::ErrorKind::BrokenPipe, io::ErrorKind::ConnectionReset];
        if matches!(&error, FrameError::Io(error) if gone.contains(&error.kind())) {
            return self.died();
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
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
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

/// Spawns from a thread that lives as long as Jauge does: the kernel kills a child that asks for it when the *thread* that
/// spawned it ends.
fn spawn_from_one_thread(command: Command) -> io::Result<Child> {
    type Wanted = (Command, Sender<io::Result<Child>>);
    static SPAWNER: LazyLock<Mutex<Sender<Wanted>>> = LazyLock::new(|| {
        let (sender, wanted) = channel::<Wanted>();
        thread::spawn(move || {
            while let Ok((mut command, reply)) = wanted.recv() {
                let _ = reply.send(command.spawn());
            }
        });
        Mutex::new(sender)
    });
    let gone = |_| io::Error::other("the thread that starts plugins is gone");
    let (reply, child) = channel();
    SPAWNER.lock().unwrap_or_else(PoisonError::into_inner).send((command, reply)).map_err(|_| gone(()))?;
    child.recv().map_err(|_| gone(()))?
}
