//! What `jauge doctor` finds.

use jauge_domain::DoctorMessage;

use super::{forms::counted, system};

pub(super) fn message(message: &DoctorMessage) -> String {
    match message {
        DoctorMessage::Program { version, os, arch } => format!("{version} sur {os} {arch}"),
        DoctorMessage::Workspace { name, root, timezone, currency } => {
            format!("`{name}` dans {root}, {timezone}, {}", currency.as_deref().unwrap_or("sans devise"))
        }
        DoctorMessage::Loaded { rows, files, last } => {
            let (rows, files) = (counted(*rows, "ligne", "lignes"), counted(*files, "fichier", "fichiers"));
            format!("{rows} de {files}, le dernier chargé {last}")
        }
        DoctorMessage::NotPrivate { path } => {
            format!("d'autres peuvent lire `{path}`, qui dit qui est qui : `chmod 600` les en empêche")
        }
        DoctorMessage::Forgetting => {
            "un visiteur n'est pas oublié en entier : qui l'a commencé a été tué, et la prochaine commande qui écrit le finit".to_owned()
        }
        DoctorMessage::Intact { files } => {
            let whole = if *files > 1 { "tous tels qu'ils ont été écrits" } else { "tel qu'il a été écrit" };
            format!("{}, {whole}", counted(*files, "fichier lu", "fichiers lus"))
        }
        DoctorMessage::NothingLoaded => "rien n'est encore chargé : `jauge load`".to_owned(),
        DoctorMessage::StoreReadOnly { reason } => format!("écriture impossible : {}", system::reason(reason)),
        DoctorMessage::Catalog { kpis, models } => format!("KPI : {kpis}, modèles : {models} ; tous sont utilisables"),
        DoctorMessage::Plugin { name, version } => format!("`{name}` {version}"),
        DoctorMessage::Isolated => {
            "les plugins ne lisent que les fichiers que leurs réglages nomment, et ne font aucun appel système interdit"
                .to_owned()
        }
        DoctorMessage::NotIsolated { files, calls, threads, allowed } => {
            let missing = [
                (*files, "landlock (fichiers)"),
                (*calls, "seccomp (appels système)"),
                (*threads, "les avis de seccomp (fils d'exécution)"),
            ];
            let missing: Vec<&str> = missing.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect();
            let so = if *allowed {
                "les plugins tournent tout de même, parce que JAUGE_UNCONFINED vaut 1"
            } else {
                "seuls les plugins venus avec Jauge tournent"
            };
            format!("pas isolés par {}, que cette machine n'a pas : {so}", missing.join(" ni par "))
        }
        DoctorMessage::Trusted { name } => {
            format!("`{name}` est déclaré sûr, et tourne dans le processus même de Jauge")
        }
    }
}
