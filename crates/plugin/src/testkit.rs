//! Runs a plugin's declared examples, and the rules every connector keeps.

use std::{
    fmt::Write,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use arrow_array::RecordBatch;
use serde_json::Value;

use crate::{
    ConnectorError, Example, Filter, Host, LINE_COLUMN, Op, Pack, Plugin, Reject, Rows, Scan, Source, SourceConnector,
    Stream,
};

/// Runs every declared example of `plugin`, from `root` as its folder, and checks the rules of the contract: the columns are
/// the same in every scan and batch, a scan with fewer columns gives the same rows, a stream that is cut short and gone on
/// with from its checkpoint gives what it gives at once, and filters that were claimed leave out rows and add none.
///
/// # Errors
/// Everything that is wrong, a line each.
pub fn check(plugin: &Plugin, root: impl AsRef<Path>) -> Result<(), String> {
    let mut wrong = String::new();
    let mut say = |text: String| {
        let _ = writeln!(wrong, "{text}");
    };
    if plugin.sources.is_empty() && plugin.pack.is_none() {
        say(format!("`{}` brings neither a connector nor a pack", plugin.name));
    }
    for source in &plugin.sources {
        if source.examples.is_empty() && source.no_example.is_none() {
            say(format!("`{}` declares no example, nor why there is none", source.name));
        }
        for example in &source.examples {
            if let Err(message) = check_example(source, example, root.as_ref()) {
                say(format!("`{}`, example \"{}\": {message}", source.name, example.says));
            }
        }
    }
    plugin.pack.iter().flat_map(check_pack).for_each(say);
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// A host that keeps what it is told.
#[derive(Debug, Default)]
pub struct Diagnostics {
    rejects: Mutex<Vec<Reject>>,
    notes: Mutex<Vec<String>>,
}

impl Diagnostics {
    /// The rejects so far.
    pub fn rejects(&self) -> Vec<Reject> {
        self.rejects.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The notes so far.
    pub fn notes(&self) -> Vec<String> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Host for Diagnostics {
    fn reject(&self, reject: Reject) {
        self.rejects.lock().unwrap_or_else(PoisonError::into_inner).push(reject);
    }

    fn note(&self, text: &str) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).push(text.to_owned());
    }

    fn progress(&self, _: u64) {}
}

/// `config` with paths made absolute: those of properties with `"format": "path"`, which stand relative to `root`.
pub fn absolute(source: &Source, config: &Value, root: &Path) -> Value {
    let mut config = config.clone();
    let properties = source.config["properties"].as_object();
    for (name, property) in properties.into_iter().flatten() {
        if property["format"] == "path"
            && let Some(path) = config.get(name).and_then(Value::as_str)
        {
            config[name] = Value::String(root.join(path).to_string_lossy().into_owned());
        }
    }
    config
}

fn check_example(source: &Source, example: &Example, root: &Path) -> Result<(), String> {
    let said = |error: ConnectorError| error.to_string();
    let heard = Arc::new(Diagnostics::default());
    let config = absolute(source, &example.config, root);
    let connector = (source.connect)(&config, heard.clone()).map_err(said)?;
    let mut rows = 0;
    for stream in connector.streams().map_err(said)? {
        let whole = read(connector.as_ref(), &stream, &Scan::default(), heard.clone())?;
        rows += whole.iter().map(|batch| batch.num_rows() as u64).sum::<u64>();
        check_stream(connector.as_ref(), &stream, &whole)?;
    }
    let rejects = heard.rejects().len() as u64;
    if (rows, rejects) != (example.rows, example.rejects) {
        return Err(format!(
            "{rows} rows and {rejects} rejects, {} and {} are declared",
            example.rows, example.rejects
        ));
    }
    Ok(())
}

fn check_stream(connector: &dyn SourceConnector, stream: &Stream, whole: &[RecordBatch]) -> Result<(), String> {
    let quiet = || Arc::new(Diagnostics::default());
    let again = read(connector, stream, &Scan::default(), quiet())?;
    if again != whole {
        return Err(format!("two scans of `{}` give different rows", stream.name));
    }
    let Some(first) = whole.first() else { return Ok(()) };
    let count = |batches: &[RecordBatch]| batches.iter().map(RecordBatch::num_rows).sum::<usize>();
    if let Some(name) = first.schema().fields().iter().map(|field| field.name()).find(|name| *name != LINE_COLUMN) {
        let one = Scan { columns: Some(vec![name.clone()]), ..Scan::default() };
        let fewer = read(connector, stream, &one, quiet())?;
        let kept = |batches: &[RecordBatch]| {
            let columns = batches.iter().filter_map(|batch| batch.column_by_name(name));
            columns.map(arrow_array::Array::to_data).collect::<Vec<_>>()
        };
        if kept(&fewer) != kept(whole) {
            return Err(format!(
                "a scan of `{}` for the column `{name}` gives other rows than a whole one",
                stream.name
            ));
        }
    }
    check_filters(connector, stream, whole)?;
    check_checkpoint(connector, stream, count(whole))
}

/// Asks for the rows whose first column of numbers or texts has the value of the first row. Where the filter is claimed, exactly
/// these may come; where it is not, none of them may be missing.
fn check_filters(connector: &dyn SourceConnector, stream: &Stream, whole: &[RecordBatch]) -> Result<(), String> {
    let told = whole.iter().find_map(|batch| {
        batch
            .schema_ref()
            .fields()
            .iter()
            .find_map(|field| value(batch, field.name(), 0).map(|value| (field.name().clone(), value)))
    });
    let Some((column, wanted)) = told else { return Ok(()) };
    let fits = |batches: &[RecordBatch]| {
        let of = |batch: &RecordBatch| {
            (0..batch.num_rows()).filter(|row| value(batch, &column, *row).as_ref() == Some(&wanted)).count()
        };
        batches.iter().map(of).sum::<usize>()
    };
    let filter = Filter { column: column.clone(), op: Op::Equal, value: wanted.clone() };
    let scan = Scan { filters: vec![filter], ..Scan::default() };
    let rows = connector.scan(stream, &scan, Arc::new(Diagnostics::default())).map_err(|error| error.to_string())?;
    let claimed = rows.applied.contains(&0);
    let batches: Vec<_> = rows.batches.collect::<Result<_, _>>().map_err(|error: ConnectorError| error.to_string())?;
    let (all, right) = (batches.iter().map(RecordBatch::num_rows).sum::<usize>(), fits(&batches));
    if right != fits(whole) {
        return Err(format!("a scan of `{}` for `{column}` = {wanted} leaves rows out that have it", stream.name));
    }
    if claimed && all != right {
        return Err(format!(
            "a scan of `{}` claims to have applied `{column}` = {wanted}, and gives {} rows without it",
            stream.name,
            all - right
        ));
    }
    Ok(())
}

/// A number or text of a row, as a filter says it.
fn value(batch: &RecordBatch, column: &str, row: usize) -> Option<Value> {
    use arrow_array::cast::AsArray;
    let array = batch
        .column_by_name(column)
        .filter(|array| column != LINE_COLUMN && arrow_array::Array::is_valid(array, row))?;
    let number =
        array.as_primitive_opt::<arrow_array::types::Int64Type>().map(|numbers| Value::from(numbers.value(row)));
    number.or_else(|| Some(Value::from(array.as_string_opt::<i32>()?.value(row))))
}

/// Stops after the first batch, goes on from its checkpoint, and counts.
fn check_checkpoint(connector: &dyn SourceConnector, stream: &Stream, whole: usize) -> Result<(), String> {
    let heard: Arc<Diagnostics> = Arc::default();
    let mut rows = connector.scan(stream, &Scan::default(), heard).map_err(|error| error.to_string())?;
    let Some(checkpoint) = rows.checkpoint.clone() else { return Ok(()) };
    let Some(Ok(first)) = rows.batches.next() else { return Ok(()) };
    let Some(cursor) = checkpoint.get() else {
        return Err(format!("`{}` gave a batch and no checkpoint", stream.name));
    };
    let rest = Scan { cursor: Some(cursor.clone()), ..Scan::default() };
    let rest = read(connector, stream, &rest, Arc::new(Diagnostics::default()))?;
    let together = first.num_rows() + rest.iter().map(RecordBatch::num_rows).sum::<usize>();
    // A connector that cannot tell ties apart may give the last rows again; what matters is that none is left out.
    if together < whole {
        return Err(format!(
            "`{}` gives {whole} rows at once, and {together} when it goes on from the checkpoint {cursor:?}",
            stream.name
        ));
    }
    Ok(())
}

fn read(
    connector: &dyn SourceConnector,
    stream: &Stream,
    scan: &Scan,
    host: Arc<Diagnostics>,
) -> Result<Vec<RecordBatch>, String> {
    let Rows { schema, batches, .. } = connector.scan(stream, scan, host).map_err(|error| error.to_string())?;
    let batches: Vec<_> = batches.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    match batches.iter().find(|batch| batch.schema() != schema) {
        Some(batch) => Err(format!("`{}` changes its columns: {:?} after {schema:?}", stream.name, batch.schema())),
        None => Ok(batches),
    }
}

fn check_pack(pack: &Pack) -> Vec<String> {
    let kpis = pack.files.iter().filter(|(path, _)| path.starts_with("kpis/"));
    let wrong = kpis.filter(|(_, text)| !text.contains(&format!("\"{}.", pack.name)));
    let wrong = wrong.map(|(path, _)| format!("`{path}`: its id does not start with `{}.`", pack.name));
    let outside = pack.files.iter().filter(|(path, _)| path.split('/').any(|part| part == ".." || part.is_empty()));
    wrong.chain(outside.map(|(path, _)| format!("`{path}` is no path within the pack"))).collect()
}
