//! The child process of a plugin: shuts itself in, loads the library, carries out orders.

use std::{
    io,
    os::{
        fd::{AsFd, AsRawFd},
        unix::net::UnixStream,
    },
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
use arrow_schema::SchemaRef;
use jauge_domain::ContractBreach;
use jauge_plugin::{Reject, abi};
use serde_json::json;

use crate::{
    crossing::parse_reject,
    frame::{self, Failure, FrameError, Kind, Order, Reached, ScanOrder},
    library::{Loaded, OpenedSource},
    pieces::{Pieces, plain_schema},
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
    library: PathBuf,
    loaded: Option<Loaded>,
}

/// Rows on their way out, and how far those reach that are out.
struct Outgoing {
    writer: StreamWriter<Vec<u8>>,
    schema: SchemaRef,
    reached: Reached,
}

impl Child {
    fn start() -> Result<Self, FrameError> {
        let mut socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
        let sending = socket.try_clone()?;
        let (send_order, orders) = channel();
        let (send_secret, secrets) = channel();
        // The first order confines this process, and must do so before there is a second thread.
        let (kind, payload) = frame::read(&mut socket)?;
        let Order::Confine(confinement) = frame::parse::<Order>(&payload)? else {
            return Err(FrameError::Misdirected(kind));
        };
        let kept = [0, 1, 2, socket.as_raw_fd(), sending.as_raw_fd(), confinement.library];
        let in_force = sandbox::enter(&confinement, &socket, &kept).map_err(io::Error::other)?;
        let wire = Arc::new(Wire {
            socket: Mutex::new(sending),
            cancelled: AtomicBool::new(false),
            secrets: Mutex::new(secrets),
            source: Mutex::default(),
        });
        let heard = wire.clone();
        thread::spawn(move || listen(socket, &heard, &send_order, &send_secret));
        let library = PathBuf::from(format!("/proc/self/fd/{}", confinement.library));
        let child = Self { wire, orders, library, loaded: None };
        child.done(&in_force)?;
        Ok(child)
    }

    /// Loads the library, and with that runs code of the plugin's for the first time.
    fn load(&mut self) -> Result<(), Failure> {
        if self.loaded.is_some() {
            return Err(ContractBreach::LoadedAlready.into());
        }
        let host = Table::new(Box::new(WireListener(self.wire.clone())));
        self.loaded = Some(Loaded::new(&self.library, Arc::new(host))?);
        Ok(())
    }

    fn run(mut self) -> Result<(), FrameError> {
        while let Ok(order) = self.orders.recv() {
            self.wire.cancelled.store(false, Ordering::Release);
            self.carry_out(order)?;
        }
        Ok(())
    }

    fn carry_out(&mut self, order: Order) -> Result<(), FrameError> {
        if let Order::Load = order {
            return match self.load() {
                Ok(()) => self.done(&json!(null)),
                Err(failure) => self.failed(failure),
            };
        }
        // Where nothing could be loaded that was said, and this process is of no more use.
        let Some(loaded) = &mut self.loaded else { return Err(io::Error::from(io::ErrorKind::NotConnected).into()) };
        let answer = match order {
            Order::Confine(_) | Order::Load => Err(ContractBreach::LoadedAlready.into()),
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
                return match schema.and_then(|schema| Ok(plain_schema(&schema)?)) {
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
        let schema = match plain_schema(scanned.schema()) {
            Ok(schema) => schema,
            Err(breach) => return self.failed(breach.into()),
        };
        let writer = StreamWriter::try_new(Vec::new(), &schema).map_err(io::Error::other)?;
        let reached = Reached { applied: scanned.applied(filters), ..Reached::default() };
        let mut rows = Outgoing { writer, schema, reached };
        // A decoder takes the columns in only once something follows them.
        let none = RecordBatch::new_empty(rows.schema.clone());
        self.send_rows(&mut rows, &none)?;
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
            let checkpoint = match scanned.checkpoint() {
                Ok(checkpoint) => checkpoint,
                Err(failure) => return self.failed(failure),
            };
            if let Some(breach) = self.send_batch(&mut rows, &batch, checkpoint.as_ref())? {
                return self.failed(breach.into());
            }
        }
        let mut reached = Reached { ended: true, ..rows.reached };
        match scanned.checkpoint() {
            Ok(None) => {}
            Ok(checkpoint) => reached.checkpoint = checkpoint,
            Err(failure) => return self.failed(failure),
        }
        self.done(&reached)
    }

    /// Sends `batch` in pieces that are short enough to cross; only the last of them reaches as far as `checkpoint`. Answers why
    /// it cannot.
    fn send_batch(
        &self,
        rows: &mut Outgoing,
        batch: &RecordBatch,
        checkpoint: Option<&String>,
    ) -> Result<Option<ContractBreach>, FrameError> {
        let pieces = match Pieces::of(batch, &rows.schema) {
            Ok(pieces) => pieces,
            Err(breach) => return Ok(Some(breach)),
        };
        for piece in pieces {
            let piece = match piece {
                Ok(piece) => piece,
                Err(breach) => return Ok(Some(breach)),
            };
            rows.reached.checkpoint = checkpoint.filter(|_| piece.is_last).cloned();
            if let Some(breach) = self.send_rows(rows, &piece.rows)? {
                return Ok(Some(breach));
            }
        }
        Ok(None)
    }

    /// Sends what fits into one frame, and how far it reaches. Answers why it does not fit.
    fn send_rows(&self, rows: &mut Outgoing, piece: &RecordBatch) -> Result<Option<ContractBreach>, FrameError> {
        rows.writer.write(piece).map_err(io::Error::other)?;
        let (bytes, most) = (rows.writer.get_ref().len() as u64, u64::from(frame::longest(Kind::Rows)));
        if bytes > most {
            return Ok(Some(ContractBreach::RowTooLong { bytes, most }));
        }
        self.send(Kind::Rows, rows.writer.get_ref())?;
        rows.writer.get_mut().clear();
        self.done(&rows.reached)?;
        Ok(None)
    }

    fn done(&self, answer: &impl serde::Serialize) -> Result<(), FrameError> {
        self.send(Kind::Done, &serde_json::to_vec(answer)?)
    }

    fn failed(&self, failure: Failure) -> Result<(), FrameError> {
        let failure = failure.with_words(|text| cut(text, LONGEST_WORDS));
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
        let payload = [&[level], cut(text, LONGEST_LINE).as_bytes()].concat();
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
        let _ = self.0.send(Kind::Reject, shortened(json).as_bytes());
    }
}

/// The longest log line that crosses, in bytes.
const LONGEST_LINE: usize = 4096;
/// The longest that a plugin can say of a failure, in bytes.
const LONGEST_WORDS: usize = 8192;
/// The longest text in a reject that is too long as a whole, in bytes.
const LONGEST_PART: usize = 1024;

/// The start of `text`, which is at most so many bytes long.
fn cut(mut text: String, most: usize) -> String {
    text.truncate(text.floor_char_boundary(most));
    text
}

/// A reject that can cross: its texts are cut where it is too long.
fn shortened(json: String) -> String {
    if json.len() <= frame::longest(Kind::Reject) as usize {
        return json;
    }
    let Some(mut reject) = parse_reject(json.as_bytes()) else { return String::new() };
    let texts = [Some(&mut reject.stream), reject.column.as_mut(), reject.value.as_mut(), Some(&mut reject.reason)];
    texts.into_iter().flatten().for_each(|text| *text = cut(std::mem::take(text), LONGEST_PART));
    let Reject { stream, line, column, value, reason } = reject;
    json!({"stream": stream, "line": line, "column": column, "value": value, "reason": reason}).to_string()
}

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
            // Nothing of the plugin's is run on the way out, which could take for ever.
            // SAFETY: it ends the process.
            unsafe { nix::libc::_exit(0) };
        }
    }
}
