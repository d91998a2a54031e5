//! Who is behind a row, without saying so: addresses are dropped or masked, identifiers replaced by keyed hashes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write},
    net::IpAddr,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
    error::ArrowError,
};
use tempfile::NamedTempFile;

use super::{
    LoadError,
    forgotten::{forgotten, of_forgotten},
};
use jauge_store::{
    StoreError,
    tables::{CLIENT_IP, USER_AGENT},
};
use jauge_workspace::{Address, PrivacyConfig, Settings};

/// Replaces identifiers under the key of one store, which is made when it is first needed.
#[derive(Debug)]
pub(crate) struct Pseudonyms {
    config: PrivacyConfig,
    dir: PathBuf,
    key: OnceLock<[u8; 32]>,
    /// Of visitors who must not come back.
    forgotten: OnceLock<BTreeSet<String>>,
}

/// Where the key lies in the store.
const KEY_FILE: &str = "key";

impl Pseudonyms {
    /// Those of the store in `dir`.
    pub(crate) fn of_store(dir: &Path, config: &PrivacyConfig) -> Self {
        Self { config: config.clone(), dir: dir.to_owned(), key: OnceLock::new(), forgotten: OnceLock::new() }
    }

    /// A keyed hash of `text`: equal texts stay equal, and nobody without the key can tell which text it was.
    pub(crate) fn of(&self, text: &str) -> Result<String, StoreError> {
        Ok(hash(self.key()?, text))
    }

    fn key(&self) -> Result<&[u8; 32], StoreError> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let key = key(&self.dir)?;
        Ok(self.key.get_or_init(|| key))
    }

    /// The rows of `batch` whose visitors were forgotten.
    pub(crate) fn forgotten(&self, batch: &RecordBatch) -> Result<Vec<usize>, StoreError> {
        let forgotten = match self.forgotten.get() {
            Some(forgotten) => forgotten,
            None => {
                let found = forgotten(&self.dir)?;
                self.forgotten.get_or_init(|| found)
            }
        };
        if forgotten.is_empty() { Ok(Vec::new()) } else { of_forgotten(batch, |visitor| self.of(visitor), forgotten) }
    }

    /// True where `column` holds pseudonyms.
    pub(crate) fn covers(&self, column: &str) -> bool {
        self.config.hash.iter().any(|name| name == column)
    }

    /// `batch` with a `visitor_id` where a row has an address and no visitor, and with the identifiers replaced.
    pub(crate) fn apply(&self, batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
        let (ips, agents) = (texts(&batch, CLIENT_IP), texts(&batch, USER_AGENT));
        let schema = batch.schema();
        if ips.is_none() && !schema.fields().iter().any(|field| self.covers(field.name())) {
            return Ok(batch);
        }
        let key = self.key().map_err(|error| ArrowError::ExternalError(Box::new(LoadError::from(error))))?;
        let columns = schema.fields().iter().zip(batch.columns()).map(|(field, column)| {
            let Some(cells) = column.as_string_opt::<i32>() else { return column.clone() };
            match (field.name().as_str(), &ips) {
                ("visitor_id", Some(ips)) => self.visitors(key, cells, ips, agents.as_ref()),
                (name, _) if self.covers(name) => mapped(cells, |text| Some(hash(key, text))),
                (CLIENT_IP, _) => mapped(cells, |ip| shown(self.config.ip, ip)),
                _ => column.clone(),
            }
        });
        RecordBatch::try_new(schema.clone(), columns.collect())
    }

    fn visitors(
        &self,
        key: &[u8; 32],
        visitors: &StringArray,
        ips: &StringArray,
        agents: Option<&StringArray>,
    ) -> ArrayRef {
        let mut known: BTreeMap<(&str, &str), String> = BTreeMap::new();
        let cell =
            |column: &'_ StringArray, row| (column.is_valid(row) && !column.value(row).is_empty()).then_some(row);
        let visitor = |row: usize| match (cell(visitors, row), cell(ips, row)) {
            (Some(_), _) if self.covers("visitor_id") => Some(hash(key, visitors.value(row))),
            (Some(_), _) => Some(visitors.value(row).to_owned()),
            (None, None) => None,
            (None, Some(_)) => {
                let agent = agents.filter(|agents| agents.is_valid(row)).map_or("", |agents| agents.value(row));
                let ip = ips.value(row);
                Some(known.entry((ip, agent)).or_insert_with(|| hash(key, &format!("{ip}\n{agent}"))).clone())
            }
        };
        Arc::new((0..visitors.len()).map(visitor).collect::<StringArray>())
    }
}

/// What is kept of the address `ip`.
fn shown(kept: Address, ip: &str) -> Option<String> {
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
    (has(CLIENT_IP) && !has("visitor_id")).then(|| {
        let visitor = Arc::new(Field::new("visitor_id", DataType::Utf8, true));
        Schema::new(schema.fields().iter().cloned().chain([visitor]).collect::<Vec<_>>())
    })
}

fn hash(key: &[u8; 32], text: &str) -> String {
    blake3::keyed_hash(key, text.as_bytes()).to_hex()[..32].to_owned()
}

fn texts(batch: &RecordBatch, name: &str) -> Option<StringArray> {
    batch.column_by_name(name)?.as_string_opt::<i32>().cloned()
}

fn mapped(cells: &StringArray, map: impl Fn(&str) -> Option<String>) -> ArrayRef {
    Arc::new(cells.iter().map(|cell| cell.filter(|cell| !cell.is_empty()).and_then(&map)).collect::<StringArray>())
}

fn key(dir: &Path) -> Result<[u8; 32], StoreError> {
    let path = dir.join(KEY_FILE);
    match fs::read(&path) {
        Ok(bytes) => bytes.try_into().map_err(|_| StoreError::Key { path }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => fresh_key(dir, &path),
        Err(source) => Err(StoreError::io(path)(source)),
    }
}

/// A key that only the store's owner may read. Whoever makes it first has made it for all.
///
/// It is written aside and appears at once and whole: who reads it at this moment must find no file or all of the key.
fn fresh_key(dir: &Path, path: &Path) -> Result<[u8; 32], StoreError> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| StoreError::io(path)(io::Error::other(error)))?;
    fs::create_dir_all(dir).map_err(StoreError::io(dir))?;
    // Its owner alone may read a temporary file.
    let mut aside = NamedTempFile::new_in(dir).map_err(StoreError::io(path))?;
    aside.write_all(&key).and_then(|()| aside.as_file().sync_all()).map_err(StoreError::io(path))?;
    match aside.persist_noclobber(path) {
        Ok(_) => Ok(key),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => self::key(dir),
        Err(error) => Err(StoreError::io(path)(error.error)),
    }
}

/// Says which rows of a batch are of visitors who must not come back to the store of `workspace`.
pub fn forgotten_rows(workspace: &Settings) -> impl Fn(&RecordBatch) -> Result<Vec<usize>, StoreError> + Send + Sync {
    let pseudonyms = Pseudonyms::of_store(&workspace.store_dir(), &workspace.config.privacy);
    move |rows| pseudonyms.forgotten(rows)
}

/// What is wrong with the key and the list of the forgotten of the store in `dir`. Nothing is written.
pub fn privacy_faults(dir: &Path) -> Vec<StoreError> {
    let key = dir.join(KEY_FILE).exists().then(|| key(dir).err()).flatten();
    key.into_iter().chain(forgotten(dir).err()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudonyms(config: PrivacyConfig) -> Pseudonyms {
        Pseudonyms { config, dir: PathBuf::new(), key: OnceLock::from([7; 32]), forgotten: OnceLock::new() }
    }

    fn batch() -> RecordBatch {
        let column = |cells: [Option<&str>; 3]| Arc::new(StringArray::from(cells.to_vec())) as ArrayRef;
        let columns = [
            ("visitor_id", column([None, Some("ann"), None])),
            ("client_ip", column([Some("192.0.2.7"), Some("2001:db8::1"), Some("192.0.2.7")])),
            ("user_agent", column([Some("x"), Some("x"), Some("y")])),
        ];
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)))
            .unwrap()
    }

    fn cells(batch: &RecordBatch, name: &str) -> Vec<Option<String>> {
        texts(batch, name).unwrap().iter().map(|cell| cell.map(str::to_owned)).collect()
    }

    #[test]
    fn a_visitor_is_told_by_address_and_agent_and_no_address_is_left() {
        let made = pseudonyms(PrivacyConfig::default()).apply(batch()).unwrap();
        let visitors = cells(&made, "visitor_id");
        assert_eq!(visitors[1].as_deref(), Some("ann"));
        assert_eq!(visitors[0].as_ref().map(String::len), Some(32));
        assert_ne!(visitors[0], visitors[2]);
        assert_eq!(cells(&made, "client_ip"), [None, None, None]);
    }

    #[test]
    fn identifiers_are_hashed_and_addresses_masked_where_asked() {
        let config = PrivacyConfig { ip: Address::Mask, hash: vec!["visitor_id".into()], keep: None };
        let made = pseudonyms(config.clone()).apply(batch()).unwrap();
        assert_eq!(cells(&made, "visitor_id")[1], pseudonyms(config).of("ann").ok());
        let masked = ["192.0.2.0", "2001:db8::", "192.0.2.0"].map(|ip| Some(ip.to_owned()));
        assert_eq!(cells(&made, "client_ip"), masked);
    }

    #[test]
    fn a_key_is_made_once() {
        let dir = tempfile::tempdir().unwrap();
        let keys = [0; 2].map(|_| *Pseudonyms::of_store(dir.path(), &PrivacyConfig::default()).key().unwrap());
        assert_eq!(keys[0], keys[1]);
        assert_ne!(keys[0], [0; 32]);
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(left, [KEY_FILE], "what was written aside is gone");
    }

    #[test]
    fn those_who_race_for_a_key_agree_on_one() {
        let dir = tempfile::tempdir().unwrap();
        let made = std::thread::scope(|scope| {
            let racers: Vec<_> = (0..8).map(|_| scope.spawn(|| key(dir.path()).unwrap())).collect();
            racers.into_iter().map(|racer| racer.join().unwrap()).collect::<BTreeSet<_>>()
        });
        assert_eq!(made.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_a_key() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        key(dir.path()).unwrap();
        let mode = fs::metadata(dir.path().join(KEY_FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_key_of_another_length_is_none() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(KEY_FILE), "short").unwrap();
        assert!(matches!(key(dir.path()), Err(StoreError::Key { .. })));
    }
}
