//! Times as logs write them, read where they stand.

/// A part of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// This byte.
    Byte(u8),
    /// So many digits of a unit; `0`: one or two, with a space before one.
    Number(Unit, usize),
    /// `Jan` to `Dec`, in any case.
    MonthName,
    /// `+0200`, `+02:00`, `Z` or `UTC`.
    Zone,
    /// RFC 3339, such as `2026-05-17T10:05:03.5+02:00`; the offset may be missing.
    Iso,
    /// Since 1970: so many microseconds a unit; a fraction may follow.
    Epoch(i64),
    /// Digits of a fraction of a second, so many microseconds a unit.
    Fraction(i64),
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// A time as far as it was read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Moment {
    /// Year, month, day, hour, minute, second.
    civil: [i64; 6],
    micros: i64,
    /// Seconds east of UTC.
    offset: Option<i64>,
    epoch: Option<i64>,
}

impl Moment {
    /// Reads `pieces` from the start of `text`: how many bytes they took, `None` where they are not there.
    pub(crate) fn read(&mut self, pieces: &[Piece], text: &[u8]) -> Option<usize> {
        let mut rest = text;
        for piece in pieces {
            rest = self.piece(*piece, rest)?;
        }
        Some(text.len() - rest.len())
    }

    /// Microseconds since 1970, in UTC where an offset was read, else of the clock that wrote it; `None` where there is no such
    /// time.
    pub(crate) fn micros(&self) -> Option<i64> {
        if let Some(epoch) = self.epoch {
            return epoch.checked_add(self.micros);
        }
        let [year, month, day, hour, minute, second] = self.civil;
        // A leap second is the last microsecond's neighbour: no clock of ours knows it.
        let fits = (1..=days_in(year, month)).contains(&day) && hour < 24 && minute < 60 && second <= 60;
        let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second.min(59);
        fits.then(|| (seconds - self.offset.unwrap_or(0)) * 1_000_000 + self.micros)
    }

    /// True where what was read means one moment wherever it was written.
    pub(crate) fn is_absolute(&self) -> bool {
        self.offset.is_some() || self.epoch.is_some()
    }

    fn piece<'a>(&mut self, piece: Piece, text: &'a [u8]) -> Option<&'a [u8]> {
        match piece {
            Piece::Byte(byte) => text.strip_prefix(&[byte]),
            Piece::Number(unit, digits) => {
                let (number, rest) = if digits == 0 { loose(text)? } else { number(text, digits)? };
                self.civil[unit as usize] = number;
                Some(rest)
            }
            Piece::MonthName => {
                let (name, rest) = text.split_at_checked(3)?;
                self.civil[Unit::Month as usize] = month(name)?;
                Some(rest)
            }
            Piece::Zone => {
                let (offset, rest) = zone(text)?;
                self.offset = Some(offset);
                Some(rest)
            }
            Piece::Iso => self.iso(text),
            Piece::Epoch(unit) => {
                let (whole, rest) = digits(text)?;
                self.epoch = Some(whole.checked_mul(unit)?);
                let Some(rest) = rest.strip_prefix(b".") else { return Some(rest) };
                let (micros, rest) = fraction(rest)?;
                self.micros = micros / (1_000_000 / unit);
                Some(rest)
            }
            Piece::Fraction(unit) => {
                let (count, rest) = digits(text)?;
                self.micros = count.checked_mul(unit).filter(|micros| *micros < 1_000_000)?;
                Some(rest)
            }
        }
    }

    fn iso<'a>(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let between = *text.get(10).filter(|byte| matches!(byte, b'T' | b't' | b' '))?;
        let mut rest = self.date(text, b'-')?;
        rest = self.clock(rest.strip_prefix(&[between])?)?;
        if let Some(digits) = rest.strip_prefix(b".") {
            (self.micros, rest) = fraction(digits)?;
        }
        if let Some((offset, after)) = zone(rest) {
            self.offset = Some(offset);
            rest = after;
        }
        Some(rest)
    }

    /// Reads `2026-05-17`; what follows.
    pub(crate) fn date<'a>(&mut self, text: &'a [u8], between: u8) -> Option<&'a [u8]> {
        let between = Piece::Byte(between);
        let pieces = [
            Piece::Number(Unit::Year, 4),
            between,
            Piece::Number(Unit::Month, 2),
            between,
            Piece::Number(Unit::Day, 2),
        ];
        text.get(self.read(&pieces, text)?..)
    }

    /// Reads `10:05:03`; what follows.
    pub(crate) fn clock<'a>(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let colon = Piece::Byte(b':');
        let pieces = [
            Piece::Number(Unit::Hour, 2),
            colon,
            Piece::Number(Unit::Minute, 2),
            colon,
            Piece::Number(Unit::Second, 2),
        ];
        text.get(self.read(&pieces, text)?..)
    }
}

/// The pieces of a strftime format, or the part of it that is not known.
pub(crate) fn strftime(format: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut bytes = format.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            pieces.push(Piece::Byte(byte));
            continue;
        }
        let expanded = match bytes.next() {
            Some(b'T') => strftime("%H:%M:%S")?,
            Some(b'F') => strftime("%Y-%m-%d")?,
            Some(b'R') => strftime("%H:%M")?,
            Some(b'Y') => vec![Piece::Number(Unit::Year, 4)],
            Some(b'm') => vec![Piece::Number(Unit::Month, 2)],
            Some(b'b' | b'h') => vec![Piece::MonthName],
            Some(b'd') => vec![Piece::Number(Unit::Day, 2)],
            Some(b'e') => vec![Piece::Number(Unit::Day, 0)],
            Some(b'H') => vec![Piece::Number(Unit::Hour, 2)],
            Some(b'M') => vec![Piece::Number(Unit::Minute, 2)],
            Some(b'S') => vec![Piece::Number(Unit::Second, 2)],
            Some(b'z') => vec![Piece::Zone],
            Some(b's') => vec![Piece::Epoch(1_000_000)],
            Some(b'%') => vec![Piece::Byte(b'%')],
            other => return Err(format!("%{}", other.map(char::from).unwrap_or_default())),
        };
        pieces.extend(expanded);
    }
    Ok(pieces)
}

/// `17/May/2015:10:05:03 +0000`.
pub(crate) fn common() -> Vec<Piece> {
    strftime("%d/%b/%Y:%H:%M:%S %z").unwrap_or_default()
}

/// The microseconds since 1970 of a time in any of the usual ways; `None` where it is none, or does not say of which zone.
pub(crate) fn any(text: &[u8]) -> Option<i64> {
    let text = text.strip_prefix(b"[").and_then(|text| text.strip_suffix(b"]")).unwrap_or(text);
    let pieces = match text {
        [_, _, b'/', ..] => common(),
        [_, _, _, _, b'-', ..] => vec![Piece::Iso],
        _ => return epoch(text),
    };
    let mut moment = Moment::default();
    let whole = moment.read(&pieces, text)? == text.len();
    if whole && moment.is_absolute() { moment.micros() } else { None }
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size: our time has ten digits in seconds.
fn epoch(text: &[u8]) -> Option<i64> {
    let whole = memchr::memchr(b'.', text).unwrap_or(text.len());
    // Of nanoseconds, the last three digits are less than a moment has.
    let text = if (18..21).contains(&whole) { &text[..whole - 3] } else { text };
    let whole = whole.min(text.len());
    let unit = match whole {
        ..12 => 1_000_000,
        12..15 => 1_000,
        _ => 1,
    };
    let mut moment = Moment::default();
    if moment.read(&[Piece::Epoch(unit)], text)? == text.len() { moment.micros() } else { None }
}

fn number(text: &[u8], count: usize) -> Option<(i64, &[u8])> {
    let (digits, rest) = text.split_at_checked(count)?;
    digits.iter().try_fold(0, |sum, byte| Some(sum * 10 + digit(*byte)?)).map(|number| (number, rest))
}

/// One or two digits, a space before one.
fn loose(text: &[u8]) -> Option<(i64, &[u8])> {
    let text = text.strip_prefix(b" ").unwrap_or(text);
    number(text, 2).or_else(|| number(text, 1))
}

fn digits(text: &[u8]) -> Option<(i64, &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if (1..=18).contains(&count) { number(text, count) } else { None }
}

/// The digits after a point, as microseconds.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(count);
    let micros = (0..6).map(|place| digits.get(place).and_then(|byte| digit(*byte)).unwrap_or(0));
    (count > 0).then(|| (micros.fold(0, |sum, digit| sum * 10 + digit), rest))
}

fn zone(text: &[u8]) -> Option<(i64, &[u8])> {
    match text {
        [b'Z' | b'z', rest @ ..] | [b'U', b'T', b'C', rest @ ..] | [b'G', b'M', b'T', rest @ ..] => Some((0, rest)),
        [sign @ (b'+' | b'-'), rest @ ..] => {
            let (hours, rest) = number(rest, 2)?;
            let (minutes, rest) = number(rest.strip_prefix(b":").unwrap_or(rest), 2)?;
            let seconds = hours * 3_600 + minutes * 60;
            (hours < 24 && minutes < 60).then_some((if *sign == b'-' { -seconds } else { seconds }, rest))
        }
        _ => None,
    }
}

fn digit(byte: u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte - b'0'))
}

fn month(name: &[u8]) -> Option<i64> {
    Some(match name.to_ascii_lowercase().as_slice() {
        b"jan" => 1,
        b"feb" => 2,
        b"mar" => 3,
        b"apr" => 4,
        b"may" => 5,
        b"jun" => 6,
        b"jul" => 7,
        b"aug" => 8,
        b"sep" => 9,
        b"oct" => 10,
        b"nov" => 11,
        b"dec" => 12,
        _ => return None,
    })
}

/// Days in a month; 0 where there is no such month.
fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar: years are counted from March, so that the leap day is a year's last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_usual_ways() {
        let expected = Some(1_431_857_103_000_000);
        for text in [
            "17/May/2015:10:05:03 +0000",
            "[17/may/2015:12:05:03 +0200]",
            "2015-05-17T10:05:03Z",
            "2015-05-17 08:35:03.000-01:30",
            "1431857103",
            "1431857103.000",
            "1431857103000",
            "1431857103000000",
            "1431857103000000999",
        ] {
            assert_eq!(any(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(any(b"1431857103.25"), expected.map(|micros| micros + 250_000));
        assert_eq!(any(b"1431857103000.5"), expected.map(|micros| micros + 500));
        assert_eq!(any(b"2015-05-17T10:05:03.000007123Z"), expected.map(|micros| micros + 7));
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "-",
            "2015-05-17T10:05:03",
            "31/Apr/2015:10:05:03 +0000",
            "29/Feb/2015:10:05:03 +0000",
            "17/May/2015:24:05:03 +0000",
            "17/May/2015:10:05:03 +0000 ",
            "17/Mai/2015:10:05:03 +0000",
            "99999999999999999999999",
        ] {
            assert_eq!(any(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn the_calendar_is_gregorian() {
        assert_eq!(
            [days(1970, 1, 1), days(1969, 12, 31), days(2000, 3, 1), days(2026, 11, 23)],
            [0, -1, 11_017, 20_780]
        );
        assert_eq!([days_in(2000, 2), days_in(1900, 2), days_in(2024, 2), days_in(2025, 13)], [29, 28, 29, 0]);
    }
}
