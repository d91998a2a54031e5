//! A workspace at one version of its store, as it stood at the end of yesterday, with what was found of it once.

use std::{collections::BTreeMap, sync::Arc};

use jauge_core::{
    judge::{Chosen, Judged, choose, evaluate},
    snapshot::{Snapshot, View},
    store::{Ledger, Store, StoreError},
};
use jauge_domain::{Evaluation, Grain, Language, Message, Objective};
use jauge_report::{Format, Style};
use jiff::{Timestamp, ToSpan, civil::Date};
use tokio::sync::Mutex;

use crate::{
    content::{Cohorts, Gaps, Headlines},
    parts::ServedParts,
    stamp::Stamp,
};

/// A workspace at one version.
pub(crate) struct Edition {
    pub(crate) snapshot: Snapshot,
    /// What was loaded.
    pub(crate) ledger: Ledger,
    /// The last day that counts.
    pub(crate) as_of: Date,
    /// The end of that day.
    pub(crate) now: Timestamp,
    troubles: Vec<Message>,
    findings: Arc<Findings>,
}

/// What was found of a workspace at one version, which holds also when that is closed and opened again.
pub(crate) struct Findings {
    stamp: Stamp,
    as_of: Date,
    judged: Mutex<BTreeMap<Language, Arc<Judgement>>>,
}

/// How objectives, headline KPIs and cohorts stand.
#[derive(Debug)]
pub(crate) struct Judgement {
    pub(crate) objectives: Vec<Objective>,
    pub(crate) evaluations: Vec<Evaluation>,
    pub(crate) headlines: Headlines,
    pub(crate) cohorts: Cohorts,
    pub(crate) gaps: Gaps,
}

impl Edition {
    /// Opens the workspace of `parts`, whose files look like `stamp`; nothing is written. What was found `before` need not be found
    /// again where it is of the same version.
    pub(crate) async fn open(
        parts: ServedParts,
        stamp: Stamp,
        before: Option<Arc<Findings>>,
    ) -> Result<Self, StoreError> {
        let ServedParts { settings, packs, troubles } = parts;
        let as_of = settings.last_day(None);
        let now = settings.calendar.day_start(as_of.saturating_add(1.day()));
        let snapshot = Snapshot::open(settings, View { as_of: Some(now), bots: false }, &packs).await?;
        let ledger = Ledger::read(&Store::open(snapshot.workspace.store_dir())?).await?;
        let before = before.filter(|findings| findings.are_of(&stamp, as_of));
        let findings = before.unwrap_or_else(|| Arc::new(Findings { stamp, as_of, judged: Mutex::default() }));
        Ok(Self { snapshot, ledger, as_of, now, troubles, findings })
    }

    /// True while the files look like `stamp`, and yesterday is the same day.
    pub(crate) fn holds(&self, stamp: &Stamp) -> bool {
        self.findings.are_of(stamp, self.snapshot.workspace.last_day(None))
    }

    /// What was found of it so far.
    pub(crate) fn findings(&self) -> Arc<Findings> {
        Arc::clone(&self.findings)
    }

    /// How it writes in `language`.
    pub(crate) fn style(&self, language: Language, grain: Option<Grain>) -> Style {
        let snapshot = &self.snapshot;
        Style {
            language,
            currency: snapshot.workspace.config.workspace.currency.clone(),
            grain,
            titles: snapshot.catalog.titles(language),
            ..Style::new(Format::Table, snapshot.workspace.calendar.clone())
        }
    }

    /// How its objectives and headline KPIs stand, found by the first who asks; the others wait for it.
    pub(crate) async fn judged(&self, language: Language) -> Result<Arc<Judgement>, Message> {
        let mut judged = self.findings.judged.lock().await;
        if let Some(known) = judged.get(&language) {
            return Ok(Arc::clone(known));
        }
        let found = Arc::new(self.judge(language).await?);
        judged.insert(language, Arc::clone(&found));
        Ok(found)
    }

    async fn judge(&self, language: Language) -> Result<Judgement, Message> {
        let snapshot = &self.snapshot;
        let mut gaps = Gaps::default();
        self.troubles.iter().for_each(|trouble| gaps.note(trouble.clone()));
        snapshot.problems.iter().for_each(|problem| gaps.add(&problem.file, problem.message()));
        let Chosen { objectives, faults } = choose(&snapshot.workspace, &[]).map_err(|error| error.message())?;
        faults.iter().for_each(|fault| gaps.note(fault.message()));
        let Judged { evaluations, problems, notes, .. } = evaluate(snapshot, &objectives, language, self.as_of).await;
        problems.iter().for_each(|(id, problem)| gaps.add(id, (*problem.why).clone()));
        notes.into_iter().for_each(|note| gaps.note(note));
        let style = self.style(language, None);
        let headlines = Headlines::ask(snapshot, self.now, &style, &mut gaps).await.map_err(|error| error.message())?;
        let cohorts = Cohorts::ask(snapshot, self.now).await.map_err(|error| error.message())?;
        Ok(Judgement { objectives, evaluations, headlines, cohorts, gaps })
    }
}

impl Findings {
    fn are_of(&self, stamp: &Stamp, as_of: Date) -> bool {
        self.stamp == *stamp && self.as_of == as_of
    }
}
