//! One question, asked and checked.

use std::collections::BTreeSet;

use datafusion::prelude::SessionContext;
use jauge_domain::{Basis, Calendar, Kpi, KpiFault, NoValue, OfOrders, Question};
use jiff::Timestamp;

use crate::catalog::{Catalog, Problem, with_spans};
use jauge_store::tables::DERIVED_PREFIX;

use super::answered::Answered;
use super::counterparts::Counterparts;
use super::several::Roots;
use super::window::{asked_span, windows};
use super::{AskError, Coverage, answers, measure, of_daily, of_orders, prepare, run, several, shape};

/// Answers `question` from the tables and models registered in `ctx`, as of `now`.
///
/// # Errors
/// What makes the whole question wrong: an unknown KPI, a period no calendar has, a comparison without a period. What is
/// wrong with one KPI stands in [`Answered::problems`], and the others are answered.
pub async fn ask(
    ctx: &SessionContext,
    catalog: &Catalog,
    calendar: &Calendar,
    coverage: &Coverage,
    question: &Question,
    now: Timestamp,
) -> Result<Answered, AskError> {
    let (mut answered, roots) = answered(ctx, catalog, calendar, coverage, question, now).await?;
    let span = asked_span(question, calendar, now)?;
    answered.notes.extend(of_orders::notes(ctx, catalog, question, span, &roots).await);
    Ok(answered)
}

/// The answers to `question` as [`ask`] gives them, without what their reader should know of orders; and what each KPI is computed
/// from.
pub(crate) async fn answered(
    ctx: &SessionContext,
    catalog: &Catalog,
    calendar: &Calendar,
    coverage: &Coverage,
    question: &Question,
    now: Timestamp,
) -> Result<(Answered, Roots), AskError> {
    let (mut answered, roots) = once(ctx, catalog, calendar, coverage, question, now).await?;
    if let Some(by) = several::by_currency(question, &answered.answers, &roots) {
        // What is wrong with this question costs names in a reason, not the answer.
        let groups = once(ctx, catalog, calendar, coverage, &by, now).await;
        let groups = groups.map(|(groups, _)| groups.answers).unwrap_or_default();
        several::name_all(&mut answered.answers, &groups, &roots, catalog.currency.as_deref());
    }
    Ok((answered, roots))
}

/// The answers, and what each KPI is computed from.
async fn once(
    ctx: &SessionContext,
    catalog: &Catalog,
    calendar: &Calendar,
    coverage: &Coverage,
    question: &Question,
    now: Timestamp,
) -> Result<(Answered, Roots), AskError> {
    let asked = |previous| windows(question, calendar, now, previous);
    let mut run = run::Run::prepare(ctx, catalog, calendar, question, asked).await?;
    run.scan().await;
    let grids = run.grids(coverage);
    let counterparts = Counterparts::find(&run, &grids, coverage).await;
    let roots = |id: &String| (id.clone(), run.prepared.roots(id).into_iter().map(str::to_owned).collect());
    let roots = question.kpis.iter().map(roots).collect();
    let mut answered = answers::answer(&run, &grids, &counterparts, coverage);
    answered.notes.extend(of_daily::notes(&run, coverage).await);
    Ok((answered, roots))
}

/// What is wrong with a KPI's file: its shape, its names, its arithmetic.
pub async fn check(ctx: &SessionContext, catalog: &Catalog, kpi: &Kpi) -> Vec<Problem> {
    let state = with_spans(ctx);
    let start = shape::sql_start(kpi);
    let mut problems: Vec<Problem> = Vec::new();
    for lever in kpi.levers.iter().filter(|lever| !catalog.kpis.contains_key(*lever)) {
        let near = catalog.nearest_kpi(lever);
        problems.push(Problem::at(&kpi.file, start, KpiFault::UnknownLever { lever: lever.clone(), near }));
    }
    for factor in kpi
        .tree
        .iter()
        .flatten()
        .chain(kpi.between.iter().flatten())
        .filter(|factor| !catalog.kpis.contains_key(*factor))
    {
        let near = catalog.nearest_kpi(factor);
        problems.push(Problem::at(&kpi.file, start, KpiFault::UnknownFactor { factor: factor.clone(), near }));
    }
    match prepare::Preparing::new(&state, catalog).kpi(kpi).await {
        Ok(()) => {}
        Err(AskError::Kpi(problem)) => problems.push(problem),
        Err(other) => problems.push(Problem::at(&kpi.file, start, other.message())),
    }
    problems
}

/// From when to when the data reach that `kpi` reads, where that is known.
pub async fn reach(
    ctx: &SessionContext,
    catalog: &Catalog,
    coverage: &Coverage,
    kpi: &Kpi,
) -> (Option<Timestamp>, Option<Timestamp>) {
    let state = with_spans(ctx);
    let mut preparing = prepare::Preparing::new(&state, catalog);
    if preparing.kpi(kpi).await.is_err() {
        return (None, None);
    }
    let mut tables = BTreeSet::new();
    for root in preparing.done.roots(&kpi.id) {
        let model = preparing.done.measured.get(root).map(|measured| measured.source.model.as_str());
        if let Ok(frame) = ctx.table(model.unwrap_or_default()).await {
            tables.extend(crate::catalog::tables_below(frame.logical_plan()).unwrap_or_default());
        }
    }
    tables.remove(jauge_store::tables::RATES);
    if !kpi.may_count_days() {
        tables.remove(jauge_store::tables::DAILY);
    }
    let began = tables.iter().filter_map(|table| coverage.began.get(table)).min();
    (began.copied(), coverage.reached_by(&tables))
}

/// Why `kpi` has no value anywhere, as an answer says it: what it, or one it is computed from, needs or reads was never loaded. `None`
/// where its SQL is wrong.
pub async fn unmet(ctx: &SessionContext, catalog: &Catalog, coverage: &Coverage, kpi: &Kpi) -> Option<NoValue> {
    if let Some(why) = coverage.unmet(catalog, kpi) {
        return Some(why);
    }
    let state = with_spans(ctx);
    let mut preparing = prepare::Preparing::new(&state, catalog);
    preparing.kpi(kpi).await.ok()?;
    for id in preparing.done.roots(&kpi.id) {
        let Some(root) = catalog.kpis.get(id) else { continue };
        let mut tables = BTreeSet::new();
        let model = preparing.done.measured.get(id).map(|measured| measured.source.model.as_str());
        if let Ok(frame) = ctx.table(model.unwrap_or_default()).await {
            tables = crate::catalog::tables_below(frame.logical_plan()).unwrap_or_default();
        }
        tables.remove(jauge_store::tables::RATES);
        let why = coverage.unmet(catalog, root).or_else(|| coverage.unloaded(catalog, &tables));
        let Some(why) = why else { continue };
        return Some(if id == kpi.id { why } else { NoValue::Of { kpi: id.to_owned(), why: Box::new(why) } });
    }
    None
}

/// What a KPI is made from: the KPIs that it reads, the models that these read, and the tables below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// The KPIs that a derived one reads.
    pub kpis: Vec<String>,
    /// The models or tables that it, or they, are counted over.
    pub models: Vec<String>,
    /// The tables of the store below.
    pub tables: Vec<String>,
}

impl Lineage {
    /// Its names, from the tables on the left to what the KPI reads itself; what there is none of is left out.
    pub fn columns(self) -> Vec<Vec<String>> {
        let Self { kpis, models, tables } = self;
        let models = models.into_iter().filter(|model| !tables.contains(model)).collect();
        [tables, models, kpis].into_iter().filter(|names: &Vec<String>| !names.is_empty()).collect()
    }
}

/// What `kpi` is made from; nothing where its SQL is wrong.
pub async fn lineage(ctx: &SessionContext, catalog: &Catalog, kpi: &Kpi) -> Lineage {
    let state = with_spans(ctx);
    let mut preparing = prepare::Preparing::new(&state, catalog);
    if preparing.kpi(kpi).await.is_err() {
        return Lineage::default();
    }
    let derived = preparing.done.derived.iter().find(|(id, _)| *id == kpi.id);
    let kpis: BTreeSet<String> =
        derived.into_iter().flat_map(|(_, derived)| derived.ids()).map(str::to_owned).collect();
    let roots = preparing.done.roots(&kpi.id).into_iter();
    let models =
        roots.filter_map(|root| preparing.done.measured.get(root)).map(|measured| measured.source.model.clone());
    let models: BTreeSet<String> = models.collect();
    let mut tables = BTreeSet::new();
    for model in &models {
        if let Ok(frame) = ctx.table(model.as_str()).await {
            let below = crate::catalog::tables_below(frame.logical_plan()).unwrap_or_default();
            // Sessions come of events.
            let loaded = |table: String| if table.starts_with(DERIVED_PREFIX) { "events".to_owned() } else { table };
            tables.extend(below.into_iter().map(loaded));
        }
    }
    let [kpis, models, tables] = [kpis, models, tables].map(|names| names.into_iter().collect());
    Lineage { kpis, models, tables }
}

/// Which part of what was paid for orders `kpi` is made of; `None` where it is made of none of it, and where its SQL is wrong.
pub async fn basis(ctx: &SessionContext, catalog: &Catalog, kpi: &Kpi) -> Option<Basis> {
    let state = with_spans(ctx);
    let mut preparing = prepare::Preparing::new(&state, catalog);
    preparing.kpi(kpi).await.ok()?;
    let roots = preparing.done.roots(&kpi.id).into_iter();
    of_orders::hangs(catalog, roots, OfOrders::has_basis).then_some(catalog.basis)
}

/// The model or table that `kpi` reads; `None` for a derived KPI, and where its SQL is wrong.
pub async fn model(ctx: &SessionContext, kpi: &Kpi) -> Option<String> {
    let state = with_spans(ctx);
    let shape = shape::shape(&state, kpi).ok()?;
    Some(measure::measure(&state, kpi, shape, None, None).await.ok()?.source.model)
}
