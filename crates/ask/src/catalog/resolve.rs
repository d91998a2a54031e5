//! From what somebody typed to KPI ids.

use jauge_domain::{Funnel, ResolveError, nearest};

use super::Catalog;

impl Catalog {
    /// The ids that `patterns` name, each once, in the order asked: an exact id, a short id that only one KPI has, or
    /// only one of the workspace's own, or a glob with `*`.
    pub fn resolve(&self, patterns: &[String]) -> Result<Vec<String>, ResolveError> {
        let mut ids: Vec<String> = Vec::new();
        for pattern in patterns {
            for id in self.named(pattern)? {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        Ok(ids)
    }

    /// The ids of the KPIs that are asked where none is named: the headlines of what is installed, pack by pack; all of them
    /// where there is no headline.
    pub fn headlines(&self) -> Vec<String> {
        let headlines: Vec<_> = self.kpis.values().filter(|kpi| kpi.headline).map(|kpi| kpi.id.clone()).collect();
        if headlines.is_empty() { self.kpis.keys().cloned().collect() } else { headlines }
    }

    /// The funnel that `name` names: its id, or the part behind the dot that only one has.
    pub fn funnel(&self, name: &str) -> Result<&Funnel, ResolveError> {
        let short = |id: &str| id.split_once('.').is_some_and(|(_, short)| short == name);
        let mut fits = self.funnels.values().filter(|funnel| funnel.id == name || short(&funnel.id));
        match (fits.next(), fits.next()) {
            (Some(funnel), None) => Ok(funnel),
            (Some(one), Some(other)) => {
                Err(ResolveError::Ambiguous { name: name.to_owned(), ids: vec![one.id.clone(), other.id.clone()] })
            }
            (None, _) => {
                let near = nearest(name, self.funnels.keys().map(String::as_str)).map(str::to_owned);
                let known = self.funnels.keys().cloned().collect();
                Err(ResolveError::UnknownFunnel { name: name.to_owned(), near, known })
            }
        }
    }

    /// The workspace's own KPI that each of `patterns` names by a short id, with those of packs that have it, too.
    pub fn shadowed(&self, patterns: &[String]) -> Vec<(String, Vec<String>)> {
        let others = |pattern: &String| {
            let own = self.kpis.values().find(|kpi| kpi.short_id() == pattern && kpi.pack() == self.name)?;
            let others = self.kpis.values().filter(|kpi| kpi.short_id() == pattern && kpi.pack() != self.name);
            Some((own.id.clone(), others.map(|kpi| kpi.id.clone()).collect::<Vec<_>>()))
        };
        let short = patterns.iter().filter(|pattern| !self.kpis.contains_key(*pattern));
        short.filter_map(others).filter(|(_, others)| !others.is_empty()).collect()
    }

    fn named(&self, pattern: &str) -> Result<Vec<String>, ResolveError> {
        if self.kpis.contains_key(pattern) {
            return Ok(vec![pattern.to_owned()]);
        }
        if pattern.contains('*') {
            let fits: Vec<_> = self.kpis.keys().filter(|id| fits(pattern, id)).cloned().collect();
            let empty = ResolveError::Empty { pattern: pattern.to_owned() };
            return if fits.is_empty() { Err(empty) } else { Ok(fits) };
        }
        let ids: Vec<_> =
            self.kpis.values().filter(|kpi| kpi.short_id() == pattern).map(|kpi| kpi.id.clone()).collect();
        let own: Vec<_> = ids.iter().filter(|id| id.split('.').next() == Some(&self.name)).cloned().collect();
        let ids = if own.is_empty() { ids } else { own };
        match ids.len() {
            0 => Err(ResolveError::Unknown { name: pattern.to_owned(), near: self.nearest_kpi(pattern) }),
            1 => Ok(ids),
            _ => Err(ResolveError::Ambiguous { name: pattern.to_owned(), ids }),
        }
    }

    /// The KPI somebody probably meant, by its whole id or its short one.
    pub(crate) fn nearest_kpi(&self, name: &str) -> Option<String> {
        let whole = nearest(name, self.kpis.keys().map(String::as_str)).map(str::to_owned);
        whole.or_else(|| {
            let short = nearest(name, self.kpis.values().map(jauge_domain::Kpi::short_id))?;
            self.kpis.values().find(|kpi| kpi.short_id() == short).map(|kpi| kpi.id.clone())
        })
    }
}

/// True where `name` fits `pattern`, in which `*` stands for any text.
pub fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, rest)) => name.strip_prefix(head).is_some_and(|name| {
            let starts = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            starts.into_iter().any(|at| fits(rest, &name[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        let mut catalog = Catalog::default();
        for id in ["core.visitors", "shop.orders", "shop.revenue", "leads.orders"] {
            let text = format!("/*---\nid = \"{id}\"\nunit = \"count\"\n---*/\nSELECT count(*) FROM hits");
            catalog.add_kpi("k.sql", &text).unwrap();
        }
        catalog
    }

    fn resolve(patterns: &[&str]) -> Result<Vec<String>, ResolveError> {
        catalog().resolve(&patterns.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn ids_short_ids_and_globs_name_kpis_each_once() {
        assert_eq!(resolve(&["revenue", "shop.*"]).unwrap(), ["shop.revenue", "shop.orders"]);
        assert_eq!(resolve(&["*orders"]).unwrap(), ["leads.orders", "shop.orders"]);
        assert_eq!(resolve(&["*"]).unwrap().len(), 4);
    }

    #[test]
    fn the_workspace_s_own_kpi_goes_before_those_of_packs() {
        let own = Catalog { name: "shop".to_owned(), ..catalog() };
        assert_eq!(own.resolve(&["orders".to_owned()]).unwrap(), ["shop.orders"]);
        let shadowed = |pattern: &str| own.shadowed(&[pattern.to_owned()]);
        assert_eq!(shadowed("orders"), [("shop.orders".to_owned(), vec!["leads.orders".to_owned()])]);
        for whole in ["shop.orders", "leads.orders", "revenue", "visitors", "*orders"] {
            assert!(shadowed(whole).is_empty(), "{whole}");
        }
    }

    #[test]
    fn an_unclear_name_says_what_it_could_be() {
        let ids = ["leads.orders", "shop.orders"].map(str::to_owned).into();
        assert_eq!(resolve(&["orders"]).unwrap_err(), ResolveError::Ambiguous { name: "orders".to_owned(), ids });
        let unknown =
            |name: &str, near: &str| ResolveError::Unknown { name: name.to_owned(), near: Some(near.to_owned()) };
        assert_eq!(resolve(&["shop.revenu"]).unwrap_err(), unknown("shop.revenu", "shop.revenue"));
        assert_eq!(resolve(&["visitor"]).unwrap_err(), unknown("visitor", "core.visitors"));
        assert!(matches!(resolve(&["x.*"]).unwrap_err(), ResolveError::Empty { .. }));
    }
}
