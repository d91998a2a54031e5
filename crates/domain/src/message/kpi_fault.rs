//! What is wrong with a KPI's SQL.

use serde::Serialize;

/// Why a KPI's SQL is no KPI, or would count wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum KpiFault {
    /// It is something else than one SELECT.
    NotOneSelect,
    /// It selects several expressions, or none.
    NotOneExpression,
    /// It selects `*`.
    Star,
    /// Something stands behind the SELECT.
    SomethingBehind,
    /// It is a UNION or the like.
    SetOperation,
    /// It has a WITH.
    With,
    /// It has an ORDER BY.
    OrderBy,
    /// It has a LIMIT.
    Limit,
    /// It has a SELECT DISTINCT.
    Distinct {
        /// True for DISTINCT ON.
        on: bool,
    },
    /// It has a QUALIFY.
    Qualify,
    /// It has an INTO, a TOP or a LATERAL VIEW.
    NotPlain,
    /// It has a GROUP BY outside.
    GroupBy,
    /// It has a HAVING outside.
    Having,
    /// It has a subquery in an expression.
    Subquery,
    /// It has a window function.
    WindowFunction,
    /// It calls a function that gives something else each time.
    Changing {
        /// The function.
        function: String,
    },
    /// Its subquery does not aggregate.
    NoEntity,
    /// Its subquery groups by all.
    GroupByAll,
    /// Its subquery reads something else than one model.
    SubqueryReads,
    /// It reads something else than a table, a model or a subquery.
    Reads,
    /// It reads a model that cannot be used.
    ReadsBadModel {
        /// The model.
        model: String,
    },
    /// It reads nothing.
    ReadsNothing,
    /// It reads a table function.
    TableFunction,
    /// It joins.
    Join,
    /// It selects no aggregate.
    NoAggregate,
    /// It reads KPIs, which have no model.
    NoModel,
    /// An amount of money comes out as a float.
    MoneyIsFloat,
    /// An amount of money meets a float.
    MoneyMeetsFloat,
    /// Whole numbers are divided.
    WholeDivision,
    /// It is no number.
    NotANumber {
        /// Its type, as the engine writes it.
        is: String,
    },
    /// A KPI over KPIs has a WHERE.
    DerivedWhere,
    /// A KPI over KPIs names none.
    DerivedFromNone,
    /// A KPI over KPIs aggregates.
    DerivedAggregate,
    /// A KPI over KPIs has a window.
    DerivedWindow,
    /// It reads a KPI that there is not.
    UnknownKpi {
        /// The name as written.
        name: String,
        /// The KPI probably meant.
        near: Option<String>,
    },
    /// `previous` has another argument than one KPI.
    Previous,
    /// KPIs read each other in a circle.
    Circle {
        /// Each reads the next; the first comes last again.
        kpis: Vec<String>,
    },
    /// A factor of its tree is no KPI.
    UnknownFactor {
        /// The factor.
        factor: String,
        /// The KPI that was probably meant.
        near: Option<String>,
    },
    /// A lever is no KPI.
    UnknownLever {
        /// The lever.
        lever: String,
        /// The KPI probably meant.
        near: Option<String>,
    },
}
