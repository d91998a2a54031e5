mod diff;
mod doc;
mod new;
mod show;
mod test;
mod tree;

use std::{collections::BTreeMap, path::PathBuf};

use clap::Subcommand;
use jauge_core::snapshot::{Snapshot, View};
use jauge_domain::{Grain, KpiNote, Message, Question, Unit, Value};
use jauge_report::{Column, Format, Heading, Label, Sheet};
use jiff::Timestamp;

use super::{
    ask::Cut,
    one_kpi, open, open_unchecked, open_view,
    stretch::{Beside, Stretch},
    tell_shadowed,
    view::ViewArgs,
};
use crate::{error::CliError, exit::CHECK_FAILED, io::Io};

/// The catalog: what can be asked, what it means, how it is computed
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  jauge kpi list
  jauge kpi show revenue
  jauge kpi tree revenue --period 2026-Q3 --by channel")]
pub(crate) enum Kpi {
    /// Every KPI, the headlines first, and whether this workspace's data can feed it
    #[command(after_help = "\
Examples:
  jauge kpi list
  jauge kpi list --format csv > kpis.csv")]
    List,
    /// What a KPI means
    #[command(after_help = "\
Examples:
  jauge kpi show revenue
  jauge kpi show ecommerce.revenue --locale fr")]
    Show {
        /// The KPI
        kpi: String,
    },
    /// How KPIs are computed: the plan of each scan, and the SQL it amounts to
    #[command(after_help = "\
Examples:
  jauge kpi explain revenue
  jauge kpi explain revenue orders --by channel --grain month")]
    Explain {
        /// The KPIs
        #[arg(required = true)]
        kpis: Vec<String>,
        #[command(flatten)]
        cut: Cut,
    },
    /// A change taken apart over the factors of a KPI's tree, and over the groups of a dimension; they sum to the change
    #[command(after_help = "\
Examples:
  jauge kpi tree revenue --period 2026-Q3
  jauge kpi tree revenue --last 28d --by channel")]
    Tree {
        /// The KPI
        kpi: String,
        #[command(flatten)]
        stretch: Stretch,
        #[command(flatten)]
        beside: Beside,
        /// Take the groups of dimensions apart, too
        #[arg(long, value_name = "DIMENSION", value_delimiter = ',')]
        by: Vec<String>,
        #[command(flatten)]
        view: ViewArgs,
    },
    /// Run the tests that lie beside the workspace's KPIs: rows in, value out
    #[command(after_help = "\
A test of queries/kpis/orders.sql stands in queries/kpis/orders.test.toml:

  [[test]]
  name = \"an order counts once\"
  rows.orders = [
    { order_id = \"a\", ordered_at = \"2026-03-01T10:00\", revenue = \"12.50\" },
  ]
  value = 1                 # a number, or \"null\" where it must have none

period and where are as in `jauge ask`. Models and tables of which a test has no rows are empty.

Examples:
  jauge kpi test
  jauge kpi test shop.orders")]
    Test {
        /// The KPIs; all of them where none is given
        kpis: Vec<String>,
    },
    /// What the workspace's definitions do to past answers and to objectives, beside those of a revision; 1: something moves
    #[command(after_help = "\
Examples:
  jauge kpi diff HEAD                  what is not committed yet does to past months
  jauge kpi diff origin/main --format md   for a pull request
  jauge kpi diff v1.2 --grain week --as-of 2026-03-31

Reads queries/ of the revision by git, and asks every KPI under both; settings of jauge.toml are those of now.")]
    Diff {
        /// A revision of the repository that the workspace lies in
        revision: String,
        /// Periods of this length are compared: day, week, month, quarter or year
        #[arg(long, value_parser = super::ask::grain, default_value = "month")]
        grain: Grain,
        /// As it stood at the end of this day [default: yesterday]
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
    },
    /// Write the catalog as a page to search in: what each KPI means, its value here, its SQL, what it is made from
    #[command(after_help = "\
Examples:
  jauge kpi doc                  kpis.html in this folder
  jauge kpi doc -o catalog        a folder with a page for each KPI")]
    Doc {
        /// A file that ends in .html, a folder for a page each, or `-` for standard output
        #[arg(short, long, value_name = "FILE|DIR", default_value = "kpis.html")]
        output: PathBuf,
    },
    /// Write the file of a new KPI, and a test beside it
    #[command(after_help = "\
Examples:
  jauge kpi new shop.mobile_orders --from orders
  jauge kpi new shop.takings --unit money --dry-run")]
    New {
        /// Its id, such as shop.mobile_orders: the file is queries/kpis/mobile_orders.sql
        id: String,
        /// The model or table that it reads
        #[arg(long, value_name = "MODEL", default_value = "sessions")]
        from: String,
        /// ratio, count, money, duration or number
        #[arg(long, value_parser = unit, default_value = "count")]
        unit: Unit,
        /// Print the file, and write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// What is wrong with the files of KPIs and models, at line and column
    #[command(after_help = "\
Examples:
  jauge kpi check
  jauge kpi check shop.orders")]
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
        if let Self::Diff { revision, grain, as_of } = &self {
            return diff::run(io, diff::Asked { revision, grain: *grain, as_of: io.day(as_of.as_ref())? }).await;
        }
        if let Self::Tree { kpi, stretch, beside, by, view } = self {
            let workspace = io.workspace()?;
            let (view, now) = view.of(io, &workspace)?;
            let snapshot = open_view(workspace, io, view).await?;
            let kpis = one_kpi(&snapshot, io, kpi)?;
            let question = Question { by, ..beside.of(io, stretch.question(io, kpis)?)? };
            return tree::show(&snapshot, io, question, now).await;
        }
        let snapshot = open(io.workspace()?, io).await?;
        match self {
            Self::List => list(&snapshot, io).await,
            Self::Show { kpi } => show::show(&snapshot, io, &kpi).await,
            Self::Explain { kpis, cut } => explain(&snapshot, io, &kpis, &cut).await,
            Self::Doc { output } => doc::run(&snapshot, io, &output).await,
            Self::Test { kpis } => test::run(&snapshot, io, &kpis).await,
            Self::New { id, from, unit, dry_run } => {
                new::run(&snapshot, io, new::Draft { id: &id, model: &from, unit, dry_run }).await
            }
            Self::Check { .. } | Self::Diff { .. } | Self::Tree { .. } => Ok(0),
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
    let day = |at: Timestamp| {
        let date = snapshot.workspace.calendar.date(at);
        Value::Text(if people { wording.date(date) } else { date.to_string() })
    };
    let (mut rows, mut lacking) = (Vec::new(), BTreeMap::<String, Vec<&str>>::new());
    let mut kpis: Vec<_> = snapshot.catalog.kpis.values().collect();
    kpis.sort_by_key(|kpi| !kpi.headline);
    for kpi in kpis {
        let model = snapshot.model(kpi).await;
        let dimensions = match &model {
            Some(model) => snapshot.dimensions(model).await.join(", "),
            None => String::new(),
        };
        let why = snapshot.unmet(kpi).await;
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
    for seam in snapshot.seams().await {
        io.say(&format!("  {}", wording.message(&KpiNote::Seam { seam }.into())));
    }
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

/// Usage errors are English, as clap's own.
fn unit(text: &str) -> Result<Unit, String> {
    let known = [Unit::Ratio, Unit::Count, Unit::Money, Unit::Duration, Unit::Number];
    let found = known.into_iter().find(|unit| unit.name() == text);
    found.ok_or_else(|| format!("`{text}` is not {}", known.map(Unit::name).join(", ")))
}
