//! Thirty questions as a page asks them, one after the other in one process, over one snapshot.
//! `cargo xtask bench questions [EVENTS]`.
//!
//! An example, because it has the engine in its own process: nobody who does not ask for it links that once more.

#[path = "../src/site.rs"]
mod site;

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use jauge_core::{
    settings::Settings,
    snapshot::{Snapshot, View},
};
use jauge_domain::{Compare, Grain, Question, When};
use jauge_plugin_host::Plugins;
use jiff::Timestamp;

/// The questions, as `jauge ask` takes them; `--where` has the rest of its line. Headlines with their change, lines along time,
/// groups by declared dimensions, and two filters.
const QUESTIONS: [&str; 30] = [
    "core.sessions core.visitors core.page_views core.engagement_rate core.bounce_rate core.key_event_rate --last 28d --compare previous",
    "ecommerce.orders ecommerce.revenue ecommerce.average_order_value ecommerce.purchase_conversion --last 28d --compare previous",
    "leads.leads leads.lead_conversion leads.lead_to_customer leads.qualification_rate --last 28d --compare previous",
    "content.content_views content.engaged_time_per_view content.read_through --last 28d --compare previous",
    "core.sessions --last 28d --grain day",
    "core.visitors --last 26w --grain week",
    "core.page_views --last 28d --grain day",
    "core.sessions --period all --grain month",
    "core.visitors --period all --grain quarter",
    "ecommerce.revenue --last 28d --grain day",
    "ecommerce.revenue --period all --grain month",
    "ecommerce.orders --period 2026-10 --compare year",
    "ecommerce.average_order_value --last 12m --grain month",
    "ecommerce.cart_abandonment --last 26w --grain week",
    "leads.leads --last 12m --grain month",
    "core.sessions --by channel --last 28d --compare previous",
    "core.sessions --by device_category --last 28d --compare previous",
    "core.sessions --by country --last 28d --compare previous",
    "core.sessions --by new_returning --last 12m --grain month",
    "core.sessions --by landing_page --top 10 --last 28d",
    "core.page_views --by content_group --last 28d --compare previous",
    "core.page_views --by page_path --top 10 --last 28d",
    "core.engagement_rate --by channel --last 28d --compare previous",
    "core.bounce_rate --by device_category --last 12m --grain month",
    "ecommerce.purchase_conversion --by channel --last 28d --compare previous",
    "ecommerce.purchase_conversion --by device_category --last 12m --grain month",
    "ecommerce.revenue --by channel --last 12m --grain month",
    "ecommerce.orders --by country --last 28d --compare previous",
    "core.sessions --last 28d --grain day --where channel = 'Organic Search'",
    "ecommerce.revenue --last 12m --grain month --where device_category = 'mobile'",
];
/// How often each is asked; the median counts.
const ROUNDS: usize = 5;
/// What none may take.
const WANTED: Duration = Duration::from_millis(50);
/// When the questions are asked: as the last day that the demo knows has ended.
const NOW: &str = "2026-10-31T23:00:00Z";

fn main() -> ExitCode {
    match run(env::args().nth(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks all of them over a site of so many events; says how long each took, and how many took longer than wanted.
fn run(events: Option<String>) -> Result<(), Box<dyn Error>> {
    let events = events.map_or(Ok(10_000_000), |events| events.parse::<u64>())?;
    let built = built()?;
    let site = site::site(&built, events)?;
    // As the command has it: planning recurses deeply.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(8 << 20).build()?;
    runtime.block_on(ask_all(&site, &built.join("jauge")))
}

/// Where the programs are; examples lie in a folder there.
fn built() -> Result<PathBuf, Box<dyn Error>> {
    let here = env::current_exe()?;
    Ok(here.ancestors().nth(2).ok_or("this program lies nowhere")?.to_owned())
}

async fn ask_all(site: &Path, program: &Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let snapshot = open(site, program).await?;
    println!("opened in {} ms; medians of {ROUNDS}, the first time not counted", start.elapsed().as_millis());
    let now: Timestamp = NOW.parse()?;
    let mut slow = 0;
    for line in QUESTIONS {
        let question = question(line)?;
        let mut took = Vec::new();
        for round in 0..=ROUNDS {
            let start = Instant::now();
            let answered = snapshot.ask(&question, now).await?;
            if let Some((kpi, problem)) = answered.problems.first() {
                return Err(format!("{kpi}: {problem}").into());
            }
            if round > 0 {
                took.push(start.elapsed());
            }
        }
        took.sort();
        slow += usize::from(took[ROUNDS / 2] > WANTED);
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        println!("{:>8.1} ms ({:.1}–{:.1})  {line}", ms(took[ROUNDS / 2]), ms(took[0]), ms(took[ROUNDS - 1]));
    }
    println!("{slow} of {} took longer than {} ms", QUESTIONS.len(), WANTED.as_millis());
    Ok(())
}

/// The site as `jauge ask` opens it.
async fn open(site: &Path, program: &Path) -> Result<Snapshot, Box<dyn Error>> {
    let settings = Settings::open(site)?;
    let plugins = Plugins::new(&settings.root, &settings.store_dir(), BTreeMap::new(), program.to_owned());
    let (packs, missing) = plugins.packs(&settings.config.workspace.packs);
    match missing.into_iter().next() {
        Some(error) => Err(error.into()),
        None => Ok(Snapshot::open(settings, View::default(), &packs).await?),
    }
}

/// The question of one line.
fn question(line: &str) -> Result<Question, Box<dyn Error>> {
    let (line, filter) = match line.split_once(" --where ") {
        Some((line, filter)) => (line, Some(filter.to_owned())),
        None => (line, None),
    };
    let mut question = Question { filter, ..Question::default() };
    let mut words = line.split_whitespace();
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix("--") else {
            question.kpis.push(word.to_owned());
            continue;
        };
        let value = words.next().ok_or_else(|| format!("`{word}` has no value"))?;
        match (option, value) {
            ("by", names) => question.by = names.split(',').map(str::to_owned).collect(),
            ("grain", grain) => question.grain = Some(grain.parse()?),
            ("period", "all") => question.when = When::All,
            ("period", period) => question.when = When::Period(period.parse()?),
            ("last", units) => {
                let (number, grain) =
                    Grain::counted(units).ok_or_else(|| format!("`{units}` is no number of units"))?;
                question.when = When::Last(number, grain);
            }
            ("compare", "previous") => question.compare = Some(Compare::Previous),
            ("compare", "year") => question.compare = Some(Compare::Year),
            ("top", groups) => question.top = Some(groups.parse()?),
            _ => return Err(format!("`{word} {value}` is not understood").into()),
        }
    }
    Ok(question)
}
