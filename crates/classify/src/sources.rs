//! Google's list of sources by category.

use std::collections::HashMap;
use std::sync::LazyLock;

static LIST: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/source_categories.csv"));

static CATEGORIES: LazyLock<HashMap<&'static str, Category>> = LazyLock::new(|| {
    let rows = LIST.lines().skip(1).filter_map(|row| row.split_once(','));
    rows.filter_map(|(source, category)| Some((source, Category::named(category)?))).collect()
});

/// What kind of site a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Category {
    Search,
    Social,
    Video,
    Shopping,
}

impl Category {
    fn named(name: &str) -> Option<Self> {
        match name {
            "search" => Some(Self::Search),
            "social" => Some(Self::Social),
            "video" => Some(Self::Video),
            "shopping" => Some(Self::Shopping),
            _ => None,
        }
    }
}

/// The category of a source, written in lower case.
pub(super) fn category(source: &str) -> Option<Category> {
    CATEGORIES.get(source).copied()
}

/// Whether `source` is a social network or a video site, by Google's list.
pub fn is_network(source: &str) -> bool {
    matches!(category(&source.to_lowercase()), Some(Category::Social | Category::Video))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_list_is_read() {
        let count = |wanted| CATEGORIES.values().filter(|category| **category == wanted).count();
        let counts = [Category::Search, Category::Social, Category::Video, Category::Shopping].map(count);
        assert_eq!(counts, [131, 590, 46, 52]);
        assert_eq!(LIST.lines().count(), 1 + counts.iter().sum::<usize>());
    }

    #[test]
    fn networks_are_no_websites() {
        for (source, network) in [
            ("facebook.com", true),
            ("YouTube.com", true),
            ("example.com", false),
            ("google", false),
            ("ebay.de", false),
        ] {
            assert_eq!(is_network(source), network, "{source}");
        }
    }

    #[test]
    fn the_list_is_sorted_and_in_lower_case() {
        let sources: Vec<_> = LIST.lines().skip(1).filter_map(|row| row.split(',').next()).collect();
        assert!(sources.is_sorted());
        assert!(sources.iter().all(|source| *source == source.to_lowercase()));
        assert_eq!(category("google shopping"), Some(Category::Shopping));
        assert_eq!(category("example.com"), None);
    }
}
