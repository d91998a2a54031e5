//! What Jauge talks about: KPIs, models, grains, periods, questions and answers, and their laws.
//!
//! No Arrow and no I/O: everything here is a plain value that any room may hold.
//!
//! ```
//! use jauge_domain::{Calendar, Grain, Period};
//!
//! let calendar = Calendar::new("Europe/Paris", jauge_domain::Weekday::Monday, (1, 1)).unwrap();
//! let period: Period = "2026-03".parse().unwrap();
//! let span = calendar.span(&period).unwrap();
//! // March has 31 days, one of them an hour short.
//! assert_eq!(calendar.buckets(Grain::Day, span).len(), 31);
//! assert_eq!((span.end.as_second() - span.start.as_second()) / 3600, 31 * 24 - 1);
//! ```

mod additivity;
mod answer;
mod calendar;
mod currency;
mod funnel;
mod header;
mod kpi;
mod kpi_test;
mod length;
mod message;
mod model;
mod names;
mod objective;
mod orders;
mod pack;
mod permissions;
mod position;
mod power;
mod question;
mod recipe;
mod text;
mod unit;
mod value;
mod way;

pub use additivity::Additivity;
pub use answer::{Answer, Compared, Noise};
pub use calendar::{
    Bucket, Calendar, CalendarError, Comparison, END_OF_DATA_YEARS, FIRST_DATA_YEAR, Feast, FeastFault, Feasts, Grain,
    Impossible, Lookback, Pairing, Period, Span, Weekday, WrongFeasts, date_of_epoch_day, days_between, epoch_day,
};
pub use currency::{currency_code, currency_codes, currency_sign, named_currency};
pub use funnel::{Funnel, Step, StepAnswer};
pub use header::HeaderError;
pub use kpi::{Direction, Kpi, Level};
pub use kpi_test::{FixtureCell, FixtureRow, KpiTest};
pub use length::{Length, NotALength};
pub use message::{
    Adding, AskMessage, AskNote, BaselineChange, CatalogMessage, CellError, CellKind, Claim, ClaimValue,
    CommandMessage, ComparisonNote, ConfigFault, ConnectorMessage, ContractBreach, ContractStruct, Damage, DiskFault,
    DoctorMessage, Ending, EngineMessage, FileFault, FileNote, FilesMessage, FitFault, ForeignFault, ForeignKind,
    FormatMessage, HeaderMessage, InitChoices, InitMessage, KeptFrom, KpiFault, KpiNote, LoadMessage, LoadNote,
    LockMessage, LockSection, ManifestFault, Message, Missing, NameTaken, NoNoise, NoValue, ObjectiveFault,
    ObjectiveMessage, OwnScan, PluginIssue, PluginMessage, PluginNote, PromptMessage, ReadFault, ReconcileNote,
    RejectReason, RejectedRow, RepairMessage, ResolveError, RowKind, RowsFault, Seam, SecretFault, SelectFault,
    ServeMessage, SessionsMessage, SourceNote, StoreMessage, SystemFault, TimePart, Told, TomlFault, TreeMessage,
    TreeNote, TrustMessage, ValueKind, WordSet, WorkspaceMessage, ZipFault,
};
pub use model::Model;
pub use names::{is_name, nearest};
pub use objective::{
    AchievableFinding, Action, Aim, AssessmentFinding, Baseline, BaselineOrigin, Budget, CalibrationClass, CheckIn,
    ColumnKind, Contribution, Criterion, CriterionName, CriterionState, Driver, Evaluation, EvaluationColumn, Finding,
    Forecast, ForecastRefusal, ForecastScore, Frequency, Goal, MeasurableFinding, Milestone, Movement, NextAction,
    Objective, RealisticFinding, Repeat, Smart, SpecificFinding, Statement, Status, StatusFacts, Target, TestOutcome,
    TimeBoundFinding, Tone, TrackRecord,
};
pub use orders::{Basis, OfOrders};
pub use pack::KpiPack;
pub use permissions::Permissions;
pub use position::Position;
pub use power::Power;
pub use question::{Alignment, Compare, Question, Sort, When};
pub use recipe::Recipe;
pub use text::{Language, Localized};
pub use unit::Unit;
pub use value::{Decimal, Value};
pub use way::{Order, Per, Reentry};
