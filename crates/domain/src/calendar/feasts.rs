//! Feasts that move from year to year: dated, by region, and the workspace's own. They are data, not formulas.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::days::days_between;
use super::limits::{FIRST_DAY, LAST_DAY};
use super::period::{Form, Period};
use super::{Calendar, CalendarError, Span};
use crate::names::nearest;
use crate::text::Localized;

/// The regions whose feasts come with Jauge, by their ISO 3166 codes.
const REGIONS: [(&str, &str); 2] = [("fr", include_str!("regions/fr.toml")), ("gb", include_str!("regions/gb.toml"))];

/// The feasts of a calendar, by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feasts(BTreeMap<String, Feast>);

/// A feast, and when it takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feast {
    /// What people call it.
    pub name: Localized,
    /// The first and the last day of each time, the earliest first.
    pub days: Vec<(Date, Date)>,
}

/// A feast as a file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFeast {
    name: Localized,
    days: Vec<String>,
}

/// Why a file of feasts cannot be read.
#[derive(Debug)]
pub enum WrongFeasts {
    /// It is no TOML, or has other keys.
    Toml(Box<toml::de::Error>),
    /// A text that is no day and no range of days with two ends.
    Day {
        /// As written.
        text: String,
        /// Why not.
        why: CalendarError,
    },
}

/// Why a period cannot be compared with the last time of a feast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FeastFault {
    /// The workspace has no feasts.
    NoCalendar,
    /// No feast has this id.
    Unknown {
        /// The id asked for.
        id: String,
        /// The feast probably meant.
        near: Option<String>,
    },
    /// No feast, or not this one, takes place in the period.
    NotInPeriod {
        /// The one asked for.
        id: Option<String>,
    },
    /// Several take place in the period, which last took place on other days of theirs.
    Several {
        /// Their ids.
        ids: Vec<String>,
    },
    /// The data say of no earlier time.
    First {
        /// The feast.
        id: String,
    },
}

impl Feasts {
    /// The codes of the regions that come with Jauge.
    pub fn regions() -> impl Iterator<Item = &'static str> {
        REGIONS.iter().map(|(code, _)| *code)
    }

    /// Those of a region; `None` where none come with Jauge.
    pub fn of_region(code: &str) -> Option<Self> {
        let (_, text) = REGIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(code))?;
        Self::parse(text).ok()
    }

    /// Those of a file: a table for each, with `name` and `days`, each a day or FIRST/LAST.
    ///
    /// # Errors
    /// [`WrongFeasts`], with what is wrong.
    pub fn parse(text: &str) -> Result<Self, WrongFeasts> {
        let written: BTreeMap<String, WrittenFeast> =
            toml::from_str(text).map_err(|error| WrongFeasts::Toml(Box::new(error)))?;
        let feast = |(id, written): (String, WrittenFeast)| -> Result<(String, Feast), WrongFeasts> {
            let mut days = written.days.iter().map(|text| days(text)).collect::<Result<Vec<_>, _>>()?;
            days.sort_unstable();
            Ok((id, Feast { name: written.name, days }))
        };
        written.into_iter().map(feast).collect::<Result<_, _>>().map(Self)
    }

    /// These, and `others`, each of which takes the place of the one of its id.
    pub fn with(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The feast of an id.
    pub fn get(&self, id: &str) -> Option<&Feast> {
        self.0.get(id)
    }

    /// The ids of those that take place between `first` and the day before `after`, and the days of that time.
    pub fn between(&self, first: Date, after: Date) -> impl Iterator<Item = (&str, (Date, Date))> {
        self.0.iter().filter_map(move |(id, feast)| {
            let meets = |(from, to): &&(Date, Date)| *from < after && first <= *to;
            // The time that begins within goes before one that began earlier.
            let begins = feast.days.iter().filter(meets).find(|(from, _)| first <= *from);
            let time = begins.or_else(|| feast.days.iter().find(meets))?;
            Some((id.as_str(), *time))
        })
    }

    /// How many days before `from` the time before the one that begins then begins.
    fn last(&self, id: &str, from: Date) -> Option<i64> {
        let earlier = self.get(id)?.days.iter().rev().find(|(other, _)| *other < from)?;
        Some(days_between(earlier.0, from))
    }
}

impl Calendar {
    /// The ids of the feasts that take place in `span`.
    pub fn feasts_in(&self, span: Span) -> Vec<&str> {
        let (first, after) = self.days_of(span);
        self.feasts().between(first, after).map(|(id, _)| id).collect()
    }

    /// The feast of `span` called `wanted`, or the only one, with how many days before it last took place. Where several are as
    /// many days from their last time, the first by its id stands for all.
    ///
    /// # Errors
    /// [`FeastFault`] where there is no such feast, or no one of them.
    pub fn feast_before(&self, span: Span, wanted: Option<&str>) -> Result<(&str, i64), FeastFault> {
        let known = self.feasts();
        if known.0.is_empty() {
            return Err(FeastFault::NoCalendar);
        }
        if let Some(id) = wanted.filter(|id| known.get(id).is_none()) {
            let near = nearest(id, known.0.keys().map(String::as_str)).map(str::to_owned);
            return Err(FeastFault::Unknown { id: id.to_owned(), near });
        }
        let (first, after) = self.days_of(span);
        let times = known.between(first, after).filter(|(id, _)| wanted.is_none_or(|wanted| wanted == *id));
        let found: Vec<(&str, Option<i64>)> = times.map(|(id, (from, _))| (id, known.last(id, from))).collect();
        let Some((id, days)) = found.first().copied() else {
            return Err(FeastFault::NotInPeriod { id: wanted.map(str::to_owned) });
        };
        if found.iter().any(|(_, other)| *other != days) {
            return Err(FeastFault::Several { ids: found.iter().map(|(id, _)| (*id).to_owned()).collect() });
        }
        days.map(|days| (id, days)).ok_or_else(|| FeastFault::First { id: id.to_owned() })
    }
}

/// The first and the last day of a text.
fn days(text: &str) -> Result<(Date, Date), WrongFeasts> {
    let wrong = |why| WrongFeasts::Day { text: text.to_owned(), why };
    match text.parse::<Period>().map_err(wrong)?.0 {
        Form::Days(from, to) if from != FIRST_DAY && to != LAST_DAY => Ok((from, to)),
        _ => Err(wrong(CalendarError::Malformed { text: text.to_owned() })),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::tests::calendar;
    use super::*;
    use crate::text::Language;

    fn french() -> Calendar {
        calendar("Europe/Paris").with_feasts(Feasts::of_region("FR").unwrap())
    }

    fn before(period: &str, wanted: Option<&str>) -> Result<(String, i64), FeastFault> {
        let calendar = french();
        let span = calendar.span(&period.parse().unwrap()).unwrap();
        calendar.feast_before(span, wanted).map(|(id, days)| (id.to_owned(), days))
    }

    #[test]
    fn each_region_has_its_feasts_five_years_back_and_two_on() {
        for code in Feasts::regions() {
            let feasts = Feasts::of_region(code).unwrap();
            for id in ["easter", "black_friday", "mothers_day", "christmas"] {
                let years: Vec<i16> = feasts.get(id).unwrap().days.iter().map(|(first, _)| first.year()).collect();
                assert_eq!(years, (2021..=2028).collect::<Vec<_>>(), "{code}: {id}");
            }
        }
        let mothers = |code| Feasts::of_region(code).unwrap().get("mothers_day").unwrap().days[5].0;
        assert_eq!([mothers("fr"), mothers("gb")], [date(2026, 5, 31), date(2026, 3, 15)]);
        assert_eq!(Feasts::of_region("xx"), None);
    }

    #[test]
    fn a_feast_is_compared_with_its_own_last_time() {
        let is = |id: &str, days| Ok((id.to_owned(), days));
        assert_eq!(before("2026-04-05", None), is("easter", 350));
        assert_eq!(before("2026-11-27", None), is("black_friday", 364));
        // The second week of the sales, with that of last year's.
        assert_eq!(before("2026-01-14/2026-01-20", None), is("winter_sales", 364));
        assert_eq!(before("2026-05-14", Some("ascension")), is("ascension", 350));
    }

    #[test]
    fn what_is_no_feast_of_the_period_is_told() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let several = ids(&["ascension", "labour_day", "mothers_day", "victory_day", "whit_monday"]);
        assert_eq!(before("2026-05", None), Err(FeastFault::Several { ids: several }));
        assert_eq!(before("2026-03-10", None), Err(FeastFault::NotInPeriod { id: None }));
        assert_eq!(before("2021-12-25", None), Err(FeastFault::First { id: "christmas".to_owned() }));
        let unknown = FeastFault::Unknown { id: "blackfriday".to_owned(), near: Some("black_friday".to_owned()) };
        assert_eq!(before("2026-11-27", Some("blackfriday")), Err(unknown));
        let bare = calendar("UTC");
        let span = bare.span(&"2026-04-05".parse().unwrap()).unwrap();
        assert_eq!(bare.feast_before(span, None), Err(FeastFault::NoCalendar));
    }

    #[test]
    fn a_file_adds_feasts_and_replaces_those_of_its_ids() {
        let own = "[easter]\nname = 'Ours'\ndays = ['2026-04-12']\n[fair]\nname = { en = 'Fair', fr = 'Foire' }\n\
                   days = ['2026-05-01/2026-05-11', '2025-05-02/2025-05-12']\n";
        let feasts = Feasts::of_region("fr").unwrap().with(Feasts::parse(own).unwrap());
        assert_eq!(feasts.get("easter").unwrap().days, [(date(2026, 4, 12), date(2026, 4, 12))]);
        let fair = feasts.get("fair").unwrap();
        assert_eq!((fair.days[0].0, fair.name.get(Language::Fr)), (date(2025, 5, 2), "Foire"));
        assert!(feasts.get("christmas").is_some());
        for wrong in ["[a]\nname = 'A'\ndays = ['2026-04']", "[a]\nname = 'A'\ndays = ['2026-04-31']"] {
            assert!(matches!(Feasts::parse(wrong), Err(WrongFeasts::Day { .. })), "{wrong}");
        }
        assert!(matches!(Feasts::parse("[a]\ntitle = 'A'"), Err(WrongFeasts::Toml(_))));
    }

    #[test]
    fn days_and_weeks_have_their_feasts() {
        let calendar = french();
        let of = |period: &str| calendar.feasts_in(calendar.span(&period.parse().unwrap()).unwrap());
        assert_eq!(of("2026-04-05"), ["easter"]);
        assert_eq!(of("2026-W15"), ["easter_monday"]);
        assert_eq!(of("2026-02-03"), ["winter_sales"]);
        assert_eq!(of("2026-02-04"), Vec::<&str>::new());
    }
}
