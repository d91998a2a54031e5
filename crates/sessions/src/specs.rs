//! The stored rows of sessions: one per event and one per session.

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use jauge_store::tables::{self, PLACE, RECEIVED_AT, Repeated, TableSpec, timestamp};

pub use jauge_store::tables::{HITS, SESSIONS};

/// Both tables.
pub fn specs() -> [TableSpec; 2] {
    [HITS_SPEC.clone(), SESSIONS_SPEC.clone()]
}

/// What the stored rows are called in the SQL of models: `derived_hits`, `derived_sessions`.
pub fn in_sql(name: &str) -> String {
    format!("{}{name}", tables::DERIVED_PREFIX)
}

/// The event names that a session counts, each in a column of its own.
pub(crate) const COUNTED: [(&str, &[&str]); 17] = [
    ("product_views", &["view_item"]),
    ("add_to_carts", &["add_to_cart"]),
    ("cart_removals", &["remove_from_cart"]),
    ("checkouts", &["begin_checkout"]),
    ("shipping_infos", &["add_shipping_info"]),
    ("payment_infos", &["add_payment_info"]),
    ("purchases", &["purchase"]),
    ("refunds", &["refund"]),
    ("leads", &["generate_lead"]),
    ("sign_ups", &["sign_up"]),
    ("searches", &["search", "view_search_results"]),
    ("downloads", &["file_download"]),
    ("form_views", &["form_view"]),
    ("form_starts", &["form_start"]),
    ("form_submits", &["form_submit"]),
    ("shares", &["share"]),
    ("video_starts", &["video_start"]),
];

/// Columns of a session that are the first value among its events.
pub(crate) const FIRST_OF: [&str; 9] = [
    "user_id",
    "device_category",
    "operating_system",
    "browser",
    "country",
    "region",
    "city",
    "language",
    "page_referrer",
];

/// Columns of a session that come from the first event that says where it came from.
pub(crate) const TRAFFIC: [&str; 5] = ["source", "medium", "campaign", "term", "content"];

/// The stored hits.
pub(crate) static HITS_SPEC: LazyLock<TableSpec> = LazyLock::new(|| spec(HITS, "event_time", hits()));
/// The stored sessions.
pub(crate) static SESSIONS_SPEC: LazyLock<TableSpec> = LazyLock::new(|| spec(SESSIONS, "session_start", sessions()));

/// The columns of `events` that hits are made of, as batches must have them.
pub(crate) fn event_columns() -> SchemaRef {
    let events = tables::shipped("events").map(|spec| spec.schema.clone()).unwrap_or_else(|| Arc::new(Schema::empty()));
    let kept = events.fields().iter().filter(|field| field.name() != RECEIVED_AT);
    Arc::new(Schema::new(kept.map(|field| field.as_ref().clone().with_nullable(true)).collect::<Vec<_>>()))
}

fn hits() -> Vec<Field> {
    let events = event_columns();
    let own = events.fields().iter().map(|field| field.as_ref().clone());
    let session = [Field::new("session_start", timestamp(), true)];
    let texts = ["channel", "landing_page", "exit_page", "new_returning"].map(text);
    let flags = ["is_entry", "is_exit", "is_key_event"].map(|name| Field::new(name, DataType::Boolean, true));
    own.chain(session).chain(texts).chain(flags).chain(civil()).collect()
}

fn sessions() -> Vec<Field> {
    let moments = ["session_start", "session_end"].map(|name| Field::new(name, timestamp(), true));
    let flags = ["is_bot", "is_engaged", "is_bounce"].map(|name| Field::new(name, DataType::Boolean, true));
    let numbers = ["events", "page_views", "engaged_ms", "duration_ms", "key_events"];
    let numbers = numbers.into_iter().chain(COUNTED.map(|(name, _)| name));
    let names = DataType::List(Arc::new(Field::new("element", DataType::Utf8, true)));
    ["visitor_id", "session_id"]
        .map(text)
        .into_iter()
        .chain(moments)
        .chain(civil())
        .chain(["new_returning", "channel"].map(text))
        .chain(TRAFFIC.map(text))
        .chain(["landing_page", "exit_page", "content_group"].map(text))
        .chain(FIRST_OF.map(text))
        .chain(flags)
        .chain(numbers.map(|name| Field::new(name, DataType::Int64, true)))
        .chain([Field::new("event_names", names, true), text(PLACE)])
        .collect()
}

fn civil() -> [Field; 3] {
    let number = |name| Field::new(name, DataType::Int16, true);
    [Field::new("day", DataType::Date32, true), number("hour"), number("weekday")]
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn spec(name: &str, time: &str, columns: Vec<Field>) -> TableSpec {
    TableSpec {
        name: name.to_owned(),
        schema: Arc::new(Schema::new(columns)),
        time: Some(time.to_owned()),
        key: Vec::new(),
        repeated: Repeated::KeepFirst,
        derived_key: false,
    }
}
