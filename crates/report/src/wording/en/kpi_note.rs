//! What the commands about KPIs say.

use jauge_domain::KpiNote;

use super::{super::Wording, forms::counted, names::meant};

pub(super) fn message(note: &KpiNote, wording: &Wording) -> String {
    match note {
        KpiNote::Fed { fed, all } => {
            format!("{fed} of {} can be answered from what is loaded", counted(*all, "KPI", "KPIs"))
        }
        KpiNote::Unfed { why, kpis } => format!("{}: {}", super::message(why, wording), kpis.join(", ")),
        KpiNote::Seam { seam } => super::seam::message(seam, wording),
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
        KpiNote::Tested { passed, failed: 0 } => format!("{}, all passed", counted(*passed, "test", "tests")),
        KpiNote::Tested { passed, failed } => {
            format!("{}, {failed} failed", counted(passed + failed, "test", "tests"))
        }
        KpiNote::NoTests => {
            "no KPI has tests: `queries/kpis/NAME.test.toml` beside `NAME.sql` has rows and the value that they give"
                .to_owned()
        }
        KpiNote::NoKpiBeside { file } => {
            format!("no KPI lies beside {file}: its file has the same name and ends in `.sql`")
        }
        KpiNote::NoSuchRows { name, near } => format!("`rows.{name}` are of no model or table{}", meant(near)),
        KpiNote::BadRows { name, reason } => format!("`rows.{name}` are not what `{name}` has: {reason}"),
        KpiNote::Moved { answers: 0, objectives: 0, revision, .. } => {
            format!("no answer and no objective is another than under the definitions of {revision}")
        }
        KpiNote::Moved { answers, kpis, objectives, revision } => {
            let of = if kpis.is_empty() { String::new() } else { format!(" of {}", kpis.join(", ")) };
            let answers = counted(*answers, "answer", "answers");
            let objectives = counted(*objectives, "objective", "objectives");
            format!("{answers}{of} and {objectives} are others than under the definitions of {revision}")
        }
        KpiNote::NoGit => {
            "git is not installed, or not found by PATH: `jauge kpi diff` reads a revision by it".to_owned()
        }
        KpiNote::NoRepository => {
            "the workspace lies in no git repository: `git init` makes one, and what is committed to it can be compared with"
                .to_owned()
        }
        KpiNote::NoRevision { revision, reason } if reason.is_empty() => {
            format!(
                "git knows no revision `{revision}` of the repository that the workspace lies in: `git log --oneline` lists them"
            )
        }
        KpiNote::NoRevision { revision, reason } => format!("git does not read the revision `{revision}`: {reason}"),
        KpiNote::Made { path } => format!("wrote {path}"),
        KpiNote::AfterNew { kpi } => {
            format!("`jauge kpi check {kpi}` and `jauge kpi test {kpi}` say whether it is right")
        }
        KpiNote::NoId { id } => {
            format!("`{id}` is no id of a KPI: letters, digits, `_` and `-`, and one dot, as in `shop.mobile_orders`")
        }
        KpiNote::FileThere { path } => format!("{path} is there already"),
        KpiNote::Days { days } => counted(*days, "day", "days"),
        KpiNote::Needs { needs } => needs.iter().map(|either| either.join(" or ")).collect::<Vec<_>>().join(", "),
        KpiNote::NoValue { why } => format!("no value: {}", super::message(why, wording)),
    }
}
