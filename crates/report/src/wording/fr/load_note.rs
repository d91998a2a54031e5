//! What the commands about sources say.

use jauge_domain::{KeptFrom, LoadNote};

use super::super::Wording;
use super::{forms::counted, names::quoted, source_note};

pub(super) fn message(note: &LoadNote, wording: &Wording) -> String {
    match note {
        LoadNote::NoSources => "jauge.toml ne nomme aucune source".to_owned(),
        LoadNote::NoSource { name, .. } => format!("pas de source `{name}` dans jauge.toml"),
        LoadNote::NoTable { name, .. } => format!("pas de table `{name}`"),
        LoadNote::ColumnsUnknown { table } => {
            format!("rien n'a encore été chargé dans `{table}` : son premier chargement trouvera ses colonnes")
        }
        LoadNote::FewOrdersMatch { tagged, matching, other } => {
            let are = |orders: i64| if orders <= 1 { "est" } else { "sont" };
            let other = other.map(|other| format!(", et {other} {} un `other_id`", are(other))).unwrap_or_default();
            format!(
                "sur {tagged} commandes envoyées par le marqueur, {matching} {} un `order_id` de `shop_orders`{other} : les autres \
                 comptent deux fois, pour la boutique et pour le marqueur",
                are(*matching)
            )
        }
        LoadNote::FromConnector { source, connector, reason, kept_from } => {
            let why = kept_from.as_ref().map(|kept| format!(" ; {}", grants(kept))).unwrap_or_default();
            format!("source `{source}`, connecteur `{connector}` : {}{why}", super::message(reason, wording))
        }
        LoadNote::Read { done, total } => format!("{} sur {}", wording.bytes(*done), wording.bytes(*total)),
        LoadNote::AllRejects { rejected, kept, batch } => {
            let what = match kept < rejected {
                true => format!("{rejected} rejets, dont les {kept} premiers sont gardés"),
                false => format!("les {rejected} rejets"),
            };
            format!("{what} : jauge sql \"SELECT * FROM rejects WHERE batch_id = {batch}\"")
        }
        LoadNote::MostRejected { source, rejected, read, cause, .. } => {
            let cause = cause.as_ref().map(|row| format!(" ; la cause probable : {}", source_note::row(row, wording)));
            let cause = cause.unwrap_or_default();
            format!("{source} : la plupart des lignes sont rejetées, {rejected} sur {read}{cause}")
        }
        LoadNote::UnknownStatuses { source, statuses } => {
            let what = if statuses.len() == 1 { "statut de commande inconnu" } else { "statuts de commande inconnus" };
            format!("{source} : {what}, ces commandes ne comptent pas : {}", quoted(statuses, ", "))
        }
        LoadNote::DryRun { source } => format!("{source} : simple essai, rien n'a été gardé"),
        LoadNote::NothingNew { source } => format!("{source} : rien de nouveau depuis le dernier chargement"),
        LoadNote::TookBack { batch, rows, table } => {
            let rows = counted(*rows, "ligne ôtée", "lignes ôtées");
            format!("Lot {batch} repris : {rows} de `{table}` ; ses fichiers peuvent être rechargés.")
        }
        LoadNote::Derived { days, bytes } => {
            let days = counted(*days, "jour calculé", "jours calculés");
            format!("sessions : {days}, {} écrits", wording.bytes(*bytes))
        }
        LoadNote::DerivedAnew { days } => {
            format!("sessions : {}", counted(*days, "jour recalculé", "jours recalculés"))
        }
        LoadNote::Reads { source, streams, files, table } => {
            let streams =
                if *files { counted(*streams, "fichier", "fichiers") } else { counted(*streams, "flux", "flux") };
            format!("{source} : {streams}, vers `{table}`")
        }
    }
}

pub(super) fn help(note: &LoadNote) -> Option<String> {
    match note {
        LoadNote::NoSources => Some("ajouter une [[source]], ou charger un fichier avec `--file`".to_owned()),
        LoadNote::NoSource { near, known, .. } => {
            let near = near.as_ref().map(|near| format!("vouliez-vous dire `{near}` ? ")).unwrap_or_default();
            Some(format!("{near}sources : {}", known.join(", ")))
        }
        LoadNote::NoTable { name, near } => {
            let near = near.as_ref().map(|near| format!("vouliez-vous dire `{near}` ? ")).unwrap_or_default();
            Some(format!("{near}déclarer ses propres tables dans jauge.toml : [table.{name}]"))
        }
        LoadNote::MostRejected { whole: true, .. } => Some(
            "corriger son `select` ou ses réglages et charger à nouveau : ce qui a été rejeté en entier est relu"
                .to_owned(),
        ),
        LoadNote::MostRejected { once: true, .. } => {
            let cure =
                "corriger `--select`, ôter ce qui est entré par `jauge load --undo LOT`, puis recharger le fichier";
            Some(cure.to_owned())
        }
        LoadNote::MostRejected { source, .. } => {
            Some(format!("corriger son `select` ou ses réglages, puis `jauge load --replace {source}` relit tout"))
        }
        LoadNote::UnknownStatuses { .. } => {
            let cure = "`[orders] counts` de jauge.toml énumère les statuts qui comptent, ou le `select` de la source les renomme (CASE)";
            Some(cure.to_owned())
        }
        LoadNote::FewOrdersMatch { other: Some(_), .. } => Some(
            "donner dans le `select` l'un pour l'autre, `other_id` comme `order_id`, puis `jauge load --replace SOURCE`".to_owned(),
        ),
        LoadNote::FewOrdersMatch { other: None, .. } => Some(
            "sélectionner la colonne des identifiants que le marqueur envoie comme `order_id`, ou comme `other_id`, puis \
             `jauge load --replace SOURCE`"
                .to_owned(),
        ),
        LoadNote::FromConnector { reason, .. } => super::help(reason),
        LoadNote::ColumnsUnknown { .. }
        | LoadNote::Read { .. }
        | LoadNote::AllRejects { .. }
        | LoadNote::DryRun { .. }
        | LoadNote::NothingNew { .. }
        | LoadNote::TookBack { .. }
        | LoadNote::Derived { .. }
        | LoadNote::DerivedAnew { .. }
        | LoadNote::Reads { .. } => None,
    }
}

/// Which permission grants what a plugin was kept from.
fn grants(kept: &KeptFrom) -> String {
    match kept {
        KeptFrom::Files { plugin } => format!(
            "le plugin `{plugin}` peut lire les fichiers que ses réglages nomment : `paths = [\"…\"]` sous [plugins.{plugin}] dans \
             jauge.toml en accorde d'autres, si vous pouvez les lire vous-même"
        ),
        KeptFrom::Network { plugin } => format!(
            "le plugin `{plugin}` n'a pas droit au réseau : `network = true` dans son plugin.toml le demande, et `jauge plugin add` \
             l'accorde"
        ),
    }
}
