//! The name somebody probably meant.

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
    fn finds_a_slip_and_nothing_far() {
        let names = ["shop.revenue", "shop.orders"];
        assert_eq!(nearest("shop.revenu", names), Some("shop.revenue"));
        assert_eq!(nearest("Shop.Orders", names), Some("shop.orders"));
        assert_eq!(nearest("visitors", names), None);
    }
}
