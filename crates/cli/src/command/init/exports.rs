//! `jauge init --from` and `jauge source add`: exports recognised and set up.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use jauge_core::settings::{CONFIG_FILE, Recipes, Settings};
use jauge_domain::{InitMessage, KpiPack, Power, Recipe};

use super::{
    found::{self, Group, Seen},
    questions::Answers,
    unseen,
    written::{self, quoted},
};
use crate::{consent::trust_also, error::CliError, file, io::Io, recipes::all_packs};

/// What jauge.toml of a new workspace says, and the questions that are open in it.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) open: Vec<String>,
}

/// A jauge.toml for the exports in `from`, of a workspace called `name` in `root` that uses `packs` beside those it takes.
pub(super) fn config(
    io: &Io,
    (root, name): (&Path, &str),
    packs: &[String],
    from: &[PathBuf],
    answers: &[String],
) -> Result<Written, CliError> {
    let mut answers = Answers::new(io, answers)?;
    let all = all_packs(None)?;
    let recipes = Recipes::of(None, &all);
    let seen = found::seen(from)?;
    let (groups, rest) = found::grouped(&seen, &recipes, &BTreeSet::new(), root);
    let files = Files::of(groups, rest, &seen, root, &mut answers);
    let groups = files.groups.as_slice();
    let timezone = answers.timezone();
    let currency = answers.currency(groups).or_else(|| files.currency(&answers));
    let mut packs: BTreeSet<String> = packs.iter().cloned().collect();
    packs.extend(groups.iter().filter_map(|group| pack_of(group.recipe, &all)));
    if packs.is_empty() && groups.iter().any(|group| sells(group.recipe)) {
        packs.insert("ecommerce".to_owned());
    }
    let packs: Vec<String> = packs.iter().map(|pack| quoted(pack)).collect();
    let mut text = format!(
        "[workspace]\nname = {}\npacks = [{}]  # whose tables the files fill; `core` is always there\ntimezone = {}  # \
         days, weeks and months begin here\n",
        quoted(name),
        packs.join(", "),
        quoted(&timezone)
    );
    text += &currency.map(|code| format!("currency = {}\n", quoted(&code))).unwrap_or_default();
    let language = written::language(io.wording().language);
    if language != "en" {
        text += &format!("language = {}\n", quoted(language));
    }
    let hashed: BTreeSet<String> =
        groups.iter().flat_map(|group| group.recipe.hash.iter().map(|name| quoted(name))).collect();
    if !hashed.is_empty() {
        let hashed: Vec<String> = hashed.into_iter().collect();
        text += "\n# The files name people by their e-mail addresses: pseudonyms are kept in their place.\n";
        text += &format!("[privacy]\nhash = [{}]\n", hashed.join(", "));
    }
    if let Some(waiting) = answers.waiting(groups) {
        text += "\n# Orders that are pending, on hold or authorized: \"count\" or \"leave out\".\n";
        text += &format!("[orders]\nwaiting = {}\n", quoted(&waiting));
    }
    text += &blocks(io, &files, root, &mut BTreeSet::new(), &mut answers);
    Ok(Written { text, open: answers.open.into_iter().collect() })
}

/// What was found, by what becomes of it.
struct Files<'a> {
    /// Everything.
    seen: &'a [Seen],
    /// What recipes read.
    groups: Vec<Group<'a>>,
    /// Paths of access logs.
    logs: Vec<String>,
    /// What is loaded as it is.
    unseen: Vec<&'a Seen>,
    /// What stays a comment.
    rest: Vec<&'a Seen>,
}

impl<'a> Files<'a> {
    fn of(
        groups: Vec<Group<'a>>,
        rest: Vec<&'a Seen>,
        seen: &'a [Seen],
        root: &Path,
        answers: &mut Answers<'_>,
    ) -> Self {
        let (logs, rest) = found::logs(rest, seen, root);
        let unseen = unseen::loadable(&rest);
        let (unseen, rest) = match answers.loads_unknown(unseen.len()) {
            true => {
                let is_left = |file: &&Seen| !unseen.iter().any(|other| std::ptr::eq(*other, *file));
                let rest: Vec<&Seen> = rest.into_iter().filter(is_left).collect();
                (unseen, rest)
            }
            false => (Vec::new(), rest),
        };
        Self { seen, groups, logs, unseen, rest }
    }

    /// The currency of the amounts in files that are loaded as they are.
    fn currency(&self, answers: &Answers<'_>) -> Option<String> {
        let said = || unseen::currency(&self.unseen).map(str::to_owned);
        if self.unseen.is_empty() { None } else { answers.named_currency().or_else(said) }
    }
}

/// Whether what `recipe` reads is a matter of a shop: what ads cost, and events that have amounts.
fn sells(recipe: &Recipe) -> bool {
    recipe.into == "spend" || recipe.into == "events" && recipe.currency.is_some()
}

/// The pack that brings `recipe`, or whose KPIs read the table that it fills, where that is to be named.
fn pack_of(recipe: &Recipe, packs: &[KpiPack]) -> Option<String> {
    let brings = |pack: &&KpiPack| recipe.file.strip_prefix(&pack.name).is_some_and(|rest| rest.starts_with('/'));
    let own = packs.iter().find(brings).map(|pack| pack.name.clone()).filter(|name| name != "core");
    let of_table = match recipe.into.as_str() {
        "leads" => Some("leads"),
        "tickets" => Some("support"),
        "shop_orders" => Some("ecommerce"),
        _ => None,
    };
    own.or_else(|| of_table.filter(|name| packs.iter().any(|pack| pack.name == *name)).map(str::to_owned))
}

/// The sources of what was found and comments on the rest; says both.
fn blocks(io: &Io, files: &Files<'_>, root: &Path, names: &mut BTreeSet<String>, answers: &mut Answers<'_>) -> String {
    for group in &files.groups {
        let (recipe, table) = (group.recipe.id.clone(), group.recipe.into.clone());
        let member = group.member.as_ref().map(|member| format!("#{member}")).unwrap_or_default();
        let path = format!("{}{member}", group.path);
        io.tell(InitMessage::Recognised { path, recipe, table });
    }
    let mut text = written::sources(&files.groups, names, answers);
    for path in &files.logs {
        let (recipe, table) = ("weblog".to_owned(), "events".to_owned());
        io.tell(InitMessage::Recognised { path: path.clone(), recipe, table });
        text += &written::log(path, names);
    }
    for file in &files.unseen {
        io.tell(InitMessage::AsItIs { path: file.called(root) });
    }
    text += &unseen::sources(&files.unseen, files.seen, root, names);
    for file in &files.rest {
        let member = file.member.as_ref().map(|member| format!("#{member}")).unwrap_or_default();
        let path = format!("{}{member}", file.path.display());
        io.tell(match &file.head {
            Err(_) => InitMessage::NotRead { path },
            Ok(head) if head.columns.is_empty() => InitMessage::Empty { path },
            Ok(_) => InitMessage::NotRecognised { path },
        });
        text += &written::unknown(file, root, |message| io.wording().message(message));
    }
    text
}

/// Adds the exports in `from` as sources of `workspace`.
pub(crate) fn add(io: &Io, workspace: &Settings, from: &[PathBuf], answers: &[String]) -> Result<u8, CliError> {
    let mut answers = Answers::new(io, answers)?;
    let config = &workspace.config;
    let packs: Vec<KpiPack> = all_packs(Some(workspace))?;
    let is_used = |pack: &&KpiPack| pack.name == "core" || config.workspace.packs.contains(&pack.name);
    let recipes = Recipes::of(Some(&workspace.root), packs.iter().filter(is_used));
    let seen = found::seen(from)?;
    let filled = config.sources.iter().map(|source| source.into.clone()).collect();
    let (groups, rest) = found::grouped(&seen, &recipes, &filled, &workspace.root);
    let mut names: BTreeSet<String> = config.sources.iter().map(|source| source.name.clone()).collect();
    let before = names.clone();
    let files = Files::of(groups, rest, &seen, &workspace.root, &mut answers);
    let text = blocks(io, &files, &workspace.root, &mut names, &mut answers);
    file::append(&workspace.root.join(CONFIG_FILE), &text)?;
    for source in names.difference(&before) {
        io.tell(InitMessage::Added { source: source.clone() });
    }
    trust_written(io, &workspace.root, from, |name| !before.contains(name))?;
    Ok(0)
}

/// Trusts the workspace in `root` with reading, for the sources that were just written, what lies in `named`: its user has just said
/// so. Nothing else that those sources ask for is meant by that: a link among the files may lead anywhere. Where a question is open
/// the workspace cannot be opened yet, and its user is asked as for any other edit.
pub(super) fn trust_written(
    io: &Io,
    root: &Path,
    named: &[PathBuf],
    is_written: impl Fn(&str) -> bool,
) -> Result<(), CliError> {
    let Ok(workspace) = io.workspace_in(root) else { return Ok(()) };
    let named: Vec<PathBuf> = named.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let is_meant = |power: &Power| match power {
        Power::Reads { path, .. } => named.iter().any(|named| Path::new(path).starts_with(named)),
        Power::Plugin { .. }
        | Power::InProcess { .. }
        | Power::PluginPath { .. }
        | Power::Driver { .. }
        | Power::Command { .. }
        | Power::Environment { .. }
        | Power::SecretFile { .. } => false,
    };
    let written = workspace.config.sources.iter().filter(|source| is_written(&source.name));
    let meant: Vec<Power> = written.flat_map(|source| workspace.powers_of(source)).filter(is_meant).collect();
    if meant.is_empty() { Ok(()) } else { trust_also(&workspace, meant) }
}
