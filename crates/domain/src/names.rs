//! Names: what one is, and the one that somebody probably meant.

/// The most letters that a name has.
const LONGEST: usize = 64;

/// True where `name` can name a plugin, a pack, a connector, a table or a file that Jauge makes: lower-case letters, digits, `-` and
/// `_`, at most 64 of them and a letter first. So a name is never a path.
pub fn is_name(name: &str) -> bool {
    name.len() <= LONGEST
        && name.starts_with(|char: char| char.is_ascii_lowercase())
        && name.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || matches!(char, '-' | '_'))
}

/// The candidate closest to `name`, where one is close enough to be meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + wanted.len().max(candidate.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_path() {
        assert!(["acme", "pack-2", "shop_orders", "a"].into_iter().all(is_name));
        let long = "a".repeat(65);
        let none =
            ["", ".", "..", "../x", "/etc", "a/b", "a\\b", "a.b", "-a", "2a", "_a", "A", "é", "a b", "a\0", &long];
        for name in none {
            assert!(!is_name(name), "{name:?}");
        }
    }

    #[test]
    fn finds_a_slip_and_nothing_far() {
        let names = ["shop.revenue", "shop.orders"];
        assert_eq!(nearest("shop.revenu", names), Some("shop.revenue"));
        assert_eq!(nearest("Shop.Orders", names), Some("shop.orders"));
        assert_eq!(nearest("visitors", names), None);
    }
}
