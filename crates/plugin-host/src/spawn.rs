//! How a plugin's process is started.

use std::{
    io::{self, PipeReader, Read},
    os::{
        fd::OwnedFd,
        unix::{net::UnixStream, process::CommandExt},
    },
    path::PathBuf,
    process::{Child, Command},
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        mpsc::{Sender, channel},
    },
    thread,
    time::Duration,
};

use crate::{child::CHILD_COMMAND, frame::Confinement, image::Image};

/// What is kept of what a plugin writes to its standard output and error.
const TAIL: usize = 2000;

/// How a plugin is run.
#[derive(Clone)]
pub(crate) struct Recipe {
    pub(crate) plugin: String,
    pub(crate) program: PathBuf,
    pub(crate) image: Arc<Image>,
    pub(crate) confinement: Confinement,
    /// How long it may take over one answer.
    pub(crate) timeout: Duration,
    /// Run it although this machine lacks something that shuts it in.
    pub(crate) unconfined: bool,
}

impl Recipe {
    /// The same, for what needs neither files nor the network: to say what it brings.
    pub(crate) fn describing(&self) -> Self {
        let confinement = Confinement { network: false, paths: Vec::new(), ..self.confinement.clone() };
        Self { confinement, ..self.clone() }
    }
}

/// A process that was started, and what it is heard by.
pub(crate) struct Spawned {
    pub(crate) child: Child,
    pub(crate) socket: UnixStream,
    /// The end of what it writes to its standard output and error.
    pub(crate) tail: Arc<Mutex<Vec<u8>>>,
}

/// Starts the process of `recipe`, which waits for an order.
pub(crate) fn spawned(recipe: &Recipe) -> io::Result<Spawned> {
    let (socket, theirs) = UnixStream::pair()?;
    let (said, out) = io::pipe()?;
    let mut command = Command::new(&recipe.program);
    // The name is for whoever looks at the processes.
    command.arg(CHILD_COMMAND).arg(&recipe.plugin).env_clear().current_dir("/");
    // Where libraries look for what the user has installed; whether they may read it is another matter.
    command.envs(std::env::var_os("HOME").map(|home| ("HOME", home)));
    command.stdin(OwnedFd::from(theirs)).stdout(out.try_clone()?).stderr(out);
    // Ctrl-C at a terminal is for Jauge, which tells the plugin.
    command.process_group(0);
    let child = spawn_from_one_thread(command)?;
    Ok(Spawned { child, socket, tail: tail_of(said) })
}

/// The end of what comes out of `said`, as it comes.
fn tail_of(mut said: PipeReader) -> Arc<Mutex<Vec<u8>>> {
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
    tail
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
