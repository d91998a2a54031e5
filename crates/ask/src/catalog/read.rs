//! Reads KPI and model files; a bad file is a problem and hinders no other.

use std::fs;
use std::path::Path;

use jauge_domain::{CatalogMessage, Funnel, HeaderError, Kpi, KpiPack, Model, NameTaken, Position, ReadFault};

use super::{Catalog, Problem};

impl Catalog {
    /// Adds every `<folder>/models/*.sql`, `<folder>/kpis/*.sql` and `<folder>/funnels/*.toml` of the workspace in `root`, in the order
    /// of their names. A missing folder is empty; what leads out of the workspace is not read.
    pub fn read(&mut self, root: &Path, folder: &str) -> Vec<Problem> {
        let dir = root.join(folder);
        let mut problems = Vec::new();
        for path in files(root, &dir.join("funnels"), "toml", &mut problems) {
            self.read_file(root, &path, &mut problems, Self::add_funnel);
        }
        for path in files(root, &dir.join("models"), "sql", &mut problems) {
            self.read_file(root, &path, &mut problems, Self::add_model);
        }
        for path in files(root, &dir.join("kpis"), "sql", &mut problems) {
            self.read_file(root, &path, &mut problems, Self::add_kpi);
        }
        problems
    }

    /// Adds the models and KPIs of a pack. In messages their files are called by the pack, such as `ecommerce/kpis/orders.sql`.
    pub fn add_pack(&mut self, pack: &KpiPack) -> Vec<Problem> {
        let called = |path: &str| format!("{}/{path}", pack.name);
        let sql = |kind| pack.files(kind).filter(|(path, _)| path.ends_with(".sql"));
        let models: Vec<_> =
            sql("models").filter_map(|(path, text)| self.add_model(&called(path), text).err()).collect();
        let kpis: Vec<_> = sql("kpis").filter_map(|(path, text)| self.add_kpi(&called(path), text).err()).collect();
        let funnels = pack.files("funnels").filter(|(path, _)| path.ends_with(".toml"));
        let funnels: Vec<_> = funnels.filter_map(|(path, text)| self.add_funnel(&called(path), text).err()).collect();
        models.into_iter().chain(kpis).chain(funnels).collect()
    }

    /// Adds the funnel in `text`.
    pub fn add_funnel(&mut self, file: &str, text: &str) -> Result<(), Problem> {
        let funnel = Funnel::parse(file, text).map_err(|error| Problem::header(file, &error))?;
        if let Some(first) = self.funnels.get(&funnel.id) {
            let taken = CatalogMessage::FunnelTaken { id: funnel.id, file: first.file.clone() };
            return Err(Problem::at(file, key(text, "id"), taken));
        }
        self.funnels.insert(funnel.id.clone(), funnel);
        Ok(())
    }

    /// Adds the KPI in `text`.
    pub fn add_kpi(&mut self, file: &str, text: &str) -> Result<(), Problem> {
        let kpi = Kpi::parse(file, text).map_err(|error| Problem::header(file, &error))?;
        if !is_id(&kpi.id) {
            return Err(Problem::at(file, key(text, "id"), CatalogMessage::BadId { id: kpi.id }));
        }
        if let Some(first) = self.kpis.get(&kpi.id) {
            let taken = CatalogMessage::KpiTaken { id: kpi.id, file: first.file.clone() };
            return Err(Problem::at(file, key(text, "id"), taken));
        }
        self.kpis.insert(kpi.id.clone(), kpi);
        Ok(())
    }

    /// Adds the model in `text`.
    pub fn add_model(&mut self, file: &str, text: &str) -> Result<(), Problem> {
        let model = Model::parse(file, text).map_err(|error: HeaderError| Problem::header(file, &error))?;
        let taken = self.models.get(&model.name).map(|first| NameTaken::Model { file: first.file.clone() });
        let taken = taken.or_else(|| self.tables.contains_key(&model.name).then_some(NameTaken::Table));
        if let Some(by) = taken.or_else(|| (model.name == "kpis").then_some(NameTaken::Kpis)) {
            return Err(Problem::at(file, key(text, "name"), CatalogMessage::ModelTaken { name: model.name, by }));
        }
        self.models.insert(model.name.clone(), model);
        Ok(())
    }

    fn read_file(
        &mut self,
        root: &Path,
        path: &Path,
        problems: &mut Vec<Problem>,
        add: fn(&mut Self, &str, &str) -> Result<(), Problem>,
    ) {
        let file = path.display().to_string();
        let read = jauge_durable::read_text_within(root, path).map_err(|error| unreadable(&file, &error));
        if let Err(problem) = read.and_then(|text| add(self, &file, &text)) {
            problems.push(problem);
        }
    }
}

fn files(root: &Path, dir: &Path, ending: &str, problems: &mut Vec<Problem>) -> Vec<std::path::PathBuf> {
    // A folder behind a link is called as the workspace calls it.
    let entries = match jauge_durable::within(root, dir).and_then(|_| fs::read_dir(dir)) {
        Ok(entries) => entries,
        Err(error) => {
            if error.kind() != std::io::ErrorKind::NotFound {
                problems.push(unreadable(&dir.display().to_string(), &error));
            }
            return Vec::new();
        }
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == ending)).collect();
    paths.sort();
    paths
}

fn unreadable(file: &str, error: &std::io::Error) -> Problem {
    Problem::at(file, Position { line: 1, column: 1 }, CatalogMessage::Unreadable { reason: ReadFault::of(error) })
}

/// True for what can be asked for: letters, digits, `_` and `-`, with dots between its parts.
fn is_id(id: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | '-'));
    id.split('.').all(is_part)
}

/// Where the header gives `key`.
pub(super) fn key(text: &str, key: &str) -> Position {
    let line = text.lines().position(|line| line.trim_start().starts_with(key)).unwrap_or(0);
    Position { line: line + 1, column: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kpi(id: &str) -> String {
        format!("/*---\nid = \"{id}\"\nunit = \"count\"\n---*/\nSELECT count(*) FROM hits")
    }

    #[test]
    fn one_bad_file_hinders_no_other_and_says_where() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("queries");
        fs::create_dir_all(dir.join("kpis")).unwrap();
        fs::write(dir.join("kpis/a.sql"), kpi("shop.a")).unwrap();
        fs::write(dir.join("kpis/b.sql"), "/*---\nid = 3\nunit = \"count\"\n---*/").unwrap();
        fs::write(dir.join("kpis/c.sql"), kpi("shop.a")).unwrap();
        let mut catalog = Catalog::default();
        let problems = catalog.read(root.path(), "queries");
        assert_eq!(catalog.kpis.keys().collect::<Vec<_>>(), ["shop.a"]);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].file.ends_with("b.sql") && problems[0].line == 2, "{:?}", problems[0]);
        let first = dir.join("kpis/a.sql").display().to_string();
        let taken = CatalogMessage::KpiTaken { id: "shop.a".to_owned(), file: first };
        assert_eq!((&problems[1].message, problems[1].line), (&taken.into(), 2));
    }

    #[test]
    fn a_model_never_takes_a_tables_name() {
        let mut catalog = Catalog::default();
        catalog.tables.insert("events".to_owned(), super::super::TableInfo::default());
        let text = "/*---\nname = \"events\"\n---*/\nSELECT 1";
        let taken = CatalogMessage::ModelTaken { name: "events".to_owned(), by: NameTaken::Table };
        assert_eq!(catalog.add_model("m.sql", text).unwrap_err().message, taken.into());
    }
}
