//! Plugins that cannot be used, or that failed.

use jauge_domain::{
    Claim, ClaimValue, Ending, ForeignFault, ManifestFault, Permissions, PluginIssue, PluginMessage, RowsFault,
};

use super::{
    Wording,
    connector::meant,
    contract, read,
    secret::{help as secret_help, message as secret},
    system,
};

pub(super) fn message(message: &PluginMessage, wording: &Wording) -> String {
    format!("le plugin `{}` {}", message.plugin, issue(&message.issue, wording))
}

fn issue(issue: &PluginIssue, wording: &Wording) -> String {
    match issue {
        PluginIssue::NotHere => "n'est pas là".to_owned(),
        PluginIssue::NotInWorkspace { .. } => "n'est pas dans cet espace de travail".to_owned(),
        PluginIssue::NotAName => "ne peut pas s'appeler ainsi : un nom n'est pas un chemin".to_owned(),
        PluginIssue::NotPlaced { .. } => {
            "n'est pas dans jauge.lock : ce n'est pas Jauge qui l'a mis dans plugins/".to_owned()
        }
        PluginIssue::FolderTaken { dir } => {
            format!("n'est pas copié : `{dir}` existe, et ce n'est pas Jauge qui l'a fait")
        }
        PluginIssue::NoSuchPack { .. } => {
            "n'est pas là : jauge.toml nomme un pack qu'aucun plugin n'apporte".to_owned()
        }
        PluginIssue::NoManifest => "n'a de plugin.toml ni à côté de lui ni au-dessus".to_owned(),
        PluginIssue::Manifest { fault, .. } => format!("est illisible : {}", manifest(fault)),
        PluginIssue::NotBuilt { file, dir } | PluginIssue::LibraryGone { file, dir } => {
            format!("n'a pas de bibliothèque `{file}` dans `{dir}`")
        }
        PluginIssue::OnlySql => "n'a pas de bibliothèque".to_owned(),
        PluginIssue::Unreadable { reason, .. } => format!("ne peut pas être lu ou écrit : {}", read::fault(reason)),
        PluginIssue::Foreign { path, fault, .. } => format!("ne peut pas être chargé : `{path}` {}", foreign(*fault)),
        PluginIssue::Lock { reason } => format!("ne peut pas être vérifié : {}", super::message(reason, wording)),
        PluginIssue::NotAgreed { .. } => "n'est pas dans jauge.lock : personne ne l'a accepté".to_owned(),
        PluginIssue::NotTrusted { .. } => {
            "n'est pas exécuté : cet espace de travail n'a pas reçu la confiance pour cela".to_owned()
        }
        PluginIssue::Wants { wants, permitted, .. } => {
            format!("demande maintenant {}, et s'est vu accorder {}", permissions(wants), permissions(permitted))
        }
        PluginIssue::NotGranted { wants, permitted } => format!(
            "demande {}, et s'est vu accorder {} : il reste comme il était",
            permissions(wants),
            permissions(permitted)
        ),
        PluginIssue::Twice { what, name, dirs } => {
            format!("ne se distingue pas d'un autre : {} `{name}` est dans {}", rivals(*what), dirs.join(" et dans "))
        }
        PluginIssue::PackTooLarge { most } => format!("apporte un pack de plus de {most} octets"),
        PluginIssue::Changed { .. } => {
            "n'est pas celui que jauge.lock a accepté : il a été modifié ou recompilé".to_owned()
        }
        PluginIssue::Differs { about, said, is } => {
            format!("annonce {} {} dans plugin.toml et {} dans sa bibliothèque", claim(*about), value(said), value(is))
        }
        PluginIssue::DescribesNoJson { reason } => format!("se décrit par ce qui n'est pas du JSON : {reason}"),
        PluginIssue::Secret { setting, fault } => {
            format!("ne reçoit pas `{setting}` : {}", secret(fault))
        }
        PluginIssue::NotStarted { reason } => format!("ne peut pas être démarré : {}", system::reason(reason)),
        PluginIssue::NotShutIn { files, calls, threads } => {
            let missing = [(*files, "landlock"), (*calls, "seccomp"), (*threads, "les avis de seccomp")];
            let missing: Vec<&str> = missing.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect();
            format!("n'est pas lancé : cette machine ne peut pas l'enfermer, faute de {}", missing.join(" et de "))
        }
        PluginIssue::Computing { seconds } => {
            format!("a calculé plus de {seconds} s sans que rien ne lui soit demandé, et a été arrêté")
        }
        PluginIssue::TimedOut { seconds } => format!("n'a pas répondu en {seconds} s et a été arrêté"),
        PluginIssue::Ended { how, last_words } => {
            let said = last_words.as_ref().map(|said| format!(" ; ses derniers mots : {said}")).unwrap_or_default();
            format!("{}{said}", ending(how))
        }
        PluginIssue::GivenUp { times } => format!("a échoué {times} fois et n'est plus redémarré"),
        PluginIssue::Connection { reason } => format!("a perdu sa connexion : {reason}"),
        PluginIssue::Other { reason } => format!("a échoué : {reason}"),
        PluginIssue::FrameInstead { kind } => format!("a envoyé {kind} là où une réponse était attendue"),
        PluginIssue::FrameOfHost { kind } => format!("a envoyé {kind}, que seul Jauge envoie"),
        PluginIssue::FrameUnknown { kind } => format!("a envoyé une trame du type inconnu {kind}"),
        PluginIssue::FrameTooLong { bytes, most } => {
            format!("a annoncé {bytes} octets, alors que {most} au plus sont acceptés")
        }
        PluginIssue::AnswerUnreadable { reason } => format!("a envoyé ce qui n'est pas une réponse : {reason}"),
        PluginIssue::Rows { fault } => format!("a envoyé {}", rows(fault)),
        PluginIssue::BatchDamaged { reason } => format!("a envoyé un lot endommagé : {reason}"),
        PluginIssue::BatchUnreadable => "a envoyé un lot si endommagé qu'il est illisible".to_owned(),
        PluginIssue::StreamsUnreadable { reason } => {
            format!("énumère ses flux par ce qui n'est pas un tableau JSON : {reason}")
        }
        PluginIssue::FileNotNamed { path } => format!("nomme le fichier `{path}`, qu'aucun réglage ne nomme"),
        PluginIssue::NoColumns => "n'a envoyé aucune colonne".to_owned(),
        PluginIssue::Contract { breach } => contract::breach(breach),
    }
}

/// What to do next.
pub(super) fn help(message: &PluginMessage) -> String {
    match &message.issue {
        PluginIssue::NotHere => "`jauge plugin list` montre ceux qui sont là ; un chemin convient aussi".to_owned(),
        PluginIssue::NotInWorkspace { near } => {
            format!("{}`jauge plugin list` montre ceux qui y sont", meant(near))
        }
        PluginIssue::NotAName => format!("{} ; `jauge plugin list` les montre", manifest(&ManifestFault::Names)),
        PluginIssue::NotPlaced { dir } => {
            format!(
                "si jauge.lock s'est perdu, `jauge plugin add {dir}` l'accepte à nouveau ; pour qu'il disparaisse, supprimer \
                 `{dir}` soi-même"
            )
        }
        PluginIssue::FolderTaken { dir } => {
            format!("accepter ce qui est là par `jauge plugin add {dir}`, ou déplacer `{dir}`")
        }
        PluginIssue::NoSuchPack { near } => format!(
            "{}l'ôter de `packs` dans jauge.toml, ou ajouter le plugin qui l'apporte par `jauge plugin add`",
            meant(near)
        ),
        PluginIssue::NoManifest => {
            "en écrire un à côté de lui : name, version, says, library, sources ou pack ; voir le guide".to_owned()
        }
        PluginIssue::Manifest { path, .. } | PluginIssue::Unreadable { path, .. } => format!("regarder `{path}`"),
        PluginIssue::NotBuilt { file, .. } => {
            format!("le compiler, puis ajouter sa bibliothèque `{file}` par `jauge plugin add`")
        }
        PluginIssue::LibraryGone { .. } => "l'ajouter à nouveau par `jauge plugin add`".to_owned(),
        PluginIssue::Foreign { arch, .. } => format!("le compiler pour cette machine ({arch})"),
        PluginIssue::Lock { reason } => super::help(reason).unwrap_or_else(|| "corriger `jauge.lock`".to_owned()),
        PluginIssue::NotAgreed { dir } => {
            format!("l'ajouter par `jauge plugin add {dir}`, qui montre ce qu'il peut faire")
        }
        PluginIssue::NotTrusted { .. } => {
            "`jauge trust` montre tout ce qui serait permis à cet espace de travail, et demande".to_owned()
        }
        PluginIssue::Wants { dir, .. } | PluginIssue::Changed { dir } => {
            format!("si c'est bien voulu, l'accepter par `jauge plugin add {dir}`")
        }
        PluginIssue::NotGranted { .. } => {
            "pour l'accorder, l'ajouter à nouveau et dire oui, ou avec `--yes` s'il n'y a pas de terminal".to_owned()
        }
        PluginIssue::Twice { .. } => {
            "n'en garder qu'un : `jauge plugin remove`, ou écarter l'autre dossier".to_owned()
        }
        PluginIssue::NotShutIn { .. } => {
            "`jauge doctor` dit ce qui manque ; si vous confiez au plugin tout ce que vous pouvez lire, JAUGE_UNCONFINED=1 dans \
             l'environnement de cette machine le lance tout de même"
                .to_owned()
        }
        PluginIssue::Secret { fault, .. } => secret_help(fault),
        PluginIssue::NotStarted { .. } => "voir `jauge doctor`".to_owned(),
        PluginIssue::TimedOut { .. } => format!(
            "s'il lui faut plus de temps, le lui donner dans jauge.toml : [plugins.{}] timeout = \"10m\"",
            message.plugin
        ),
        PluginIssue::OnlySql
        | PluginIssue::Differs { .. }
        | PluginIssue::DescribesNoJson { .. }
        | PluginIssue::Ended { .. }
        | PluginIssue::GivenUp { .. }
        | PluginIssue::Connection { .. }
        | PluginIssue::FrameInstead { .. }
        | PluginIssue::FrameOfHost { .. }
        | PluginIssue::FrameUnknown { .. }
        | PluginIssue::FrameTooLong { .. }
        | PluginIssue::AnswerUnreadable { .. }
        | PluginIssue::Rows { .. }
        | PluginIssue::PackTooLarge { .. }
        | PluginIssue::Computing { .. }
        | PluginIssue::BatchDamaged { .. }
        | PluginIssue::BatchUnreadable
        | PluginIssue::StreamsUnreadable { .. }
        | PluginIssue::FileNotNamed { .. }
        | PluginIssue::NoColumns
        | PluginIssue::Contract { .. }
        | PluginIssue::Other { .. } => format!(
            "c'est un défaut du plugin : le dire à son auteur, ou s'en passer par `jauge plugin remove {}`",
            message.plugin
        ),
    }
}

/// What a plugin may do, as an object: "le réseau et la lecture de /data".
pub(super) fn permissions(permissions: &Permissions) -> String {
    let network = if permissions.network { "le réseau" } else { "aucun réseau" };
    match permissions.paths.as_slice() {
        [] => network.to_owned(),
        paths => format!("{network} et la lecture de {}", paths.join(", ")),
    }
}

fn manifest(fault: &ManifestFault) -> String {
    match fault {
        ManifestFault::Read { reason } => read::fault(reason),
        ManifestFault::Unreadable { reason } => reason.clone(),
        ManifestFault::Names => {
            "un nom a au plus 64 minuscules, chiffres, `-` et `_`, et commence par une lettre".to_owned()
        }
        ManifestFault::WithoutLibrary => "sans `library` il ne peut apporter qu'un `pack`".to_owned(),
        ManifestFault::BringsNothing => "il n'apporte ni `sources` ni `pack`".to_owned(),
        ManifestFault::LibraryIsPath => "`library` est un nom sans dossier, ni `lib`, ni extension".to_owned(),
    }
}

fn rows(fault: &RowsFault) -> String {
    match fault {
        RowsFault::Cut => "des lignes qui finissent avant d'être entières".to_owned(),
        RowsFault::NoStream => "des lignes qui ne sont pas un flux d'Arrow".to_owned(),
        RowsFault::Several => "des lignes suivies d'autre chose".to_owned(),
        RowsFault::Compressed => "des lignes compressées, qui ne sont pas acceptées".to_owned(),
        RowsFault::Dictionary => "des lignes dans un dictionnaire, qui ne sont pas acceptées".to_owned(),
        RowsFault::Head { reason } => format!("des lignes dont la description n'est pas acceptée : {reason}"),
        RowsFault::HeadTooLong { bytes, most } => {
            format!("des lignes dont la description a {bytes} octets, alors que {most} au plus sont acceptés")
        }
        RowsFault::TooManyRows { rows, most } => {
            format!("{rows} lignes d'un coup, alors que {most} au plus sont acceptées")
        }
    }
}

fn rivals(what: Claim) -> &'static str {
    match what {
        Claim::Name => "un plugin nommé",
        Claim::Sources => "un connecteur nommé",
        Claim::Pack => "un pack nommé",
        Claim::Version => "la version",
        Claim::Permissions => "l'autorisation",
    }
}

fn foreign(fault: ForeignFault) -> &'static str {
    match fault {
        ForeignFault::NoLibrary => "n'est pas une bibliothèque partagée",
        ForeignFault::OtherMachine => "est compilé pour une autre machine",
    }
}

fn claim(claim: Claim) -> &'static str {
    match claim {
        Claim::Name => "comme nom",
        Claim::Version => "comme version",
        Claim::Sources => "comme sources",
        Claim::Pack => "comme pack",
        Claim::Permissions => "comme besoins",
    }
}

fn value(value: &ClaimValue) -> String {
    match value {
        ClaimValue::Names(names) if names.is_empty() => "rien".to_owned(),
        ClaimValue::Names(names) => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        ClaimValue::Permissions(needs) => permissions(needs),
    }
}

fn ending(how: &Ending) -> String {
    match how {
        Ending::ClosedConnection => "a fermé sa connexion et a été arrêté".to_owned(),
        Ending::Signal { number, name } => {
            let why = match number {
                6 => "il a abandonné (abort), manqué de mémoire, ou n'a pas pu dérouler une panique",
                7 | 11 => "il a touché une mémoire qui n'est pas la sienne, ou sa pile a débordé",
                9 => "quelqu'un l'a arrêté, peut-être le noyau faute de mémoire",
                31 => "il a fait un appel système qui n'est pas permis",
                _ => "il a été arrêté",
            };
            format!("a été terminé par {} : {why}", name.as_deref().unwrap_or("un signal"))
        }
        Ending::Exit { exit: 0 } => "s'est terminé avant d'avoir répondu".to_owned(),
        Ending::Exit { exit } => format!("s'est terminé avec le code {exit} avant d'avoir répondu"),
    }
}
