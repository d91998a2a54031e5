//! What the clock of a zone shows, and when it shows it.

use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{AmbiguousOffset, AmbiguousTimestamp, Offset, TimeZone},
};

const SECOND: i64 = 1_000_000;

/// A zone's clock. It remembers between which instants its offset holds, because rows that follow one another mostly lie there.
pub(super) struct Clock<'a> {
    zone: &'a TimeZone,
    /// From, to and the offset between them, in microseconds.
    steady: (i64, i64, i64),
}

impl<'a> Clock<'a> {
    pub(super) fn new(zone: &'a TimeZone) -> Self {
        Self { zone, steady: (0, 0, 0) }
    }

    /// What the clock shows at an instant, in microseconds since 1970 as if it were UTC; `None` beyond all calendars.
    pub(super) fn shown(&mut self, micros: i64) -> Option<i64> {
        let (from, to, _) = self.steady;
        if !(from..to).contains(&micros) {
            self.look(micros)?;
        }
        micros.checked_add(self.steady.2)
    }

    fn look(&mut self, micros: i64) -> Option<()> {
        let at = Timestamp::from_microsecond(micros).ok()?;
        let offset = self.zone.to_offset(at);
        let from = match self.zone.preceding(at).next() {
            Some(change) if change.offset() == offset => change.timestamp().as_microsecond(),
            _ => micros,
        };
        let to = self.zone.following(at).next().map_or(i64::MAX, |change| change.timestamp().as_microsecond());
        self.steady = (from, to, i64::from(offset.seconds()) * SECOND);
        Some(())
    }
}

/// The instant at or before `instant` at which the clock of `zone` showed `shown`: the later one of two, or the earlier where
/// whole `days` are meant, which begin once; the end of the jump where the clock skipped it.
pub(super) fn placed(zone: &TimeZone, instant: i64, shown: i64, days: bool) -> Option<i64> {
    let ambiguous = zone.to_ambiguous_timestamp(civil(shown)?);
    match ambiguous.offset() {
        AmbiguousOffset::Fold { .. } => {
            let later = ambiguous.later().ok()?.as_microsecond();
            if !days && later <= instant { Some(later) } else { Some(ambiguous.earlier().ok()?.as_microsecond()) }
        }
        AmbiguousOffset::Gap { .. } => after_jump(zone, ambiguous),
        AmbiguousOffset::Unambiguous { .. } => Some(ambiguous.compatible().ok()?.as_microsecond()),
    }
}

/// The first instant at which the clock of `zone` shows `shown`; where it skips that, as much after the jump as `shown` is
/// behind its beginning.
pub(super) fn nearest(zone: &TimeZone, shown: i64) -> Option<i64> {
    Some(zone.to_ambiguous_timestamp(civil(shown)?).compatible().ok()?.as_microsecond())
}

fn after_jump(zone: &TimeZone, skipped: AmbiguousTimestamp) -> Option<i64> {
    let before = skipped.earlier().ok()?;
    zone.following(before).next().map(|change| change.timestamp().as_microsecond())
}

fn civil(shown: i64) -> Option<DateTime> {
    Some(Offset::UTC.to_datetime(Timestamp::from_microsecond(shown).ok()?))
}
