//! What the commands about KPIs say.

use jauge_domain::KpiNote;

use super::{super::Wording, forms::counted};

pub(super) fn message(note: &KpiNote, wording: &Wording) -> String {
    match note {
        KpiNote::Fed { fed, all } => {
            format!("{fed} of {} can be answered from what is loaded", counted(*all, "KPI", "KPIs"))
        }
        KpiNote::Unfed { why, kpis } => format!("{}: {}", super::message(why, wording), kpis.join(", ")),
        KpiNote::Scanned { model, scans, kpis } => {
            let scans = if *scans == 1 { "one scan".to_owned() } else { format!("{scans} scans") };
            format!("{model}: {scans} for {}", kpis.join(", "))
        }
        KpiNote::Apart { why } => format!("apart because {}", super::message(why, wording)),
        KpiNote::FilesOpened { files } => format!("files opened: {files}"),
        KpiNote::Checked { kpis, problems: 0 } => {
            format!("{}, nothing wrong", counted(*kpis, "KPI", "KPIs"))
        }
        KpiNote::Checked { kpis, problems } => {
            format!("{}, {}", counted(*kpis, "KPI", "KPIs"), counted(*problems, "problem", "problems"))
        }
        KpiNote::Days { days } => counted(*days, "day", "days"),
        KpiNote::Needs { needs } => needs.iter().map(|either| either.join(" or ")).collect::<Vec<_>>().join(", "),
        KpiNote::NoValue { why } => format!("no value: {}", super::message(why, wording)),
    }
}
