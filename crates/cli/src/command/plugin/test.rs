//! `jauge plugin test`: a plugin's declared examples, isolated as in a load.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use jauge_core::{
    catalog::{Catalog, Problem},
    settings::{Recipes, WorkspaceError},
};
use jauge_domain::{KpiPack, Message, PluginIssue, PluginNote};
use jauge_plugin::{ConnectorError, Host, Reject, Scan, SourceConnector, Stream};
use jauge_plugin_host::{Facts, Found, PluginError, Plugins};
use serde_json::Value;

use super::selected;
use crate::{
    error::{CliError, connector_message},
    exit::CHECK_FAILED,
    io::Io,
    plugins::plugins,
};

/// What one scan gave.
#[derive(Debug, PartialEq, Eq)]
struct Counted {
    rows: u64,
    rejects: u64,
}

/// Counts the rejects of a scan.
#[derive(Default)]
struct Rejects(Mutex<u64>);

impl Host for Rejects {
    fn reject(&self, _: Reject) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    }
    fn note(&self, _: &str) {}
    fn progress(&self, _: u64) {}
}

pub(super) async fn run(io: &Io, name: &str) -> Result<u8, CliError> {
    let plugins = match io.workspace() {
        Ok(workspace) => plugins(&workspace)?,
        // A project can be tested without a workspace.
        Err(_) => Plugins::nowhere(std::env::current_exe()?),
    };
    let known = plugins.find().into_iter().flatten().find(|found| found.manifest.name == name);
    let (found, facts) = match known {
        Some(found) => {
            let facts = plugins.facts(&found)?;
            (found, facts)
        }
        None if Path::new(name).exists() => plugins.inspect(Path::new(name))?,
        None => {
            return Err(PluginError::new(name, PluginIssue::NotHere).into());
        }
    };
    let mut wrong = 0;
    let mut say = |what: PluginNote, result: Result<(), Message>| {
        let what = Box::new(Message::from(what));
        match result {
            Ok(()) => super::say(io, PluginNote::TestPassed { what }),
            Err(why) => {
                wrong += 1;
                super::say(io, PluginNote::TestFailed { what, why: Box::new(why) });
            }
        }
    };
    for (source, example) in facts.iter().flat_map(examples) {
        let says = example["says"].as_str().unwrap_or_default().to_owned();
        let what = PluginNote::Example { source: source.to_owned(), says };
        say(what, check(&plugins, &found, source, example).await);
    }
    if let Some(pack) = plugins.pack_of(&found, facts.as_ref())? {
        let problems = problems(&pack);
        say(PluginNote::PackFiles { pack: pack.name, files: pack.files.len() }, problems);
    }
    Ok(if wrong > 0 { CHECK_FAILED } else { 0 })
}

fn examples(facts: &Facts) -> impl Iterator<Item = (&str, &Value)> {
    facts.sources.iter().flat_map(|(name, source)| source.examples.iter().map(move |example| (name.as_str(), example)))
}

/// Counts what an example gives, twice, and from its checkpoint on.
async fn check(plugins: &Plugins, found: &Found, source: &str, example: &Value) -> Result<(), Message> {
    let settings: toml::Table = serde_json::from_value(example["config"].clone())
        .map_err(|error| PluginNote::ExampleSettings { reason: error.to_string() })?;
    let counter = Arc::new(Rejects::default());
    let connector =
        plugins.connect_in(found, source, &settings, counter.clone()).map_err(|error| connector_message(&error))?;
    let first = count(&*connector, &counter)?;
    let wanted =
        Counted { rows: example["rows"].as_u64().unwrap_or(0), rejects: example["rejects"].as_u64().unwrap_or(0) };
    if first != wanted {
        let Counted { rows, rejects } = first;
        let (declared_rows, declared_rejects) = (wanted.rows, wanted.rejects);
        return Err(PluginNote::ExampleCounts { rows, rejects, declared_rows, declared_rejects }.into());
    }
    if count(&*connector, &counter)? != first {
        return Err(PluginNote::ExampleUnsteady.into());
    }
    selected::check(connector, source).await
}

fn count(connector: &dyn SourceConnector, counter: &Arc<Rejects>) -> Result<Counted, Message> {
    *counter.0.lock().unwrap_or_else(PoisonError::into_inner) = 0;
    let mut rows = 0;
    for stream in connector.streams().map_err(|error| connector_message(&error))? {
        rows += rows_of(connector, &stream, counter.clone())?;
    }
    let rejects = *counter.0.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Counted { rows, rejects })
}

/// Reads a stream through; where it goes on from checkpoints, nothing may be left after the last.
fn rows_of(connector: &dyn SourceConnector, stream: &Stream, counter: Arc<Rejects>) -> Result<u64, Message> {
    let failed = |error: ConnectorError| connector_message(&error);
    let scanned = connector.scan(stream, &Scan::default(), counter).map_err(failed)?;
    let mut rows = 0;
    for batch in scanned.batches {
        rows += batch.map_err(failed)?.num_rows() as u64;
    }
    if let Some(cursor) = scanned.checkpoint.and_then(|checkpoint| checkpoint.get()) {
        let rest = Scan { cursor: Some(cursor), ..Scan::default() };
        let rest = connector.scan(stream, &rest, Arc::new(Rejects::default())).map_err(failed)?;
        for batch in rest.batches {
            if batch.map_err(failed)?.num_rows() > 0 {
                return Err(PluginNote::RowsAfterCheckpoint { stream: stream.name.clone() }.into());
            }
        }
    }
    Ok(rows)
}

fn problems(pack: &KpiPack) -> Result<(), Message> {
    let problems = Catalog::default().add_pack(pack);
    let recipes = Recipes::of(None, [pack]).problems;
    let wrong: Vec<Message> =
        problems.iter().map(Problem::message).chain(recipes.iter().map(WorkspaceError::message)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(Message::Several(wrong)) }
}
