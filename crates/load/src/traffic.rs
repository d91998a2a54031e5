//! What new events say of their traffic without saying so: filled in where the source left it open, once a distinct value.
//!
//! This happens to rows that were told apart already: a newer list of browsers or search engines changes no row's identity.

use std::{collections::HashMap, sync::Arc};

use arrow::{
    array::{
        Array, ArrayRef, AsArray, BooleanArray, MapBuilder, MapFieldNames, RecordBatch, StringArray, StringBuilder,
    },
    datatypes::Schema,
    error::ArrowError,
};

use super::identity::hash_of;
use jauge_classify::{Agent, Agents, Traffic};
use jauge_store::tables::{CLIENT_IP, USER_AGENT};

/// Values remembered of each kind; a load with more looks some up again.
const REMEMBERED: usize = 100_000;

/// Columns that may be filled in here, so that they do not tell two rows apart.
pub(crate) const FILLED: [&str; 10] = [
    "page_path",
    "source",
    "medium",
    "campaign",
    "term",
    "content",
    "device_category",
    "operating_system",
    "browser",
    "is_bot",
];

/// Fills in traffic, one batch after the other.
#[derive(Default)]
pub(crate) struct Filler {
    agents: Option<Agents>,
    read: HashMap<u128, Agent>,
    traffic: HashMap<u128, Traffic>,
}

impl Filler {
    /// `batch` with what its addresses and user agents say.
    pub(crate) fn fill(&mut self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let text = |name: &str| batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let mut made: Vec<(&str, ArrayRef)> = Vec::new();
        let (locations, referrers) = (text("page_location"), text("page_referrer"));
        if locations.is_some() || referrers.is_some() {
            made.extend(self.traffic(batch, locations, referrers));
        }
        if let Some(locations) = locations {
            let paths = text("page_path");
            made.push((
                "page_path",
                filled(paths, batch.num_rows(), |row| jauge_classify::page_path(cell(locations, row)?)),
            ));
        }
        if let Some(agents) = text(USER_AGENT) {
            made.extend(self.agents(batch, agents)?);
        }
        if let Some(ips) = text(CLIENT_IP).filter(|ips| ips.null_count() < ips.len()) {
            made.extend(with_property(batch, "ip", ips)?.map(|properties| ("properties", properties)));
        }
        replaced(batch, made)
    }

    fn traffic<'a>(
        &mut self,
        batch: &RecordBatch,
        locations: Option<&StringArray>,
        referrers: Option<&StringArray>,
    ) -> Vec<(&'a str, ArrayRef)> {
        let text = |name: &str| batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let given = ["source", "medium", "campaign"].map(text);
        let found: Vec<Option<Traffic>> = (0..batch.num_rows())
            .map(|row| {
                if given.iter().flatten().any(|column| cell(column, row).is_some()) {
                    return None;
                }
                let location = locations.and_then(|column| cell(column, row));
                let referrer = referrers.and_then(|column| cell(column, row));
                (location.is_some() || referrer.is_some()).then(|| self.look_up(location, referrer))
            })
            .collect();
        let fill = |name, part: fn(&Traffic) -> &Option<String>| {
            (name, filled(text(name), batch.num_rows(), |row| part(found[row].as_ref()?).clone()))
        };
        vec![
            fill("source", |traffic| &traffic.source),
            fill("medium", |traffic| &traffic.medium),
            fill("campaign", |traffic| &traffic.campaign),
            fill("term", |traffic| &traffic.term),
            fill("content", |traffic| &traffic.content),
        ]
    }

    fn look_up(&mut self, location: Option<&str>, referrer: Option<&str>) -> Traffic {
        if self.traffic.len() >= REMEMBERED {
            self.traffic.clear();
        }
        let key = hash_of(format!("{location:?}{referrer:?}").as_bytes());
        self.traffic.entry(key).or_insert_with(|| jauge_classify::traffic(location, referrer)).clone()
    }

    fn agents<'a>(
        &mut self,
        batch: &RecordBatch,
        agents: &StringArray,
    ) -> Result<Vec<(&'a str, ArrayRef)>, ArrowError> {
        // Built only where a source sends user agents: it takes a quarter of a second.
        let reader = match self.agents.take() {
            Some(reader) => reader,
            None => Agents::new().map_err(ArrowError::ComputeError)?,
        };
        let mut read = |agent: &str| {
            if self.read.len() >= REMEMBERED {
                self.read.clear();
            }
            self.read.entry(hash_of(agent.as_bytes())).or_insert_with(|| reader.read(agent)).clone()
        };
        let found: Vec<Option<Agent>> = agents.iter().map(|agent| agent.map(&mut read)).collect();
        self.agents = Some(reader);
        let text = |name: &str| batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let rows = batch.num_rows();
        let fill = |name, part: fn(&Agent) -> Option<String>| {
            (name, filled(text(name), rows, |row| part(found[row].as_ref()?)))
        };
        let bots = batch.column_by_name("is_bot").and_then(|bots| bots.as_boolean_opt());
        let bot = |row: usize| {
            let given = bots.filter(|bots| bots.is_valid(row)).map(|bots| bots.value(row));
            given.or_else(|| found[row].as_ref().map(|agent| agent.is_bot))
        };
        Ok(vec![
            fill("device_category", |agent| agent.device_category.map(str::to_owned)),
            fill("operating_system", |agent| agent.operating_system.clone()),
            fill("browser", |agent| agent.browser.clone()),
            ("is_bot", Arc::new((0..rows).map(bot).collect::<BooleanArray>())),
        ])
    }
}

/// A text that says something.
fn cell(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row)).filter(|text| !text.is_empty())
}

/// `given` where it says something, else what `make` finds.
fn filled(given: Option<&StringArray>, rows: usize, make: impl Fn(usize) -> Option<String>) -> ArrayRef {
    let text = |row| match given.and_then(|given| cell(given, row)) {
        Some(text) => Some(text.to_owned()),
        None => make(row),
    };
    Arc::new((0..rows).map(text).collect::<StringArray>())
}

/// The properties of each row with `name` among them, where `values` has a value.
fn with_property(batch: &RecordBatch, name: &str, values: &StringArray) -> Result<Option<ArrayRef>, ArrowError> {
    let given = batch.column_by_name("properties").and_then(|column| column.as_map_opt());
    let names = MapFieldNames { entry: "key_value".into(), key: "key".into(), value: "value".into() };
    let mut maps = MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new());
    for row in 0..values.len() {
        let entries = given.filter(|given| given.is_valid(row)).map(|given| given.value(row));
        if let Some(entries) = &entries {
            let (keys, values) = (entries.column(0).as_string::<i32>(), entries.column(1).as_string::<i32>());
            for entry in 0..entries.len() {
                maps.keys().append_value(keys.value(entry));
                maps.values().append_option(cell(values, entry));
            }
        }
        if let Some(value) = cell(values, row) {
            maps.keys().append_value(name);
            maps.values().append_value(value);
        }
        maps.append(entries.is_some() || cell(values, row).is_some())?;
    }
    Ok(Some(Arc::new(maps.finish())))
}

/// `batch` with the columns `made` in the place of its own, or behind them.
fn replaced(batch: &RecordBatch, made: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, ArrowError> {
    let schema: &Schema = batch.schema_ref();
    let is_made = |name: &str| made.iter().any(|(known, _)| *known == name);
    let own = schema.fields().iter().zip(batch.columns()).filter(|(field, _)| !is_made(field.name()));
    let own = own.map(|(field, column)| (field.name().as_str(), column.clone()));
    let all = own.chain(made.iter().map(|(name, column)| (*name, column.clone()))).collect::<Vec<_>>();
    RecordBatch::try_from_iter_with_nullable(all.into_iter().map(|(name, column)| (name, column, true)))
}
