//! A pack: models and KPIs for one type of project.

/// Models and KPIs for one type of project, whoever brings them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KpiPack {
    /// The first part of its KPIs' ids.
    pub name: String,
    /// Who brings it, for messages: a plugin's name.
    pub origin: String,
    /// Its files: a path such as `kpis/orders.sql`, and the content.
    pub files: Vec<(String, String)>,
}

impl KpiPack {
    /// The files of one kind, such as `kpis` or `models`, in the order of their names.
    pub fn files(&self, kind: &str) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        files.filter(move |(path, _)| path.strip_prefix(kind).is_some_and(|rest| rest.starts_with('/')))
    }
}
