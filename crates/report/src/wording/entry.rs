//! Words of a KPI's entry in the catalog.

use jauge_domain::{Direction, Level, Unit};

/// A word of an entry: what stands before a line of it, or in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryWord {
    /// Before what kind of number it is.
    Kind,
    /// Before the model.
    CountedOver,
    /// Before dimensions.
    GroupedBy,
    /// Before what it needs.
    Needs,
    /// Before its lookback.
    LooksBack,
    /// Before the days after which it is complete.
    CompleteAfter,
    /// Before the KPIs that move it.
    Drivers,
    /// Before the KPIs it is made of.
    MadeOf,
    /// Before who defined it.
    Source,
    /// Before its value in this workspace.
    Here,
    /// Before why its value is none to rely on to the last digit.
    Estimate,
    /// Before its file.
    File,
    /// What kind of number.
    Kinds(Unit),
    /// How far from a visitor's goal it is.
    Level(Level),
    /// Which way it is meant to go.
    Direction(Direction),
    /// What a derived KPI is counted over.
    OtherKpis,
}
