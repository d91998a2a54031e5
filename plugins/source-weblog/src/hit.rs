//! A line of a log, taken apart.

use std::borrow::Cow;

/// A text of a line, where the line has it.
pub(crate) type Cell<'a> = Option<Cow<'a, [u8]>>;

/// A request as a log tells it. What a log does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hit<'a> {
    /// Microseconds since 1970, of the log's own clock where its format has no offset.
    pub(crate) time: i64,
    /// The address that asked.
    pub(crate) ip: Cell<'a>,
    /// The addresses a proxy says it asked for.
    pub(crate) forwarded: Cell<'a>,
    pub(crate) user: Cell<'a>,
    pub(crate) method: Cell<'a>,
    /// Path and query, or a whole URL.
    pub(crate) target: Cell<'a>,
    /// The path alone, of formats that write the two apart.
    pub(crate) path: Cell<'a>,
    /// The query alone.
    pub(crate) query: Cell<'a>,
    pub(crate) protocol: Cell<'a>,
    pub(crate) host: Cell<'a>,
    pub(crate) port: Option<u16>,
    pub(crate) scheme: Cell<'a>,
    pub(crate) status: Option<i16>,
    pub(crate) bytes: Option<u64>,
    /// How long it took, in microseconds.
    pub(crate) micros: Option<u64>,
    pub(crate) referrer: Cell<'a>,
    pub(crate) agent: Cell<'a>,
    /// What was sent is no HTTP request.
    pub(crate) garbled: bool,
}

impl<'a> Hit<'a> {
    /// Takes a request line such as `GET /a?b HTTP/1.1` apart.
    pub(crate) fn request(&mut self, line: Cow<'a, [u8]>) {
        let parts = match &line {
            Cow::Borrowed(line) => parts(line).map(|parts| parts.map(|part| part.map(Cow::Borrowed))),
            Cow::Owned(line) => parts(line).map(|parts| parts.map(|part| part.map(|part| Cow::Owned(part.to_vec())))),
        };
        match parts {
            Some([method, target, protocol]) => (self.method, self.target, self.protocol) = (method, target, protocol),
            None => self.garbled = true,
        }
    }

    /// The address of whoever asked: where a proxy passed the request on, the one it names first.
    pub(crate) fn client(&self) -> Option<&[u8]> {
        let first = self.forwarded.as_deref().and_then(|list| list.split(|byte| *byte == b',').next());
        let named = first.map(|first| without_port(first.trim_ascii())).filter(|ip| is_address(ip));
        named.or(self.ip.as_deref().map(without_port))
    }
}

/// An address without the port that balancers write behind it: `192.0.2.7:4711`, `[2001:db8::1]:4711`.
fn without_port(text: &[u8]) -> &[u8] {
    if is_address(text) {
        return text;
    }
    let bracketed = text.strip_prefix(b"[").and_then(|text| text.split(|byte| *byte == b']').next());
    let before = || memchr::memrchr(b':', text).map(|colon| &text[..colon]);
    bracketed.or_else(before).filter(|address| is_address(address)).unwrap_or(text)
}

/// Method, target and protocol of a request line; HTTP 0.9 has no protocol.
fn parts(line: &[u8]) -> Option<[Option<&[u8]>; 3]> {
    let (method, rest) = line.split_at_checked(memchr::memchr(b' ', line)?)?;
    let rest = &rest[1..];
    let (target, protocol) = match memchr::memrchr(b' ', rest) {
        Some(space) if rest[space + 1..].starts_with(b"HTTP/") => (&rest[..space], Some(&rest[space + 1..])),
        _ => (rest, None),
    };
    let is_method = method.iter().any(u8::is_ascii_uppercase)
        && method.iter().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_'));
    (is_method && !target.is_empty()).then_some([Some(method), Some(target), protocol])
}

fn is_address(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.parse::<std::net::IpAddr>().is_ok())
}

/// The start of a line, for messages.
pub(crate) fn shown(line: &[u8]) -> String {
    String::from_utf8_lossy(line.get(..800).unwrap_or(line)).chars().take(200).collect()
}

/// A whole number; `None` where it is none or too large.
pub(crate) fn whole(text: &[u8]) -> Option<u64> {
    let digit = |sum: u64, byte: &u8| {
        sum.checked_mul(10)?.checked_add(u64::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?))
    };
    if text.is_empty() { None } else { text.iter().try_fold(0, digit) }
}

/// A decimal number of units of `micros` microseconds, as microseconds.
pub(crate) fn duration(text: &[u8], micros: u64) -> Option<u64> {
    let point = memchr::memchr(b'.', text).unwrap_or(text.len());
    let mut sum = whole(&text[..point])?.checked_mul(micros)?;
    let mut unit = micros;
    for byte in text.get(point + 1..).unwrap_or_default() {
        unit /= 10;
        sum = sum.checked_add(whole(&[*byte])? * unit)?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(line: &str) -> Hit<'_> {
        let mut hit = Hit::default();
        hit.request(Cow::Borrowed(line.as_bytes()));
        hit
    }

    #[test]
    fn requests_are_taken_apart() {
        let hit = request("GET /a b?c HTTP/1.1");
        assert_eq!(hit.method.as_deref(), Some(&b"GET"[..]));
        assert_eq!(hit.target.as_deref(), Some(&b"/a b?c"[..]));
        assert_eq!(hit.protocol.as_deref(), Some(&b"HTTP/1.1"[..]));
        assert_eq!(request("GET /").target.as_deref(), Some(&b"/"[..]));
        for garbage in ["-", "", "GET ", "- http://a.example:80- ", "\u{16}\u{3} a", "get / HTTP/1.0"] {
            assert!(request(garbage).garbled, "{garbage:?}");
        }
    }

    #[test]
    fn a_proxy_names_the_client() {
        let ip = |forwarded: &str| {
            let forwarded = Some(Cow::Owned(forwarded.as_bytes().to_vec()));
            let hit = Hit { ip: Some(Cow::Borrowed(b"10.0.0.1")), forwarded, ..Hit::default() };
            String::from_utf8_lossy(hit.client().unwrap()).into_owned()
        };
        assert_eq!(ip("192.0.2.7, 10.0.0.2"), "192.0.2.7");
        assert_eq!(ip("unknown"), "10.0.0.1");
        assert_eq!(ip("192.0.2.7:4711, 10.0.0.2"), "192.0.2.7");
        assert_eq!(ip("localhost:8080"), "10.0.0.1");
    }

    #[test]
    fn a_port_is_no_part_of_an_address() {
        let ip = |text: &str| String::from_utf8_lossy(without_port(text.as_bytes())).into_owned();
        for (written, address) in [
            ("192.0.2.7:2817", "192.0.2.7"),
            ("[2001:db8::1]:2817", "2001:db8::1"),
            ("2001:db8:0:0:0:0:0:1:2817", "2001:db8:0:0:0:0:0:1"),
            ("2001:db8::1", "2001:db8::1"),
            ("host:80", "host:80"),
        ] {
            assert_eq!(ip(written), address);
        }
    }

    #[test]
    fn durations_are_exact() {
        assert_eq!(duration(b"0.123", 1_000_000), Some(123_000));
        assert_eq!(duration(b"12", 1_000), Some(12_000));
        assert_eq!(duration(b"1.23456789", 1_000), Some(1_234));
        assert_eq!([duration(b"-", 1), duration(b"1.x", 1), duration(b"", 1)], [None; 3]);
    }
}
