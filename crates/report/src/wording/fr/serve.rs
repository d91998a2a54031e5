//! Ce que dit `jauge serve`.

use jauge_domain::ServeMessage;

use super::system;

pub(super) fn message(message: &ServeMessage) -> String {
    match message {
        ServeMessage::Serving => "Les pages sont servies sur cette machine seule ; Ctrl-C arrête.".to_owned(),
        ServeMessage::NotLoopback { address } => format!(
            "`{address}` n'est pas une adresse de cette machine seule : les pages n'ont pas de mot de passe, d'autres pourraient les lire"
        ),
        ServeMessage::CannotListen { address, reason } => {
            format!("impossible d'écouter sur {address} : {}", system::reason(reason))
        }
        ServeMessage::WrongHost { host: Some(host) } => {
            format!("`{host}` n'est pas un nom de cette machine : une autre page a pu envoyer le navigateur ici")
        }
        ServeMessage::WrongHost { host: None } => "la requête ne dit pas à quel hôte elle s'adresse".to_owned(),
        ServeMessage::Embedded => "une autre page a demandé celle-ci, sans que personne suive un lien".to_owned(),
        ServeMessage::ReadOnly => "les pages ne peuvent qu'être lues".to_owned(),
        ServeMessage::NoSuchPage { path } => format!("il n'y a pas de page `{path}`"),
        ServeMessage::NotAValue { key, value, .. } => format!("`{key}` ne peut pas être `{value}`"),
        ServeMessage::TooManyRows { rows, most } => {
            format!("la réponse a {rows} lignes, et une page en montre {most} au plus")
        }
        ServeMessage::BrokenOff => "la page n'a pas pu être faite : c'est un défaut de Jauge".to_owned(),
    }
}

pub(super) fn help(message: &ServeMessage) -> Option<String> {
    match message {
        ServeMessage::NotLoopback { .. } => {
            Some("prenez 127.0.0.1, ::1 ou localhost ; `jauge report` écrit une page à envoyer à d'autres".to_owned())
        }
        ServeMessage::CannotListen { .. } => Some("`--port 0` prend un port libre".to_owned()),
        ServeMessage::WrongHost { .. } | ServeMessage::Embedded => {
            Some("ouvrez l'adresse que `jauge serve` a affichée".to_owned())
        }
        ServeMessage::NoSuchPage { .. } => Some("`/` mène à toutes les pages".to_owned()),
        ServeMessage::NotAValue { known, .. } => Some(format!("les valeurs possibles : {}", known.join(", "))),
        ServeMessage::TooManyRows { .. } => {
            Some("prenez une période plus courte ou une maille plus large ; `jauge ask` les donne toutes".to_owned())
        }
        ServeMessage::Serving | ServeMessage::ReadOnly | ServeMessage::BrokenOff => None,
    }
}
