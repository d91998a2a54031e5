//! What the commands about KPIs say.

use jauge_domain::KpiNote;

use super::super::Wording;
use super::forms::counted;
use super::names::meant;

pub(super) fn message(note: &KpiNote, wording: &Wording) -> String {
    match note {
        KpiNote::Fed { fed, all } => {
            let has = if *fed < 2 { "a" } else { "ont" };
            format!("{fed} KPI sur {all} {has} une réponse dans ce qui est chargé")
        }
        KpiNote::Unfed { why, kpis } => format!("{} : {}", super::message(why, wording), kpis.join(", ")),
        KpiNote::Seam { seam } => super::seam::message(seam, wording),
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
        KpiNote::Tested { passed, failed: 0 } => format!("{}, tous réussis", counted(*passed, "test", "tests")),
        KpiNote::Tested { passed, failed } => {
            format!("{}, dont {failed} en échec", counted(passed + failed, "test", "tests"))
        }
        KpiNote::NoTests => {
            "aucun KPI n'a de tests : `queries/kpis/NOM.test.toml` à côté de `NOM.sql` donne des lignes et la valeur attendue"
                .to_owned()
        }
        KpiNote::NoKpiBeside { file } => {
            format!("aucun KPI n'est à côté de {file} : son fichier porte le même nom et finit par `.sql`")
        }
        KpiNote::NoSuchRows { name, near } => {
            format!("`rows.{name}` ne sont d'aucun modèle ni d'aucune table{}", meant(near))
        }
        KpiNote::BadRows { name, reason } => format!("`rows.{name}` ne vont pas à `{name}` : {reason}"),
        KpiNote::Moved { answers: 0, objectives: 0, revision, .. } => {
            format!("aucune réponse et aucun objectif ne diffère de ceux des définitions de {revision}")
        }
        KpiNote::Moved { answers, kpis, objectives, revision } => {
            let of = if kpis.is_empty() { String::new() } else { format!(" de {}", kpis.join(", ")) };
            let answers = counted(*answers, "réponse", "réponses");
            let objectives = counted(*objectives, "objectif", "objectifs");
            format!("autres que sous les définitions de {revision} : {answers}{of}, {objectives}")
        }
        KpiNote::NoGit => {
            "git n'est pas installé, ou introuvable par PATH : c'est avec lui que `jauge kpi diff` lit une révision".to_owned()
        }
        KpiNote::NoRepository => {
            "l'espace de travail n'est dans aucun dépôt git : `git init` en crée un, et ce qui y est enregistré peut servir de comparaison"
                .to_owned()
        }
        KpiNote::NoRevision { revision, reason } if reason.is_empty() => {
            format!(
                "git ne connaît pas de révision `{revision}` du dépôt où se trouve l'espace de travail : `git log --oneline` en donne la liste"
            )
        }
        KpiNote::NoRevision { revision, reason } => format!("git ne lit pas la révision `{revision}` : {reason}"),
        KpiNote::Made { path } => format!("{path} écrit"),
        KpiNote::AfterNew { kpi } => format!("`jauge kpi check {kpi}` et `jauge kpi test {kpi}` disent s'il est juste"),
        KpiNote::NoId { id } => {
            format!("`{id}` n'est pas un identifiant de KPI : lettres, chiffres, `_` et `-`, et un point, comme `shop.mobile_orders`")
        }
        KpiNote::FileThere { path } => format!("{path} existe déjà"),
        KpiNote::Days { days } => counted(*days, "jour", "jours"),
        KpiNote::Needs { needs } => needs.iter().map(|either| either.join(" ou ")).collect::<Vec<_>>().join(", "),
        KpiNote::NoValue { why } => format!("pas de valeur : {}", super::message(why, wording)),
    }
}
