//! Why a file of a workspace cannot be read.

use jauge_domain::ReadFault;

use super::system;

pub(super) fn fault(fault: &ReadFault) -> String {
    match fault {
        ReadFault::LeadsOut => {
            "c'est un lien qui sort du dossier ou ne mène à rien, et de tels liens ne sont pas suivis".to_owned()
        }
        ReadFault::NoFile => "ce n'est pas un fichier mais un dossier, un tube ou un périphérique".to_owned(),
        ReadFault::NotYours => "c'est un lien, le fichier d'un autre, ou d'autres que vous peuvent l'écrire".to_owned(),
        ReadFault::TooLong => format!("il dépasse {} Mio", ReadFault::MOST >> 20),
        ReadFault::System(words) => system::reason(words),
    }
}

pub(super) fn help(fault: &ReadFault) -> Option<String> {
    match fault {
        ReadFault::LeadsOut | ReadFault::NoFile => {
            Some("mettre le fichier lui-même à sa place, ou le retirer".to_owned())
        }
        ReadFault::TooLong => Some("mettre un fichier plus court à sa place, ou le retirer".to_owned()),
        ReadFault::System(words) => system::help(words),
        ReadFault::NotYours => None,
    }
}
