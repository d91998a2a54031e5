mod show;

use std::collections::BTreeMap;

use clap::Subcommand;
use jauge_core::snapshot::{Snapshot, View};
use jauge_domain::{KpiNote, Message, Value};
use jauge_report::{Column, Format, Heading, Label, Sheet};
use jiff::Timestamp;

use super::{ask::Cut, open, open_unchecked, tell_shadowed};
use crate::{error::CliError, exit::CHECK_FAILED, io::Io};

/// The catalog: what can be asked, what it means, how it is computed
#[derive(Debug, Subcommand)]
pub(crate) enum Kpi {
    /// Every KPI, the headlines first, and whether this workspace's data can feed it
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
            return check(&open_unchecked(io.workspace()?, io, View::default()).await?, io, &kpis).await;
        }
        let snapshot = open(io.workspace()?, io).await?;
        match self {
            Self::List => list(&snapshot, io).await,
            Self::Show { kpi } => show::show(&snapshot, io, &kpi).await,
            Self::Explain { kpis, cut } => explain(&snapshot, io, &kpis, &cut).await,
            Self::Check { .. } => Ok(0),
        }
    }
}

/// The catalog as a check-up: what the data can feed, from when to when, and what tracking lacks.
async fn list(snapshot: &Snapshot, io: &Io) -> Result<u8, CliError> {
    let style = io.style(snapshot, None);
    let is_table = !matches!(io.format(), Format::Json | Format::Ndjson);
    let shown = |heading: Option<Heading>| !is_table || heading.is_some();
    let (people, wording) = (io.is_for_people(), io.answer_wording());
    let word = |label: Label, value: Value| if people { Value::Text(wording.label(label)) } else { value };
    let day = |at: Timestamp| Value::Text(snapshot.workspace.calendar.date(at).to_string());
    let (mut rows, mut lacking) = (Vec::new(), BTreeMap::<String, Vec<&str>>::new());
    let mut kpis: Vec<_> = snapshot.catalog.kpis.values().collect();
    kpis.sort_by_key(|kpi| !kpi.headline);
    for kpi in kpis {
        let model = snapshot.model(kpi).await;
        let dimensions = match &model {
            Some(model) => snapshot.dimensions(model).await.join(", "),
            None => String::new(),
        };
        let why = snapshot.coverage.unmet(&snapshot.catalog, kpi);
        if let Some(why) = &why {
            lacking.entry(io.wording().message(&why.clone().into())).or_default().push(&kpi.id);
        }
        let (began, reached) = if why.is_none() { snapshot.reach(kpi).await } else { (None, None) };
        let cells = [
            Value::Text(kpi.id.clone()),
            Value::Text(kpi.title.get(style.language).to_owned()),
            Value::Text(kpi.says.get(style.language).to_owned()),
            Value::Text(name(&kpi.level)),
            Value::Bool(kpi.headline),
            word(Label::Unit(kpi.unit), Value::Text(kpi.unit.name().to_owned())),
            Value::Text(name(&kpi.direction)),
            model.map_or(Value::Null, Value::Text),
            Value::Text(kpi.pack().to_owned()),
            Value::Text(dimensions),
            word(Label::Flag(why.is_none()), Value::Bool(why.is_none())),
            why.map_or(Value::Null, |why| Value::Text(io.answer_wording().message(&why.into()))),
            began.map_or(Value::Null, day),
            reached.map_or(Value::Null, day),
        ];
        let cells = COLUMNS.iter().zip(cells).filter(|((_, heading), _)| shown(*heading));
        rows.push(cells.map(|(_, cell)| cell).collect());
    }
    let columns = COLUMNS.into_iter().filter(|(_, heading)| shown(*heading)).map(column).collect();
    let (all, fed) = (rows.len(), rows.len() - lacking.values().map(Vec::len).sum::<usize>());
    io.sheet(&Sheet { columns, rows }, &style)?;
    let wording = io.wording();
    io.say(&format!("\n{}", wording.message(&KpiNote::Fed { fed, all }.into())));
    for (why, kpis) in lacking {
        let kpis = kpis.into_iter().map(str::to_owned).collect();
        let unfed = KpiNote::Unfed { why: Box::new(Message::Quoted(why)), kpis };
        io.say(&format!("  {}", wording.message(&unfed.into())));
    }
    Ok(0)
}

/// The columns of a list of KPIs, those with a heading in tables too.
const COLUMNS: [(&str, Option<Heading>); 14] = [
    ("id", Some(Heading::Id)),
    ("title", Some(Heading::Title)),
    ("says", None),
    ("level", None),
    ("headline", None),
    ("unit", Some(Heading::Unit)),
    ("direction", None),
    ("model", None),
    ("pack", None),
    ("dimensions", None),
    ("available", Some(Heading::Available)),
    ("why", None),
    ("from", Some(Heading::From)),
    ("to", Some(Heading::To)),
];

fn column((name, heading): (&str, Option<Heading>)) -> Column {
    let column = Column::text(name);
    match heading {
        Some(heading) => column.headed(Label::Heading(heading)),
        None => column,
    }
}

fn name(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}

async fn explain(snapshot: &Snapshot, io: &Io, kpis: &[String], cut: &Cut) -> Result<u8, CliError> {
    let question = cut.question(io, snapshot.catalog.resolve(kpis)?)?;
    tell_shadowed(snapshot, io, kpis);
    let wording = io.wording();
    for scan in snapshot.explain(&question, Timestamp::now()).await? {
        let apart = scan.apart.map(|why| KpiNote::Apart { why: Box::new(why.into()) });
        let files = scan.files.map(|files| KpiNote::FilesOpened { files });
        let head = KpiNote::Scanned { model: scan.model, scans: scan.scans, kpis: scan.kpis };
        let notes = [Some(head), apart, files].into_iter().flatten().map(|note| wording.message(&note.into()));
        let sql = scan.sql.iter().map(|sql| format!("\n{sql}"));
        let text: Vec<String> = notes.chain(sql).chain([format!("\n{}", scan.physical)]).collect();
        io.text(&text.join("\n"))?;
    }
    Ok(0)
}

async fn check(snapshot: &Snapshot, io: &Io, kpis: &[String]) -> Result<u8, CliError> {
    let mut problems = Vec::new();
    if kpis.is_empty() {
        problems.extend(snapshot.problems.iter().cloned().chain(snapshot.check_packs().await));
    }
    let ids = if kpis.is_empty() {
        snapshot.catalog.kpis.keys().cloned().collect()
    } else {
        snapshot.catalog.resolve(kpis)?
    };
    for kpi in ids.iter().filter_map(|id| snapshot.catalog.kpis.get(id)) {
        problems.extend(snapshot.check(kpi).await);
    }
    for problem in &problems {
        CliError::from(problem.clone()).show(io);
    }
    io.tell(KpiNote::Checked { kpis: ids.len(), problems: problems.len() });
    Ok(if problems.is_empty() { 0 } else { CHECK_FAILED })
}
