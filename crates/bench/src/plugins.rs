//! What isolation costs: the connector `weblog` built into this program, loaded into this process through the C contract, and in
//! a child process, over the same log.

use std::{
    collections::BTreeMap,
    error::Error,
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    sync::Arc,
    time::Instant,
};

use jauge_plugin::{Host, Reject, Scan, SourceConnector};
use jauge_plugin_host::{PluginSettings, Plugins};

/// How often each side runs; the fastest counts.
const ROUNDS: usize = 3;

struct Quiet;

impl Host for Quiet {
    fn reject(&self, _: Reject) {}
    fn note(&self, _: &str) {}
    fn progress(&self, _: u64) {}
}

/// Reads a log of so many lines by each way.
pub(crate) fn run(lines: u64) -> Result<(), Box<dyn Error>> {
    let dir = tempfile::tempdir()?;
    let log = dir.path().join("access.log");
    write_log(&log, lines)?;
    let megabytes = std::fs::metadata(&log)?.len() as f64 / 1e6;
    println!("weblog over {lines} lines, {megabytes:.0} MB; the fastest of {ROUNDS}");
    let program = std::env::current_exe()?.with_file_name("jauge");
    let hosted = |trusted: bool| -> Result<Arc<dyn SourceConnector>, Box<dyn Error>> {
        let settings = PluginSettings { trusted, ..PluginSettings::default() };
        let settings = BTreeMap::from([("weblog".to_owned(), settings)]);
        let plugins = Plugins::new(dir.path(), &dir.path().join(".jauge"), settings, program.clone());
        let config = toml::Table::from_iter([("path".to_owned(), "access.log".into())]);
        Ok(plugins.connect("weblog", &config, Arc::new(Quiet))?)
    };
    let plugin = source_weblog::plugin();
    let source = plugin.sources.first().ok_or("no source")?;
    let config = serde_json::json!({"path": log});
    let built_in: Arc<dyn SourceConnector> = (source.connect)(&config, Arc::new(Quiet))?.into();
    let sides = [("built in", built_in), ("in-process", hosted(true)?), ("in a child", hosted(false)?)];
    let mut fastest = [f64::MAX; 3];
    for _ in 0..ROUNDS {
        for (nth, (_, connector)) in sides.iter().enumerate() {
            let start = Instant::now();
            let rows = drain(connector.as_ref())?;
            fastest[nth] = fastest[nth].min(start.elapsed().as_secs_f64());
            assert_eq!(rows, lines, "every line is a row");
        }
    }
    for ((name, _), seconds) in sides.iter().zip(fastest) {
        let rate = lines as f64 / seconds / 1e6;
        println!(
            "{name:<12} {seconds:>7.2} s  {rate:>6.2} M rows/s  {:>5.1} % of built in",
            fastest[0] / seconds * 100.0
        );
    }
    Ok(())
}

/// Reads everything; answers how many rows there were.
fn drain(connector: &dyn SourceConnector) -> Result<u64, Box<dyn Error>> {
    let mut rows = 0;
    for stream in connector.streams()? {
        for batch in connector.scan(&stream, &Scan::default(), Arc::new(Quiet))?.batches {
            rows += batch?.num_rows() as u64;
        }
    }
    Ok(rows)
}

fn write_log(path: &Path, lines: u64) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let agents = ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "curl/8.5.0"];
    for line in 0..lines {
        let (minute, second, agent) = (line / 60 % 60, line % 60, agents[usize::from(line % 7 == 0)]);
        writeln!(
            out,
            "10.{}.{}.{} - - [05/Jan/2026:{:02}:{minute:02}:{second:02} +0000] \"GET /articles/{}?ref=home HTTP/1.1\" {} {} \
             \"https://example.com/\" \"{agent}\"",
            line % 200,
            line % 251,
            line % 13,
            line / 3600 % 24,
            line % 5000,
            if line % 50 == 0 { 404 } else { 200 },
            line % 40_000,
        )?;
    }
    out.flush()
}
