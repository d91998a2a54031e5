//! Lines of texts with fixed texts between them: the Apache family.

use std::borrow::Cow;

use super::Fault;
use crate::{
    hit::{Hit, duration, whole},
    time::{Moment, Piece},
};

/// What stands at one place of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Ip,
    Forwarded,
    User,
    Time(Vec<Piece>),
    Request,
    Method,
    Target,
    /// Host and target in one.
    Url,
    Path,
    Query,
    Protocol,
    Status,
    Bytes,
    /// In units of so many microseconds.
    Duration(u64),
    Referrer,
    Agent,
    Host,
    Port,
    Scheme,
    /// Nothing that is of use here.
    Other,
}

/// A field and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) field: Field,
    /// It stands in quotes, so that a quote within it is escaped.
    pub(crate) quoted: bool,
    /// The text behind it; empty: it goes on to the line's end.
    pub(crate) until: Vec<u8>,
}

/// A compiled format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// The text before the first field.
    pub(crate) lead: Vec<u8>,
    pub(crate) steps: Vec<Step>,
    /// A line may go on behind the last field.
    pub(crate) open: bool,
    /// Its times say of which zone they are.
    pub(crate) absolute: bool,
}

impl Pattern {
    /// Takes `line` apart.
    pub(crate) fn read<'a>(&self, line: &'a [u8]) -> Result<Hit<'a>, Fault> {
        self.take(line, false)
    }

    /// Takes `line` apart, in which quotes may stand within quotes: not every server escapes them.
    pub(crate) fn read_loosely<'a>(&self, line: &'a [u8]) -> Result<Hit<'a>, Fault> {
        self.take(line, true)
    }

    fn take<'a>(&self, line: &'a [u8], loosely: bool) -> Result<Hit<'a>, Fault> {
        let mut rest = line.strip_prefix(self.lead.as_slice()).ok_or(Fault::Start)?;
        let (mut hit, mut moment) = (Hit::default(), Moment::default());
        for (index, step) in self.steps.iter().enumerate() {
            let last = index + 1 == self.steps.len();
            if let Some(pieces) = step.field.time() {
                let end = moment.read(pieces, rest).ok_or(Fault::Value("time"))?;
                rest = rest[end..].strip_prefix(step.until.as_slice()).ok_or(Fault::Value("time"))?;
                if last && !self.open && !rest.is_empty() {
                    return Err(Fault::Longer);
                }
                continue;
            }
            let (end, next) = step.end(rest, last && !self.open, loosely).ok_or(Fault::NoEnd(step.field.name()))?;
            if let Some((addresses, behind)) = step.chain(rest, end) {
                hit.forwarded = Some(Cow::Borrowed(addresses));
                rest = behind;
                continue;
            }
            hit.set(step, &rest[..end])?;
            rest = &rest[next..];
        }
        let zoned = moment.is_absolute() || !self.absolute;
        hit.time = moment.micros().filter(|_| zoned).ok_or(Fault::Value("time"))?;
        Ok(hit)
    }
}

impl Step {
    /// The addresses with which `text` begins and what stands behind them, where a chain of proxies or quotes stand in the place of one
    /// address, which would end at `end`.
    fn chain<'a>(&self, text: &'a [u8], end: usize) -> Option<(&'a [u8], &'a [u8])> {
        let is_several = self.field == Field::Ip && matches!(text[..end].last(), Some(b',' | b'"'));
        if !is_several || self.quoted {
            return None;
        }
        let (addresses, behind) = match text.strip_prefix(b"\"") {
            Some(inside) => {
                let end = memchr::memchr(b'"', inside)?;
                (&inside[..end], &inside[end + 1..])
            }
            None => text.split_at(ends_of_chain(text)?),
        };
        Some((addresses, behind.strip_prefix(self.until.as_slice())?))
    }

    /// Where the field ends, and where the next begins. `whole`: nothing may follow. `loosely`: a quote alone ends nothing.
    fn end(&self, text: &[u8], whole: bool, loosely: bool) -> Option<(usize, usize)> {
        let Some(first) = self.until.first() else { return Some((text.len(), text.len())) };
        let ends = |at: usize| text[at..].starts_with(&self.until) && (!whole || at + self.until.len() == text.len());
        let mut at = 0;
        loop {
            let escape = if self.quoted { b'\\' } else { *first };
            at += memchr::memchr2(*first, escape, text.get(at..)?)?;
            if self.quoted && text[at] == b'\\' {
                at += 2;
            } else if ends(at) {
                return Some((at, at + self.until.len()));
            } else if self.quoted && !loosely {
                return None;
            } else {
                at += 1;
            }
        }
    }
}

/// Where the first of the words of `text` ends that no comma ends.
fn ends_of_chain(text: &[u8]) -> Option<usize> {
    let mut spaces = memchr::memchr_iter(b' ', text);
    spaces.find(|at| !text[..*at].ends_with(b","))
}

impl Field {
    /// The parts of a time.
    pub(crate) fn time(&self) -> Option<&[Piece]> {
        if let Self::Time(pieces) = self { Some(pieces) } else { None }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Ip | Self::Forwarded => "client's address",
            Self::User => "user",
            Self::Time(_) => "time",
            Self::Request | Self::Target | Self::Url | Self::Path | Self::Query => "request",
            Self::Method => "method",
            Self::Protocol => "protocol",
            Self::Status => "status",
            Self::Bytes => "size",
            Self::Duration(_) => "duration",
            Self::Referrer => "referrer",
            Self::Agent => "user agent",
            Self::Host => "host",
            Self::Port => "port",
            Self::Scheme => "scheme",
            Self::Other => "field",
        }
    }
}

impl<'a> Hit<'a> {
    fn set(&mut self, step: &Step, cell: &'a [u8]) -> Result<(), Fault> {
        let name = step.field.name();
        // The request is the one field whose absence says something: nothing was asked.
        if (cell.is_empty() || cell == b"-") && step.field != Field::Request {
            let must = !step.quoted && cell.is_empty() && !matches!(step.field, Field::Query | Field::Other);
            return if must { Err(Fault::Value(name)) } else { Ok(()) };
        }
        let text = || if step.quoted { unescaped(cell) } else { Cow::Borrowed(cell) };
        match &step.field {
            Field::Request => self.request(text()),
            Field::Forwarded => self.forwarded = Some(text()),
            // Apache's way to write a user without a name.
            Field::User if cell == b"\"\"" => {}
            // No name, but two fields where one should be: a host stands before them.
            Field::User if cell.starts_with(b"- ") => return Err(Fault::Value(name)),
            Field::User => self.user = Some(text()),
            Field::Method => self.method = Some(text()),
            Field::Target => self.target = Some(text()),
            Field::Url => {
                let slash = memchr::memchr(b'/', cell).ok_or(Fault::Value(name))?;
                (self.host, self.target) = (Some(Cow::Borrowed(&cell[..slash])), Some(unescaped(&cell[slash..])));
            }
            Field::Path => self.path = Some(text()),
            Field::Query => self.query = Some(text()),
            Field::Protocol => self.protocol = Some(text()),
            Field::Referrer => self.referrer = Some(text()),
            Field::Agent => self.agent = Some(text()),
            Field::Host | Field::Ip if memchr::memchr(b' ', cell).is_some() => return Err(Fault::Value(name)),
            // The first of several addresses.
            Field::Host if memchr::memchr2(b',', b'"', cell).is_some() => return Err(Fault::Value(name)),
            Field::Ip => self.ip = Some(text()),
            Field::Host => self.host = Some(text()),
            Field::Scheme => self.scheme = Some(text()),
            Field::Status => self.status = Some(status(cell).ok_or(Fault::Value(name))?),
            Field::Port => {
                self.port = Some(whole(cell).and_then(|port| port.try_into().ok()).ok_or(Fault::Value(name))?)
            }
            // Of sizes with and without headers, the first counts.
            Field::Bytes => {
                let bytes = whole(cell).ok_or(Fault::Value(name))?;
                self.bytes.get_or_insert(bytes);
            }
            Field::Duration(unit) => self.micros = Some(duration(cell, *unit).ok_or(Fault::Value(name))?),
            Field::Time(_) | Field::Other => {}
        }
        Ok(())
    }
}

/// A status of three digits.
pub(crate) fn status(text: &[u8]) -> Option<i16> {
    if text.len() == 3 { whole(text).and_then(|status| status.try_into().ok()) } else { None }
}

/// `text` with what Apache and nginx escaped as it was.
pub(crate) fn unescaped(text: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = memchr::memchr(b'\\', text) else { return Cow::Borrowed(text) };
    let (plain, mut rest) = text.split_at(first);
    let mut out = plain.to_vec();
    while let Some((byte, after)) = rest.split_first() {
        let (byte, used) = match (byte, after) {
            (b'\\', [b'x' | b'X', high, low, ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, 4),
                _ => (b'\\', 1),
            },
            (b'\\', [b'n', ..]) => (b'\n', 2),
            (b'\\', [b't', ..]) => (b'\t', 2),
            (b'\\', [b'r', ..]) => (b'\r', 2),
            (b'\\', [b'v', ..]) => (0x0b, 2),
            (b'\\', [b'b', ..]) => (0x08, 2),
            (b'\\', [b'f', ..]) => (0x0c, 2),
            (b'\\', [escaped @ (b'"' | b'\\'), ..]) => (*escaped, 2),
            _ => (*byte, 1),
        };
        out.push(byte);
        rest = &rest[used..];
    }
    Cow::Owned(out)
}

/// The value of a hexadecimal digit.
pub(crate) fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| value.try_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tokens::compile;

    const COMBINED: &str = r#"%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i""#;

    fn text(cell: &crate::hit::Cell<'_>) -> String {
        String::from_utf8_lossy(cell.as_deref().unwrap_or(b"-")).into_owned()
    }

    #[test]
    fn quotes_and_spaces_within_fields_are_part_of_them() {
        let line = br#"::1 - Jo Doe [17/May/2015:10:05:03 +0000] "GET /a\"b\x20c HTTP/1.1" 200 - "http://a/\\" "say "hi" \\" "#;
        let pattern = compile(COMBINED).unwrap();
        assert_eq!(pattern.read(line.trim_ascii_end()), Err(Fault::NoEnd("user agent")));
        let hit = pattern.read_loosely(line.trim_ascii_end()).unwrap();
        assert_eq!([text(&hit.user), text(&hit.target)], ["Jo Doe", "/a\"b c"]);
        assert_eq!([text(&hit.referrer), text(&hit.agent)], ["http://a/\\", "say \"hi\" \\"]);
        assert_eq!((hit.status, hit.bytes), (Some(200), None));
    }

    #[test]
    fn a_line_that_does_not_fit_says_why() {
        let why = |line: &str| compile(COMBINED).unwrap().read(line.as_bytes()).unwrap_err();
        let head = "h - - [17/May/2015:10:05:03 +0000]";
        assert_eq!(why(&format!("{head} \"GET / HTTP/1.1\" 200 1 \"-\" \"Mozilla")), Fault::NoEnd("user agent"));
        assert_eq!(why(&format!("{head} \"GET / HTTP/1.1\" abc 1 \"-\" \"Mozilla\"")), Fault::Value("status"));
        assert_eq!(why(&format!("{head} \"GET / HTTP/1.1\" 200 1 \"-\" \"M\" 7")), Fault::NoEnd("user agent"));
        assert_eq!(why("h - - [17/Mai/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1"), Fault::Value("time"));
    }

    #[test]
    fn escapes_that_are_none_stay() {
        assert_eq!(unescaped(br"\xzz\q\x4").as_ref(), br"\xzz\q\x4");
        assert_eq!(unescaped(br"\xc3\xa9\t\").as_ref(), "é\t\\".as_bytes());
    }
}
