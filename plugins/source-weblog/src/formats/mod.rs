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
    /// A network balancer's: it tells of a connection by TLS.
    Connection,
}

/// The formats known by name: the name, what they are called, and their spelling where they have one. Those with a host before
/// the address come first: for the others a host is an address, and the address a part of the user.
///
/// Behind the last field of those of [`OPEN`] more may follow.
pub(crate) const NAMED: [(&str, &str, Option<&str>); 18] = [
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
    (
        "alb",
        "AWS Application Load Balancer log",
        Some(
            "$type $time_iso8601 $elb $remote_addr $target $t1 $t2 $t3 $status $target_status $received $body_bytes_sent \
             \"$request\" \"$http_user_agent\"",
        ),
    ),
    (
        "elb",
        "AWS Classic Load Balancer log",
        Some(
            "$time_iso8601 $elb $remote_addr $target $t1 $t2 $t3 $status $target_status $received $body_bytes_sent \
             \"$request\" \"$http_user_agent\"",
        ),
    ),
    (
        "s3",
        "AWS S3 access log",
        Some(
            "%{owner}x %{bucket}x %t %h %{requester}x %{id}x %{operation}x %{key}x \"%r\" %>s %{error}x %O %{size}x %{ms}T \
             %{turn}x \"%{Referer}i\" \"%{User-Agent}i\"",
        ),
    ),
    (
        "haproxy",
        "HAProxy HTTP log by syslog",
        Some(
            "%{syslog}x haproxy[%{pid}x]: %h [%{%d/%b/%Y:%H:%M:%S}t.%{msec_frac}t] %{frontend}x %{server}x %{timers}x %>s %b \
             %{request}x %{answer}x %{flags}x %{connections}x %{queues}x \"%r\"",
        ),
    ),
    (
        "haproxy_plain",
        "HAProxy HTTP log",
        Some(
            "%h [%{%d/%b/%Y:%H:%M:%S}t.%{msec_frac}t] %{frontend}x %{server}x %{timers}x %>s %b %{request}x %{answer}x \
             %{flags}x %{connections}x %{queues}x \"%r\"",
        ),
    ),
    ("json", "JSON log", None),
    ("w3c", "W3C extended log", None),
    ("iis", "IIS log", None),
    ("cloudfront", "CloudFront log", None),
];

/// Formats that later versions of their servers have added fields to.
const OPEN: [&str; 5] = ["alb", "elb", "s3", "haproxy", "haproxy_plain"];

impl Format {
    /// The format called `name`; `None` where there is none.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let (_, _, spelling) = NAMED.iter().find(|(known, ..)| *known == name)?;
        match (spelling, name) {
            (Some(spelling), _) => {
                let pattern = tokens::compile(spelling).ok()?;
                Some(Self::Pattern(Pattern { open: OPEN.contains(&name), ..pattern }))
            }
            (None, "json") => Some(Self::Json),
            (None, _) => Some(Self::W3c(W3c::default())),
        }
    }

    /// Takes `line` apart.
    pub(crate) fn read<'a>(&self, line: &'a [u8]) -> Result<Hit<'a>, Fault> {
        match self {
            Self::Pattern(pattern) => pattern.read(line).map_err(|fault| named(line, fault)),
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
            // A comment of whoever keeps the log: no line of any server's begins so.
            _ => line.starts_with(b"#"),
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

/// What `line` is, where that is known, else `fault`: the lines of AWS's network balancers begin so, and tell of no requests.
fn named(line: &[u8], fault: Fault) -> Fault {
    if line.starts_with(b"tls 1.0 ") || line.starts_with(b"tls 2.0 ") { Fault::Connection } else { fault }
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
            Self::Connection => write!(f, "the line tells of a connection to a network balancer, and of no request"),
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

    fn read(name: &str, line: &'static str) -> Result<Hit<'static>, Fault> {
        let Format::Pattern(pattern) = Format::named(name).unwrap() else { panic!("{name}") };
        pattern.read(line.as_bytes())
    }

    fn told(hit: &Hit<'_>) -> (String, String, Option<i16>, Option<u64>) {
        let text = |cell: &crate::hit::Cell<'_>| String::from_utf8_lossy(cell.as_deref().unwrap_or(b"-")).into_owned();
        (String::from_utf8_lossy(hit.client().unwrap()).into_owned(), text(&hit.target), hit.status, hit.bytes)
    }

    #[test]
    fn balancers_of_aws_are_read_with_spaces_in_requests_and_missing_targets() {
        let alb = "http 2026-05-12T06:41:29.051646Z app/lb/1 192.0.2.7:41542 - -1 -1 -1 301 - 233 390 \"GET \
                   http://www.example.com:80/a b?c HTTP/1.1\" \"M 1\" - - - \"Root=1\" \"-\" \"-\" 0 2026-05-12T06:41:29.051000Z";
        let hit = read("alb", alb).unwrap();
        assert_eq!(told(&hit), ("192.0.2.7".into(), "http://www.example.com:80/a b?c".into(), Some(301), Some(390)));
        assert_eq!((hit.time, hit.agent.as_deref()), (1_778_568_089_051_646, Some(&b"M 1"[..])));
        let elb = "2026-05-12T06:41:29Z lb 192.0.2.7:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 29 \"GET \
                   http://www.example.com:80/ HTTP/1.1\" \"curl/7.38.0\" - -";
        assert_eq!(told(&read("elb", elb).unwrap()).2, Some(200));
        // Of another layout: connections, and no requests.
        let tls = b"tls 2.0 2026-05-12T06:41:29 net/lb/1 g3 192.0.2.7:2817 10.0.0.1:80 5 2 98 246 -";
        assert_eq!(Format::named("alb").unwrap().read(tls), Err(Fault::Connection));
        let hit = read(
            "alb",
            "http 2026-05-12T06:41:29Z app/lb 192.0.2.7:1 - -1 -1 -1 400 - 0 272 \"- http://a.example:80- \" \"-\"",
        );
        assert!(hit.unwrap().garbled);
    }

    #[test]
    fn buckets_and_proxies_are_read() {
        let s3 = "79a5 site [06/Feb/2026:00:00:38 +0000] 192.0.2.3 - 3E57 REST.GET.OBJECT a%20b.pdf \"GET /a%20b.pdf?x HTTP/1.1\" 200 - \
                  113 113 7 6 \"-\" \"M 1\" - host-id SigV4 TLS";
        let hit = read("s3", s3).unwrap();
        assert_eq!(told(&hit), ("192.0.2.3".into(), "/a%20b.pdf?x".into(), Some(200), Some(113)));
        assert_eq!(hit.micros, Some(7_000));
        let haproxy = "10.0.1.2:33317 [06/Feb/2026:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 \
                       {1wt.eu} {} \"GET /index.html HTTP/1.1\"";
        let plain = read("haproxy_plain", haproxy).unwrap();
        assert_eq!(told(&plain), ("10.0.1.2".into(), "/index.html".into(), Some(200), Some(2750)));
        assert_eq!(plain.time.rem_euclid(1_000_000), 655_000);
        let line = "Feb  6 12:14:14 localhost haproxy[14389]: 10.0.1.2:33317 [06/Feb/2026:12:14:14.655] http-in static/srv1 \
                    10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu} {} \"GET /index.html HTTP/1.1\"";
        assert_eq!(read("haproxy", line).unwrap(), plain);
        let Format::Pattern(pattern) = Format::named("haproxy").unwrap() else { panic!() };
        assert!(!pattern.absolute, "its times have no zone");
    }

    #[test]
    fn a_chain_of_proxies_may_stand_where_the_address_does() {
        let rest = " - - [05/Jan/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 10 \"-\" \"M 1\"";
        let chains = ["\"192.0.2.7, 198.51.100.3\"", "192.0.2.7, 198.51.100.3, 10.0.0.1", "\"192.0.2.7\"", "192.0.2.7"];
        for chain in chains {
            let line = format!("{chain}{rest}");
            let hit = Format::named("combined").unwrap();
            let hit = hit.read(line.as_bytes()).unwrap();
            assert_eq!((hit.client(), hit.status, &hit.user), (Some(&b"192.0.2.7"[..]), Some(200), &None), "{chain}");
            // The first address is no host, and the second not whose visitor this is.
            let with_host = Format::named("host_combined").unwrap();
            assert!(with_host.read(line.as_bytes()).is_err(), "{chain}");
        }
    }

    #[test]
    fn nginx_is_told_to_write_json_with_any_keys() {
        let spelled = r#"{"when":"$time_iso8601","who":"$remote_addr","what":"$request_uri","how":$status}"#;
        let pattern = tokens::compile(spelled).unwrap();
        let hit = pattern
            .read(br#"{"when":"2026-05-12T06:41:29Z","who":"192.0.2.7","what":"/a?q=\"b\"","how":404}"#)
            .unwrap();
        assert_eq!(told(&hit), ("192.0.2.7".into(), "/a?q=\"b\"".into(), Some(404), None));
    }

    #[test]
    fn a_comment_is_no_line_of_any_log() {
        let mut formats = NAMED.iter().filter_map(|(name, ..)| Format::named(name));
        assert!(
            formats.all(|mut format| format.directive(b"# rotated by hand") && !format.directive(b"192.0.2.7 - -"))
        );
    }

    #[test]
    fn percent_encoding_is_undone_where_it_is_one() {
        assert_eq!(percent_decoded(b"a%20b%2520%zz%4").as_ref(), b"a b%20%zz%4");
    }
}
