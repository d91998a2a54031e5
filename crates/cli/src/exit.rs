//! Exit codes: which of several a command ends with.

/// The request or a file is wrong.
pub(crate) const WRONG: u8 = 2;
/// There is no data to judge by.
pub(crate) const NO_DATA: u8 = 3;
/// A check found something.
pub(crate) const CHECK_FAILED: u8 = 1;
/// A source or a plugin failed.
pub(crate) const SOURCE_FAILED: u8 = 4;
/// Jauge itself failed.
pub(crate) const INTERNAL: u8 = 5;

/// What goes before what: a script learns of the gravest. That nothing could be said is last, so that one empty objective does not
/// hide one that is missed.
const GRAVEST_FIRST: [u8; 6] = [INTERNAL, SOURCE_FAILED, WRONG, CHECK_FAILED, 0, NO_DATA];

/// The exit code of several things done; 0 where there is none.
pub(crate) fn of_all(codes: impl IntoIterator<Item = u8>) -> u8 {
    let place = |code: &u8| GRAVEST_FIRST.iter().position(|known| known == code);
    codes.into_iter().min_by_key(place).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_is_told_and_nothing_only_where_all_is_nothing() {
        assert_eq!(of_all([]), 0);
        assert_eq!(of_all([0, NO_DATA]), 0);
        assert_eq!(of_all([NO_DATA, NO_DATA]), NO_DATA);
        assert_eq!(of_all([NO_DATA, CHECK_FAILED, 0]), CHECK_FAILED);
        assert_eq!(of_all([CHECK_FAILED, WRONG, NO_DATA]), WRONG);
        assert_eq!(of_all([WRONG, SOURCE_FAILED, INTERNAL]), INTERNAL);
    }
}
