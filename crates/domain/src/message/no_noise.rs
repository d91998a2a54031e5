//! Why nobody can say whether a change is more than chance gives.

use serde::Serialize;

/// Why that cannot be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum NoNoise {
    /// A period's value is not made of those of its days: medians, what is counted per entity, formulas.
    NotOfDays,
    /// Values look back over days that they share.
    LooksBack,
    /// Less than days is compared.
    BelowDays,
    /// Too few days have values, or there are too many groups to read by day.
    FewDays,
}
