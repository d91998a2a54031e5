//! The format of a file that its name does not tell.

use jauge_domain::FileFault;
use jauge_plugin::ConnectorError;

use super::{FileFormat, detect, error::damage, object::Object, record::Dialect, text::Text};

const SAMPLE: usize = 64 * 1024;

/// What `text` looks like, or an error that lists the formats.
pub(super) fn format(mut text: Text) -> Result<FileFormat, ConnectorError> {
    let whole = text.sample(SAMPLE)?;
    let bytes = text.rest();
    if bytes.starts_with(b"PAR1") {
        return Ok(FileFormat::Parquet);
    }
    if bytes.starts_with(b"ARROW1") || bytes.starts_with(&[0xff; 4]) {
        return Ok(FileFormat::Arrow);
    }
    let sample = String::from_utf8_lossy(bytes);
    let start: String = sample.chars().filter(|c| !c.is_whitespace()).take(2).collect();
    match start.as_bytes() {
        [b'[', b'{' | b']'] => return Ok(FileFormat::Json),
        [b'{', ..] => {
            let mut lines = sample.lines().filter(|line| !line.trim().is_empty());
            let is_lines = lines.next().is_some_and(|line| serde_json::from_str::<Object<'_>>(line).is_ok());
            return Ok(if is_lines { FileFormat::Ndjson } else { FileFormat::Json });
        }
        _ => {}
    }
    match detect::separator(&sample, Dialect::of(b','), whole) {
        Some((_, share)) if share >= 0.9 && !bytes.contains(&0) => Ok(FileFormat::Csv),
        _ => {
            let known = FileFormat::NAMES.map(str::to_owned).to_vec();
            Err(damage(text.stream(), None, FileFault::UnknownFormat { known }))
        }
    }
}
