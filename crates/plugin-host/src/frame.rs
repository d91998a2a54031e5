//! What crosses between Jauge and the child process of a plugin: frames of a kind, a length and a payload, over a socket.

use std::io::{self, Read, Write};

use jauge_domain::{ContractBreach, PluginIssue};
use jauge_plugin::abi;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The longest payload that is taken of a kind: what claims more is no child of ours. Whoever reads may take less.
pub(crate) const fn longest(kind: Kind) -> u32 {
    match kind {
        Kind::Order => 64 << 20,
        Kind::Cancel => 0,
        Kind::Secret => 1 << 20,
        Kind::Done => 12 << 20,
        Kind::Failed => 64 << 10,
        Kind::Rows => 20 << 20,
        Kind::Log => 8 << 10,
        Kind::Progress => 8,
        Kind::Reject => 64 << 10,
        Kind::AskSecret => 1 << 10,
    }
}

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// To the child: what to do. JSON of [`Order`].
    Order = 1,
    /// To the child: stop what is under way. Empty.
    Cancel = 2,
    /// To the child: the secret it asked for; empty where there is none. First byte 1, then the text.
    Secret = 3,
    /// From the child: the order was carried out. JSON.
    Done = 10,
    /// From the child: the order failed. JSON of [`Failure`].
    Failed = 11,
    /// From the child: part of an Arrow IPC stream.
    Rows = 12,
    /// From the child: a log line. First byte its level.
    Log = 13,
    /// From the child: bytes read. Eight bytes, little-endian.
    Progress = 14,
    /// From the child: a reject. JSON.
    Reject = 15,
    /// From the child: the name of a secret it needs.
    AskSecret = 16,
}

/// What the child is to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Order {
    /// Shut itself in. First, and once.
    Confine(Confinement),
    /// Load the library. Once.
    Load,
    /// Say what the plugin brings.
    Describe,
    /// Give a file of the pack.
    Resource {
        path: String,
    },
    /// Make a source ready. Once.
    Open {
        source: String,
        config: Value,
    },
    Check,
    Streams,
    Schema {
        stream: String,
    },
    Scan(ScanOrder),
}

impl Order {
    /// The longest answer that is taken, in bytes. JSON takes more memory than it is long, and a description most of all.
    pub(crate) fn longest_answer(&self) -> u32 {
        match self {
            Self::Confine(_) | Self::Load | Self::Open { .. } | Self::Check | Self::Schema { .. } => 4 << 10,
            Self::Describe => 256 << 10,
            Self::Resource { .. } | Self::Streams => longest(Kind::Done),
            Self::Scan(_) => 2 << 20,
        }
    }
}

/// What a child is confined to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Confinement {
    /// The plugin's name.
    pub(crate) plugin: String,
    /// Which descriptor the library is.
    pub(crate) library: i32,
    pub(crate) network: bool,
    /// Files and folders that may be read.
    pub(crate) paths: Vec<String>,
    /// Address space in bytes.
    pub(crate) memory: u64,
    /// The process at whose end it ends.
    pub(crate) host: u32,
}

/// A scan as it crosses.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct ScanOrder {
    pub(crate) stream: String,
    pub(crate) first_byte: u64,
    pub(crate) end_byte: u64,
    pub(crate) cursor: String,
    pub(crate) columns: String,
    pub(crate) filters: String,
    pub(crate) limit: i64,
    pub(crate) batch_rows: i32,
    pub(crate) deadline_ms: i64,
}

/// Why an order failed: a status of the C contract, and what the library did or said.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Failure {
    pub(crate) status: i32,
    pub(crate) breach: ContractBreach,
}

impl From<ContractBreach> for Failure {
    fn from(breach: ContractBreach) -> Self {
        Self { status: abi::INTERNAL, breach }
    }
}

impl Failure {
    /// The same, with what the plugin itself says passed through `change`.
    pub(crate) fn with_words(self, change: impl FnOnce(String) -> String) -> Self {
        let breach = match self.breach {
            ContractBreach::Said { text } => ContractBreach::Said { text: change(text) },
            other => other,
        };
        Self { breach, ..self }
    }
}

/// Why a frame does not cross.
#[derive(Debug, thiserror::Error)]
#[error("{:?}", self.issue())]
pub(crate) enum FrameError {
    /// The socket failed.
    Io(#[from] io::Error),
    /// A payload is longer than what is taken: how long, and the most that is.
    TooLong(usize, u32),
    /// A head announces a longer payload than what is taken: how long, and the most that is.
    Announced(u32, u32),
    /// A head names no kind that there is.
    Unknown(u8),
    /// Not for whoever received it.
    Misdirected(Kind),
    /// The payload is no such JSON.
    Json(#[from] serde_json::Error),
}

impl FrameError {
    /// What is wrong with a plugin whose frame does not cross.
    pub(crate) fn issue(&self) -> PluginIssue {
        match self {
            Self::Io(error) => PluginIssue::Connection { reason: error.to_string() },
            Self::TooLong(bytes, most) => PluginIssue::FrameTooLong { bytes: *bytes as u64, most: u64::from(*most) },
            Self::Announced(bytes, most) => {
                PluginIssue::FrameTooLong { bytes: u64::from(*bytes), most: u64::from(*most) }
            }
            Self::Unknown(kind) => PluginIssue::FrameUnknown { kind: *kind },
            Self::Misdirected(kind) => PluginIssue::FrameOfHost { kind: format!("{kind:?}") },
            Self::Json(error) => PluginIssue::AnswerUnreadable { reason: error.to_string() },
        }
    }
}

/// What comes after the last rows of a scan, and with every batch: how far they reach.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Reached {
    pub(crate) checkpoint: Option<String>,
    pub(crate) applied: Vec<usize>,
    pub(crate) ended: bool,
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        let all = [
            Self::Order,
            Self::Cancel,
            Self::Secret,
            Self::Done,
            Self::Failed,
            Self::Rows,
            Self::Log,
            Self::Progress,
            Self::Reject,
            Self::AskSecret,
        ];
        all.into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// Writes one frame.
pub(crate) fn write(to: &mut impl Write, kind: Kind, payload: &[u8]) -> Result<(), FrameError> {
    let most = longest(kind);
    let length = u32::try_from(payload.len()).ok().filter(|length| *length <= most);
    let length = length.ok_or(FrameError::TooLong(payload.len(), most))?;
    let mut head = [0; 5];
    head[0] = kind as u8;
    head[1..].copy_from_slice(&length.to_le_bytes());
    to.write_all(&head)?;
    to.write_all(payload)?;
    Ok(to.flush()?)
}

/// Reads one frame.
pub(crate) fn read(from: &mut impl Read) -> Result<(Kind, Vec<u8>), FrameError> {
    let mut head = [0; 5];
    from.read_exact(&mut head)?;
    let (kind, length) = parse_head(head)?;
    let mut payload = vec![0; length];
    from.read_exact(&mut payload)?;
    Ok((kind, payload))
}

/// The kind and length that a frame's head announces.
pub(crate) fn parse_head(head: [u8; 5]) -> Result<(Kind, usize), FrameError> {
    let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]);
    match Kind::of(head[0]) {
        Some(kind) if length <= longest(kind) => Ok((kind, length as usize)),
        Some(kind) => Err(FrameError::Announced(length, longest(kind))),
        None => Err(FrameError::Unknown(head[0])),
    }
}

/// The value in a frame of JSON.
pub(crate) fn parse<T: DeserializeOwned>(payload: &[u8]) -> Result<T, FrameError> {
    Ok(serde_json::from_slice(payload)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_crosses_unchanged_and_a_bad_one_is_refused() {
        let mut wire = Vec::new();
        write(&mut wire, Kind::Rows, b"rows").unwrap();
        assert_eq!(read(&mut wire.as_slice()).unwrap(), (Kind::Rows, b"rows".to_vec()));
        let cut = read(&mut &wire[..7]).unwrap_err();
        assert!(matches!(cut, FrameError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof));
        let giant = [Kind::Rows as u8, 255, 255, 255, 255];
        assert!(matches!(read(&mut giant.as_slice()), Err(FrameError::Announced(u32::MAX, _))));
        let long = vec![0; longest(Kind::Log) as usize + 1];
        assert!(matches!(write(&mut Vec::new(), Kind::Log, &long), Err(FrameError::TooLong(..))));
        assert!(matches!(read(&mut [99, 0, 0, 0, 0].as_slice()), Err(FrameError::Unknown(99))));
    }
}
