//! Files that exports are set up from: what each is, and which belong together.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use jauge_core::{
    load::{FileHead, connector_message, head_of},
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
    pub(super) head: Result<FileHead, Message>,
}

impl Seen {
    /// The encoding it has to be said to be in.
    pub(super) fn encoding(&self) -> Option<&'static str> {
        self.head.as_ref().ok()?.encoding
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
    let read = |path: PathBuf| Seen { head: head_of(&path).map_err(|error| connector_message(&error)), path };
    Ok(paths.into_iter().map(read).collect())
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
        };
        let of_one = |group: &&mut Group<'_>| group.recipe.id == recipe.id && group.files.iter().all(alike);
        match groups.iter_mut().find(of_one) {
            Some(group) => group.files.push(file),
            None => groups.push(Group { recipe, path: String::new(), files: vec![file] }),
        }
    }
    (groups.into_iter().flat_map(|group| named(group, seen, root)).collect(), rest)
}

/// The recipe among those `allowed` that names most columns of `file`; of two, the one that makes more of it.
fn best<'a>(file: &Seen, recipes: &'a Recipes, allowed: impl Fn(&Recipe) -> bool) -> Option<&'a Recipe> {
    let head = file.head.as_ref().ok()?;
    let fitting = recipes.iter().filter(|recipe| allowed(recipe));
    let fitting = fitting.filter_map(|recipe| Some((recipe.recognises(&head.columns)?, recipe)));
    fitting.max_by_key(|(columns, recipe)| (*columns, recipe.alone)).map(|(_, recipe)| recipe)
}

/// `group` under a glob that names its files alone; where none does, each file by itself.
fn named<'a>(group: Group<'a>, seen: &[Seen], root: &Path) -> Vec<Group<'a>> {
    let paths: Vec<String> = group.files.iter().map(|file| relative(&file.path, root)).collect();
    let (start, end) = common(&paths);
    let fits = |path: &str| path.len() >= start.len() + end.len() && path.starts_with(start) && path.ends_with(end);
    let fitting = seen.iter().filter(|file| fits(&relative(&file.path, root))).count();
    if paths.len() > 1 && fitting == paths.len() && start.len() > start.rfind('/').map_or(0, |at| at + 1) {
        let path = format!("{}*{}", escaped(start), escaped(end));
        return vec![Group { path, ..group }];
    }
    let alone = group.files.into_iter().zip(&paths);
    alone.map(|(file, path)| Group { recipe: group.recipe, path: escaped(path), files: vec![file] }).collect()
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
    fn a_name_with_signs_of_globs_means_itself() {
        assert_eq!(escaped("a[1]*.csv"), "a[[]1][*].csv");
    }
}
