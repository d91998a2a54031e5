//! Files that exports are set up from: what each is, and which belong together.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use jauge_core::{
    load::{FileHead, connector_message, heads_of},
    settings::Recipes,
};
use jauge_domain::{InitMessage, Message, Recipe};

use crate::error::CliError;

/// How deep folders are searched.
const DEEPEST: usize = 4;
/// Endings of files that are a workspace's own, and no exports.
const OWN: [&str; 6] = ["toml", "sql", "lock", "md", "so", "dylib"];

/// A file, and what was seen of it.
pub(super) struct Seen {
    pub(super) path: PathBuf,
    /// Its name in the archive that `path` is; `None` of a file by itself.
    pub(super) member: Option<String>,
    pub(super) head: Result<FileHead, Message>,
}

impl Seen {
    /// The encoding it has to be said to be in.
    pub(super) fn encoding(&self) -> Option<&'static str> {
        self.head.as_ref().ok()?.encoding
    }

    /// What it is called in `root`: of a file in an archive, with its name there.
    pub(super) fn called(&self, root: &Path) -> String {
        let path = relative(&self.path, root);
        match &self.member {
            Some(member) => format!("{path}#{member}"),
            None => path,
        }
    }

    /// Whether it is a web server's access log; in an archive nothing reads one.
    fn is_log(&self) -> bool {
        self.member.is_none() && self.head.as_ref().is_ok_and(|head| head.is_log)
    }

    /// The glob that names it in its archive, and those of other months.
    fn pattern(&self) -> Option<String> {
        self.member.as_deref().map(without_digits)
    }

    /// The currency that its header names, where `recipe` looks for one there.
    pub(super) fn currency(&self, recipe: &Recipe) -> Option<&'static str> {
        recipe.currency_in(&self.head.as_ref().ok()?.columns)
    }
}

/// Files that one recipe reads.
pub(super) struct Group<'a> {
    pub(super) recipe: &'a Recipe,
    /// A path, or a glob that names these files and no other that was seen.
    pub(super) path: String,
    /// Likewise of the files in these archives.
    pub(super) member: Option<String>,
    pub(super) files: Vec<&'a Seen>,
}

/// The files that `named` are or hold, each with its first rows.
pub(super) fn seen(named: &[PathBuf]) -> Result<Vec<Seen>, CliError> {
    let mut paths = BTreeSet::new();
    for path in named {
        let before = paths.len();
        collect(path, 0, &mut paths);
        if paths.len() == before {
            return Err(CliError::told(InitMessage::NothingFound { path: path.display().to_string() }));
        }
    }
    Ok(paths.iter().flat_map(|path| read(path)).collect())
}

/// What is seen of the file at `path`, or of each file in it.
fn read(path: &Path) -> Vec<Seen> {
    let seen = |member, head| Seen { path: path.to_owned(), member, head };
    match heads_of(path) {
        Ok(heads) if heads.is_empty() => vec![seen(None, Ok(FileHead::default()))],
        Ok(heads) => {
            let each = heads.into_iter();
            each.map(|(member, head)| seen(member, head.map_err(|error| connector_message(&error)))).collect()
        }
        Err(error) => vec![seen(None, Err(connector_message(&error)))],
    }
}

/// Adds `path`, or the files below it: none that is hidden, and none of a workspace's own.
fn collect(path: &Path, depth: usize, files: &mut BTreeSet<PathBuf>) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_hidden = depth > 0 && name.starts_with('.');
    if path.is_dir() && depth <= DEEPEST && !is_hidden {
        let below = fs::read_dir(path).into_iter().flatten().flatten();
        below.for_each(|entry| collect(&entry.path(), depth + 1, files));
    }
    let is_own = path.extension().is_some_and(|ending| OWN.iter().any(|own| ending.eq_ignore_ascii_case(own)));
    if path.is_file() && !is_hidden && !is_own {
        files.insert(path.to_owned());
    }
}

/// What was recognised of `seen`, in groups, and the rest. `filled`: tables that other sources fill already.
pub(super) fn grouped<'a>(
    seen: &'a [Seen],
    recipes: &'a Recipes,
    filled: &BTreeSet<String>,
    root: &Path,
) -> (Vec<Group<'a>>, Vec<&'a Seen>) {
    let first = seen.iter().filter_map(|file| best(file, recipes, |recipe| !recipe.alone));
    let mut taken: BTreeSet<String> = first.map(|recipe| recipe.into.clone()).collect();
    taken.extend(filled.iter().cloned());
    let (mut groups, mut rest) = (Vec::<Group<'_>>::new(), Vec::new());
    for file in seen {
        // Payments are orders only where no shop's own export is: each sale counts once.
        let Some(recipe) = best(file, recipes, |recipe| !recipe.alone || !taken.contains(&recipe.into)) else {
            rest.push(file);
            continue;
        };
        let alike = |other: &&Seen| {
            other.path.parent() == file.path.parent()
                && other.currency(recipe) == file.currency(recipe)
                && other.encoding() == file.encoding()
                && other.pattern() == file.pattern()
        };
        let of_one = |group: &&mut Group<'_>| group.recipe.id == recipe.id && group.files.iter().all(alike);
        match groups.iter_mut().find(of_one) {
            Some(group) => group.files.push(file),
            None => groups.push(Group { recipe, path: String::new(), member: None, files: vec![file] }),
        }
    }
    (groups.into_iter().flat_map(|group| named(group, seen, root)).collect(), rest)
}

/// The paths of the access logs among `rest`, and what else there is.
pub(super) fn logs<'a>(rest: Vec<&'a Seen>, seen: &[Seen], root: &Path) -> (Vec<String>, Vec<&'a Seen>) {
    let (logs, rest): (Vec<&Seen>, Vec<&Seen>) = rest.into_iter().partition(|file| file.is_log());
    (globs(&logs, seen, root).into_iter().map(|(path, _)| path).collect(), rest)
}

/// `files` folder by folder, under a glob that names these and no other of `seen`; where none does, each file by itself.
pub(super) fn globs<'a>(files: &[&'a Seen], seen: &[Seen], root: &Path) -> Vec<(String, Vec<&'a Seen>)> {
    let path = |file: &Seen| relative(&file.path, root);
    let all: BTreeSet<String> = seen.iter().map(path).collect();
    let mut folders: BTreeMap<Option<&Path>, Vec<&'a Seen>> = BTreeMap::new();
    files.iter().for_each(|file| folders.entry(file.path.parent()).or_default().push(*file));
    let named = folders.into_values().flat_map(|files| {
        let paths: BTreeSet<String> = files.iter().map(|file| path(file)).collect();
        match one_glob(&paths, &all) {
            Some(glob) => vec![(glob, files)],
            None => files.into_iter().map(|file| (escaped(&path(file)), vec![file])).collect(),
        }
    });
    named.collect()
}

/// The recipe among those `allowed` that names most columns of `file`; of two, the one that makes more of it.
fn best<'a>(file: &Seen, recipes: &'a Recipes, allowed: impl Fn(&Recipe) -> bool) -> Option<&'a Recipe> {
    let head = file.head.as_ref().ok()?;
    let fitting = recipes.iter().filter(|recipe| allowed(recipe));
    let told =
        |recipe: &Recipe| recipe.recognises(&head.columns).or_else(|| recipe.has_fields(head.fields).then_some(1));
    let fitting = fitting.filter_map(|recipe| Some((told(recipe)?, recipe)));
    fitting.max_by_key(|(columns, recipe)| (*columns, recipe.alone)).map(|(_, recipe)| recipe)
}

/// `group` under globs that name its files alone; where none do, each file by itself.
fn named<'a>(group: Group<'a>, seen: &[Seen], root: &Path) -> Vec<Group<'a>> {
    let path = |file: &Seen| relative(&file.path, root);
    let paths: BTreeSet<String> = group.files.iter().map(|file| path(file)).collect();
    let all: BTreeSet<String> = seen.iter().map(path).collect();
    let member = group.files.first().and_then(|file| file.pattern());
    let is_meant = |file: &Seen| file.pattern() == member && paths.contains(&path(file));
    let are_all_meant = seen.iter().filter(|file| is_meant(file)).count() == group.files.len();
    if let Some(path) = one_glob(&paths, &all).filter(|_| are_all_meant) {
        return vec![Group { path, member, ..group }];
    }
    let alone = group.files.into_iter().map(|file| Group {
        recipe: group.recipe,
        path: escaped(&path(file)),
        member: file.member.as_deref().map(escaped),
        files: vec![file],
    });
    alone.collect()
}

/// A glob for `paths` that no other of `all` fits; `None` where they have too little in common.
fn one_glob(paths: &BTreeSet<String>, all: &BTreeSet<String>) -> Option<String> {
    let paths: Vec<String> = paths.iter().cloned().collect();
    if let [only] = paths.as_slice() {
        return Some(escaped(only));
    }
    let (start, end) = common(&paths);
    let fits = |path: &&String| path.len() >= start.len() + end.len() && path.starts_with(start) && path.ends_with(end);
    let is_alone = all.iter().filter(fits).count() == paths.len();
    let is_named = start.len() > start.rfind('/').map_or(0, |at| at + 1);
    (is_alone && is_named).then(|| format!("{}*{}", escaped(start), escaped(end)))
}

/// `name` as a glob in which any digits may stand where it has some: next month's file has others.
fn without_digits(name: &str) -> String {
    let mut glob = String::new();
    for char in name.chars() {
        match char {
            '0'..='9' if glob.ends_with('*') => {}
            '0'..='9' => glob.push('*'),
            char => glob += &escaped(&char.to_string()),
        }
    }
    glob
}

/// What all of `paths` start and end with, digits at the seam left out: next month's file has others.
fn common(paths: &[String]) -> (&str, &str) {
    let Some((first, rest)) = paths.split_first() else { return ("", "") };
    let same = |one: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>| -> usize {
        one.zip(other).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum()
    };
    let start = rest.iter().map(|path| same(&mut first.chars(), &mut path.chars())).min().unwrap_or(first.len());
    let tail = &first[start..];
    let end = rest.iter().map(|path| same(&mut tail.chars().rev(), &mut path.chars().rev())).min().unwrap_or(0);
    let is_digit = |char: char| char.is_ascii_digit();
    (first[..start].trim_end_matches(is_digit), tail[tail.len() - end..].trim_start_matches(is_digit))
}

/// `path` as jauge.toml in `root` names it: relative where it is below, else whole.
pub(super) fn relative(path: &Path, root: &Path) -> String {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (path, root) = (real(path), real(root));
    path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// `text` as a glob that means itself.
pub(super) fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |glob, char| match char {
        '[' | '?' | '*' => format!("{glob}[{char}]"),
        char => format!("{glob}{char}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_files_have_in_common_leaves_out_the_digits_that_change() {
        let paths = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(common(&paths(&["in/orders_1.csv", "in/orders_12.csv"])), ("in/orders_", ".csv"));
        assert_eq!(common(&paths(&["a-2026-01.csv", "a-2026-02.csv"])), ("a-2026-", ".csv"));
        assert_eq!(common(&paths(&["é1.csv", "é2.csv"])), ("é", ".csv"));
    }

    #[test]
    fn a_file_in_an_archive_is_named_without_the_days_in_its_name() {
        assert_eq!(without_digits("imported_visitors_20260101_20260131.csv"), "imported_visitors_*_*.csv");
        assert_eq!(without_digits("Queries.csv"), "Queries.csv");
        assert_eq!(without_digits("a[1].csv"), "a[[]*].csv");
    }

    #[test]
    fn a_name_with_signs_of_globs_means_itself() {
        assert_eq!(escaped("a[1]*.csv"), "a[[]1][*].csv");
    }
}
