//! Columns named by a line `#Fields:`: W3C's extended log format, as IIS and CloudFront write it. Times are UTC.

use std::borrow::Cow;

use super::{Fault, pattern::status, percent_decoded};
use crate::{
    hit::{Hit, duration, whole},
    time::Moment,
};

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Date,
    Time,
    Ip,
    Forwarded,
    User,
    Method,
    Path,
    Query,
    /// The host, and how sure that is: the largest wins.
    Host(u8),
    Port,
    Scheme,
    Version,
    Status,
    Bytes,
    Taken,
    Referrer,
    Agent,
    Other,
}

/// The columns as the last `#Fields:` named them.
#[derive(Clone, Debug, Default)]
pub(crate) struct W3c {
    columns: Vec<Column>,
    cloudfront: bool,
    iis: bool,
}

impl W3c {
    /// Learns from a line that starts with `#`.
    pub(crate) fn directive(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line).to_lowercase();
        if line.starts_with("#software:") {
            self.iis = line.contains("internet information");
        }
        if let Some(fields) = line.strip_prefix("#fields:") {
            self.columns = fields.split_ascii_whitespace().map(column).collect();
            self.cloudfront = fields.contains("x-edge-");
        }
    }

    /// Who wrote the log.
    pub(crate) fn dialect(&self) -> Option<&'static str> {
        match (self.cloudfront, self.iis) {
            (true, _) => Some("CloudFront log"),
            (false, true) => Some("IIS log"),
            _ => None,
        }
    }

    /// Takes `line` apart.
    pub(crate) fn read<'a>(&self, line: &'a [u8]) -> Result<Hit<'a>, Fault> {
        if self.columns.is_empty() {
            return Err(Fault::NoFields);
        }
        let separator = if memchr::memchr(b'\t', line).is_some() { b'\t' } else { b' ' };
        let line = if separator == b' ' { line.trim_ascii_end() } else { line };
        let cells = cells(line, separator, self.columns.len());
        if cells.len() != self.columns.len() && !(separator == b'\t' && self.lacks_nothing(cells.len())) {
            return Err(Fault::Columns(cells.len(), self.columns.len()));
        }
        let (mut hit, mut moment, mut sure) = (Hit::default(), Moment::default(), 0);
        let (mut dated, mut timed) = (false, false);
        for (column, cell) in self.columns.iter().zip(cells) {
            match column {
                Column::Date => dated = moment.date(cell, b'-').is_some_and(<[u8]>::is_empty),
                Column::Time => timed = moment.clock(cell).is_some(),
                _ if cell.is_empty() || cell == b"-" => {}
                Column::Host(rank) if *rank <= sure => {}
                Column::Host(rank) => (sure, hit.host) = (*rank, Some(Cow::Borrowed(cell))),
                column => self.set(&mut hit, *column, cell)?,
            }
        }
        let time = moment.micros().filter(|_| dated && timed);
        hit.time = time.ok_or(Fault::Value("date or time"))?;
        if hit.path.is_some() { Ok(hit) } else { Err(Fault::Lacks("`cs-uri-stem`")) }
    }

    /// True where a line of so many cells was cut short within columns that tell nothing here. Between tabs each cell has its place; where
    /// spaces part them, one that is missing may be any.
    fn lacks_nothing(&self, cells: usize) -> bool {
        let cut = cells.checked_sub(1).and_then(|last| self.columns.get(last..));
        cut.is_some_and(|cut| !cut.is_empty() && cut.iter().all(|column| *column == Column::Other))
    }

    fn set<'a>(&self, hit: &mut Hit<'a>, column: Column, cell: &'a [u8]) -> Result<(), Fault> {
        let text = Cow::Borrowed(cell);
        match column {
            Column::Ip => hit.ip = Some(text),
            Column::Forwarded => hit.forwarded = Some(percent_decoded(cell)),
            Column::User => hit.user = Some(text),
            Column::Method => hit.method = Some(text),
            Column::Path => hit.path = Some(text),
            Column::Query => hit.query = Some(text),
            Column::Scheme => hit.scheme = Some(text),
            Column::Version => hit.protocol = Some(text),
            Column::Referrer => hit.referrer = Some(text),
            Column::Agent => hit.agent = Some(self.agent(cell)),
            Column::Port => hit.port = whole(cell).and_then(|port| port.try_into().ok()),
            Column::Status if cell == b"000" => {}
            Column::Status => hit.status = Some(status(cell).ok_or(Fault::Value("status"))?),
            Column::Bytes => hit.bytes = Some(whole(cell).ok_or(Fault::Value("size"))?),
            // CloudFront counts seconds, all others milliseconds.
            Column::Taken => {
                let unit = if self.cloudfront { 1_000_000 } else { 1_000 };
                hit.micros = Some(duration(cell, unit).ok_or(Fault::Value("duration"))?);
            }
            Column::Date | Column::Time | Column::Host(_) | Column::Other => {}
        }
        Ok(())
    }

    /// The user agent: percent-encoded, by CloudFront at times twice; by IIS with `+` for spaces.
    fn agent<'a>(&self, cell: &'a [u8]) -> Cow<'a, [u8]> {
        if self.cloudfront {
            let once = percent_decoded(cell);
            let twice = percent_decoded(&once).into_owned();
            return if once == twice { once } else { Cow::Owned(twice) };
        }
        match memchr::memchr(b'+', cell) {
            Some(_) => Cow::Owned(cell.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect()),
            None => Cow::Borrowed(cell),
        }
    }
}

/// The cells of `line`. Where there are more than are `wanted`, quotes hold some of them together.
fn cells(line: &[u8], separator: u8, wanted: usize) -> Vec<&[u8]> {
    let plain: Vec<&[u8]> = line.split(|byte| *byte == separator).collect();
    if plain.len() <= wanted || memchr::memchr(b'"', line).is_none() {
        return plain.into_iter().map(unquoted).collect();
    }
    let (mut cells, mut start, mut is_open) = (Vec::new(), 0, false);
    for (at, byte) in line.iter().enumerate() {
        is_open ^= *byte == b'"';
        if *byte == separator && !is_open {
            cells.push(unquoted(&line[start..at]));
            start = at + 1;
        }
    }
    cells.push(unquoted(&line[start..]));
    cells
}

fn unquoted(cell: &[u8]) -> &[u8] {
    cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\"")).unwrap_or(cell)
}

fn column(name: &str) -> Column {
    match name {
        "date" => Column::Date,
        "time" => Column::Time,
        "c-ip" => Column::Ip,
        "x-forwarded-for" | "cs(x-forwarded-for)" => Column::Forwarded,
        "cs-username" => Column::User,
        "cs-method" => Column::Method,
        "cs-uri-stem" => Column::Path,
        "cs-uri-query" => Column::Query,
        // CloudFront's own name for the distribution is the last to go by.
        "cs(host)" => Column::Host(1),
        "cs-host" | "x-host-header" => Column::Host(2),
        "s-port" => Column::Port,
        "cs-protocol" => Column::Scheme,
        "cs-version" | "cs-protocol-version" => Column::Version,
        "sc-status" | "c-status" => Column::Status,
        "sc-bytes" => Column::Bytes,
        "time-taken" => Column::Taken,
        "cs(referer)" => Column::Referrer,
        "cs(user-agent)" => Column::Agent,
        _ => Column::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn w3c(fields: &str) -> W3c {
        let mut w3c = W3c::default();
        w3c.directive(format!("#Fields: {fields}").as_bytes());
        w3c
    }

    #[test]
    fn iis_counts_milliseconds_and_writes_plus_for_spaces() {
        let w3c = w3c("date time cs-uri-stem cs(User-Agent) time-taken sc-status");
        let hit = w3c.read(b"2026-05-17 10:05:03 /a Mozilla/5.0+(X11) 15 200").unwrap();
        assert_eq!((hit.micros, hit.status), (Some(15_000), Some(200)));
        assert_eq!(hit.agent.as_deref(), Some(&b"Mozilla/5.0 (X11)"[..]));
    }

    #[test]
    fn cloudfront_counts_seconds_and_encodes_twice() {
        let w3c = w3c("date time x-edge-location cs(Host) x-host-header cs-uri-stem cs(User-Agent) time-taken");
        let hit = w3c.read(b"2026-05-17\t10:05:03\tCDG\td1.cloudfront.net\ta.example\t/a\tM%2520X\t0.015").unwrap();
        assert_eq!(hit.micros, Some(15_000));
        assert_eq!(hit.agent.as_deref(), Some(&b"M X"[..]));
        assert_eq!(hit.host.as_deref(), Some(&b"a.example"[..]));
        assert_eq!(w3c.dialect(), Some("CloudFront log"));
    }

    #[test]
    fn quotes_hold_a_cell_together_and_the_status_may_be_the_clients() {
        let w3c = w3c("date time c-ip cs-uri-stem c-status cs(User-Agent)");
        let hit = w3c.read(b"2026-05-17 10:05:03 192.0.2.7 /a 404 \"Windows Media Player 12\"").unwrap();
        assert_eq!((hit.status, hit.agent.as_deref()), (Some(404), Some(&b"Windows Media Player 12"[..])));
        let hit = w3c.read(b"\"2026-05-17\" \"10:05:03\" \"192.0.2.7\" \"/a b\" \"200\" \"-\"").unwrap();
        assert_eq!((hit.path.as_deref(), hit.status, &hit.agent), (Some(&b"/a b"[..]), Some(200), &None));
    }

    #[test]
    fn a_chain_of_proxies_names_the_client_first() {
        let w3c = w3c("date time x-edge-location c-ip cs-uri-stem x-forwarded-for");
        let client = |chain: &str| {
            let line = format!("2026-05-17\t10:05:03\tCDG\t10.0.0.1\t/a\t{chain}");
            String::from_utf8_lossy(w3c.read(line.as_bytes()).unwrap().client().unwrap()).into_owned()
        };
        let chains =
            ["192.0.2.7, 198.51.100.3", "192.0.2.7,%20198.51.100.3", "192.0.2.7,198.51.100.3", "192.0.2.7:8080"];
        assert_eq!(chains.map(client), ["192.0.2.7"; 4].map(str::to_owned));
        assert_eq!(["localhost:8080", "-"].map(client), ["10.0.0.1"; 2].map(str::to_owned));
    }

    #[test]
    fn a_line_that_is_cut_short_is_whole_where_what_it_lacks_is_not_read() {
        let w3c = w3c("date time cs-uri-stem sc-status sc-content-type sc-range-start sc-range-end");
        assert_eq!(w3c.read(b"2026-05-17\t10:05:03\t/a\t404\ttext/ht").unwrap().status, Some(404));
        assert_eq!(
            w3c.read(b"2026-05-17\t10:05:03\t/a\t40"),
            Err(Fault::Columns(4, 7)),
            "the status may have had a third digit"
        );
        assert_eq!(w3c.read(b"2026-05-17\t10:05:03"), Err(Fault::Columns(2, 7)));
        assert_eq!(w3c.read(b"2026-05-17 10:05:03 /a 404 text/html"), Err(Fault::Columns(5, 7)));
    }

    #[test]
    fn columns_must_be_those_named() {
        assert_eq!(W3c::default().read(b"2026-05-17 10:05:03 /a"), Err(Fault::NoFields));
        let w3c = w3c("date time cs-uri-stem");
        assert_eq!(w3c.read(b"2026-05-17 10:05:03 /a b"), Err(Fault::Columns(4, 3)));
        assert_eq!(w3c.read(b"2026-05-17\t10:05:03\t/a\tb"), Err(Fault::Columns(4, 3)));
        assert_eq!(w3c.read(b"2026-05-17 - /a"), Err(Fault::Value("date or time")));
    }
}
