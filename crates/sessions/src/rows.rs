//! The columns of `events` that sessions are made of, out of one batch.

use arrow::{
    array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch, StringArray},
    datatypes::{Int64Type, TimestampMicrosecondType},
};

use super::specs::TRAFFIC;
use jauge_store::tables::SOURCE_NAME;

/// The source of a session that nobody sent.
pub(crate) const DIRECT: &str = "(direct)";

/// Source, medium and campaign.
pub(crate) type Arrival<'a> = [Option<&'a str>; 3];

/// Events sorted by visitor, whether a bot, time, place and id.
pub(crate) struct Rows {
    pub(crate) batch: RecordBatch,
    pub(crate) visitor: StringArray,
    pub(crate) bot: BooleanArray,
    pub(crate) time: Vec<i64>,
    pub(crate) name: StringArray,
    pub(crate) path: StringArray,
    location: StringArray,
    pub(crate) sent: StringArray,
    pub(crate) origin: StringArray,
    pub(crate) engagement: Int64Array,
    traffic: [StringArray; 5],
}

impl Rows {
    /// The rows of `batch`, which has the columns of `event_columns`; `None` where it does not.
    pub(crate) fn of(batch: &RecordBatch) -> Option<Self> {
        let text = |name: &str| batch.column_by_name(name)?.as_string_opt::<i32>().cloned();
        let [source, medium, campaign, term, content] = TRAFFIC.map(text);
        Some(Self {
            visitor: text("visitor_id")?,
            bot: batch.column_by_name("is_bot")?.as_boolean_opt()?.clone(),
            time: batch.column_by_name("event_time")?.as_primitive_opt::<TimestampMicrosecondType>()?.values().to_vec(),
            name: text("event_name")?,
            path: text("page_path")?,
            location: text("page_location")?,
            sent: text("session_id")?,
            origin: text(SOURCE_NAME)?,
            engagement: batch.column_by_name("engagement_ms")?.as_primitive_opt::<Int64Type>()?.clone(),
            traffic: [source?, medium?, campaign?, term?, content?],
            batch: batch.clone(),
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.time.len()
    }

    /// The column called `name`.
    pub(crate) fn column(&self, name: &str) -> Option<&ArrayRef> {
        self.batch.column_by_name(name)
    }

    /// The session id that the source sent.
    pub(crate) fn sent(&self, row: usize) -> Option<&str> {
        value(&self.sent, row).filter(|id| !id.is_empty())
    }

    /// Source, medium and campaign, where the event says where it came from: it has any of them, and is not "(direct)".
    pub(crate) fn traffic(&self, row: usize) -> Option<Arrival<'_>> {
        let [source, medium, campaign, ..] = &self.traffic;
        let traffic = [source, medium, campaign].map(|column| value(column, row));
        (traffic.iter().any(Option::is_some) && traffic[0] != Some(DIRECT)).then_some(traffic)
    }

    /// The address of the page that the event happened on.
    pub(crate) fn location(&self, row: usize) -> Option<&str> {
        value(&self.location, row)
    }

    /// True where rows `a` and `b` are of one visitor; a bot with the id of a person is another visitor.
    pub(crate) fn same_visitor(&self, a: usize, b: usize) -> bool {
        self.visitor.value(a) == self.visitor.value(b) && self.bot.value(a) == self.bot.value(b)
    }
}

/// The text in `row`; `None` for null.
pub(crate) fn value(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}
