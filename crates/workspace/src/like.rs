//! Recipes, and the sources that are like one of them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use jauge_domain::{ConfigFault, KpiPack, Recipe, TomlFault, currency_code, nearest};
use jauge_store::tables;

use crate::{Config, SourceConfig, TableConfig, WorkspaceError};

/// The key of a source that says which currency the header of its files names.
const CURRENCY: &str = "currency";

/// The folder of recipes in a pack, and in the folders of a workspace's `queries`.
const SOURCES: &str = "sources";

/// Recipes by their ids, and what is wrong with the files of others.
#[derive(Debug, Default)]
pub struct Recipes {
    known: BTreeMap<String, Recipe>,
    /// What is wrong with files of recipes; the others are there.
    pub problems: Vec<WorkspaceError>,
}

impl Recipes {
    /// Those of the workspace in `root`, and of `packs`; of one id, the workspace's.
    pub fn of<'a>(root: Option<&Path>, packs: impl IntoIterator<Item = &'a KpiPack>) -> Self {
        let mut recipes = Self::default();
        for path in root.into_iter().flat_map(own_files) {
            let file = path.display().to_string();
            // What cannot be read, or leads out of the workspace, is no recipe.
            let text = root.and_then(|root| jauge_durable::read_text_within(root, &path).ok());
            text.into_iter().for_each(|text| recipes.add(&file, &text));
        }
        for pack in packs {
            for (path, text) in pack.files(SOURCES).filter(|(path, _)| path.ends_with(".sql")) {
                recipes.add(&format!("{}/{path}", pack.name), text);
            }
        }
        recipes
    }

    fn add(&mut self, file: &str, text: &str) {
        match Recipe::parse(file, text) {
            Ok(recipe) => {
                self.known.entry(recipe.id.clone()).or_insert(recipe);
            }
            Err(source) => self.problems.push(WorkspaceError::Recipe { path: file.to_owned(), source }),
        }
    }

    /// Every recipe, by its id.
    pub fn iter(&self) -> impl Iterator<Item = &Recipe> {
        self.known.values()
    }

    /// The recipe called `id`, or that there is none.
    pub fn get(&self, id: &str) -> Result<&Recipe, ConfigFault> {
        self.known.get(id).ok_or_else(|| {
            let near = nearest(id, self.known.keys().map(String::as_str)).map(str::to_owned);
            ConfigFault::UnknownRecipe { id: id.to_owned(), near }
        })
    }
}

impl Config {
    /// As [`Self::parse`], with the sources that are `like` one of `recipes` as that makes them.
    pub fn parse_like(path: &Path, text: &str, recipes: &Recipes) -> Result<Self, WorkspaceError> {
        let mut config = Self::read(path, text)?;
        // It was read a moment ago: what a source says itself is what stands in it.
        let written: toml::Table = toml::from_str(text).unwrap_or_default();
        let written = written.get("source").and_then(toml::Value::as_array);
        let Self { sources, table, .. } = &mut config;
        for (nth, source) in sources.iter_mut().enumerate() {
            let Some(id) = &source.like else { continue };
            let wrong = |fault| WorkspaceError::wrong_source(path, text, nth, "like", fault);
            let recipe = recipes.get(id).map_err(wrong)?;
            let own = written.and_then(|all| all.get(nth)?.as_table()).cloned().unwrap_or_default();
            *source = merged(own, recipe).map_err(wrong)?;
            let personal = |fault| WorkspaceError::wrong_source(path, text, nth, "keep", fault);
            check_kept(source, recipe).map_err(personal)?;
            if let Some(declared) = own_table(source, recipe).map_err(wrong)? {
                table.entry(source.into.clone()).or_insert(declared);
            }
        }
        config.checked(path, text)
    }
}

/// What a source that says `own` is by `recipe`: its own keys stand before the recipe's.
fn merged(mut own: toml::Table, recipe: &Recipe) -> Result<SourceConfig, ConfigFault> {
    let mut all = recipe.source.clone();
    all.insert("into".to_owned(), recipe.into.clone().into());
    let sql = if recipe.wants_currency() {
        let code = own.remove(CURRENCY);
        let code = code.as_ref().and_then(toml::Value::as_str).and_then(currency_code);
        let choices = "the code in the file's header, such as \"EUR\"".to_owned();
        recipe.sql_in(code.ok_or(ConfigFault::Unanswered { key: CURRENCY.to_owned(), choices })?)
    } else {
        recipe.sql().to_owned()
    };
    all.insert("select".to_owned(), sql.into());
    all.extend(own);
    toml::Value::Table(all).try_into().map_err(|error| toml_fault(&error))
}

/// Refuses to keep what `recipe` says is personal.
fn check_kept(source: &SourceConfig, recipe: &Recipe) -> Result<(), ConfigFault> {
    let is_personal = |name: &&String| recipe.personal.iter().any(|known| known.eq_ignore_ascii_case(name));
    match source.keep.iter().find(is_personal) {
        Some(column) => Err(ConfigFault::Personal { column: column.clone(), recipe: recipe.id.clone() }),
        None => Ok(()),
    }
}

/// The table that `recipe` declares, where `source` fills it.
fn own_table(source: &SourceConfig, recipe: &Recipe) -> Result<Option<TableConfig>, ConfigFault> {
    let is_its = source.into == recipe.into && tables::shipped(&source.into).is_none();
    let declared = recipe.table.clone().filter(|_| is_its);
    declared.map(|table| toml::Value::Table(table).try_into().map_err(|error| toml_fault(&error))).transpose()
}

fn toml_fault(error: &toml::de::Error) -> ConfigFault {
    ConfigFault::Toml { fault: TomlFault::read(error.message()) }
}

/// The files of recipes in the workspace in `root`: `queries/sources/*.sql` and `queries/PACK/sources/*.sql`, by their names.
fn own_files(root: &Path) -> Vec<PathBuf> {
    let queries = root.join("queries");
    let packs = entries(root, &queries).into_iter().map(|pack| pack.join(SOURCES));
    let folders = std::iter::once(queries.join(SOURCES)).chain(packs);
    let files = folders.flat_map(|folder| entries(root, &folder));
    files.filter(|path| path.extension().is_some_and(|ending| ending == "sql")).collect()
}

/// What lies in `dir`, sorted; nothing where that is no folder within `root`.
fn entries(root: &Path, dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = jauge_durable::within(root, dir).and_then(|_| fs::read_dir(dir)) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Repeats;

    const RECIPE: &str = "/*---\nid = \"shop.sales\"\ninto = \"sales\"\nrecognise = [[\"Day\"]]\n[source]\nrepeats = \
                          \"disjoint\"\nseparator = \";\"\n[table]\ntime = \"day\"\n---*/\nSELECT Day AS day FROM raw\n";

    fn recipes() -> Recipes {
        let files = vec![("sources/shop-sales.sql".to_owned(), RECIPE.to_owned())];
        Recipes::of(None, [&KpiPack { name: "shop".to_owned(), origin: "shop".to_owned(), files }])
    }

    fn config(source: &str) -> Result<Config, WorkspaceError> {
        let text = format!("[workspace]\nname = \"shop\"\n[[source]]\nname = \"in\"\npath = \"a.csv\"\n{source}");
        Config::parse_like(Path::new("jauge.toml"), &text, &recipes())
    }

    #[test]
    fn a_source_has_what_its_recipe_says_and_its_own_keys_before_that() {
        let whole = config("like = \"shop.sales\"\n").unwrap();
        let source = &whole.sources[0];
        assert_eq!((source.into.as_str(), source.repeats), ("sales", Repeats::Disjoint));
        assert_eq!(source.select.as_deref(), Some("SELECT Day AS day FROM raw"));
        assert_eq!(source.settings.get("separator").and_then(toml::Value::as_str), Some(";"));
        assert_eq!(whole.table["sales"].time.as_deref(), Some("day"));
        let own = config("like = \"shop.sales\"\nrepeats = \"overlapping\"\nselect = \"SELECT 1\"\n").unwrap();
        assert_eq!(own.sources[0].repeats, Repeats::Overlapping);
        assert_eq!(own.sources[0].select.as_deref(), Some("SELECT 1"));
    }

    #[test]
    fn a_source_says_the_currency_that_its_files_name_in_the_header() {
        let text = RECIPE
            .replace("[\"Day\"]", "[\"Day\", \"Sum ({currency})\"]")
            .replace("Day AS day", "\"Sum ({currency})\" AS sum");
        let recipe = Recipe::parse("a.sql", &text).unwrap();
        let own: toml::Table = toml::from_str("name = \"in\"\npath = \"a.csv\"\ncurrency = \"usd\"").unwrap();
        let source = merged(own, &recipe).unwrap();
        assert_eq!(source.select.as_deref(), Some("SELECT \"Sum (USD)\" AS sum FROM raw"));
        assert!(!source.settings.contains_key("currency"));
        let own: toml::Table = toml::from_str("name = \"in\"\npath = \"a.csv\"").unwrap();
        assert!(matches!(merged(own, &recipe), Err(ConfigFault::Unanswered { .. })));
    }

    #[test]
    fn what_a_recipe_says_is_personal_is_not_kept() {
        let recipe = RECIPE.replace("[source]", "personal = [\"Phone\"]\n[source]");
        let recipe = Recipe::parse("a.sql", &recipe).unwrap();
        let check = |keep: &str| {
            let own: toml::Table =
                toml::from_str(&format!("name = \"in\"\npath = \"a.csv\"\nkeep = [\"{keep}\"]")).unwrap();
            check_kept(&merged(own, &recipe).unwrap(), &recipe)
        };
        assert_eq!(check("Till"), Ok(()));
        let fault = ConfigFault::Personal { column: "phone".to_owned(), recipe: "shop.sales".to_owned() };
        assert_eq!(check("phone"), Err(fault));
    }

    #[test]
    fn a_recipe_that_is_not_there_names_the_one_meant() {
        let WorkspaceError::Config { at, fault, .. } = config("like = \"shop.sale\"\n").unwrap_err() else { panic!() };
        let near = Some("shop.sales".to_owned());
        assert_eq!((at.line, *fault), (6, ConfigFault::UnknownRecipe { id: "shop.sale".to_owned(), near }));
    }

    #[test]
    fn what_was_not_answered_is_an_error_with_its_choices_wherever_it_stands() {
        let WorkspaceError::Config { at, fault, .. } =
            config("like = \"shop.sales\"\ndates = \"? \\\"day first\\\" or \\\"month first\\\"\"\n").unwrap_err()
        else {
            panic!()
        };
        let choices = "\"day first\" or \"month first\"".to_owned();
        assert_eq!((at.line, *fault), (7, ConfigFault::Unanswered { key: "dates".to_owned(), choices }));
    }

    #[test]
    fn recipes_of_the_workspaces_own_folders_stand_before_those_of_packs() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("queries/mine/sources");
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("a.sql"), RECIPE.replace("SELECT Day", "SELECT Month")).unwrap();
        fs::write(dir.join("b.sql"), "SELECT 1").unwrap();
        let recipes = Recipes::of(Some(root.path()), []);
        assert_eq!(recipes.get("shop.sales").unwrap().sql(), "SELECT Month AS day FROM raw");
        assert_eq!(recipes.problems.len(), 1);
    }
}
