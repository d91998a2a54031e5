//! Ce qui a été confié à un espace de travail.

use jauge_domain::{Power, ReadFault, SystemFault, TrustMessage};

use super::{super::visible::visible, plugin::permissions, read, system};

pub(super) fn message(message: &TrustMessage) -> String {
    match message {
        TrustMessage::Withheld { source, powers } => format!(
            "la source `{}` n'est pas lue : cet espace de travail n'a pas reçu la confiance pour {}",
            visible(source),
            listed(powers)
        ),
        TrustMessage::Allows { what } => power(what),
        TrustMessage::AsksNothing { folder } => format!(
            "`{}` ne demande rien qui exige la confiance : il n'exécute aucun code à lui et reste dans son dossier",
            visible(folder)
        ),
        TrustMessage::Asks { folder, powers } => {
            let lines: String = powers.iter().map(|one| format!("\n  {}", power(one))).collect();
            format!("`{}` n'a pas encore reçu la confiance pour{lines}", visible(folder))
        }
        TrustMessage::Question => "Lui confier tout cela ? [o/N] ".to_owned(),
        TrustMessage::NotGiven => "aucune confiance n'a été donnée".to_owned(),
        TrustMessage::Given { folder, powers } => {
            format!("`{}` a reçu la confiance pour {powers} choses", visible(folder))
        }
        TrustMessage::HowWithoutTerminal { hash } => {
            format!("pour lui faire confiance : `jauge trust --yes`, ou pour une fois JAUGE_TRUST={hash}")
        }
        TrustMessage::OtherHash { found } => {
            format!("JAUGE_TRUST vaut `{}`, et cet espace de travail demande autre chose", visible(found))
        }
        TrustMessage::Revoked { folder } => format!("`{}` n'a plus la confiance", visible(folder)),
        TrustMessage::NothingToRevoke { folder } => format!("`{}` n'avait reçu aucune confiance", visible(folder)),
        TrustMessage::Unreadable { path, reason } => {
            format!("impossible de lire dans `{path}` ce qui a la confiance : {}", unread(reason))
        }
        TrustMessage::Unwritable { path, reason } => {
            format!("impossible d'écrire dans `{path}` ce qui a la confiance : {}", system::reason(reason))
        }
        TrustMessage::NoHome => "il n'y a pas de dossier où écrire ce qui a la confiance".to_owned(),
    }
}

pub(super) fn help(message: &TrustMessage) -> Option<String> {
    match message {
        TrustMessage::Withheld { .. } => {
            Some("`jauge trust` montre tout ce qui serait permis à cet espace de travail, et demande".to_owned())
        }
        TrustMessage::OtherHash { .. } => {
            Some("`jauge trust` montre ce qu'il demande, et l'empreinte de cela".to_owned())
        }
        TrustMessage::Unreadable { path, .. } => {
            Some(format!("supprimer `{path}`, puis redire par `jauge trust` ce qui a la confiance"))
        }
        TrustMessage::Unwritable { path, .. } => Some(format!(
            "`{path}` doit être un fichier ou ne pas exister, dans un dossier à vous : l'écarter si c'est autre chose"
        )),
        TrustMessage::NoHome => Some("définir HOME, ou XDG_DATA_HOME comme un dossier à soi".to_owned()),
        TrustMessage::Allows { .. }
        | TrustMessage::AsksNothing { .. }
        | TrustMessage::Asks { .. }
        | TrustMessage::Question
        | TrustMessage::NotGiven
        | TrustMessage::Given { .. }
        | TrustMessage::HowWithoutTerminal { .. }
        | TrustMessage::Revoked { .. }
        | TrustMessage::NothingToRevoke { .. } => None,
    }
}

/// Why a file of what is trusted gives nothing.
fn unread(reason: &ReadFault) -> String {
    match reason {
        ReadFault::System(words) if SystemFault::read(words).is_none() => {
            format!("son contenu n'a pas de sens ({words})")
        }
        fault => read::fault(fault),
    }
}

fn listed(powers: &[Power]) -> String {
    powers.iter().map(power).collect::<Vec<_>>().join(" ; pour ")
}

/// Ce qu'est un pouvoir, après « pour ».
fn power(power: &Power) -> String {
    let said = |text: &str| visible(text);
    match power {
        Power::Plugin { plugin, sha256, permissions: may } => format!(
            "exécuter le plugin `{}` (sha256 {}), qui peut utiliser {}",
            said(plugin),
            short(sha256),
            said(&permissions(may))
        ),
        Power::InProcess { plugin } => format!(
            "exécuter le plugin `{}` dans le processus même de Jauge, où il peut tout ce que vous pouvez",
            said(plugin)
        ),
        Power::PluginPath { plugin, path } => format!("laisser le plugin `{}` lire `{}`", said(plugin), said(path)),
        Power::Driver { source, driver, sha256 } => {
            let hash = sha256.as_deref().map(|hash| format!(" (sha256 {})", short(hash))).unwrap_or_default();
            format!("charger le pilote `{}`{hash} pour la source `{}`", said(driver), said(source))
        }
        Power::Command { source, setting, command, files, .. } => {
            let hashed = |(file, hash): (&String, &String)| format!("`{}` sha256 {}", said(file), short(hash));
            let files: Vec<String> = files.iter().map(hashed).collect();
            let with = if files.is_empty() { String::new() } else { format!(" ({})", files.join(", ")) };
            let (command, source, setting) = (said(command), said(source), said(setting));
            format!("exécuter `{command}`{with} et en donner le résultat à la source `{source}` comme `{setting}`")
        }
        Power::Environment { source, setting, variable, .. } => {
            format!("donner à la source `{}` la variable `{}` comme `{}`", said(source), said(variable), said(setting))
        }
        Power::SecretFile { source, setting, path, .. } => {
            format!("donner à la source `{}` le contenu de `{}` comme `{}`", said(source), said(path), said(setting))
        }
        Power::Reads { source, path } => format!("lire `{}` pour la source `{}`", said(path), said(source)),
    }
}

/// Ce que l'on compare d'une empreinte.
fn short(hash: &str) -> &str {
    hash.get(..16).unwrap_or(hash)
}
