//! The child process of a plugin: shuts itself in, loads the library, carries out orders.

use std::{
    io,
    os::{fd::AsFd, unix::net::UnixStream},
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use arrow_array::RecordBatch;
use arrow_ipc::writer::StreamWriter;
use jauge_domain::ContractBreach;
use jauge_plugin::abi;
use serde_json::json;

use crate::{
    frame::{self, Failure, FrameError, Kind, Order, Reached, ScanOrder},
    library::{Loaded, OpenedSource},
    sandbox,
    table::{Listener, Table},
};

/// What the child process is called with.
pub const CHILD_COMMAND: &str = "__plugin";

/// Serves as the child process of a plugin; its standard input is the socket.
pub fn serve() -> ExitCode {
    match Child::start().and_then(Child::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What is shared with the thread that reads, and with the plugin's threads.
struct Wire {
    socket: Mutex<UnixStream>,
    cancelled: AtomicBool,
    secrets: Mutex<Receiver<Option<String>>>,
    source: Mutex<Option<Arc<OpenedSource>>>,
}

struct Child {
    wire: Arc<Wire>,
    orders: Receiver<Order>,
    loaded: Option<Loaded>,
}

impl Child {
    fn start() -> Result<Self, FrameError> {
        let socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
        let (send_order, orders) = channel();
        let (send_secret, secrets) = channel();
        let wire = Arc::new(Wire {
            socket: Mutex::new(socket.try_clone()?),
            cancelled: AtomicBool::new(false),
            secrets: Mutex::new(secrets),
            source: Mutex::default(),
        });
        let mut socket = socket;
        // The first order confines this process, and must do so before there is a second thread.
        let (kind, payload) = frame::read(&mut socket)?;
        let Order::Load(confinement) = frame::parse::<Order>(&payload)? else {
            return Err(FrameError::Misdirected(kind));
        };
        let library = PathBuf::from(format!("/proc/self/fd/{}", confinement.library));
        let in_force = sandbox::enter(&confinement).map_err(io::Error::other)?;
        let heard = wire.clone();
        thread::spawn(move || listen(socket, &heard, &send_order, &send_secret));
        let mut child = Self { wire: wire.clone(), orders, loaded: None };
        match Loaded::new(&library, Arc::new(Table::new(Box::new(WireListener(wire))))) {
            Ok(loaded) => {
                child.loaded = Some(loaded);
                child.done(&in_force)?;
            }
            Err(breach) => child.failed(breach.into())?,
        }
        Ok(child)
    }

    fn run(mut self) -> Result<(), FrameError> {
        while let Ok(order) = self.orders.recv() {
            self.wire.cancelled.store(false, Ordering::Release);
            self.carry_out(order)?;
        }
        Ok(())
    }

    fn carry_out(&mut self, order: Order) -> Result<(), FrameError> {
        // Where nothing could be loaded that was said, and this process is of no more use.
        let Some(loaded) = &mut self.loaded else { return Err(io::Error::from(io::ErrorKind::NotConnected).into()) };
        let answer = match order {
            Order::Load(_) => Err(ContractBreach::LoadedAlready.into()),
            Order::Describe => loaded.describe().map(Into::into),
            Order::Resource { path } => loaded.resource(&path).map(Into::into),
            Order::Open { source, config } => loaded.open(&source, &config).map(|source| {
                *self.wire.source.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(source));
                json!(null)
            }),
            Order::Check => self.source().and_then(|source| source.check()).map(|()| json!(null)),
            Order::Streams => self.source().and_then(|source| source.streams()).map(Into::into),
            Order::Schema { stream } => {
                let schema = self.source().and_then(|source| source.schema(&stream));
                return match schema {
                    Ok(schema) => {
                        let bytes = StreamWriter::try_new(Vec::new(), &schema).and_then(StreamWriter::into_inner);
                        self.send(Kind::Rows, &bytes.map_err(io::Error::other)?)?;
                        self.done(&json!(null))
                    }
                    Err(failure) => self.failed(failure),
                };
            }
            Order::Scan(scan) => return self.scan(&scan),
        };
        match answer {
            Ok(answer) => self.done(&answer),
            Err(failure) => self.failed(failure),
        }
    }

    fn source(&self) -> Result<Arc<OpenedSource>, Failure> {
        let source = self.wire.source.lock().unwrap_or_else(PoisonError::into_inner).clone();
        source.ok_or_else(|| ContractBreach::NoSourceOpen.into())
    }

    /// Sends batches until there are no more.
    fn scan(&self, order: &ScanOrder) -> Result<(), FrameError> {
        let filters = if order.filters.is_empty() {
            0
        } else {
            serde_json::from_str::<Vec<serde_json::Value>>(&order.filters).map_or(0, |filters| filters.len())
        };
        let scanned = self.source().and_then(|source| source.scan(order));
        let mut scanned = match scanned {
            Ok(scanned) => scanned,
            Err(failure) => return self.failed(failure),
        };
        let mut writer = StreamWriter::try_new(Vec::new(), scanned.schema()).map_err(io::Error::other)?;
        let mut reached = Reached { applied: scanned.applied(filters), ..Reached::default() };
        // A decoder takes the columns in only once something follows them.
        writer.write(&RecordBatch::new_empty(scanned.schema().clone())).map_err(io::Error::other)?;
        self.send_rows(&mut writer)?;
        self.done(&reached)?;
        loop {
            if self.wire.cancelled.load(Ordering::Acquire) {
                return self.failed(Failure {
                    status: abi::CANCELLED,
                    ..ContractBreach::Silent { status: abi::CANCELLED }.into()
                });
            }
            let batch = match scanned.next() {
                Ok(Some(batch)) => batch,
                Ok(None) => break,
                Err(failure) => return self.failed(failure),
            };
            writer.write(&batch).map_err(io::Error::other)?;
            reached.checkpoint = match scanned.checkpoint() {
                Ok(checkpoint) => checkpoint,
                Err(failure) => return self.failed(failure),
            };
            self.send_rows(&mut writer)?;
            self.done(&reached)?;
        }
        reached.ended = true;
        match scanned.checkpoint() {
            Ok(None) => {}
            Ok(checkpoint) => reached.checkpoint = checkpoint,
            Err(failure) => return self.failed(failure),
        }
        self.done(&reached)
    }

    fn send_rows(&self, writer: &mut StreamWriter<Vec<u8>>) -> Result<(), FrameError> {
        self.send(Kind::Rows, writer.get_ref())?;
        writer.get_mut().clear();
        Ok(())
    }

    fn done(&self, answer: &impl serde::Serialize) -> Result<(), FrameError> {
        self.send(Kind::Done, &serde_json::to_vec(answer)?)
    }

    fn failed(&self, failure: Failure) -> Result<(), FrameError> {
        self.send(Kind::Failed, &serde_json::to_vec(&failure)?)
    }

    fn send(&self, kind: Kind, payload: &[u8]) -> Result<(), FrameError> {
        self.wire.send(kind, payload)
    }
}

impl Wire {
    fn send(&self, kind: Kind, payload: &[u8]) -> Result<(), FrameError> {
        let mut socket = self.socket.lock().unwrap_or_else(PoisonError::into_inner);
        frame::write(&mut *socket, kind, payload)
    }
}

/// What the plugin calls, sent to Jauge.
struct WireListener(Arc<Wire>);

impl Listener for WireListener {
    fn log(&self, level: i32, text: String) {
        let level = u8::try_from(level.clamp(0, 2)).unwrap_or(0);
        let payload: Vec<u8> = std::iter::once(level).chain(text.bytes().take(LONGEST_LINE)).collect();
        let _ = self.0.send(Kind::Log, &payload);
    }

    fn progress(&self, bytes: u64) {
        let _ = self.0.send(Kind::Progress, &bytes.to_le_bytes());
    }

    fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Acquire)
    }

    fn secret(&self, name: &str) -> Option<String> {
        // Held until the answer is there, so that two threads do not take each other's.
        let answers = self.0.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.send(Kind::AskSecret, name.as_bytes()).ok()?;
        answers.recv().ok().flatten()
    }

    fn reject(&self, json: String) {
        let _ = self.0.send(Kind::Reject, json.as_bytes());
    }
}

/// The longest log line that crosses, in bytes.
const LONGEST_LINE: usize = 4096;

/// Reads what Jauge sends. Once Jauge is gone there is nobody to serve, whatever the plugin is doing.
fn listen(mut socket: UnixStream, wire: &Wire, orders: &Sender<Order>, secrets: &Sender<Option<String>>) {
    loop {
        let heard = frame::read(&mut socket).and_then(|(kind, payload)| match kind {
            Kind::Order => {
                let _ = orders.send(frame::parse(&payload)?);
                Ok(())
            }
            Kind::Cancel => {
                wire.cancelled.store(true, Ordering::Release);
                let source = wire.source.lock().unwrap_or_else(PoisonError::into_inner).clone();
                source.iter().for_each(|source| source.cancel());
                Ok(())
            }
            Kind::Secret => {
                let secret = payload.split_first().map(|(_, text)| String::from_utf8_lossy(text).into_owned());
                let _ = secrets.send(secret);
                Ok(())
            }
            kind => Err(FrameError::Misdirected(kind)),
        });
        if heard.is_err() {
            std::process::exit(0);
        }
    }
}
