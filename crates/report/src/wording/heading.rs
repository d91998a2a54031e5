//! Headings of the tables that the commands about sources, files and KPIs write.

use jauge_domain::Grain;

/// What stands above a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    // Sources and loads.
    /// Sources.
    Source,
    /// Paths of sources, or their connectors.
    Path,
    /// Tables.
    Table,
    /// Batches.
    Batch,
    /// Numbers of files.
    Files,
    /// Numbers of rows.
    Rows,
    /// Rows that were read.
    Read,
    /// Rows that are new.
    New,
    /// Rows that replaced older ones.
    Updated,
    /// Rows that were there already.
    Duplicate,
    /// Rows that were rejected.
    Rejected,
    /// Rows that were taken out.
    Removed,
    /// When a source was loaded last.
    LastLoad,
    // Trust.
    /// Things that take trust.
    Power,
    /// Whether it was given.
    PowerState,
    /// Folders of workspaces.
    Workspace,
    // What a file or a source holds.
    /// Names of columns.
    Column,
    /// Types of columns.
    Type,
    /// Whether every row needs a value.
    Needed,
    /// What a column holds.
    Meaning,
    /// One of the first rows, before its number.
    Row,
    /// The share of rows that have a value.
    Filled,
    /// Numbers of distinct values.
    Distinct,
    /// Least values.
    Least,
    /// Greatest values.
    Greatest,
    // KPIs.
    /// Ids of KPIs.
    Id,
    /// Titles of KPIs.
    Title,
    /// Units of KPIs.
    Unit,
    /// Whether a KPI can be answered.
    Available,
    /// The first day.
    From,
    /// The last day.
    To,
    // Trees of KPIs.
    /// Factors and drivers.
    Factor,
    /// Values of the period compared with.
    Before,
    /// Values of the period.
    Now,
    /// What a factor added to a change.
    Contribution,
    /// The same as a share of the change.
    ShareOfChange,
    /// What a driver would have to become.
    Required,
    /// The best it was.
    Best,
    /// Whether it was ever as far.
    WasEver,
    /// Ids of objectives.
    Objective,
    /// Periods.
    Period,
    // How forecasts turned out.
    /// Least chances that forecasts of a class gave.
    ChanceFrom,
    /// Greatest chances that forecasts of a class gave.
    ChanceTo,
    /// Numbers of forecasts.
    Forecasts,
    /// Numbers of periods that they were of.
    Periods,
    /// Chances that forecasts gave, averaged.
    MeanChance,
    /// Shares of forecasts whose target was met.
    CameTrue,
    /// Shares of forecasts whose interval held what came.
    InsideBand,
    /// Brier scores.
    Brier,
    /// Brier scores of the pace rule.
    PaceBrier,
    // Books against a tag.
    /// Dimensions.
    Dimension,
    /// Values of dimensions.
    DimensionValue,
    /// Numbers of what a tag saw.
    Seen,
    /// Numbers of what there is.
    Of,
    /// Shares of what a tag saw.
    ShareSeen,
    // Tests of KPIs.
    /// What a test tests.
    Test,
    /// Whether it passed.
    Passed,
    /// What the KPI must be.
    Wanted,
    /// What it is.
    Found,
    /// Why it has no value.
    Why,
    // Funnels.
    /// Buckets of a grain.
    Bucket(Grain),
    /// Ids of funnels.
    Funnel,
    /// Numbers of steps.
    Step,
    /// Names of steps.
    StepName,
    /// How many reached a step.
    Entered,
    /// Of those who reached the step before.
    Rate,
    /// Of those who reached the first step.
    Overall,
    /// Those who went no further.
    Lost,
    /// The median time from the step before.
    MedianTime,
}
