//! The tables of a workspace: their columns, keys, and what a repeated key means.

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};

/// Who brought a row.
pub const SOURCE_NAME: &str = "source_name";
/// In which load.
pub const BATCH_ID: &str = "batch_id";
/// When.
pub const RECEIVED_AT: &str = "received_at";
/// What the visitor's browser called itself: read with an event, never stored.
pub const USER_AGENT: &str = "user_agent";
/// The visitor's address: read with an event, stored only where `[privacy]` asks for it.
pub const CLIENT_IP: &str = "client_ip";
/// Where an event's row stood: orders events of one moment, and is no part of what makes two of them equal. A text; what has none
/// comes last.
pub const PLACE: &str = "place";
/// The key that rows without one are given, from their content and occurrence.
pub const ROW_ID: &str = "row_id";

/// A table as the store keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct TableSpec {
    /// Its name in SQL and in the store.
    pub name: String,
    /// All columns, the bookkeeping ones included. Not null where a row without the value is refused.
    pub schema: SchemaRef,
    /// The column that periods cut by, a timestamp or a date.
    pub time: Option<String>,
    /// The columns that name a row.
    pub key: Vec<String>,
    /// What a repeated key means.
    pub repeated: Repeated,
    /// The one key column is derived from content and occurrence where a row has none.
    pub derived_key: bool,
}

/// What a repeated key means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// The first row stays; the same key with different content is a reject, counted as a conflict.
    KeepFirst,
    /// The row that comes later stays, or the one with the largest value in `by`.
    Latest {
        /// The column that says which row is later; `None`: the order of loading.
        by: Option<String>,
    },
    /// A load replaces all rows that share the key.
    ReplaceSlice,
}

impl TableSpec {
    /// The columns a source may fill: all but the bookkeeping ones, and of events those that are read and not stored.
    pub fn sourced(&self) -> impl Iterator<Item = &Arc<Field>> {
        let read = INPUTS.iter().filter(|_| self.name == "events");
        self.schema.fields().iter().filter(|field| !is_bookkeeping(field.name())).chain(read)
    }

    /// True for the columns that tell two rows apart by their content: all but what every load fills, what is not stored, and
    /// where an event stood.
    pub fn is_content(&self, column: &str) -> bool {
        !is_bookkeeping(column) && !is_input(column) && self.place() != Some(column)
    }

    /// The column that says where a row stood; only events have one.
    pub fn place(&self) -> Option<&'static str> {
        (self.name == "events").then_some(PLACE)
    }

    /// The columns by which sources name a row; none where a row's content does.
    pub fn given_key(&self) -> &[String] {
        if self.derived_key { &[] } else { &self.key }
    }

    /// The text columns that a source may fill and that are kept, in the clear or hashed. An address is: see `[privacy] ip`.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let place = self.place();
        let texts = self.sourced().filter(|field| *field.data_type() == DataType::Utf8);
        texts.map(|field| field.name().as_str()).filter(move |name| *name != USER_AGENT && place != Some(*name))
    }

    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<&Arc<Field>> {
        self.schema.fields().iter().find(|field| field.name() == name)
    }
}

/// True for the columns that every load fills by itself.
pub fn is_bookkeeping(column: &str) -> bool {
    [SOURCE_NAME, BATCH_ID, RECEIVED_AT].contains(&column)
}

/// The shipped table called `name`.
pub fn shipped(name: &str) -> Option<&'static TableSpec> {
    SHIPPED.iter().find(|spec| spec.name == name)
}

/// The names of the shipped tables.
pub fn shipped_names<'a>() -> impl Iterator<Item = &'a str> {
    LazyLock::force(&SHIPPED).iter().map(|spec| spec.name.as_str())
}

/// A column type by the word that `[table.NAME] columns` uses for it.
pub fn column_type(word: &str) -> Option<DataType> {
    Some(match word {
        "text" => DataType::Utf8,
        "integer" => DataType::Int64,
        "number" => DataType::Float64,
        "money" | "decimal" => MONEY,
        "boolean" => DataType::Boolean,
        "date" => DataType::Date32,
        "timestamp" => timestamp(),
        _ => return None,
    })
}

/// What [`column_type`] calls a type, whatever its width; of one that no table declares what a cell of it is, else the engine's name.
pub fn type_word(data_type: &DataType) -> String {
    let word = match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "text",
        DataType::Decimal128(..) | DataType::Decimal256(..) => "decimal",
        DataType::Boolean => "boolean",
        DataType::Date32 | DataType::Date64 => "date",
        DataType::Timestamp(..) => "timestamp",
        DataType::List(_) => "list",
        DataType::Map(..) => "map",
        kind if kind.is_integer() => "integer",
        kind if kind.is_floating() => "number",
        other => return other.to_string(),
    };
    word.to_owned()
}

/// The words [`column_type`] knows.
pub const COLUMN_TYPES: [&str; 7] = ["text", "integer", "number", "decimal", "boolean", "date", "timestamp"];

/// Hits in the store.
pub const HITS: &str = "hits";
/// Sessions in the store.
pub const SESSIONS: &str = "sessions";
/// Before the names of hits and sessions, what the SQL of models calls their stored rows.
pub const DERIVED_PREFIX: &str = "derived_";
/// The table of what was judged.
pub const EVALUATIONS: &str = "evaluations";

/// The table of what systems counted by the day.
pub const DAILY: &str = "daily";

/// The table of currencies' rates.
pub const RATES: &str = "rates";

/// Amounts: exact, four decimals.
pub const MONEY: DataType = DataType::Decimal128(18, 4);

/// A moment: microseconds, UTC.
pub fn timestamp() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// The bookkeeping columns, last in every table.
pub fn bookkeeping() -> [Field; 3] {
    [
        Field::new(SOURCE_NAME, DataType::Utf8, false),
        Field::new(BATCH_ID, DataType::Int64, false),
        Field::new(RECEIVED_AT, timestamp(), false),
    ]
}

/// Columns that events are read with and that are not stored.
static INPUTS: LazyLock<[Arc<Field>; 2]> =
    LazyLock::new(|| [USER_AGENT, CLIENT_IP].map(|name| Arc::new(Field::new(name, DataType::Utf8, true))));

/// True for the columns of events that are read and not stored.
pub fn is_input(column: &str) -> bool {
    [USER_AGENT, CLIENT_IP].contains(&column)
}

static SHIPPED: LazyLock<Vec<TableSpec>> =
    LazyLock::new(|| vec![events(), shop_orders(), leads(), tickets(), spend(), daily(), rates(), product_list()]);

fn events() -> TableSpec {
    let text = texts([
        "user_id",
        "session_id",
        "page_location",
        "page_path",
        "page_title",
        "page_referrer",
        "content_group",
        "source",
        "medium",
        "campaign",
        "term",
        "content",
        "device_category",
        "operating_system",
        "browser",
        "country",
        "region",
        "city",
        "language",
        "currency",
        "transaction_id",
        "form_id",
        "form_field",
        "file_name",
        "search_term",
        "media_id",
    ]);
    let other = [
        Field::new("page_status", DataType::Int16, true),
        Field::new("is_bot", DataType::Boolean, true),
        Field::new("value", MONEY, true),
        Field::new("tax", MONEY, true),
        Field::new("shipping", MONEY, true),
        Field::new("discount", MONEY, true),
        items(),
        Field::new("search_results", DataType::Int64, true),
        Field::new("progress", DataType::Float64, true),
        Field::new("engagement_ms", DataType::Int64, true),
        properties(),
        Field::new(PLACE, DataType::Utf8, true),
    ];
    let columns = [required("event_id"), moment("event_time"), required("event_name"), required("visitor_id")];
    let mut spec = table("events", "event_time", columns.into_iter().chain(text).chain(other), &["event_id"]);
    spec.repeated = Repeated::KeepFirst;
    spec.derived_key = true;
    spec
}

fn shop_orders() -> TableSpec {
    let columns = [required("order_id"), moment("ordered_at")];
    let amounts = ["revenue", "tax", "shipping", "discount", "refunded"].map(|name| Field::new(name, MONEY, true));
    let told = ["other_id", "country", "customer_type", "channel", "coupon", "payment_method"];
    let texts = texts(["visitor_id", "customer_id", "currency", "status"]).chain(texts(told));
    let moments = ["cancelled_at", "refunded_at"].map(|name| Field::new(name, timestamp(), true));
    let rest = moments.into_iter().chain(amounts).chain([items(), properties()]);
    table("shop_orders", "ordered_at", columns.into_iter().chain(texts).chain(rest), &["order_id"])
}

fn leads() -> TableSpec {
    let columns = [required("lead_id"), moment("created_at")];
    let moments = ["qualified_at", "won_at", "lost_at"].map(|name| Field::new(name, timestamp(), true));
    let texts = texts(["currency", "channel", "visitor_id", "stage", "owner", "source"]);
    let amount = [Field::new("amount", MONEY, true)];
    let rest = amount.into_iter().chain(texts).chain([properties()]);
    table("leads", "created_at", columns.into_iter().chain(moments).chain(rest), &["lead_id"])
}

fn tickets() -> TableSpec {
    let columns = [required("ticket_id"), moment("created_at")];
    let moments = ["first_reply_at", "solved_at"].map(|name| Field::new(name, timestamp(), true));
    let numbers = ["reopened", "public_replies"].map(|name| Field::new(name, DataType::Int64, true));
    let texts = texts(["channel", "visitor_id", "customer_id", "status", "created_by", "team", "agent", "priority"]);
    let rest = texts.chain([Field::new("satisfaction", DataType::Float64, true), properties()]);
    table("tickets", "created_at", columns.into_iter().chain(moments).chain(numbers).chain(rest), &["ticket_id"])
}

fn spend() -> TableSpec {
    let columns = [Field::new("date", DataType::Date32, false), required("source")];
    let texts = texts(["account", "medium", "campaign_id", "campaign", "ad_group", "currency"]);
    let rest = texts.chain([Field::new("cost", MONEY, true)]);
    let counts = ["clicks", "impressions"].map(|name| Field::new(name, DataType::Int64, true));
    let columns = columns.into_iter().chain(rest).chain(counts).chain([properties()]);
    let mut spec = table("spend", "date", columns, &["date", "source", "account"]);
    spec.repeated = Repeated::ReplaceSlice;
    spec
}

fn daily() -> TableSpec {
    let texts = texts([
        "channel",
        "device_category",
        "source",
        "medium",
        "campaign",
        "landing_page",
        "country",
        "language",
        "currency",
    ]);
    let counts = ["sessions", "engaged_sessions", "page_views", "purchases", "leads"];
    let counts = counts.map(|name| Field::new(name, DataType::Int64, true));
    let columns = [Field::new("date", DataType::Date32, false)];
    let revenue = [Field::new("revenue", MONEY, true)];
    let columns = columns.into_iter().chain(texts).chain(counts).chain(revenue);
    let mut spec = table(DAILY, "date", columns, &["date", SOURCE_NAME]);
    spec.repeated = Repeated::ReplaceSlice;
    spec
}

/// What one unit of a currency is worth in the workspace's, from a day on.
fn rates() -> TableSpec {
    let columns = [Field::new("date", DataType::Date32, false), required("currency")];
    let rate = [Field::new("rate", DataType::Decimal128(18, 8), false)];
    table(RATES, "date", columns.into_iter().chain(rate), &["date", "currency"])
}

/// What the shop knows of its products beside what orders say of them.
fn product_list() -> TableSpec {
    let columns = [required("item_id")].into_iter().chain(texts(["item_name", "item_brand", "item_category"]));
    // Of no time: the latest row of a product is what it is.
    TableSpec { time: None, ..table("product_list", "", columns, &["item_id"]) }
}

/// A shipped table; a repeated key means the latest row until said otherwise.
fn table(name: &str, time: &str, columns: impl Iterator<Item = Field>, key: &[&str]) -> TableSpec {
    TableSpec {
        name: name.to_owned(),
        schema: Arc::new(Schema::new(columns.chain(bookkeeping()).collect::<Vec<_>>())),
        time: Some(time.to_owned()),
        key: key.iter().map(|column| (*column).to_owned()).collect(),
        repeated: Repeated::Latest { by: None },
        derived_key: false,
    }
}

fn required(name: &str) -> Field {
    Field::new(name, DataType::Utf8, false)
}

fn moment(name: &str) -> Field {
    Field::new(name, timestamp(), false)
}

fn texts<const N: usize>(names: [&'static str; N]) -> impl Iterator<Item = Field> {
    names.into_iter().map(|name| Field::new(name, DataType::Utf8, true))
}

fn items() -> Field {
    let fields: Fields = texts(["item_id", "item_name", "item_category"])
        .chain(["price", "quantity"].map(|name| Field::new(name, MONEY, true)))
        .collect();
    Field::new("items", DataType::List(Arc::new(Field::new("element", DataType::Struct(fields), true))), true)
}

/// Named as Delta names the parts of a map, so that a batch needs no renaming on its way to the store.
fn properties() -> Field {
    let entry = Fields::from(vec![Field::new("key", DataType::Utf8, false), Field::new("value", DataType::Utf8, true)]);
    let entries = Field::new("key_value", DataType::Struct(entry), false);
    Field::new("properties", DataType::Map(Arc::new(entries), false), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_called_by_the_word_that_declares_it() {
        for word in COLUMN_TYPES {
            assert_eq!(type_word(&column_type(word).unwrap()), word);
        }
        assert_eq!([DataType::Int16, DataType::Float32].map(|kind| type_word(&kind)), ["integer", "number"]);
    }
}
