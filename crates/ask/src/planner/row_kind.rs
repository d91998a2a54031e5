//! What a row of a scan's result stands for.

/// What a row of a scan's result stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowKind {
    /// One bucket of one group.
    Base,
    /// One bucket over all groups.
    Total,
    /// The whole period of one group, for `--top` and sorting.
    Rank,
}
