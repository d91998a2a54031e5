//! What the commands about KPIs say.

use jauge_domain::KpiNote;

use super::super::Wording;
use super::forms::counted;

pub(super) fn message(note: &KpiNote, wording: &Wording) -> String {
    match note {
        KpiNote::Fed { fed, all } => {
            let has = if *fed < 2 { "a" } else { "ont" };
            format!("{fed} KPI sur {all} {has} une réponse dans ce qui est chargé")
        }
        KpiNote::Unfed { why, kpis } => format!("{} : {}", super::message(why, wording), kpis.join(", ")),
        KpiNote::Scanned { model, scans, kpis } => {
            let scans = if *scans == 1 { "une lecture".to_owned() } else { format!("{scans} lectures") };
            format!("{model} : {scans} pour {}", kpis.join(", "))
        }
        KpiNote::Apart { why } => format!("à part, car {}", super::message(why, wording)),
        KpiNote::FilesOpened { files } => format!("fichiers ouverts : {files}"),
        KpiNote::Checked { kpis, problems: 0 } => format!("{kpis} KPI, rien à signaler"),
        KpiNote::Checked { kpis, problems } => {
            format!("{kpis} KPI, {}", counted(*problems, "problème", "problèmes"))
        }
        KpiNote::Days { days } => counted(*days, "jour", "jours"),
        KpiNote::Needs { needs } => needs.iter().map(|either| either.join(" ou ")).collect::<Vec<_>>().join(", "),
        KpiNote::NoValue { why } => format!("pas de valeur : {}", super::message(why, wording)),
    }
}
