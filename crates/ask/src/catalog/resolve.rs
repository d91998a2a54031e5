//! From what somebody typed to KPI ids.

use jauge_domain::{Funnel, nearest};

use super::Catalog;

/// Why a name does not say which KPI is meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// No KPI has this name.
    #[error("no KPI is called `{name}`{}", meant(nearest.as_deref()))]
    Unknown {
        /// What was asked.
        name: String,
        /// The KPI that was probably meant.
        nearest: Option<String>,
    },
    /// No funnel has this name.
    #[error("no funnel is called `{name}`{}; there {}", meant(nearest.as_deref()), are(known))]
    UnknownFunnel {
        /// What was asked.
        name: String,
        /// The funnel that was probably meant.
        nearest: Option<String>,
        /// Those there are.
        known: Vec<String>,
    },
    /// No KPI fits this glob.
    #[error("no KPI fits `{pattern}`; `jauge kpi list` shows them all")]
    Empty {
        /// The glob.
        pattern: String,
    },
    /// More than one KPI has this short id.
    #[error("`{name}` could be {}; write the whole id", ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" or "))]
    Ambiguous {
        /// What was asked.
        name: String,
        /// Which KPIs it could be.
        ids: Vec<String>,
    },
}

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
                let nearest = nearest(name, self.funnels.keys().map(String::as_str)).map(str::to_owned);
                let known = self.funnels.keys().map(|id| format!("`{id}`")).collect();
                Err(ResolveError::UnknownFunnel { name: name.to_owned(), nearest, known })
            }
        }
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
            0 => Err(ResolveError::Unknown { name: pattern.to_owned(), nearest: self.nearest_kpi(pattern) }),
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

/// `; did you mean …?`, where there is somebody to mean.
pub(crate) fn meant(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// What there is instead.
fn are(known: &[String]) -> String {
    if known.is_empty() { "is none".to_owned() } else { format!("are {}", known.join(", ")) }
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
    }

    #[test]
    fn an_unclear_name_says_what_it_could_be() {
        assert_eq!(
            resolve(&["orders"]).unwrap_err().to_string(),
            "`orders` could be `leads.orders` or `shop.orders`; write the whole id"
        );
        assert!(resolve(&["shop.revenu"]).unwrap_err().to_string().ends_with("did you mean `shop.revenue`?"));
        assert!(resolve(&["visitor"]).unwrap_err().to_string().ends_with("did you mean `core.visitors`?"));
        assert!(matches!(resolve(&["x.*"]).unwrap_err(), ResolveError::Empty { .. }));
    }
}
