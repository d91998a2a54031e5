//! The formats of logs: each takes a line apart.

mod json;
pub(crate) mod pattern;
pub(crate) mod tokens;
mod w3c;

use std::{borrow::Cow, fmt};

use self::pattern::Pattern;
pub(crate) use self::w3c::W3c;
use crate::hit::Hit;

/// Takes the lines of one log apart.
#[derive(Clone, Debug)]
pub(crate) enum Format {
    /// The Apache family.
    Pattern(Pattern),
    /// A JSON object a line.
    Json,
    /// Columns named by a line `#Fields:`.
    W3c(W3c),
}

/// Why a line does not fit its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It does not start as it should.
    Start,
    /// This field has no end.
    NoEnd(&'static str),
    /// This field is not what it should be.
    Value(&'static str),
    /// It goes on where it should end.
    Longer,
    /// It is no JSON object.
    Json(String),
    /// Nothing says what its columns are.
    NoFields,
    /// It has so many columns, and should have so many.
    Columns(usize, usize),
    /// It has no such field.
    Lacks(&'static str),
}

/// The formats known by name: the name, what they are called, and their spelling where they have one. Those with a host before
/// the address come first: for the others a host is an address, and the address a part of the user.
pub(crate) const NAMED: [(&str, &str, Option<&str>); 13] = [
    (
        "vhost_combined",
        "Apache combined log with virtual hosts",
        Some(r#"%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i""#),
    ),
    (
        "host_combined",
        "combined log with the host before it",
        Some(r#"%v %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i""#),
    ),
    ("vhost_port_common", "Apache common log with virtual hosts and ports", Some(r#"%v:%p %h %l %u %t "%r" %>s %b"#)),
    ("vhost_common", "Apache common log with virtual hosts", Some(r#"%v %h %l %u %t "%r" %>s %b"#)),
    ("combined", "Apache combined log", Some(r#"%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i""#)),
    ("common", "Apache common log", Some(r#"%h %l %u %t "%r" %>s %b"#)),
    (
        "main",
        "nginx main log",
        Some(
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \
             \"$http_user_agent\" \"$http_x_forwarded_for\"",
        ),
    ),
    (
        "combinedio",
        "Apache combined log with bytes in and out",
        Some(r#"%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %I %O"#),
    ),
    (
        "traefik",
        "Traefik common log",
        Some(r#"%h - %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %{n}x "%{router}x" "%{server}x" %{ms}Tms"#),
    ),
    ("json", "JSON log", None),
    ("w3c", "W3C extended log", None),
    ("iis", "IIS log", None),
    ("cloudfront", "CloudFront log", None),
];

impl Format {
    /// The format called `name`; `None` where there is none.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let (_, _, spelling) = NAMED.iter().find(|(known, ..)| *known == name)?;
        match (spelling, name) {
            (Some(spelling), _) => tokens::compile(spelling).ok().map(Self::Pattern),
            (None, "json") => Some(Self::Json),
            (None, _) => Some(Self::W3c(W3c::default())),
        }
    }

    /// Takes `line` apart.
    pub(crate) fn read<'a>(&self, line: &'a [u8]) -> Result<Hit<'a>, Fault> {
        match self {
            Self::Pattern(pattern) => pattern.read(line),
            Self::Json => json::read(line),
            Self::W3c(w3c) => w3c.read(line),
        }
    }

    /// Takes a line apart that [`Format::read`] could not, where what its server did to it is known; `repaired` is for the
    /// line as it should have been.
    pub(crate) fn rescue<'a>(&self, line: &'a [u8], repaired: &'a mut Vec<u8>) -> Option<Hit<'a>> {
        match self {
            Self::Pattern(pattern) => pattern.read_loosely(line).ok(),
            Self::Json => {
                *repaired = json::repaired(line)?;
                json::read(repaired).ok()
            }
            Self::W3c(_) => None,
        }
    }

    /// Learns from a line that is about the log; false where `line` is none.
    pub(crate) fn directive(&mut self, line: &[u8]) -> bool {
        match self {
            Self::W3c(w3c) if line.starts_with(b"#") => {
                w3c.directive(line);
                true
            }
            _ => false,
        }
    }

    /// True where its times say of which zone they are; else they are those of the source's `timezone`.
    pub(crate) fn is_absolute(&self) -> bool {
        match self {
            Self::Pattern(pattern) => pattern.absolute,
            Self::Json | Self::W3c(_) => true,
        }
    }

    /// What it calls itself beyond its name, as far as its lines told.
    pub(crate) fn dialect(&self) -> Option<&'static str> {
        match self {
            Self::W3c(w3c) => w3c.dialect(),
            _ => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => write!(f, "the line does not start like its format"),
            Self::NoEnd(field) => write!(f, "the line breaks off or goes on where its {field} should end"),
            Self::Value(field) => write!(f, "what should be its {field} is none"),
            Self::Longer => write!(f, "the line goes on where its format ends"),
            Self::Json(error) => write!(f, "no JSON object: {error}"),
            Self::NoFields => write!(f, "no line `#Fields:` before it says what its columns are"),
            Self::Columns(found, named) => write!(f, "{found} columns, and `#Fields:` names {named}"),
            Self::Lacks(field) => write!(f, "the line has no {field}"),
        }
    }
}

/// `text` without percent encoding.
fn percent_decoded(text: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = memchr::memchr(b'%', text) else { return Cow::Borrowed(text) };
    let (plain, mut rest) = text.split_at(first);
    let mut out = plain.to_vec();
    while let Some((byte, after)) = rest.split_first() {
        let decoded = match (byte, after) {
            (b'%', [high, low, ..]) => pattern::hex(*high).zip(pattern::hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        out.push(decoded.unwrap_or(*byte));
        rest = &rest[if decoded.is_some() { 3 } else { 1 }..];
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_format() {
        assert!(NAMED.iter().all(|(name, ..)| Format::named(name).is_some()));
        assert!(Format::named("combine").is_none());
    }

    #[test]
    fn percent_encoding_is_undone_where_it_is_one() {
        assert_eq!(percent_decoded(b"a%20b%2520%zz%4").as_ref(), b"a b%20%zz%4");
    }
}
