//! Who is behind a row, without saying so: addresses are dropped or masked, identifiers replaced by keyed hashes, personal
//! parameters of addresses left out.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
    error::ArrowError,
};

use super::{
    LoadError,
    first_key::first_field,
    key::{Key, KeyRing},
    order_id::{ORDERS, bare},
};
use jauge_classify::without_parameters;
use jauge_store::{
    Store, StoreError, forgetting_fault, forgotten,
    tables::{CLIENT_IP, USER_AGENT},
};
use jauge_workspace::{Address, PrivacyConfig, Settings};

/// Replaces identifiers under the keys of one store, the first of which is made when it is first needed.
#[derive(Debug)]
pub(crate) struct Pseudonyms {
    config: PrivacyConfig,
    dir: PathBuf,
    /// False where not even a first key is kept.
    keeps: bool,
    keys: OnceLock<KeyRing>,
    /// Of visitors who must not come back.
    forgotten: OnceLock<BTreeSet<String>>,
}

/// The column of a row's visitor.
const VISITOR: &str = "visitor_id";
/// The columns that are addresses of pages.
const PAGES: [&str; 3] = ["page_location", "page_path", "page_referrer"];

impl Pseudonyms {
    /// Those of the store in `dir`.
    pub(crate) fn of_store(dir: &Path, config: &PrivacyConfig) -> Self {
        let (config, dir) = (config.clone(), dir.to_owned());
        Self { config, dir, keeps: true, keys: OnceLock::new(), forgotten: OnceLock::new() }
    }

    /// Those of `workspace`; where nothing is kept, without a key made in its store.
    pub(crate) fn of_workspace(workspace: &Settings, keeps: bool) -> Arc<Self> {
        Arc::new(Self { keeps, ..Self::of_store(&workspace.store_dir(), &workspace.config.privacy) })
    }

    /// A keyed hash of `text` as new rows have it in `column`: equal texts stay equal, and nobody without the key can tell which
    /// text it was.
    pub(crate) fn of(&self, column: &str, text: &str) -> Result<String, StoreError> {
        let keys = self.keys()?;
        Ok(hash(if self.rotates(column, &[]) { keys.newest() } else { keys.first() }, &identity(column, text)))
    }

    /// What rows may call `visitor`: as it was given, and its pseudonym under every key there is.
    pub(crate) fn names(&self, visitor: &str) -> Result<BTreeSet<String>, StoreError> {
        let keys = KeyRing::read(&self.dir)?;
        let under = keys.iter().flat_map(KeyRing::all).map(|key| hash(key, visitor));
        Ok(under.chain([visitor.to_owned()]).collect())
    }

    /// How `name` stands among the forgotten, whatever key is the newest.
    pub(crate) fn forgotten_as(&self, name: &str) -> Result<String, StoreError> {
        Ok(hash(self.keys()?.first(), name))
    }

    /// What is to be noted of the keys, where they were needed.
    pub(crate) fn key_note(&self) -> Option<i64> {
        self.keys.get().map(KeyRing::note)
    }

    fn keys(&self) -> Result<&KeyRing, StoreError> {
        if let Some(keys) = self.keys.get() {
            return Ok(keys);
        }
        let keys = if self.keeps { KeyRing::read_or_make(&self.dir)? } else { KeyRing::read_or_lend(&self.dir)? };
        Ok(self.keys.get_or_init(|| keys))
    }

    /// The rows of `batch`, identifiers still as they came, whose visitors were forgotten under whatever name.
    pub(crate) fn forgotten(&self, batch: &RecordBatch) -> Result<Vec<usize>, StoreError> {
        let forgotten = match self.forgotten.get() {
            Some(forgotten) => forgotten,
            None => {
                let found = forgotten(&self.dir)?;
                self.forgotten.get_or_init(|| found)
            }
        };
        if forgotten.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keys()?;
        let visitors = Visitors::of(batch);
        let mut known: BTreeMap<Cow<'_, str>, bool> = BTreeMap::new();
        let mut is_forgotten = |row: &usize| {
            let Some((who, is_given)) = visitors.at(*row) else { return false };
            *known.entry(who).or_insert_with_key(|who| {
                let names = keys.all().map(|key| hash(key, who)).chain(is_given.then(|| who.to_string()));
                names.into_iter().any(|name| forgotten.contains(&hash(keys.first(), &name)))
            })
        };
        Ok((0..batch.num_rows()).filter(&mut is_forgotten).collect())
    }

    /// True where `column` holds pseudonyms.
    pub(crate) fn covers(&self, column: &str) -> bool {
        self.config.hashes(column)
    }

    /// True where new rows have pseudonyms in `column` under the newest key. An order's never change: a row of the shop is found
    /// by its own, and what an event says of that order must go on to name it.
    fn rotates(&self, column: &str, fixed: &[String]) -> bool {
        let is_pseudonym = column == VISITOR || self.covers(column);
        is_pseudonym && !ORDERS.contains(&column) && !fixed.iter().any(|fixed| fixed == column)
    }

    /// `columns` with those under the first key that their rows may come with (see [`Self::apply`]).
    pub(crate) fn with_first(&self, columns: &Schema, fixed: &[String]) -> Result<Schema, StoreError> {
        let names: Vec<&String> =
            columns.fields().iter().map(|field| field.name()).filter(|name| self.rotates(name, fixed)).collect();
        let rotated = !names.is_empty() && KeyRing::read(&self.dir)?.is_some_and(|keys| keys.were_rotated());
        let first = names.into_iter().filter(|_| rotated).map(|name| first_field(name));
        Ok(Schema::new(columns.fields().iter().cloned().chain(first).collect::<Vec<_>>()))
    }

    /// What `[privacy]` says.
    pub(crate) fn config(&self) -> &PrivacyConfig {
        &self.config
    }

    /// `batch` with a `visitor_id` where a row has an address and no visitor, with the identifiers replaced and without
    /// personal parameters. Where keys were rotated, its identifiers under the first key stand behind (see `first_key`);
    /// those of `fixed` columns, by which rows are found, stay under that key.
    pub(crate) fn apply(&self, batch: RecordBatch, fixed: &[String]) -> Result<RecordBatch, ArrowError> {
        let schema = batch.schema();
        let has_pages = schema.fields().iter().any(|field| PAGES.contains(&field.name().as_str()));
        let has_identifiers =
            schema.fields().iter().any(|field| self.covers(field.name()) || field.name() == CLIENT_IP);
        if !has_pages && !has_identifiers {
            return Ok(batch);
        }
        let external = |error: StoreError| ArrowError::ExternalError(Box::new(LoadError::from(error)));
        let keys = has_identifiers.then(|| self.keys()).transpose().map_err(external)?;
        let (mut fields, mut columns) = (schema.fields().to_vec(), Vec::new());
        let mut first = Vec::new();
        for (field, column) in schema.fields().iter().zip(batch.columns()) {
            let name = field.name().as_str();
            let rotated = keys.filter(|keys| keys.were_rotated() && self.rotates(name, fixed));
            let key = keys.map(|keys| if rotated.is_some() { keys.newest() } else { keys.first() });
            columns.push(self.column(&batch, name, column, key));
            if let Some(keys) = rotated {
                fields.push(first_field(name));
                first.push(self.column(&batch, name, column, Some(keys.first())));
            }
        }
        columns.extend(first);
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
    }

    /// One column as it is kept, its pseudonyms under `key`; without one there are none in the batch.
    fn column(&self, batch: &RecordBatch, name: &str, column: &ArrayRef, key: Option<&Key>) -> ArrayRef {
        let Some(cells) = column.as_string_opt::<i32>() else { return column.clone() };
        match (name, key) {
            (VISITOR, Some(key)) if batch.column_by_name(CLIENT_IP).is_some() => self.visitors(key, batch),
            (name, Some(key)) if self.covers(name) => mapped(cells, |text| Some(hash(key, &identity(name, text)))),
            (CLIENT_IP, _) => mapped(cells, |ip| shown(self.config.ip, ip)),
            (name, _) if PAGES.contains(&name) => self.pages(column, cells),
            _ => column.clone(),
        }
    }

    fn pages(&self, column: &ArrayRef, cells: &StringArray) -> ArrayRef {
        let kept = |address| without_parameters(address, |name| self.config.drops(name), |_| false);
        let kept: Vec<_> = cells.iter().map(|cell| cell.map(kept)).collect();
        let as_before = kept.iter().flatten().all(|cell| matches!(cell, Cow::Borrowed(_)));
        if as_before { column.clone() } else { Arc::new(kept.into_iter().collect::<StringArray>()) }
    }

    fn visitors(&self, key: &Key, batch: &RecordBatch) -> ArrayRef {
        let visitors = Visitors::of(batch);
        let mut known: BTreeMap<Cow<'_, str>, String> = BTreeMap::new();
        let visitor = |row: usize| match visitors.at(row)? {
            (who, true) if !self.covers(VISITOR) => Some(who.into_owned()),
            (who, _) => Some(known.entry(who).or_insert_with_key(|who| hash(key, who)).clone()),
        };
        Arc::new((0..batch.num_rows()).map(visitor).collect::<StringArray>())
    }
}

/// What rows say of their visitors, as it came.
struct Visitors {
    visitors: Option<StringArray>,
    ips: Option<StringArray>,
    agents: Option<StringArray>,
}

impl Visitors {
    fn of(batch: &RecordBatch) -> Self {
        let [visitors, ips, agents] = [VISITOR, CLIENT_IP, USER_AGENT].map(|name| texts(batch, name));
        Self { visitors, ips, agents }
    }

    /// Who the row's visitor is, and whether the source says so; else address and agent tell. `None` where nothing does.
    fn at(&self, row: usize) -> Option<(Cow<'_, str>, bool)> {
        if let Some(visitor) = cell(self.visitors.as_ref(), row) {
            return Some((visitor.into(), true));
        }
        let ip = cell(self.ips.as_ref(), row)?;
        let agent = cell(self.agents.as_ref(), row).unwrap_or_default();
        Some((format!("{ip}\n{agent}").into(), false))
    }
}

/// The text in `row`, where there is one.
fn cell(column: Option<&StringArray>, row: usize) -> Option<&str> {
    column.filter(|column| column.is_valid(row)).map(|column| column.value(row)).filter(|text| !text.is_empty())
}

/// What is kept of the address `ip`.
pub(crate) fn shown(kept: Address, ip: &str) -> Option<String> {
    match (kept, ip.parse()) {
        (Address::Drop, _) | (Address::Mask, Err(_)) => None,
        (Address::Keep, _) => Some(ip.to_owned()),
        (Address::Mask, Ok(IpAddr::V4(ip))) => {
            let [a, b, c, _] = ip.octets();
            Some(IpAddr::from([a, b, c, 0]).to_string())
        }
        (Address::Mask, Ok(IpAddr::V6(ip))) => {
            let mut bytes = ip.octets();
            bytes[6..].fill(0);
            Some(IpAddr::from(bytes).to_string())
        }
    }
}

/// `schema` with a `visitor_id` where rows have an address to tell visitors by.
pub(crate) fn with_visitor(schema: &Schema) -> Option<Schema> {
    let has = |name: &str| schema.fields().iter().any(|field| field.name().eq_ignore_ascii_case(name));
    (has(CLIENT_IP) && !has(VISITOR)).then(|| {
        let visitor = Arc::new(Field::new(VISITOR, DataType::Utf8, true));
        Schema::new(schema.fields().iter().cloned().chain([visitor]).collect::<Vec<_>>())
    })
}

/// What `text` in `column` is the name of: an order is one, whether it is written with `#` or without.
fn identity<'a>(column: &str, text: &'a str) -> Cow<'a, str> {
    if ORDERS.contains(&column) { bare(text) } else { Cow::Borrowed(text) }
}

fn hash(key: &Key, text: &str) -> String {
    blake3::keyed_hash(key, text.as_bytes()).to_hex()[..32].to_owned()
}

fn texts(batch: &RecordBatch, name: &str) -> Option<StringArray> {
    batch.column_by_name(name)?.as_string_opt::<i32>().cloned()
}

fn mapped(cells: &StringArray, map: impl Fn(&str) -> Option<String>) -> ArrayRef {
    Arc::new(cells.iter().map(|cell| cell.filter(|cell| !cell.is_empty()).and_then(&map)).collect::<StringArray>())
}

/// Says which rows of a batch are of visitors who must not come back to the store of `workspace`.
pub fn forgotten_rows(workspace: &Settings) -> impl Fn(&RecordBatch) -> Result<Vec<usize>, StoreError> + Send + Sync {
    let pseudonyms = Pseudonyms::of_store(&workspace.store_dir(), &workspace.config.privacy);
    move |rows| pseudonyms.forgotten(rows)
}

/// What is wrong with the keys, the list of the forgotten and the note of who is being forgotten, of `store`. Nothing is written.
pub async fn privacy_faults(store: &Store) -> Vec<StoreError> {
    let keys = KeyRing::read(store.dir()).err();
    let list = forgotten(store.dir()).err();
    let is_lost = |fault: &StoreError| matches!(fault, StoreError::KeyLost { .. } | StoreError::ForgottenLost { .. });
    // What is wrong with a table is told of the table.
    let noted = [KeyRing::check_all(store).await.err(), store.check_forgotten().await.err()];
    let noted = noted.into_iter().flatten().filter(is_lost).filter(|_| keys.is_none() && list.is_none());
    let noted: Vec<StoreError> = noted.collect();
    keys.into_iter().chain(list).chain(noted).chain(forgetting_fault(store.dir())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudonyms(config: PrivacyConfig, keys: &[u8]) -> Pseudonyms {
        let dir = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = keys.iter().flat_map(|byte| [*byte; 32]).collect();
        std::fs::write(dir.path().join("key"), bytes).unwrap();
        let pseudonyms = Pseudonyms::of_store(dir.path(), &config);
        pseudonyms.keys().unwrap();
        pseudonyms
    }

    fn batch() -> RecordBatch {
        let column = |cells: [Option<&str>; 3]| Arc::new(StringArray::from(cells.to_vec())) as ArrayRef;
        let columns = [
            ("visitor_id", column([None, Some("ann"), None])),
            ("client_ip", column([Some("192.0.2.7"), Some("2001:db8::1"), Some("192.0.2.7")])),
            ("user_agent", column([Some("x"), Some("x"), Some("y")])),
            ("page_location", column([Some("/p?email=b&a=1"), None, Some("/p?tel=1")])),
        ];
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)))
            .unwrap()
    }

    fn cells(batch: &RecordBatch, name: &str) -> Vec<Option<String>> {
        texts(batch, name).unwrap().iter().map(|cell| cell.map(str::to_owned)).collect()
    }

    fn hashing() -> PrivacyConfig {
        PrivacyConfig { hash: vec!["visitor_id".into()], ..PrivacyConfig::default() }
    }

    #[test]
    fn a_visitor_is_told_by_address_and_agent_and_no_address_is_left() {
        let made = pseudonyms(PrivacyConfig::default(), &[7]).apply(batch(), &[]).unwrap();
        let visitors = cells(&made, "visitor_id");
        assert_eq!(visitors[1].as_deref(), Some("ann"));
        assert_eq!(visitors[0].as_ref().map(String::len), Some(32));
        assert_ne!(visitors[0], visitors[2]);
        assert_eq!(cells(&made, "client_ip"), [None, None, None]);
    }

    #[test]
    fn identifiers_are_hashed_and_addresses_masked_where_asked() {
        let config = PrivacyConfig { ip: Address::Mask, ..hashing() };
        let made = pseudonyms(config.clone(), &[7]).apply(batch(), &[]).unwrap();
        assert_eq!(cells(&made, "visitor_id")[1], pseudonyms(config, &[7]).of("visitor_id", "ann").ok());
        let masked = ["192.0.2.0", "2001:db8::", "192.0.2.0"].map(|ip| Some(ip.to_owned()));
        assert_eq!(cells(&made, "client_ip"), masked);
    }

    #[test]
    fn personal_parameters_of_pages_are_left_out_as_the_list_says() {
        let made = |config| cells(&pseudonyms(config, &[7]).apply(batch(), &[]).unwrap(), "page_location");
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(made(PrivacyConfig::default()), [some("/p?a=1"), None, some("/p")]);
        let own = PrivacyConfig { drop_parameters: vec!["A".to_owned()], ..PrivacyConfig::default() };
        assert_eq!(made(own), [some("/p?email=b"), None, some("/p?tel=1")]);
    }

    #[test]
    fn under_a_new_key_rows_are_still_told_apart_by_the_first() {
        let before = pseudonyms(hashing(), &[7]).apply(batch(), &[]).unwrap();
        let after = pseudonyms(hashing(), &[7, 8]).apply(batch(), &[]).unwrap();
        let visitors = cells(&before, "visitor_id");
        assert!(cells(&after, "visitor_id").iter().all(|visitor| !visitors.contains(visitor)));
        assert_eq!(cells(&after, first_field("visitor_id").name()), visitors);
        let fixed = pseudonyms(hashing(), &[7, 8]).apply(batch(), &["visitor_id".to_owned()]).unwrap();
        assert_eq!(cells(&fixed, "visitor_id"), visitors, "a key by which rows are found stays");
    }

    #[test]
    fn an_order_and_a_buyer_have_one_name_in_every_table_and_under_every_key() {
        let config = PrivacyConfig { hash: vec!["transaction_id".into(), "customer_id".into()], ..Default::default() };
        let one = |keys: &[u8], name: &str| {
            let column = Arc::new(StringArray::from(vec![Some("1001")])) as ArrayRef;
            let batch = RecordBatch::try_from_iter_with_nullable([(name, column, true)]).unwrap();
            cells(&pseudonyms(config.clone(), keys).apply(batch, &["order_id".to_owned()]).unwrap(), name)
        };
        for keys in [&[7][..], &[7, 8]] {
            assert_eq!(one(keys, "transaction_id"), one(keys, "order_id"));
            assert_eq!(one(keys, "other_id"), one(keys, "order_id"));
            assert_eq!(one(keys, "user_id"), one(keys, "customer_id"));
            assert_eq!(one(keys, "order_id"), one(&[7], "order_id"), "what is stored is found under a new key");
        }
        assert_ne!(one(&[7, 8], "user_id"), one(&[7], "user_id"));
    }

    #[test]
    fn who_was_forgotten_is_known_under_every_key_and_by_address() {
        let [before, after] = [&[7][..], &[7, 8]].map(|keys| pseudonyms(hashing(), keys));
        let by_address = hash(&[7; 32], "192.0.2.7\nx");
        for (name, rows) in [("ann".to_owned(), vec![1]), (hash(&[7; 32], "ann"), vec![1]), (by_address, vec![0])] {
            let refused = before.forgotten_as(&name).unwrap();
            for pseudonyms in [&before, &after] {
                let pseudonyms = Pseudonyms {
                    config: pseudonyms.config.clone(),
                    dir: PathBuf::new(),
                    keeps: false,
                    keys: pseudonyms.keys.clone(),
                    forgotten: OnceLock::from(BTreeSet::from([refused.clone()])),
                };
                assert_eq!(pseudonyms.forgotten(&batch()).unwrap(), rows, "{name}");
            }
        }
    }
}
