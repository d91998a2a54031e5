//! The objects of a JSON file, one after the other.

use jauge_domain::{FileFault, RowKind};
use jauge_plugin::ConnectorError;

use super::text::{LARGEST_ROW, Text};

/// Splits one array into its elements, or a sequence of values into the values, without parsing them.
#[derive(Default)]
pub(super) struct Elements {
    place: Place,
}

#[derive(Default, PartialEq)]
enum Place {
    #[default]
    Start,
    /// In the array, before its first element.
    First,
    /// In the array, after an element.
    Inside,
    /// No array: values follow each other.
    Bare,
    Done,
}

impl Elements {
    /// The length of the next element, which then is at the start of what is buffered; `None` at the end.
    pub(super) fn next(&mut self, text: &mut Text) -> Result<Option<usize>, ConnectorError> {
        let first = next_byte(text)?;
        if self.place == Place::Start {
            self.place = if first == Some(b'[') { Place::First } else { Place::Bare };
            if first == Some(b'[') {
                text.consume(1);
                return self.next(text);
            }
        }
        match (&self.place, first) {
            (Place::Done | Place::Bare, None) => return Ok(None),
            (Place::Done, Some(_)) => return Err(text.error(text.line(), FileFault::AfterArray)),
            (_, None) => return Err(text.error(text.line(), FileFault::JsonCutShort)),
            (Place::First | Place::Inside, Some(b']')) => {
                text.consume(1);
                self.place = Place::Done;
                return self.next(text);
            }
            (Place::Inside, Some(b',')) => {
                text.consume(1);
                next_byte(text)?;
            }
            (Place::Inside, Some(_)) => return Err(text.error(text.line(), FileFault::NoComma)),
            _ => {}
        }
        if self.place == Place::First {
            self.place = Place::Inside;
        }
        element(text).map(Some)
    }
}

/// Passes over white space.
fn next_byte(text: &mut Text) -> Result<Option<u8>, ConnectorError> {
    loop {
        let blanks = text.rest().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        text.consume(blanks);
        if let Some(first) = text.rest().first() {
            return Ok(Some(*first));
        }
        if !text.more()? {
            return Ok(None);
        }
    }
}

fn element(text: &mut Text) -> Result<usize, ConnectorError> {
    loop {
        if let Some(length) = length(text.rest()) {
            return Ok(length);
        }
        if text.rest().len() > LARGEST_ROW {
            return Err(text.too_large(text.line(), RowKind::Json));
        }
        if !text.more()? {
            let is_open = text.rest().first().is_none_or(|first| b"{[\"".contains(first));
            return if is_open { Err(text.error(text.line(), FileFault::JsonCutShort)) } else { Ok(text.rest().len()) };
        }
    }
}

/// The length of the value that `bytes` begin with; `None` where they end within it.
fn length(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut in_string, mut at) = (0usize, false, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if in_string => at += 1,
            b'"' => {
                in_string = !in_string;
                if !in_string && depth == 0 {
                    return Some(at + 1);
                }
            }
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return Some(at.max(1)),
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b',' if depth == 0 => return Some(at.max(1)),
            _ if depth == 0 && byte.is_ascii_whitespace() => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}
