mod show;

use std::collections::BTreeMap;

use clap::Subcommand;
use jauge_core::snapshot::Snapshot;
use jauge_domain::Value;
use jauge_report::{Column, Sheet};
use jiff::Timestamp;

use super::{ask::Cut, open};
use crate::{
    error::{CHECK_FAILED, CliError},
    io::Io,
};

/// The catalog: what can be asked, what it means, how it is computed
#[derive(Debug, Subcommand)]
pub(crate) enum Kpi {
    /// Every KPI, and whether this workspace's data can feed it
    List,
    /// What a KPI means
    Show {
        /// The KPI
        kpi: String,
    },
    /// How KPIs are computed: the plan of each scan, and the SQL it amounts to
    Explain {
        /// The KPIs
        #[arg(required = true)]
        kpis: Vec<String>,
        #[command(flatten)]
        cut: Cut,
    },
    /// What is wrong with the files of KPIs and models, at line and column
    Check {
        /// The KPIs; all of them where none is given
        kpis: Vec<String>,
    },
}

impl Kpi {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        if let Self::Check { kpis } = self {
            // The problems of files are what a check is for, so they are shown once, here.
            return check(&open(io.workspace()?, io).await?, io, &kpis).await;
        }
        let opened = open(io.workspace()?, io).await?;
        match self {
            Self::List => list(&opened, io).await,
            Self::Show { kpi } => show::show(&opened, io, &kpi).await,
            Self::Explain { kpis, cut } => explain(&opened, io, &kpis, &cut).await,
            Self::Check { .. } => Ok(0),
        }
    }
}

/// The catalog as a check-up: what the data can feed, from when to when, and what tracking lacks.
async fn list(opened: &Snapshot, io: &Io) -> Result<u8, CliError> {
    let style = io.style(opened, None);
    let names = [
        "id",
        "title",
        "says",
        "level",
        "unit",
        "direction",
        "model",
        "pack",
        "dimensions",
        "available",
        "why",
        "from",
        "to",
    ];
    let is_table = !matches!(io.format(), jauge_report::Format::Json | jauge_report::Format::Ndjson);
    let shown = |name: &&str| !is_table || ["id", "title", "unit", "available", "from", "to"].contains(name);
    let day = |at: Timestamp| Value::Text(opened.workspace.calendar.date(at).to_string());
    let (mut rows, mut lacking) = (Vec::new(), BTreeMap::<String, Vec<&str>>::new());
    for kpi in opened.catalog.kpis.values() {
        let model = opened.model(kpi).await;
        let dimensions = match &model {
            Some(model) => opened.dimensions(model).await.join(", "),
            None => String::new(),
        };
        let why = opened.coverage.unmet(&opened.catalog, kpi);
        if let Some(why) = &why {
            lacking.entry(why.clone()).or_default().push(&kpi.id);
        }
        let (began, reached) = if why.is_none() { opened.reach(kpi).await } else { (None, None) };
        let cells = [
            Value::Text(kpi.id.clone()),
            Value::Text(kpi.title.get(style.language).to_owned()),
            Value::Text(kpi.says.get(style.language).to_owned()),
            Value::Text(word(&kpi.level)),
            Value::Text(word(&kpi.unit)),
            Value::Text(word(&kpi.direction)),
            model.map_or(Value::Null, Value::Text),
            Value::Text(kpi.pack().to_owned()),
            Value::Text(dimensions),
            Value::Bool(why.is_none()),
            why.map_or(Value::Null, Value::Text),
            began.map_or(Value::Null, day),
            reached.map_or(Value::Null, day),
        ];
        rows.push(names.iter().zip(cells).filter(|(name, _)| shown(name)).map(|(_, cell)| cell).collect());
    }
    let columns = names.iter().filter(|name| shown(name)).map(|name| Column::text(*name)).collect();
    let (all, fed) = (rows.len(), rows.len() - lacking.values().map(Vec::len).sum::<usize>());
    io.sheet(&Sheet { columns, rows }, &style)?;
    io.say(&format!("\n{fed} of {all} KPIs can be answered from what is loaded"));
    for (why, kpis) in lacking {
        io.say(&format!("  {why}: {}", kpis.join(", ")));
    }
    Ok(0)
}

fn word(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}

async fn explain(opened: &Snapshot, io: &Io, kpis: &[String], cut: &Cut) -> Result<u8, CliError> {
    let question = cut.question(opened.catalog.resolve(kpis)?)?;
    for scan in opened.explain(&question, Timestamp::now()).await? {
        io.data(|out| {
            let scans = if scan.scans == 1 { "one scan".to_owned() } else { format!("{} scans", scan.scans) };
            writeln!(out, "{}: {scans} for {}", scan.model, scan.kpis.join(", "))?;
            if let Some(apart) = &scan.apart {
                writeln!(out, "apart because {apart}")?;
            }
            if let Some(files) = scan.files {
                writeln!(out, "files opened: {files}")?;
            }
            if let Some(sql) = &scan.sql {
                writeln!(out, "\n{sql}")?;
            }
            writeln!(out, "\n{}", scan.physical)
        })?;
    }
    Ok(0)
}

async fn check(opened: &Snapshot, io: &Io, kpis: &[String]) -> Result<u8, CliError> {
    let mut problems = if kpis.is_empty() { opened.problems.clone() } else { Vec::new() };
    let ids =
        if kpis.is_empty() { opened.catalog.kpis.keys().cloned().collect() } else { opened.catalog.resolve(kpis)? };
    for kpi in ids.iter().filter_map(|id| opened.catalog.kpis.get(id)) {
        problems.extend(opened.check(kpi).await);
    }
    for problem in &problems {
        CliError::from(problem.clone()).show(io);
    }
    match problems.len() {
        0 => {
            io.say(&format!("{} KPIs, nothing wrong", ids.len()));
            Ok(0)
        }
        wrong => {
            io.say(&format!("{} KPIs, {wrong} problems", ids.len()));
            Ok(CHECK_FAILED)
        }
    }
}
