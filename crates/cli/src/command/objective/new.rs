use std::path::Path;

use clap::Args;
use jauge_core::{judge, snapshot::Snapshot};
use jauge_domain::{KpiPack, Objective, ObjectiveMessage, Unit, is_name};
use jauge_judge::{Possible, objectives_schema, parse_objectives};
use jauge_report::{CriteriaOf, Label, Style, Wording, value_text, write_criteria};

use super::super::evaluate::{open_as_of, unreadable};
use crate::{error::CliError, file, io::Io, plugins::plugins};

/// Where editors find the keys of an objective, beside the files.
const SCHEMA: &str = "schema.json";
/// As many of its first lines say that a schema is one of objectives.
const HEAD: usize = 4;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge objective new                                       the templates there are
  jauge objective new orders --period 2026-Q4 --target +10%
  jauge objective new purchase_conversion --where \"device_category = 'mobile'\" --owner 'Ann Smith'
  jauge objective new orders --dry-run                      what history calls ambitious, shown and not written")]
pub(crate) struct New {
    /// The KPI it is about; without one: the templates there are
    kpi: Option<String>,
    /// Start from a template of a pack
    #[arg(long, value_name = "NAME", conflicts_with = "kpi")]
    template: Option<String>,
    /// When: 2026-Q2, 2026-04, 2026-W14, 2026, or 2026-04-01/2026-06-30 [default: the next quarter]
    #[arg(long)]
    period: Option<String>,
    /// What it must come to: 0.024, 2.4%, +10%, +0.5pt [default: what history calls ambitious]
    #[arg(long, allow_hyphen_values = true)]
    target: Option<String>,
    /// A SQL condition, such as "device_category = 'mobile'"
    #[arg(long = "where", value_name = "SQL")]
    filter: Option<String>,
    /// Who answers for it
    #[arg(long)]
    owner: Option<String>,
    /// Its name [default: from the KPI and the period]
    #[arg(long)]
    id: Option<String>,
    /// Show what would be written
    #[arg(long)]
    dry_run: bool,
}

impl New {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let workspace = io.workspace()?;
        let wording = io.wording();
        let say = |message: ObjectiveMessage| io.say(&wording.message(&message.into()));
        let (packs, missing) = plugins(&workspace)?.packs(&workspace.config.workspace.packs);
        if self.kpi.is_none() {
            missing.into_iter().for_each(|error| CliError::from(error).show(io));
            if self.template.is_none() {
                return list(io, &packs, &wording);
            }
        }
        let as_of = workspace.last_day(None);
        let period = match &self.period {
            Some(period) => io.period(period)?.to_string(),
            None => next_quarter(as_of),
        };
        let template = self.template.as_ref().map(|name| template(&packs, name)).transpose()?;
        let id = self.id.clone().unwrap_or_else(|| self.made_up_id(&period));
        if !is_name(&id) {
            return Err(CliError::told(ObjectiveMessage::NotAName { id }));
        }
        let root = workspace.root.clone();
        let name = Path::new("objectives").join(format!("{id}.toml"));
        let there = || CliError::told(ObjectiveMessage::FileThere { path: root.join(&name).display().to_string() });
        if root.join(&name).symlink_metadata().is_ok() {
            return Err(there());
        }
        let draft = |target: &str| match template {
            Some(text) => self.filled(text, &id, &period),
            None => self.written(&id, &period, target),
        };
        let given = self.target.clone();
        let objective = read(&draft(given.as_deref().unwrap_or("0")))?;
        let snapshot = open_as_of(workspace, io, as_of).await?;
        let style = io.style(&snapshot, None);
        let possible = judge::history(&snapshot, &objective, style.language, as_of).await;
        let possible = possible.map_err(|problem| unreadable(id.clone(), problem.why))?;
        let target = match (given, possible.target) {
            (Some(given), _) => given,
            (None, Some(target)) => in_file(target, possible.unit),
            (None, None) if template.is_some() => String::new(),
            (None, None) => return Err(CliError::told(ObjectiveMessage::NoHistory)),
        };
        let text = draft(&target);
        let objective = read(&text)?;
        let past = history(&possible, &style, self.target.is_none() && template.is_none());
        if !past.is_empty() {
            io.say(&past);
        }
        if !self.dry_run {
            if !file::make(&root, &name, &text)? {
                return Err(there());
            }
            write_schema(&root)?;
            say(ObjectiveMessage::Wrote { path: name.display().to_string() });
        }
        io.text(&text)?;
        io.say("");
        self.criteria(io, &snapshot, &objective, &style, as_of).await?;
        io.say("");
        say(ObjectiveMessage::AfterNew { objective: id });
        Ok(0)
    }

    /// What `check` says of it, beside the file: advice, so on stderr.
    async fn criteria(
        &self,
        io: &Io,
        snapshot: &Snapshot,
        objective: &Objective,
        style: &Style,
        as_of: jiff::civil::Date,
    ) -> Result<(), CliError> {
        let judged = judge::evaluate(snapshot, std::slice::from_ref(objective), style.language, as_of).await;
        let table = Style { format: jauge_report::Format::Table, color: io.color(), ..style.clone() };
        for one in &judged.evaluations {
            let mut text = Vec::new();
            write_criteria(&mut text, &[CriteriaOf::from(one)], &table)?;
            io.say(String::from_utf8_lossy(&text).trim_end());
        }
        Ok(())
    }

    fn made_up_id(&self, period: &str) -> String {
        let name = self.template.as_ref().or(self.kpi.as_ref()).map(String::as_str).unwrap_or_default();
        let name = name.rsplit(['.', '/']).next().unwrap_or_default();
        let plain = |char: char| if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { '-' };
        format!("{name}-{period}").chars().map(plain).collect()
    }

    fn written(&self, id: &str, period: &str, target: &str) -> String {
        let mut lines = vec![
            format!("#:schema {SCHEMA}"),
            "[[objective]]".to_owned(),
            line("id", id),
            line("kpi", self.kpi.as_deref().unwrap_or_default()),
            line("target", target),
            line("period", period),
        ];
        lines.extend(self.filter.as_ref().map(|filter| line("where", filter)));
        lines.extend(self.owner.as_ref().map(|owner| line("owner", owner)));
        lines.join("\n") + "\n"
    }

    /// A template with what only the user can know.
    fn filled(&self, template: &str, id: &str, period: &str) -> String {
        let mut lines = vec![format!("#:schema {SCHEMA}")];
        for text in template.lines() {
            let key = text.split('=').next().unwrap_or_default().trim();
            lines.push(match (key, &self.target, &self.owner, &self.filter) {
                ("id", ..) => line("id", id),
                ("period", ..) => line("period", period),
                ("target", Some(target), ..) => line("target", target),
                ("owner", _, Some(owner), _) => line("owner", owner),
                ("where", _, _, Some(filter)) => line("where", filter),
                _ => text.to_owned(),
            });
        }
        lines.join("\n") + "\n"
    }
}

/// Beside the objectives, the schema their first line names.
pub(crate) fn write_schema(root: &Path) -> Result<(), CliError> {
    let (path, schema) = (Path::new("objectives").join(SCHEMA), objectives_schema());
    let is_ours = |text: String| text.lines().take(HEAD).eq(schema.lines().take(HEAD));
    if jauge_durable::read_text_within(root, &root.join(&path)).is_ok_and(is_ours) {
        return file::put(root, &path, &schema);
    }
    // What has this name and is no schema of ours is somebody else's.
    file::make(root, &path, &schema)?;
    Ok(())
}

fn list(io: &Io, packs: &[KpiPack], wording: &Wording) -> Result<u8, CliError> {
    let say = |message: ObjectiveMessage| io.say(&wording.message(&message.into()));
    let names: Vec<String> = templates(packs).map(|(name, text)| format!("  {name:<34} {}", about(text))).collect();
    say(ObjectiveMessage::NewFromKpi);
    if names.is_empty() {
        say(ObjectiveMessage::NoTemplates);
    } else {
        say(ObjectiveMessage::NewFromTemplate);
        io.text(&names.join("\n"))?;
    }
    Ok(0)
}

/// Templates by name: `ecommerce.more-revenue`.
fn templates(packs: &[KpiPack]) -> impl Iterator<Item = (String, &str)> {
    packs.iter().flat_map(|pack| {
        pack.files("objectives").filter_map(|(path, text)| {
            let name = path.strip_prefix("objectives/")?.strip_suffix(".toml")?;
            Some((format!("{}.{name}", pack.name), text))
        })
    })
}

fn template<'a>(packs: &'a [KpiPack], name: &str) -> Result<&'a str, CliError> {
    let known: Vec<(String, &str)> = templates(packs).collect();
    let short = |full: &str| full.split_once('.').is_some_and(|(_, rest)| rest == name);
    if let Some((_, text)) = known.iter().find(|(full, _)| full == name || short(full)) {
        return Ok(text);
    }
    let last = |full: &str| full.rsplit('.').next().unwrap_or_default().to_owned();
    let names: Vec<String> = known.iter().map(|(full, _)| last(full)).collect();
    let meant = jauge_domain::nearest(&last(name), names.iter().map(String::as_str));
    let near = meant.and_then(|meant| known.iter().find(|(full, _)| last(full) == meant));
    let near = near.map(|(full, _)| full.clone());
    Err(CliError::told(ObjectiveMessage::UnknownTemplate { name: name.to_owned(), near }))
}

/// A template's first comment.
fn about(text: &str) -> &str {
    text.lines().next().and_then(|line| line.strip_prefix('#')).unwrap_or_default().trim()
}

fn read(text: &str) -> Result<Objective, CliError> {
    let (objectives, errors) = parse_objectives("the new objective", text);
    if let Some(error) = errors.into_iter().next() {
        return Err(CliError::told(error.fault));
    }
    objectives.into_iter().next().ok_or_else(|| CliError::told(ObjectiveMessage::EmptyTemplate))
}

/// What the past was like and, unless one was given, why this target.
fn history(possible: &Possible, style: &Style, proposed: bool) -> String {
    let shown = |value: f64| value_text(value, possible.unit, style);
    let wording = style.wording();
    let word = |label| wording.label(label);
    let mut lines = Vec::new();
    if let Some(baseline) = possible.baseline {
        lines.push(wording.named(&possible.title, &format!("{} {}", word(Label::Baseline), shown(baseline))));
    }
    if !possible.past.is_empty() {
        let one = |((from, _), value): &((_, _), f64)| format!("{} {}", wording.date(*from), shown(*value));
        let past: Vec<String> = possible.past.iter().map(one).collect();
        lines.push(wording.named(&word(Label::PastPeriods), &past.join(" · ")));
    }
    if let Some((low, value, high)) = possible.forecast {
        let head = word(Label::IfNothingChanges);
        lines.push(wording.named(&head, &format!("{} ({}–{}, 80 %)", shown(value), shown(low), shown(high))));
    }
    if let Some(target) = possible.target.filter(|_| proposed) {
        let why = if possible.by_forecast { Label::MetInThreeOfTen } else { Label::ReachedByAQuarter };
        lines.push(wording.named(&word(Label::ProposedTarget), &format!("{} ({})", shown(target), word(why))));
    }
    lines.join("\n")
}

/// A value as the file has it.
fn in_file(value: f64, unit: Unit) -> String {
    match unit {
        // 0.0206 * 100 is not 2.06 in binary.
        Unit::Ratio => format!("{}%", (value * 1e7).round() / 1e5),
        _ => value.to_string(),
    }
}

fn line(key: &str, value: &str) -> String {
    format!("{key} = {}", toml::Value::from(value))
}

fn next_quarter(today: jiff::civil::Date) -> String {
    let quarter = (today.month() - 1) / 3 + 1;
    if quarter == 4 { format!("{}-Q1", today.year() + 1) } else { format!("{}-Q{}", today.year(), quarter + 1) }
}
