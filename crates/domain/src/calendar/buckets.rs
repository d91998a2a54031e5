//! Where buckets start and end, and what they are called.

use jiff::Timestamp;

use super::{Bucket, Calendar, Grain, Span};

const HOUR: i64 = 3600;
const MICROS: i64 = 1_000_000;
/// 0001-01-02T00:00:00Z, in seconds: a day inside the calendar, whatever the zone.
const FIRST: i64 = -62_135_510_400;
/// 9998-12-30T23:59:59Z, in seconds: a day inside the calendar, whatever the zone.
const LAST: i64 = 253_370_678_399;

impl Calendar {
    /// The starts of every bucket from the one that holds `from` to the one that holds `to`, then the end of the last
    /// one: sorted UTC microseconds, strictly increasing, so that a binary search finds a row's bucket.
    ///
    /// An hour is a distinct (date, hour, offset) of the zone's clock: it starts at a full local hour, half an hour off
    /// UTC's in some zones, or when the offset changes. So the hour repeated in autumn is two buckets, the one skipped in
    /// spring is none, and where the clock moves by half an hour (Lord Howe) the hour it cuts has shorter pieces.
    ///
    /// Instants before 0001-01-02 or after 9998-12-30 (UTC) are in no bucket: a range that reaches beyond is cut there, and
    /// one that lies outside gives nothing. An hour takes 8 bytes: a century takes 7 MB.
    pub fn boundaries(&self, grain: Grain, from: i64, to: i64) -> Vec<i64> {
        if from > to {
            return Vec::new();
        }
        let mut starts = self.starts(grain, from.div_euclid(MICROS), to.div_euclid(MICROS));
        starts.iter_mut().for_each(|start| *start *= MICROS);
        starts
    }

    /// The whole buckets that meet `span`, in order: the first and the last may reach beyond it. Empty for an empty span.
    pub fn buckets(&self, grain: Grain, span: Span) -> Vec<Bucket> {
        if span.is_empty() {
            return Vec::new();
        }
        let last = span.end.as_nanosecond() - 1;
        let to = i64::try_from(last.div_euclid(1_000_000_000)).unwrap_or(LAST);
        let starts = self.starts(grain, seconds(span.start), to);
        starts.windows(2).filter_map(bucket).collect()
    }

    /// The bucket that holds `instant`; the first or the last one for instants that no calendar reaches.
    pub fn bucket_of(&self, grain: Grain, instant: Timestamp) -> Bucket {
        let at = seconds(instant).clamp(FIRST, LAST);
        bucket(&self.starts(grain, at, at)).unwrap_or(Bucket { start: instant, end: instant })
    }

    /// The name of the bucket of `grain` that starts at `start`: `2026-04-01 13:00`, `2026-04-01`, `2026-W14`, `2026-04`,
    /// `2026-Q2`, `2026`. From the day up, it reads back as the [`super::Period`] of that bucket. An hour that the clock
    /// shows twice has its offset: `2026-10-25 02:00+01:00`.
    pub fn label(&self, grain: Grain, start: Timestamp) -> String {
        if grain != Grain::Hour {
            return self.named(grain, self.floor(grain, self.date(start))).to_string();
        }
        let clock = self.zone.to_datetime(start);
        let twice = self.zone.to_ambiguous_timestamp(clock).is_ambiguous();
        let form = if twice { "%Y-%m-%d %H:%M%:z" } else { "%Y-%m-%d %H:%M" };
        start.to_zoned(self.zone.clone()).strftime(form).to_string()
    }

    /// The instants after `after` at which the zone's offset changes, and the new offset in seconds.
    pub(super) fn changes(&self, after: Timestamp) -> impl Iterator<Item = (Timestamp, i64)> {
        let mut offset = self.zone.to_offset(after);
        self.zone.following(after).filter_map(move |change| {
            let changed = change.offset() != offset;
            offset = change.offset();
            changed.then(|| (change.timestamp(), i64::from(offset.seconds())))
        })
    }

    /// [`Self::boundaries`] in seconds: every zone changes its offset on a full second.
    fn starts(&self, grain: Grain, from: i64, to: i64) -> Vec<i64> {
        let (from, to) = (from.max(FIRST), to.min(LAST));
        if from > to {
            return Vec::new();
        }
        let mut starts = if grain == Grain::Hour { self.hours(from, to) } else { self.days(grain, from, to) };
        let begun = starts.partition_point(|start| *start <= from);
        starts.drain(..begun.saturating_sub(1));
        starts
    }

    /// Starts of hours, the first one at or before `from`, the last one after `to`.
    fn hours(&self, from: i64, to: i64) -> Vec<i64> {
        let mut at = from - (from + self.offset(from)).rem_euclid(HOUR);
        let mut offset = self.offset(at);
        let mut changes = self.changes(timestamp(at)).map(|(change, offset)| (seconds(change), offset)).peekable();
        let mut starts = Vec::with_capacity(usize::try_from((to - at) / HOUR + 2).unwrap_or_default());
        starts.push(at);
        while at <= to {
            let full = at - (at + offset).rem_euclid(HOUR) + HOUR;
            at = match changes.next_if(|(change, _)| *change <= full) {
                Some((change, changed)) => {
                    offset = changed;
                    change
                }
                None => full,
            };
            starts.push(at);
        }
        starts
    }

    /// Starts of days or larger units, the first one at or before `from`, the last one after `to`.
    fn days(&self, grain: Grain, from: i64, to: i64) -> Vec<i64> {
        let mut date = self.floor(grain, self.zone.to_datetime(timestamp(from)).date());
        let mut at = seconds(self.day_start(date));
        let mut starts = vec![at];
        while at <= to {
            date = self.step(grain, date, 1);
            let next = seconds(self.day_start(date));
            // A day that the zone skipped starts together with the one after it.
            if next > at {
                starts.push(next);
            }
            at = next;
        }
        starts
    }

    fn offset(&self, at: i64) -> i64 {
        i64::from(self.zone.to_offset(timestamp(at)).seconds())
    }
}

fn bucket(pair: &[i64]) -> Option<Bucket> {
    match pair {
        [start, end, ..] => Some(Bucket { start: timestamp(*start), end: timestamp(*end) }),
        _ => None,
    }
}

/// The full second at or before `at`.
fn seconds(at: Timestamp) -> i64 {
    at.as_second() - i64::from(at.subsec_nanosecond() < 0)
}

/// The instant, or the end of jiff's time.
fn timestamp(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(if second < 0 { Timestamp::MIN } else { Timestamp::MAX })
}
