//! How a question is answered: the plans, what they amount to in SQL, and what could not share a scan.

use std::sync::Arc;

use datafusion::datasource::physical_plan::FileScanConfig;
use datafusion::datasource::source::DataSourceExec;
use datafusion::physical_plan::{ExecutionPlan, displayable};
use datafusion::prelude::SessionContext;
use datafusion::sql::unparser::plan_to_sql;
use jauge_domain::{Calendar, OwnScan, Question};
use jiff::Timestamp;

use super::AskError;
use super::run::Run;
use super::window::windows;
use crate::catalog::Catalog;

/// How one source of a question is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The model or table.
    pub model: String,
    /// The KPIs computed in this scan.
    pub kpis: Vec<String>,
    /// The physical plan.
    pub physical: String,
    /// The SQL it amounts to, where SQL can say it.
    pub sql: Option<String>,
    /// How many times something is scanned: 1 for a model over one table.
    pub scans: usize,
    /// The files that will be opened, where the plan reads files; row groups are pruned later.
    pub files: Option<usize>,
    /// Why it is not part of another scan.
    pub apart: Option<OwnScan>,
}

/// The plans of a question, none of them run; where a bucket looks back in an open period, the first and last moments are.
///
/// # Errors
/// As [`super::ask`]; and the first KPI that cannot be planned.
pub async fn explain(
    ctx: &SessionContext,
    catalog: &Catalog,
    calendar: &Calendar,
    question: &Question,
    now: Timestamp,
) -> Result<Vec<Explained>, AskError> {
    let run =
        Run::prepare(ctx, catalog, calendar, question, |previous| windows(question, calendar, now, previous)).await?;
    if let Some(error) = run.failed.values().next() {
        return Err(error.clone());
    }
    let mut explained: Vec<Explained> = Vec::new();
    for (source, lookback, kpis) in run.sharing(&run.prepared) {
        let names: Vec<String> = kpis.iter().map(|(id, _)| (*id).to_owned()).collect();
        for (pass, (_, _, planned)) in run.plans(source, lookback, &kpis).await?.into_iter().enumerate() {
            let engine = |error| AskError::run(names.iter().map(String::as_str), &error);
            let physical = run.ctx.state().create_physical_plan(&planned.plan).await.map_err(engine)?;
            let again = explained.iter().any(|other| other.model == source.model && other.apart.is_none());
            let apart = match (pass, &source.inner) {
                _ if lookback.is_some() => Some(OwnScan::Lookback),
                (1.., _) => Some(OwnScan::Overlap),
                (0, Some(_)) => Some(OwnScan::PerEntity),
                (0, None) => again.then_some(OwnScan::OthersPerEntity),
            };
            let (scans, files) = count(&physical);
            explained.push(Explained {
                model: source.model.clone(),
                kpis: names.clone(),
                physical: displayable(physical.as_ref()).indent(false).to_string(),
                sql: plan_to_sql(&planned.plan).ok().map(|sql| format!("{sql:#}")),
                scans,
                files,
                apart,
            });
        }
    }
    Ok(explained)
}

/// How many leaves a plan has, and how many files they open.
fn count(plan: &Arc<dyn ExecutionPlan>) -> (usize, Option<usize>) {
    if plan.children().is_empty() {
        let config = (plan.as_ref() as &dyn std::any::Any).downcast_ref::<DataSourceExec>();
        let config = config.and_then(|exec| exec.data_source().downcast_ref::<FileScanConfig>());
        let files = config.map(|config| config.file_groups.iter().map(|group| group.len()).sum());
        return (1, files);
    }
    plan.children().into_iter().map(count).fold((0, None), |(scans, files), (more, opened)| {
        (scans + more, files.map_or(opened, |files: usize| Some(files + opened.unwrap_or(0))))
    })
}
