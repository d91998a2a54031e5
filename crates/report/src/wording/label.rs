//! Words that stand alone: headings, names of states.

use jauge_domain::{CriterionName, CriterionState, Grain, Unit};

use super::{EntryWord, Heading, WorkbookWord};

/// A word or two that stand alone, in a heading or before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    // Answers.
    /// Above a column of buckets.
    Bucket(Grain),
    /// Above a column of KPIs.
    Kpi,
    /// Above a column of values.
    Value,
    /// Above the values of the period before.
    Before,
    /// Above changes.
    Change,
    /// Above the values over the days that are compared, of what is under way.
    ComparedPart,
    /// Of a bucket that the period cuts.
    Cut,
    /// Of a change that chance alone gives as well.
    Usual,
    /// Above the feasts of days and weeks.
    Feasts,
    /// The sum over all groups.
    Total,
    /// Of a bucket that may still change.
    NotComplete,
    // Objectives and evaluations.
    /// Above statuses.
    Status,
    /// Above objectives.
    Objective,
    /// Above values up to now.
    SoFar,
    /// Above targets.
    Target,
    /// Above progress.
    Progress,
    /// Above forecasts.
    Forecast,
    /// Above probabilities.
    Likely,
    /// Above owners.
    Owner,
    /// Above periods.
    Period,
    /// Above conditions.
    Filter,
    /// Above names.
    Id,
    /// Above ids of KPIs, in a list of objectives.
    KpiId,
    /// Above targets, in a list of objectives.
    TargetOfList,
    /// Above owners, in a list of objectives.
    OwnerOfList,
    /// Above files.
    File,
    /// What is left of a list.
    Others,
    // Criteria.
    /// Above names of objectives, in a table of criteria.
    CriteriaObjective,
    /// Above names of criteria.
    CriterionHeading,
    /// Above states of criteria.
    StateHeading,
    /// Above what was found.
    Evidence,
    /// Above what would help.
    Advice,
    /// The name of a criterion.
    Criterion(CriterionName),
    /// The state of a criterion.
    State(CriterionState),
    // What history makes possible.
    /// Before a baseline.
    Baseline,
    /// Before past periods.
    PastPeriods,
    /// Before a forecast.
    IfNothingChanges,
    /// Before a target.
    ProposedTarget,
    /// Why a target is proposed: by the forecast.
    MetInThreeOfTen,
    /// Why a target is proposed: by past periods, or by the baseline.
    ReachedByAQuarter,
    // `jauge doctor` and `jauge plugin`.
    /// `jauge doctor`: models and KPIs.
    CheckCatalog,
    /// `jauge doctor`: what shuts plugins in.
    CheckIsolation,
    /// `jauge doctor`: the program.
    CheckJauge,
    /// `jauge doctor`: jauge.lock.
    CheckLock,
    /// `jauge doctor`: worth knowing.
    CheckNote,
    /// `jauge doctor`: as it should be.
    CheckOk,
    /// `jauge doctor`: a plugin.
    CheckPlugin,
    /// `jauge doctor`: heading of what was found.
    CheckSays,
    /// `jauge doctor`: heading of how a check came out.
    CheckState,
    /// `jauge doctor`: the store.
    CheckStore,
    /// `jauge doctor`: heading of what was checked.
    CheckWhat,
    /// `jauge doctor`: the workspace.
    CheckWorkspace,
    /// `jauge doctor`: to be mended.
    CheckWrong,
    /// `jauge plugin list`: in jauge.lock.
    PluginAgreed,
    /// `jauge plugin list`: heading of connectors and packs.
    PluginBrings,
    /// `jauge plugin list`: heading of where it comes from.
    PluginFrom,
    /// `jauge plugin list`: heading of permissions.
    PluginMayUse,
    /// `jauge plugin list`: heading of names.
    PluginName,
    /// `jauge plugin list`: not in jauge.lock.
    PluginNotAgreed,
    /// `jauge plugin list`: it came with Jauge.
    PluginShipped,
    /// `jauge plugin list`: it has no library.
    PluginSqlOnly,
    /// `jauge plugin list`: heading of whether it was agreed to.
    PluginState,
    /// `jauge plugin list`: from the user's data folder.
    PluginUser,
    /// `jauge plugin list`: heading of versions.
    PluginVersion,
    /// `jauge plugin list`: from the workspace.
    PluginWorkspace,
    /// `jauge plugin list`: jauge.lock agrees to it, and its user was not asked.
    PluginNotTrusted,
    /// `jauge trust`: said yes to.
    PowerTrusted,
    /// `jauge trust`: not said yes to.
    PowerWithheld,
    // Sources, files and KPIs.
    /// The name of a unit.
    Unit(Unit),
    /// Whether something is so.
    Flag(bool),
    /// What stands above a column.
    Heading(Heading),
    /// A word of a KPI's entry.
    Entry(EntryWord),
    /// A word of a workbook.
    Workbook(WorkbookWord),
    // Messages.
    /// Before commands to try next.
    Next,
    /// Before what to do about an error.
    Help,
    /// At the place in a file that an error is about.
    Here,
}

impl From<Heading> for Label {
    fn from(heading: Heading) -> Self {
        Self::Heading(heading)
    }
}
