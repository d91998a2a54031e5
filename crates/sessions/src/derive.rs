//! Hits and sessions out of the events of visitors, whole or cut where no session goes on.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
    sync::Arc,
};

use arrow::{
    array::{
        Array, ArrayRef, AsArray, BooleanArray, Date32Array, Int16Array, Int64Array, ListBuilder, RecordBatch,
        StringArray, StringBuilder, TimestampMicrosecondArray, UInt32Array,
    },
    compute::{kernels::zip::zip, take},
    datatypes::{DataType, Field},
    error::ArrowError,
};
use jiff::tz::TimeZone;

use super::{
    aggregate::{Aggregate, Aggregating},
    assign::{SessionRows, assign},
    local::{Civil, Local},
    rows::{DIRECT, Rows, value},
    rules::Rules,
    specs::{COUNTED, FIRST_OF, HITS_SPEC, SESSIONS_SPEC, TRAFFIC},
    visitor::{Start, Visitor},
};
use jauge_store::{aligned, engine, tables::PLACE};

/// Derives sessions, one batch of complete sessions after the other.
pub(crate) struct Deriver {
    rules: Arc<Rules>,
    /// Sources that send no page views.
    sessionless: Arc<Vec<String>>,
    /// Of visitors who have sessions that are not derived again: the first of those.
    kept: Arc<HashMap<Visitor, Start>>,
    /// The last visitor who was seen: they may go on in the next batch.
    begun: Option<Visitor>,
    local: Local,
    aggregating: Aggregating,
    channels: HashMap<[Option<String>; 3], &'static str>,
}

/// What events became. Hits are made piece by piece, as they are asked for.
pub(crate) struct Derived<'a> {
    deriver: &'a mut Deriver,
    found: Found,
}

/// Sessions, and which of them each event belongs to.
struct Found {
    rows: Rows,
    made: Vec<Session>,
    sessions: RecordBatch,
    session_of: UInt32Array,
}

impl Derived<'_> {
    /// One row a session.
    pub(crate) fn sessions(&self) -> &RecordBatch {
        &self.found.sessions
    }

    /// One row an event, a few thousand at a time.
    pub(crate) fn hits(&mut self) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> {
        let Self { deriver, found } = self;
        engine::piece_starts(found.rows.len()).map(|range| deriver.hits(found, range))
    }
}

/// A session with its sums.
struct Session {
    assigned: SessionRows,
    aggregate: Aggregate,
    is_new: bool,
}

impl Deriver {
    pub(crate) fn new(
        rules: Arc<Rules>,
        sessionless: Arc<Vec<String>>,
        kept: Arc<HashMap<Visitor, Start>>,
        zone: TimeZone,
    ) -> Self {
        let aggregating = Aggregating::new(rules.clone());
        let (begun, channels) = (None, HashMap::new());
        Self { rules, sessionless, kept, begun, local: Local::new(zone), aggregating, channels }
    }

    /// The sessions of the visitors in `batch`: events with the columns of `event_columns`, sorted by visitor, whether a bot,
    /// time, place and id. A visitor is whole, or cut where no session goes on.
    pub(crate) fn derive(&mut self, batch: &RecordBatch) -> Result<Derived<'_>, ArrowError> {
        let rows = Rows::of(batch).ok_or_else(|| ArrowError::SchemaError("not a batch of events".to_owned()))?;
        let mut sessions = Vec::new();
        let mut session_of: Vec<Option<u32>> = vec![None; rows.len()];
        let mut start = 0;
        while start < rows.len() {
            let end = (start + 1..rows.len()).find(|row| !rows.same_visitor(start, *row)).unwrap_or(rows.len());
            let cut = assign(&rows, start..end, &self.rules, &self.sessionless, &mut self.local);
            let first = self.first(&rows, start, &cut);
            for (nth, assigned) in cut.into_iter().enumerate() {
                let number = assigned.is_seen.then_some(sessions.len() as u32);
                assigned.rows.iter().for_each(|row| session_of[*row as usize] = number);
                let aggregate = self.aggregating.aggregate(&rows, &assigned);
                let is_new = first == Some(nth) || aggregate.is_first_visit;
                sessions.push(Session { assigned, aggregate, is_new });
            }
            start = end;
        }
        let table = self.sessions(&rows, &sessions)?;
        let session_of = UInt32Array::from(session_of);
        Ok(Derived { deriver: self, found: Found { rows, made: sessions, sessions: table, session_of } })
    }

    /// Which of the sessions cut is the visitor's first: the first in which somebody was seen, where no session that is not derived
    /// again comes before it. None of those starts at the same moment, because it would be derived again, too.
    fn first(&mut self, rows: &Rows, row: usize, cut: &[SessionRows]) -> Option<usize> {
        let visitor = (rows.visitor.value(row).to_owned(), rows.bot.value(row));
        let first = cut.iter().position(|session| session.is_seen)?;
        let start = rows.time[cut[first].rows[0] as usize];
        let earlier = self.kept.get(&visitor).is_some_and(|(kept, _)| *kept < start);
        let goes_on = self.begun.replace(visitor.clone()) == Some(visitor);
        (!earlier && !goes_on).then_some(first)
    }

    fn sessions(&mut self, rows: &Rows, sessions: &[Session]) -> Result<RecordBatch, ArrowError> {
        let firsts = UInt32Array::from_iter_values(sessions.iter().map(|session| session.assigned.rows[0]));
        let starts: Vec<i64> = firsts.values().iter().map(|row| rows.time[*row as usize]).collect();
        let last = |session: &Session| rows.time[session.assigned.rows[session.assigned.rows.len() - 1] as usize];
        let ends: Vec<i64> = sessions.iter().map(last).collect();
        let civil: Vec<Civil> = starts.iter().map(|at| self.local.civil(*at)).collect();
        let numbers = |number: &dyn Fn(&Session) -> i64| -> ArrayRef {
            Arc::new(Int64Array::from_iter_values(sessions.iter().map(number)))
        };
        let flags = |flag: &dyn Fn(&Session) -> bool| -> ArrayRef {
            Arc::new(sessions.iter().map(|session| Some(flag(session))).collect::<BooleanArray>())
        };
        let pick = |name: &str, rows_of: &UInt32Array| match rows.column(name) {
            Some(column) => take(column, rows_of, None),
            None => Err(ArrowError::SchemaError(format!("no column {name}"))),
        };
        let landing: UInt32Array = sessions.iter().map(|session| session.aggregate.landing).collect();
        let exit: UInt32Array = sessions.iter().map(|session| session.aggregate.exit).collect();
        let durations = ends.iter().zip(&starts).map(|(end, start)| (end - start) / 1000);
        let engaged_after = self.rules.engaged_after;
        let mut columns: Vec<(&str, ArrayRef)> = vec![
            ("visitor_id", pick("visitor_id", &firsts)?),
            ("is_bot", pick("is_bot", &firsts)?),
            (
                "session_id",
                Arc::new(StringArray::from_iter_values(sessions.iter().map(|session| &session.assigned.id))),
            ),
            ("session_start", moments(starts.clone())),
            ("session_end", moments(ends.clone())),
            ("new_returning", Arc::new(sessions.iter().map(new_returning).collect::<StringArray>())),
            ("landing_page", pick("page_path", &landing)?),
            ("exit_page", pick("page_path", &exit)?),
            ("content_group", pick("content_group", &landing)?),
            ("events", numbers(&|session| session.assigned.rows.len() as i64)),
            ("page_views", numbers(&|session| session.aggregate.page_views)),
            ("engaged_ms", numbers(&|session| session.aggregate.engaged)),
            ("duration_ms", Arc::new(Int64Array::from_iter_values(durations))),
            ("key_events", numbers(&|session| session.aggregate.key_events)),
            ("is_engaged", flags(&|session| is_engaged(&session.aggregate, engaged_after))),
            ("is_bounce", flags(&|session| session.aggregate.is_bounce)),
            ("event_names", names(sessions)),
            // Where its first event stood: sessions that start at one moment are in the order of these.
            (PLACE, pick(PLACE, &firsts)?),
        ];
        columns.extend(clocks(&civil));
        columns.extend(
            (0..).zip(COUNTED).map(|(nth, (name, _))| (name, numbers(&|session| session.aggregate.counts[nth]))),
        );
        for name in FIRST_OF {
            columns.push((name, pick(name, &first_values(rows, name, sessions))?));
        }
        let traffic: UInt32Array = sessions.iter().map(|session| session.assigned.traffic).collect();
        for (name, none) in TRAFFIC.into_iter().zip([Some(DIRECT), Some("(none)"), None, None, None]) {
            columns.push((name, or_direct(pick(name, &traffic)?, &traffic, none)));
        }
        columns.push(("channel", self.channels(&columns, sessions.len())));
        batch(columns, &SESSIONS_SPEC.schema)
    }

    /// The channel of each of `count` rows by their source, medium and campaign.
    fn channels(&mut self, columns: &[(&str, ArrayRef)], count: usize) -> ArrayRef {
        let text = |name: &str| {
            columns.iter().find(|(known, _)| *known == name).and_then(|(_, column)| column.as_string_opt::<i32>())
        };
        let [source, medium, campaign] = ["source", "medium", "campaign"].map(text);
        let cell = |column: Option<&StringArray>, row| column.and_then(|column| value(column, row)).map(str::to_owned);
        let channels = (0..count).map(|row| {
            let traffic = [cell(source, row), cell(medium, row), cell(campaign, row)];
            if traffic.iter().all(Option::is_none) {
                return None;
            }
            let [source, medium, campaign] = &traffic;
            let assistants = &self.rules.assistants;
            let named =
                || jauge_classify::channel(source.as_deref(), medium.as_deref(), campaign.as_deref(), assistants);
            let known = self.channels.get(&traffic).copied();
            Some(known.unwrap_or_else(|| {
                let channel = named();
                self.channels.insert(traffic.clone(), channel);
                channel
            }))
        });
        Arc::new(channels.collect::<StringArray>())
    }

    /// The hits of the rows in `range`.
    fn hits(&mut self, found: &Found, range: Range<usize>) -> Result<RecordBatch, ArrowError> {
        // A copy: whoever sorts the piece counts what it holds of memory, and a slice holds all.
        let piece = engine::copied(&found.rows.batch.slice(range.start, range.len()))?;
        let session_of = &found.session_of.slice(range.start, range.len());
        let of_session = |name: &str| match found.sessions.column_by_name(name) {
            Some(column) => take(column, session_of, None),
            None => Err(ArrowError::SchemaError(format!("no column {name}"))),
        };
        let civil: Vec<Civil> = found.rows.time[range.clone()].iter().map(|at| self.local.civil(*at)).collect();
        let page = |page: &dyn Fn(&Aggregate) -> Option<u32>| -> ArrayRef {
            let of_row = |row: usize| session_of.is_valid(row).then(|| session_of.value(row) as usize);
            let is_it = |row: usize| {
                let landed = of_row(row).and_then(|session| page(&found.made[session].aggregate));
                landed == Some((range.start + row) as u32)
            };
            Arc::new((0..range.len()).map(|row| Some(is_it(row))).collect::<BooleanArray>())
        };
        let mut columns: Vec<(&str, ArrayRef)> = clocks(&civil).into();
        columns.push(("is_entry", page(&|aggregate| aggregate.landing)));
        columns.push(("is_exit", page(&|aggregate| aggregate.exit)));
        columns.push(("is_key_event", self.aggregating.key_events(&found.rows.name.slice(range.start, range.len()))));
        for name in ["session_id", "session_start", "landing_page", "exit_page", "new_returning"] {
            columns.push((name, of_session(name)?));
        }
        let in_session = arrow::compute::is_not_null(session_of)?;
        let own: Vec<(&str, ArrayRef)> =
            TRAFFIC.iter().filter_map(|name| Some((*name, piece.column_by_name(name)?.clone()))).collect();
        let own_channel = self.channels(&own, if session_of.null_count() == 0 { 0 } else { range.len() });
        for (name, own) in own.into_iter().chain([("channel", own_channel)]) {
            let of_session = of_session(name)?;
            let column = if session_of.null_count() == 0 { of_session } else { zip(&in_session, &of_session, &own)? };
            columns.push((name, column));
        }
        let is_derived = |name: &str| columns.iter().any(|(known, _)| *known == name);
        let schema = piece.schema();
        let kept: Vec<(&str, ArrayRef)> = schema
            .fields()
            .iter()
            .zip(piece.columns())
            .filter(|(field, _)| !is_derived(field.name()))
            .map(|(field, column)| (field.name().as_str(), column.clone()))
            .collect();
        batch(kept.into_iter().chain(columns).collect(), &HITS_SPEC.schema)
    }
}

/// None for a session that nobody was seen in: it is stored, so that what comes late finds it, and is in no model.
fn new_returning(session: &Session) -> Option<&'static str> {
    session.assigned.is_seen.then_some(if session.is_new { "new" } else { "returning" })
}

/// GA4's definition of an engaged session (<https://support.google.com/analytics/answer/12195621>).
fn is_engaged(aggregate: &Aggregate, engaged_after: i64) -> bool {
    aggregate.engaged > engaged_after || aggregate.key_events > 0 || aggregate.page_views >= 2
}

fn moments(micros: Vec<i64>) -> ArrayRef {
    Arc::new(TimestampMicrosecondArray::from(micros).with_timezone("UTC"))
}

fn clocks(civil: &[Civil]) -> [(&'static str, ArrayRef); 3] {
    [
        ("day", Arc::new(Date32Array::from_iter_values(civil.iter().map(|civil| civil.day)))),
        ("hour", Arc::new(Int16Array::from_iter_values(civil.iter().map(|civil| civil.hour)))),
        ("weekday", Arc::new(Int16Array::from_iter_values(civil.iter().map(|civil| civil.weekday)))),
    ]
}

fn names(sessions: &[Session]) -> ArrayRef {
    let mut lists =
        ListBuilder::new(StringBuilder::new()).with_field(Arc::new(Field::new("element", DataType::Utf8, true)));
    for session in sessions {
        lists.append_value(session.aggregate.names.iter().map(Some));
    }
    Arc::new(lists.finish())
}

/// For each session the first of its rows that has a value in the column `name`.
fn first_values(rows: &Rows, name: &str, sessions: &[Session]) -> UInt32Array {
    let column = rows.column(name).filter(|column| column.null_count() < column.len());
    let first = |session: &Session| {
        let column = column?;
        session.assigned.rows.iter().copied().find(|row| column.is_valid(*row as usize))
    };
    sessions.iter().map(first).collect()
}

/// `column`, with `none` where a session has no row to take it from.
fn or_direct(column: ArrayRef, traffic: &UInt32Array, none: Option<&str>) -> ArrayRef {
    let (Some(none), Some(texts)) = (none, column.as_string_opt::<i32>()) else { return column };
    let text = |row| if traffic.is_null(row) { Some(none) } else { value(texts, row) };
    Arc::new((0..texts.len()).map(text).collect::<StringArray>())
}

fn batch(columns: Vec<(&str, ArrayRef)>, schema: &arrow::datatypes::SchemaRef) -> Result<RecordBatch, ArrowError> {
    debug_assert_eq!(columns.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>().len(), columns.len());
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))?;
    aligned(&batch, schema)
}

#[cfg(test)]
mod tests {
    use arrow::compute::concat_batches;
    use jauge_workspace::{GoalsConfig, Like, SessionsConfig};
    use proptest::prelude::*;

    use super::super::specs::event_columns;
    use super::*;

    fn deriver() -> Deriver {
        let sessions = SessionsConfig { like: Like::Matomo, ..SessionsConfig::default() };
        let rules = Arc::new(Rules::new("UTC", &sessions, &GoalsConfig::default()));
        Deriver::new(rules, Arc::default(), Arc::default(), TimeZone::UTC)
    }

    /// Events of one visitor, each so many minutes after the one before.
    fn events(events: &[(i64, &'static str)]) -> RecordBatch {
        let after = |now: &mut i64, (minutes, _): &(i64, &str)| {
            *now += minutes * 60_000_000;
            Some(*now)
        };
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("visitor_id", Arc::new(StringArray::from(vec!["v"; events.len()]))),
            ("is_bot", Arc::new(BooleanArray::from(vec![false; events.len()]))),
            ("event_time", moments(events.iter().scan(0, after).collect())),
            ("event_name", Arc::new(StringArray::from_iter_values(events.iter().map(|(_, name)| name)))),
        ];
        batch(columns, &event_columns()).unwrap()
    }

    fn derived(slices: &[RecordBatch]) -> [RecordBatch; 2] {
        let (mut deriver, mut sessions, mut hits) = (deriver(), Vec::new(), Vec::new());
        for slice in slices {
            let mut derived = deriver.derive(slice).unwrap();
            sessions.push(derived.sessions().clone());
            hits.extend(derived.hits().map(Result::unwrap));
        }
        [sessions, hits].map(|batches| concat_batches(&batches[0].schema(), &batches).unwrap())
    }

    proptest! {
        #[test]
        fn a_visitor_cut_at_any_gaps_has_the_sessions_and_hits_of_the_whole(
            made in prop::collection::vec(
                (0..60_i64, prop::sample::select(vec!["page_view", "request", "scroll", "page_ping"]), any::<bool>()),
                1..40,
            ),
        ) {
            let whole = events(&made.iter().map(|(minutes, name, _)| (*minutes, *name)).collect::<Vec<_>>());
            let cut = |at: &usize| made[*at].0 >= 30 && made[*at].2;
            let starts: Vec<usize> = [0].into_iter().chain((1..made.len()).filter(cut)).collect();
            let ends = starts[1..].iter().copied().chain([made.len()]);
            let slices: Vec<_> = starts.iter().zip(ends).map(|(start, end)| whole.slice(*start, end - start)).collect();
            prop_assert_eq!(derived(&slices), derived(&[whole]));
        }
    }
}
