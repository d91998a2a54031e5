//! `jauge kpi diff`: what the workspace's definitions do to past answers, beside those of a revision of its repository.

use std::{io::ErrorKind, path::Path, process::Command};

use jauge_core::{
    kpi_diff::{MovedAnswer, MovedObjective, moved_answers, moved_objectives},
    settings::Settings,
    snapshot::View,
};
use jauge_domain::{Grain, KpiNote, KpiPack, Question, ReadFault, Status, Value, When};
use jauge_report::{Column, Heading, Sheet, Style, cell};
use jiff::{Timestamp, ToSpan, civil::Date};

use super::test::unreadable;
use crate::{
    command::{open_own, open_view},
    error::CliError,
    exit::CHECK_FAILED,
    io::Io,
};

/// The folders of definitions, and how files in them end.
const KINDS: [(&str, &str); 3] = [("kpis", ".sql"), ("models", ".sql"), ("funnels", ".toml")];

/// What would have git look elsewhere than around the workspace: hooks of git set it, for their own repository.
const ELSEWHERE: [&str; 5] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"];
/// How git behaves: it fetches nothing, by no way at all since older ones know no other word for that, asks nothing, locks nothing,
/// and says what is wrong in the words that [`text`] looks for.
const QUIET: [(&str, &str); 5] = [
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", ""),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("LC_ALL", "C"),
];

/// What is asked of both.
pub(super) struct Asked<'a> {
    pub(super) revision: &'a str,
    pub(super) grain: Grain,
    pub(super) as_of: Option<Date>,
}

/// Says which answers and objectives the definitions of now move, beside those of a revision; 1 where there are some.
pub(super) async fn run(io: &Io, asked: Asked<'_>) -> Result<u8, CliError> {
    let workspace = io.workspace()?;
    let own = own_at(&workspace, asked.revision)?;
    let as_of = workspace.last_day(asked.as_of);
    let end = workspace.calendar.day_start(as_of.saturating_add(1.day()));
    let view = View { as_of: Some(end), bots: false };
    // Sessions that lag are brought up before either looks.
    let new = open_view(workspace.clone(), io, view).await?;
    let old = open_own(workspace, io, view, &own).await?;
    let question = Question { when: When::All, grain: Some(asked.grain), ..Question::default() };
    let answers = moved_answers(&old, &new, &question, Timestamp::now().min(end)).await?;
    let objectives = moved_objectives(&old, &new, as_of).await?;
    let (kpis, count) = (names(&answers), answers.len());
    let style = io.style(&new, None);
    let shown = Shown { io, style: &style, grain: asked.grain };
    let rows = answers.iter().map(|one| shown.answer(one));
    let rows: Vec<_> = rows.chain(objectives.iter().map(|one| shown.objective(one))).collect();
    let has_moved = !rows.is_empty();
    // A table of nothing says less than the words below it.
    if has_moved || !io.is_for_people() {
        io.sheet(&Sheet { columns: columns(), rows }, &style)?;
    }
    io.tell(KpiNote::Moved { answers: count, kpis, objectives: objectives.len(), revision: asked.revision.to_owned() });
    Ok(if has_moved { CHECK_FAILED } else { 0 })
}

/// The KPIs that moved, each once.
fn names(answers: &[MovedAnswer]) -> Vec<String> {
    let mut kpis: Vec<String> = answers.iter().map(|one| one.kpi.clone()).collect();
    kpis.dedup();
    kpis
}

/// The definitions of the workspace as they were at `revision`.
fn own_at(workspace: &Settings, revision: &str) -> Result<KpiPack, CliError> {
    let root = workspace.root.as_path();
    let commit = format!("{revision}^{{commit}}");
    let commit = text(root, revision, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    let commit = commit.trim();
    // Each folder alone: a tree that holds itself over and over is not walked.
    let folders = KINDS.map(|(folder, _)| format!("queries/{folder}/"));
    let [kpis, models, funnels] = folders.each_ref().map(String::as_str);
    let listed = text(root, revision, &["ls-tree", "-z", "--long", commit, kpis, models, funnels])?;
    let mut files = Vec::new();
    for (facts, path) in listed.split('\0').filter_map(|entry| entry.split_once('\t')) {
        let Some(inside) = path.strip_prefix("queries/").filter(|inside| is_definition(inside)) else { continue };
        let facts: Vec<&str> = facts.split_whitespace().collect();
        let [_, "blob", id, length] = facts[..] else { continue };
        if length.parse::<u64>().is_ok_and(|length| length > ReadFault::MOST) {
            return Err(unreadable(Path::new(path), &ReadFault::TooLong.into()));
        }
        files.push((inside.to_owned(), text(root, revision, &["cat-file", "blob", id])?));
    }
    Ok(KpiPack { name: revision.to_owned(), origin: "git".to_owned(), files })
}

/// True for `kpis/orders.sql` and its like; not for what lies deeper.
fn is_definition(path: &str) -> bool {
    let fits = |(folder, ending): &(&str, &str)| {
        let name = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
        name.is_some_and(|name| !name.contains('/') && name.ends_with(ending))
    };
    KINDS.iter().any(fits)
}

/// What git says in `root`. It only reads the repository around it, runs nothing that this asks for, and fetches nothing.
fn text(root: &Path, revision: &str, args: &[&str]) -> Result<String, CliError> {
    let failed = |reason: String| CliError::told(KpiNote::NoRevision { revision: revision.to_owned(), reason });
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(["--no-pager", "-c", "core.fsmonitor=false"]).args(args);
    command.envs(QUIET);
    for name in ELSEWHERE {
        command.env_remove(name);
    }
    let done = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => CliError::told(KpiNote::NoGit),
        _ => failed(error.to_string()),
    })?;
    let said = String::from_utf8_lossy(&done.stderr);
    match done.status.success() {
        true => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
        false if said.contains("not a git repository (or any") => Err(CliError::told(KpiNote::NoRepository)),
        false => Err(failed(said.trim().to_owned())),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("kpi").headed(Heading::Id),
        Column::text("objective").headed(Heading::Objective),
        Column::text("period").headed(Heading::Period),
        Column::number("before", None).headed(Heading::Before),
        Column::number("now", None).headed(Heading::Now),
    ]
}

/// How rows are written.
struct Shown<'a> {
    io: &'a Io,
    style: &'a Style,
    grain: Grain,
}

impl Shown<'_> {
    fn answer(&self, one: &MovedAnswer) -> Vec<Value> {
        let style = Style { currency: one.currency.clone().or(self.style.currency.clone()), ..self.style.clone() };
        let people = self.io.is_for_people();
        let value =
            |value: &Value| if people { Value::Text(cell(value, Some(one.unit), &style)) } else { value.clone() };
        let period = one.start.map_or(Value::Null, |start| Value::Text(style.calendar.label(self.grain, start)));
        vec![Value::Text(one.kpi.clone()), Value::Null, period, value(&one.before), value(&one.now)]
    }

    fn objective(&self, one: &MovedObjective) -> Vec<Value> {
        let status = |status: Option<Status>| match status {
            Some(status) if self.io.is_for_people() => Value::Text(self.style.wording().status(status)),
            status => status.map_or(Value::Null, |status| Value::Text(status.name().to_owned())),
        };
        vec![Value::Null, Value::Text(one.objective.clone()), Value::Null, status(one.before), status(one.now)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_catalog_reads_is_a_definition() {
        let paths = [
            "kpis/a.sql",
            "models/b.sql",
            "funnels/c.toml",
            "kpis/a.test.toml",
            "kpis/old/a.sql",
            "kpis.sql",
            "sources/a.sql",
        ];
        assert_eq!(paths.map(is_definition), [true, true, true, false, false, false, false]);
    }
}
