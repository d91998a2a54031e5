//! Which exported tables there are, and which of them are read.
//!
//! GA4 writes a day as it happens into `events_intraday_YYYYMMDD`, and as it was into `events_YYYYMMDD` later; the 360 edition has
//! `events_fresh_YYYYMMDD` in between. A table may be exported as one file or as a folder or series of them.

use std::{collections::BTreeMap, path::Path};

/// What every table of GA4 events has.
const REQUIRED: [&str; 4] = ["event_timestamp", "event_name", "user_pseudo_id", "event_params"];

/// How final a table of a day is; the last one is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edition {
    /// As it happens.
    Intraday,
    /// Every few minutes, complete but for what takes long.
    Fresh,
    /// As it was.
    Daily,
}

/// A day of a property.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    property: Option<String>,
    /// As in the table's name.
    pub(crate) date: String,
}

/// The table that the file at `path` is of; `None` where its name does not say.
pub(crate) fn table(path: &Path) -> Option<(Day, Edition)> {
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    let (date, edition) = parts.iter().rev().find_map(|part| named(part))?;
    // A dataset is called `analytics_` and the property's number: the days of two properties have nothing to do with each other.
    let property = parts.iter().flat_map(|part| part.split('.')).rev().find(|part| part.starts_with("analytics_"));
    Some((Day { property: property.map(str::to_owned), date }, edition))
}

/// Splits `paths` into those to read, and those of a day that a later edition has.
pub(crate) fn latest<T: AsRef<Path>>(paths: Vec<T>) -> (Vec<T>, Vec<(T, Day)>) {
    let mut best: BTreeMap<Day, Edition> = BTreeMap::new();
    for (day, edition) in paths.iter().filter_map(|path| table(path.as_ref())) {
        let known = best.entry(day).or_insert(edition);
        *known = edition.max(*known);
    }
    let (mut read, mut left) = (Vec::new(), Vec::new());
    for path in paths {
        match table(path.as_ref()) {
            Some((day, edition)) if best.get(&day).is_some_and(|best| edition < *best) => left.push((path, day)),
            _ => read.push(path),
        }
    }
    (read, left)
}

/// What to say where `has` knows not all of the columns that GA4's events have.
pub(crate) fn missing(has: impl Fn(&str) -> bool) -> Option<String> {
    let missing: Vec<String> = REQUIRED.iter().filter(|name| !has(name)).map(|name| format!("`{name}`")).collect();
    (!missing.is_empty()).then(|| {
        format!(
            "no table of GA4 events: it lacks {}; name the exported `events_…` tables in `path`",
            missing.join(", ")
        )
    })
}

/// Date and edition out of a name such as `events_intraday_20210131-000000000000.json.gz`.
fn named(part: &str) -> Option<(String, Edition)> {
    let places = part.match_indices("events_");
    places.into_iter().find_map(|(place, word)| {
        let rest = &part[place + word.len()..];
        let editions = [("intraday_", Edition::Intraday), ("fresh_", Edition::Fresh), ("", Edition::Daily)];
        let (prefix, edition) = editions.into_iter().find(|(prefix, _)| rest.starts_with(prefix))?;
        let digits = rest[prefix.len()..].bytes().take_while(u8::is_ascii_digit).count();
        (digits == 8).then(|| (rest[prefix.len()..prefix.len() + 8].to_owned(), edition))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_by_the_name_of_its_file_or_folder() {
        let is = |path: &str| table(Path::new(path)).map(|(day, edition)| (day.property, day.date, edition));
        let daily = |property: Option<&str>| Some((property.map(str::to_owned), "20210131".to_owned(), Edition::Daily));
        assert_eq!(is("/x/events_20210131.parquet"), daily(None));
        assert_eq!(is("/x/analytics_7/events_20210131/000000000000.parquet"), daily(Some("analytics_7")));
        assert_eq!(is("/x/shop.analytics_7.events_20210131-0001.json.gz"), daily(Some("analytics_7")));
        assert_eq!(is("/x/events_intraday_20210131").map(|(.., edition)| edition), Some(Edition::Intraday));
        assert_eq!(is("/x/events_fresh_20210131").map(|(.., edition)| edition), Some(Edition::Fresh));
        assert_eq!(
            [is("/x/events.parquet"), is("/x/events_2021.json"), is("/x/ga4_events_sampled.parquet")],
            [None, None, None]
        );
    }

    #[test]
    fn only_the_last_edition_of_a_day_is_read() {
        let paths = [
            "a/events_20210130",
            "a/events_20210131_0",
            "a/events_20210131_1",
            "a/events_fresh_20210131",
            "a/events_intraday_20210131",
            "a/events_intraday_20210201",
            "a/other",
            "analytics_1/events_intraday_20210130",
        ];
        let (read, left) = latest(paths.to_vec());
        assert_eq!(left.iter().map(|(path, _)| *path).collect::<Vec<_>>(), [paths[3], paths[4]]);
        assert_eq!(read, [paths[0], paths[1], paths[2], paths[5], paths[6], paths[7]]);
    }
}
