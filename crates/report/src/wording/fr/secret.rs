//! Why a secret cannot be had.

use jauge_domain::SecretFault;

use super::read;

pub(super) fn message(fault: &SecretFault) -> String {
    match fault {
        SecretFault::NoVariable { variable } => format!("l'environnement n'a pas de texte `{variable}`"),
        SecretFault::NoFile { path, reason } => format!("impossible de lire `{path}` : {}", read::fault(reason)),
        SecretFault::NotRun { command, reason } => format!("impossible de lancer la commande `{command}` : {reason}"),
        SecretFault::Failed { command, exit_code: Some(code) } => {
            format!("la commande `{command}` a échoué avec le code {code}")
        }
        SecretFault::Failed { command, exit_code: None } => {
            format!("la commande `{command}` a été arrêtée par un signal")
        }
        SecretFault::NoText { command } => format!("ce que la commande `{command}` a écrit n'est pas de l'UTF-8"),
    }
}

pub(super) fn help(fault: &SecretFault) -> String {
    match fault {
        SecretFault::NoVariable { .. } => "donner cette variable là où `jauge` est lancé".to_owned(),
        SecretFault::NoFile { .. } => {
            "un chemin part du dossier de l'espace de travail, et le fichier doit être lisible".to_owned()
        }
        SecretFault::NotRun { .. } | SecretFault::Failed { .. } | SecretFault::NoText { .. } => {
            "lancer la commande soi-même dans le dossier de l'espace de travail : ce qu'elle dit n'est pas montré ici"
                .to_owned()
        }
    }
}
