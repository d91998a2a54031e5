//! The store, and sessions that lag behind it.

use jauge_domain::{Damage, DiskFault, SessionsMessage, StoreMessage, SystemFault};

use super::{super::visible::first_line, Wording, system};

pub(super) fn message(message: &StoreMessage) -> String {
    match message {
        StoreMessage::Newer { path, found, known } => {
            format!("`{path}` a été écrit par un Jauge plus récent (format {found}, celui-ci connaît {known})")
        }
        StoreMessage::Older { path, found, known } => {
            format!("`{path}` a été écrit par un Jauge plus ancien (format {found}, celui-ci écrit le {known})")
        }
        StoreMessage::Io { path, reason, .. } => {
            format!("impossible de lire ou d'écrire `{path}` : {}", system::reason(reason))
        }
        StoreMessage::Link { path } => format!("`{path}` est un lien, et le dossier `.jauge` n'en a pas"),
        StoreMessage::KeyLost { path } => {
            format!(
                "`{path}` n'est pas la clé sous laquelle les données ont été écrites : des lignes viendraient deux fois, et les oubliés reviendraient"
            )
        }
        StoreMessage::ForgottenLost { path, noted, known } => {
            format!("`{path}` a {known} des {noted} visiteurs oubliés : les autres reviendraient")
        }
        StoreMessage::Key { path } => format!("impossible de lire `{path}` : chaque clé doit avoir 32 octets"),
        StoreMessage::Damaged { path, damage } => format!("`{path}` {}", self::damage(damage)),
        StoreMessage::Behind { table, batch } => {
            format!("la table `loads` a perdu ce qu'elle savait du lot {batch} de `{table}`")
        }
        StoreMessage::RepairUnfinished { path } => format!("la réparation de `{path}` a été interrompue"),
        StoreMessage::Entry { table, reason } => {
            format!("table `{table}` : une entrée est endommagée : elle n'a pas de sens ({reason})")
        }
        StoreMessage::Broken { table, damage } => {
            let what = table.as_ref().map_or_else(|| "un fichier de données".to_owned(), |table| format!("`{table}`"));
            format!("{what} {}", self::damage(damage))
        }
        StoreMessage::Table { table, reason, disk } => {
            let why = match disk {
                Some(DiskFault::Full) => "il n'y a plus de place sur le disque".to_owned(),
                Some(DiskFault::Closed) => "l'écriture n'y est pas permise".to_owned(),
                None => reason.clone(),
            };
            format!("impossible de lire ou d'écrire la table `{table}` : {why}")
        }
    }
}

/// What to do about what cannot be read.
const DAMAGED: &str = "`jauge doctor --deep` dit ce qui est endommagé, `jauge repair` rétablit ce qui peut l'être";

/// What is wrong with a file, after its name.
pub(super) fn damage(damage: &Damage) -> String {
    match damage {
        Damage::Missing => "manque".to_owned(),
        Damage::Empty => "est endommagé : il est vide".to_owned(),
        Damage::Cut => "est endommagé : il manque la fin".to_owned(),
        Damage::Miscounted { said, has } => {
            format!("est endommagé : le journal dit qu'il a {said} lignes, et il en a {has}")
        }
        Damage::Foreign => "est endommagé : il dit ce que Jauge n'écrit jamais".to_owned(),
        Damage::Outside { path } => {
            format!("est endommagé : il nomme le fichier `{path}`, qui n'est pas dans le dossier de la table")
        }
        Damage::Unreadable { reason } => match SystemFault::read(reason) {
            Some(fault) => format!("est illisible : {}", system::fault(fault)),
            None => format!("est endommagé : son contenu n'a pas de sens ({})", first_line(reason)),
        },
    }
}

pub(super) fn help(message: &StoreMessage) -> Option<String> {
    let text = match message {
        StoreMessage::Newer { .. } => "installer ce Jauge plus récent, ou prendre un autre espace de travail",
        StoreMessage::Older { .. } => {
            "mettre le dossier de côté et charger dans un nouveau ; y copier d'abord les fichiers `key` et `forgotten`, s'il y en a"
        }
        StoreMessage::Io { disk, .. } | StoreMessage::Table { disk, .. } => match disk {
            Some(DiskFault::Full) => {
                "le disque est plein : libérer de la place et charger à nouveau ; rien n'a été chargé"
            }
            Some(DiskFault::Closed) => "rendre inscriptible le dossier `.jauge` de l'espace de travail",
            None => match message {
                StoreMessage::Io { reason, .. } => return system::help(reason),
                _ => DAMAGED,
            },
        },
        StoreMessage::Damaged { .. } | StoreMessage::Broken { .. } | StoreMessage::Entry { .. } => DAMAGED,
        StoreMessage::Behind { .. } => {
            "`jauge repair` le retrouve ; d'ici là, un chargement pourrait doubler des lignes"
        }
        StoreMessage::RepairUnfinished { .. } => "relancer `jauge repair` : il reprend où il en était",
        StoreMessage::Link { .. } => {
            "supprimer le lien ; pour garder les données ailleurs, y déplacer tout l'espace de travail"
        }
        StoreMessage::KeyLost { .. } => {
            "restaurer le fichier d'une copie ; s'il est perdu pour de bon, mettre le dossier `.jauge` de côté, charger à nouveau et oublier encore ceux qui ne doivent pas revenir"
        }
        StoreMessage::ForgottenLost { .. } => {
            "restaurer le fichier d'une copie, ou lancer `jauge repair` et les oublier à nouveau"
        }
        StoreMessage::Key { .. } => "restaurer le fichier : sans lui, les pseudonymes ne seront plus les mêmes",
    };
    Some(text.to_owned())
}

pub(super) fn sessions(message: &SessionsMessage, wording: &Wording) -> String {
    match message {
        SessionsMessage::AnotherWrites => {
            "un autre jauge est en train d'écrire : les sessions restent celles d'avant".to_owned()
        }
        SessionsMessage::NotDerived { why } => {
            let why = super::message(why, wording);
            format!("les sessions ne sont pas à jour des événements, et restent ce qu'elles sont : {why}")
        }
        SessionsMessage::Stopped => {
            "arrêté : les événements sont chargés, et la prochaine commande mettra les sessions à jour".to_owned()
        }
    }
}
