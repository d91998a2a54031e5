//! What the system says of files and folders.

use jauge_domain::SystemFault;

/// Why, after what was tried: in words of ours where `words` are the system's.
pub(super) fn reason(words: &str) -> String {
    SystemFault::read(words).map_or_else(|| words.to_owned(), |fault| self::fault(fault).to_owned())
}

/// What to do about what `words` say.
pub(super) fn help(words: &str) -> Option<String> {
    let text = match SystemFault::read(words)? {
        SystemFault::NotFound => "vérifier le nom, et le dossier d'où il est entendu",
        SystemFault::IsAFolder => "déplacer le dossier, ou nommer un fichier qu'il contient",
        SystemFault::NotAFolder => "déplacer le fichier, ou nommer un autre dossier",
        SystemFault::Exists => "le déplacer, ou choisir un autre nom",
        SystemFault::Denied => "se l'approprier par `chown` ou `chmod`, ou lancer Jauge sous le compte qui le possède",
        SystemFault::ReadOnly => "rendre le disque inscriptible, ou travailler sur une copie ailleurs",
        SystemFault::Full => "libérer de la place, puis recommencer",
        SystemFault::NotEmpty => "déplacer ce qu'il contient",
        SystemFault::Circle => "remplacer le lien par ce vers quoi il doit mener",
        SystemFault::NameTooLong => "choisir un nom plus court",
        SystemFault::NotText => "le réécrire en UTF-8",
        SystemFault::Device => "s'occuper du disque : recommencer, et restaurer une copie si cela persiste",
    };
    Some(text.to_owned())
}

pub(super) fn fault(fault: SystemFault) -> &'static str {
    match fault {
        SystemFault::NotFound => "il n'est pas là",
        SystemFault::IsAFolder => "c'est un dossier, là où il faut un fichier",
        SystemFault::NotAFolder => "un fichier est là où il faut un dossier",
        SystemFault::Exists => "quelque chose s'y trouve déjà",
        SystemFault::Denied => "ce n'est pas permis",
        SystemFault::ReadOnly => "le disque est en lecture seule",
        SystemFault::Full => "il n'y a plus de place sur le disque",
        SystemFault::NotEmpty => "le dossier n'est pas vide",
        SystemFault::Circle => "des liens mènent en cercle",
        SystemFault::NameTooLong => "son nom est trop long",
        SystemFault::NotText => "ce n'est pas du texte en UTF-8",
        SystemFault::Device => "le disque ou le réseau est en panne",
    }
}
