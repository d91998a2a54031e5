//! A JSON object a line, as nginx is told to write it and as Caddy and Traefik do by themselves.

use std::{borrow::Cow, fmt};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{
    Fault,
    pattern::{hex, status},
};
use crate::{
    hit::{Cell, Hit, duration, whole},
    time,
};

/// Takes `line` apart.
pub(crate) fn read(line: &[u8]) -> Result<Hit<'_>, Fault> {
    let mut record = Record::default();
    let mut reader = serde_json::Deserializer::from_slice(line);
    let read = Object { record: &mut record, place: Place::Top }.deserialize(&mut reader).and_then(|()| reader.end());
    read.map_err(|error| Fault::Json(error.to_string()))?;
    let Record { mut hit, time, request, .. } = record;
    if let Some(request) = request {
        hit.request(request);
    }
    let asked = hit.garbled || hit.target.is_some() || hit.path.is_some();
    let (_, time) = time.ok_or(Fault::Lacks("time under a known name, such as `time_iso8601` or `ts`"))?;
    hit.time = time::any(&time).ok_or(Fault::Value("time"))?;
    if asked { Ok(hit) } else { Err(Fault::Lacks("request under a known name, such as `request_uri` or `request`")) }
}

/// `line` with what is no JSON made so: escapes such as `\x22`, which nginx writes without `escape=json`, and bytes that
/// are no UTF-8. `None` where there is neither.
pub(crate) fn repaired(line: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(line);
    let wrong = matches!(text, Cow::Owned(_)) || text.contains("\\x");
    let mut out = Vec::with_capacity(line.len() + 16);
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let used = match (byte, after) {
            (b'\\', [b'x', high, low, ..]) if hex(*high).and(hex(*low)).is_some() => {
                out.extend([b'\\', b'u', b'0', b'0', *high, *low]);
                4
            }
            (b'\\', [escaped, ..]) => {
                out.extend([b'\\', *escaped]);
                2
            }
            _ => {
                out.push(*byte);
                1
            }
        };
        rest = &rest[used..];
    }
    wrong.then_some(out)
}

/// What was read so far. Of what a line says twice, the surer counts: its rank is the larger.
#[derive(Default)]
struct Record<'a> {
    hit: Hit<'a>,
    time: Option<(u8, Cow<'a, [u8]>)>,
    request: Cell<'a>,
    ip: u8,
    target: u8,
}

/// Where a key stands.
#[derive(Clone, Copy)]
enum Place {
    Top,
    /// Within `request`, as Caddy writes it.
    Request,
    /// Within `headers`.
    Headers,
}

struct Object<'r, 'a> {
    record: &'r mut Record<'a>,
    place: Place,
}

/// The value of one key.
struct Member<'r, 'a, 'k> {
    record: &'r mut Record<'a>,
    place: Place,
    key: &'k str,
}

impl<'a> DeserializeSeed<'a> for Object<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Object<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key::<Key<'a>>()? {
            map.next_value_seed(Member { record: self.record, place: self.place, key: &key.0 })?;
        }
        Ok(())
    }
}

#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> DeserializeSeed<'a> for Member<'_, 'a, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Member<'_, 'a, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<(), E> {
        self.record.set(self.place, self.key, Cow::Borrowed(text.as_bytes()));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.record.set(self.place, self.key, Cow::Owned(text.as_bytes().to_vec()));
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.record.set(self.place, self.key, Cow::Owned(number.to_string().into_bytes()));
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        // More digits than these are none of the number's own, and a moment has microseconds.
        self.record.set(self.place, self.key, Cow::Owned(format!("{number:.6}").into_bytes()));
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        let inner = match (self.place, self.key) {
            (Place::Top, "request") => Some(Place::Request),
            (Place::Top | Place::Request, "headers") => Some(Place::Headers),
            _ => None,
        };
        if self.key == "tls" {
            self.record.hit.scheme = Some(Cow::Borrowed(b"https"));
        }
        match inner {
            Some(place) => Object { record: self.record, place }.visit_map(map),
            None => {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(())
            }
        }
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut values: S) -> Result<(), S::Error> {
        // A header may come more than once: the first counts.
        if let Place::Headers = self.place {
            values.next_element_seed(Member { record: self.record, place: self.place, key: self.key })?;
        }
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

impl<'a> Record<'a> {
    fn set(&mut self, place: Place, key: &str, cell: Cow<'a, [u8]>) {
        if cell.is_empty() || (cell.as_ref() == b"-" && key != "request") {
            return;
        }
        let hit = &mut self.hit;
        match key {
            _ if matches!(place, Place::Headers) => self.header(key, cell),
            "StartUTC" | "msec" | "ts" | "EdgeStartTimestamp" => self.at(3, cell),
            "time_iso8601" | "StartLocal" => self.at(2, cell),
            "time" | "time_local" | "timestamp" | "@timestamp" | "datetime" | "date" => self.at(1, cell),
            "client_ip" | "ClientHost" | "ClientIP" => self.from(2, cell),
            "remote_addr" | "remote_ip" | "clientip" | "ip" => self.from(1, cell),
            "http_x_forwarded_for" | "x_forwarded_for" | "request_X-Forwarded-For" => hit.forwarded = Some(cell),
            "remote_user" | "user_id" | "userid" | "ClientUsername" => hit.user = Some(cell),
            "request" => self.request = Some(cell),
            "method" | "request_method" | "RequestMethod" | "ClientRequestMethod" => hit.method = Some(cell),
            "request_uri" | "RequestPath" | "ClientRequestURI" => self.to(2, cell),
            "uri" | "url" | "path" | "ClientRequestPath" => self.to(1, cell),
            "args" | "query_string" | "query" => hit.query = Some(cell),
            "protocol" | "server_protocol" | "proto" | "RequestProtocol" | "ClientRequestProtocol" => {
                hit.protocol = Some(cell);
            }
            "status" | "DownstreamStatus" | "status_code" | "EdgeResponseStatus" => hit.status = status(&cell),
            "body_bytes_sent" | "size" | "bytes" | "length" | "DownstreamContentSize" | "EdgeResponseBytes" => {
                hit.bytes = whole(&cell);
            }
            "bytes_sent" if hit.bytes.is_none() => hit.bytes = whole(&cell),
            // Matomo's guide to nginx calls so what nginx counts in seconds.
            "request_time" | "duration" | "generation_time_milli" => hit.micros = duration(&cell, 1_000_000),
            "request_time_ms" | "duration_ms" | "EdgeTimeToFirstByteMs" => hit.micros = duration(&cell, 1_000),
            "Duration" => hit.micros = whole(&cell).map(|nanos| nanos / 1_000),
            "http_referer" | "http_referrer" | "referer" | "referrer" | "request_Referer" | "ClientRequestReferer" => {
                hit.referrer = Some(cell);
            }
            "http_user_agent" | "user_agent" | "agent" | "request_User-Agent" | "ClientRequestUserAgent" => {
                hit.agent = Some(cell);
            }
            "host" | "http_host" | "server_name" | "vhost" | "RequestHost" | "ClientRequestHost" => {
                hit.host = Some(cell)
            }
            "scheme" | "RequestScheme" | "ClientRequestScheme" => hit.scheme = Some(cell),
            _ => {}
        }
    }

    fn header(&mut self, name: &str, cell: Cow<'a, [u8]>) {
        match name.to_ascii_lowercase().as_str() {
            "user-agent" => self.hit.agent = Some(cell),
            "referer" => self.hit.referrer = Some(cell),
            "x-forwarded-for" => self.hit.forwarded = Some(cell),
            _ => {}
        }
    }

    fn at(&mut self, rank: u8, cell: Cow<'a, [u8]>) {
        if self.time.as_ref().is_none_or(|(known, _)| *known < rank) {
            self.time = Some((rank, cell));
        }
    }

    fn from(&mut self, rank: u8, cell: Cow<'a, [u8]>) {
        if self.ip < rank {
            (self.ip, self.hit.ip) = (rank, Some(cell));
        }
    }

    /// A target without query has it elsewhere, if at all.
    fn to(&mut self, rank: u8, cell: Cow<'a, [u8]>) {
        if self.target < rank {
            self.target = rank;
            let whole = rank > 1 || memchr::memchr(b'?', &cell).is_some();
            (self.hit.target, self.hit.path) = if whole { (Some(cell), None) } else { (None, Some(cell)) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cell: &Cell<'_>) -> String {
        String::from_utf8_lossy(cell.as_deref().unwrap_or(b"-")).into_owned()
    }

    #[test]
    fn nginx_keys_are_known() {
        let line = br#"{"time_local":"17/May/2015:10:05:03 +0000","msec":"1431857103.250","remote_addr":"192.0.2.7","request":"GET /a?b HTTP/1.1","status":"200","body_bytes_sent":"7","request_time":"0.015","http_referer":"-","http_user_agent":"M \u00e9","host":"a.example"}"#;
        let hit = read(line).unwrap();
        assert_eq!(hit.time, 1_431_857_103_250_000);
        assert_eq!([text(&hit.target), text(&hit.agent), text(&hit.referrer)], ["/a?b", "M é", "-"]);
        assert_eq!((hit.status, hit.bytes, hit.micros), (Some(200), Some(7), Some(15_000)));
    }

    #[test]
    fn what_matomo_has_nginx_write_is_known() {
        let line = br#"{"ip":"192.0.2.7","host":"a.example","path":"/a?b","status":"200","referrer":"-","user_agent":"M","length":7,"generation_time_milli":0.015,"date":"2015-05-17T10:05:03+00:00"}"#;
        let hit = read(line).unwrap();
        assert_eq!((hit.time, hit.micros, hit.bytes), (1_431_857_103_000_000, Some(15_000), Some(7)));
        assert_eq!([text(&hit.ip), text(&hit.target), text(&hit.host)], ["192.0.2.7", "/a?b", "a.example"]);
    }

    #[test]
    fn cloudflare_writes_one_moment_in_three_ways() {
        for time in ["\"2022-05-25T13:25:26Z\"", "\"1653485126\"", "\"1653485126000000000\"", "1653485126000000000"] {
            let line = format!(
                r#"{{"ClientIP":"192.0.2.7","ClientRequestHost":"a.example","ClientRequestMethod":"POST","ClientRequestPath":"/a","ClientRequestURI":"/a?b","ClientRequestUserAgent":"M","EdgeResponseBytes":7,"EdgeResponseStatus":200,"EdgeStartTimestamp":{time},"EdgeEndTimestamp":"2022-05-25T13:25:32Z"}}"#
            );
            let hit = read(line.as_bytes()).unwrap();
            assert_eq!(hit.time, 1_653_485_126_000_000, "{time}");
            assert_eq!([text(&hit.target), text(&hit.ip), text(&hit.agent)], ["/a?b", "192.0.2.7", "M"]);
            assert_eq!((hit.status, hit.bytes), (Some(200), Some(7)));
        }
    }

    #[test]
    fn caddy_nests_and_repeats() {
        let line = br#"{"level":"info","ts":1431857103.25,"logger":"http.log.access","request":{"remote_ip":"10.0.0.1","client_ip":"192.0.2.7","proto":"HTTP/2.0","method":"GET","host":"a.example","uri":"/a?b","headers":{"User-Agent":["M","N"],"Cookie":["x"]},"tls":{"version":772}},"duration":0.0015,"size":7,"status":200,"resp_headers":{"Server":["Caddy"]}}"#;
        let hit = read(line).unwrap();
        assert_eq!((hit.time, hit.micros), (1_431_857_103_250_000, Some(1_500)));
        assert_eq!([text(&hit.ip), text(&hit.target), text(&hit.agent)], ["192.0.2.7", "/a?b", "M"]);
        assert_eq!([text(&hit.scheme), text(&hit.host)], ["https", "a.example"]);
    }

    #[test]
    fn what_nginx_escaped_its_own_way_is_repaired() {
        let line = b"{\"msec\":1431857103,\"request\":\"GET /\\x22\xff\\\\x HTTP/1.1\"}";
        assert!(matches!(read(line), Err(Fault::Json(_))));
        let line = repaired(line).unwrap();
        assert_eq!(text(&read(&line).unwrap().target), "/\"\u{fffd}\\x");
        assert_eq!(repaired(b"{\"a\":1"), None);
    }

    #[test]
    fn a_line_without_time_or_request_is_told() {
        assert!(matches!(read(br#"{"uri":"/"}"#), Err(Fault::Lacks(_))));
        assert!(matches!(read(br#"{"ts":1431857103,"msg":"started"}"#), Err(Fault::Lacks(_))));
        assert!(matches!(read(b"[1]"), Err(Fault::Json(_))));
    }
}
