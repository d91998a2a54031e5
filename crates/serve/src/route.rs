//! Which page a path is of.

use url::form_urlencoded::{byte_serialize, parse};

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// All objectives.
    Overview,
    /// A page of one workspace, by the name that paths have for it.
    Of(String, Page),
}

/// A page of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// One objective, by its id.
    Objective(String),
    /// The catalog.
    Kpis,
    /// One KPI, by its id.
    Kpi(String),
    /// Every funnel.
    Funnels,
    /// What was loaded.
    Sources,
}

impl Route {
    /// The page that `path` is of; `None` where there is no such.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match *parts.as_slice() {
            [] => Some(Self::Overview),
            [workspace, "objectives", id] => Some(Self::Of(plain(workspace), Page::Objective(plain(id)))),
            [workspace, "kpis"] => Some(Self::Of(plain(workspace), Page::Kpis)),
            [workspace, "kpis", id] => Some(Self::Of(plain(workspace), Page::Kpi(plain(id)))),
            [workspace, "funnels"] => Some(Self::Of(plain(workspace), Page::Funnels)),
            [workspace, "sources"] => Some(Self::Of(plain(workspace), Page::Sources)),
            _ => None,
        }
    }
}

impl Page {
    /// Its path in the workspace that paths call `workspace`.
    pub(crate) fn path(&self, workspace: &str) -> String {
        match self {
            Self::Objective(id) => format!("/{workspace}/objectives/{}", escaped(id)),
            Self::Kpis => format!("/{workspace}/kpis"),
            Self::Kpi(id) => format!("/{workspace}/kpis/{}", escaped(id)),
            Self::Funnels => format!("/{workspace}/funnels"),
            Self::Sources => format!("/{workspace}/sources"),
        }
    }
}

fn escaped(id: &str) -> String {
    byte_serialize(id.as_bytes()).collect()
}

/// A part of a path as it was before [`escaped`].
fn plain(part: &str) -> String {
    parse(part.as_bytes()).next().map_or_else(String::new, |(part, _)| part.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_by_its_own_path() {
        let objectives = ["more", "plus de ventes", "a/b?c=d&e", "été"].map(|id| Page::Objective(id.to_owned()));
        let others = [Page::Kpis, Page::Kpi("shop.orders".to_owned()), Page::Funnels, Page::Sources];
        for page in objectives.into_iter().chain(others) {
            assert_eq!(Route::of(&page.path("shop")), Some(Route::Of("shop".to_owned(), page)));
        }
        assert_eq!(Route::of("/"), Some(Route::Overview));
    }

    #[test]
    fn there_are_no_other_pages() {
        for path in ["/shop", "/shop/kpis/a/b", "/../etc/passwd", "/shop/objectives", "/favicon.ico"] {
            assert_eq!(Route::of(path), None, "{path}");
        }
    }
}
