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
    content::{Gaps, Headlines},
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
    stamp: Stamp,
    judged: Mutex<BTreeMap<Language, Arc<Judgement>>>,
}

/// How objectives and headline KPIs stand.
#[derive(Debug)]
pub(crate) struct Judgement {
    pub(crate) objectives: Vec<Objective>,
    pub(crate) evaluations: Vec<Evaluation>,
    pub(crate) headlines: Headlines,
    pub(crate) gaps: Gaps,
}

impl Edition {
    /// Opens the workspace of `parts`, whose files look like `stamp`; nothing is written.
    pub(crate) async fn open(parts: ServedParts, stamp: Stamp) -> Result<Self, StoreError> {
        let ServedParts { settings, packs, troubles } = parts;
        let as_of = settings.last_day(None);
        let now = settings.calendar.day_start(as_of.saturating_add(1.day()));
        let snapshot = Snapshot::open(settings, View { as_of: Some(now), bots: false }, &packs).await?;
        let ledger = Ledger::read(&Store::open(snapshot.workspace.store_dir())?).await?;
        Ok(Self { snapshot, ledger, as_of, now, troubles, stamp, judged: Mutex::default() })
    }

    /// True while the files look like `stamp`, and yesterday is the same day.
    pub(crate) fn holds(&self, stamp: &Stamp) -> bool {
        self.stamp == *stamp && self.as_of == self.snapshot.workspace.last_day(None)
    }

    /// How it writes in `language`.
    pub(crate) fn style(&self, language: Language, grain: Option<Grain>) -> Style {
        let snapshot = &self.snapshot;
        let titles = snapshot.catalog.kpis.values().filter(|kpi| !kpi.title.is_empty());
        Style {
            language,
            currency: snapshot.workspace.config.workspace.currency.clone(),
            grain,
            titles: titles.map(|kpi| (kpi.id.clone(), kpi.title.get(language).to_owned())).collect(),
            ..Style::new(Format::Table, snapshot.workspace.calendar.clone())
        }
    }

    /// How its objectives and headline KPIs stand, found by the first who asks; the others wait for it.
    pub(crate) async fn judged(&self, language: Language) -> Result<Arc<Judgement>, Message> {
        let mut judged = self.judged.lock().await;
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
        Ok(Judgement { objectives, evaluations, headlines, gaps })
    }
}
