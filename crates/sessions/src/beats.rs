//! Time in the foreground by a steady beat.

use std::collections::{HashMap, HashSet};

use super::rules::Heartbeat;

/// A page that was open: by the row of its view, else by its path.
type Page<'a> = (Option<u32>, Option<&'a str>);

/// The heartbeats of one session.
#[derive(Debug, Default)]
pub(crate) struct Beats<'a> {
    /// The last view of each path.
    by_path: HashMap<&'a str, u32>,
    last: Option<u32>,
    pages: HashSet<Page<'a>>,
    beats: HashSet<(Page<'a>, i64)>,
}

impl<'a> Beats<'a> {
    /// The page at `path` was viewed in `row`.
    pub(crate) fn view(&mut self, row: u32, path: Option<&'a str>) {
        self.last = Some(row);
        if let Some(path) = path {
            self.by_path.insert(path, row);
        }
    }

    /// A beat at `time` of the page at `path`, else of the last one viewed.
    pub(crate) fn beat(&mut self, time: i64, path: Option<&'a str>, heartbeat: &Heartbeat) {
        let page = match path {
            Some(text) => self.by_path.get(text).map_or((None, path), |row| (Some(*row), None)),
            None => (self.last, None),
        };
        self.pages.insert(page);
        self.beats.insert((page, time.div_euclid(heartbeat.every)));
    }

    /// Milliseconds in the foreground, by Snowplow's formula: a page's first beat stands for the minimum, every other stretch
    /// between two beats in which it beats once more for one of those.
    ///
    /// `snowplow_unified_sessions_this_run`: heartbeat × (distinct stretches by page − pages) + pages × minimum visit length.
    pub(crate) fn engaged(&self, heartbeat: &Heartbeat) -> i64 {
        let pages = self.pages.len() as i64;
        (heartbeat.every * (self.beats.len() as i64 - pages) + heartbeat.minimum * pages) / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;
    const EVERY_TEN: Heartbeat = Heartbeat { every: 10 * SECOND, minimum: 5 * SECOND };

    #[test]
    fn each_page_starts_anew() {
        let mut beats = Beats::default();
        beats.view(0, Some("/a"));
        for second in [10, 20, 21] {
            beats.beat(second * SECOND, Some("/a"), &EVERY_TEN);
        }
        beats.view(4, Some("/b"));
        for second in [30, 40] {
            beats.beat(second * SECOND, None, &EVERY_TEN);
        }
        // Twice 10 + 5 seconds; over the session as one it would be 35.
        assert_eq!(beats.engaged(&EVERY_TEN), 30_000);
    }

    #[test]
    fn two_pages_open_at_once_beat_apart() {
        let mut beats = Beats::default();
        beats.view(0, Some("/a"));
        beats.view(1, Some("/b"));
        for second in [10, 20] {
            beats.beat(second * SECOND, Some("/a"), &EVERY_TEN);
            beats.beat(second * SECOND, Some("/b"), &EVERY_TEN);
        }
        assert_eq!(beats.engaged(&EVERY_TEN), 30_000);
        assert_eq!(Beats::default().engaged(&EVERY_TEN), 0);
    }

    #[test]
    fn a_page_seen_again_is_another_page() {
        let mut beats = Beats::default();
        for (row, second) in [(0, 0), (2, 20)] {
            beats.view(row, Some("/a"));
            beats.beat((second + 10) * SECOND, Some("/a"), &EVERY_TEN);
        }
        assert_eq!(beats.engaged(&EVERY_TEN), 10_000);
    }
}
