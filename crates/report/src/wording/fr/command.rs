//! What the commands say that no room below them says.

use jauge_domain::CommandMessage;

use super::{forms::counted, names::meant, system};

pub(super) fn message(message: &CommandMessage) -> String {
    match message {
        CommandMessage::JunitElsewhere => "`--format junit` n'est que pour `jauge evaluate`".to_owned(),
        CommandMessage::JunitOfVerdicts => {
            "`--format junit` est fait pour des verdicts, et `--record` n'en donne pas".to_owned()
        }
        CommandMessage::LetterElsewhere => "`--format txt` et `eml` ne sont que pour `jauge report`".to_owned(),
        CommandMessage::WorkbookElsewhere => {
            "`--format xlsx` n'est que pour `jauge ask`, `evaluate` et `sql`".to_owned()
        }
        CommandMessage::WorkbookForTerminal => "un classeur n'est pas fait pour un terminal".to_owned(),
        CommandMessage::WorkbookTooSmall => {
            "un classeur contient 1 048 576 lignes de 16 384 colonnes, et il y en a plus".to_owned()
        }
        CommandMessage::OutputElsewhere => "`-o` n'est que pour les classeurs".to_owned(),
        CommandMessage::NoReportAs => "un rapport est une page ou une lettre, rien que lise un programme".to_owned(),
        CommandMessage::NotAMail => "`--from` et `--to` ne sont que pour un courriel".to_owned(),
        CommandMessage::SafeCsvElsewhere => "`--safe-csv` n'est que pour le CSV".to_owned(),
        CommandMessage::System { reason } => format!("le système refuse : {}", system::reason(reason)),
        CommandMessage::NotForTerminal => "Parquet et Arrow ne sont pas faits pour un terminal".to_owned(),
        CommandMessage::CannotWrite { reason } => format!("écriture impossible : {}", system::reason(reason)),
        CommandMessage::Unwritable { path, reason } => {
            format!("impossible d'écrire `{path}` : {}", system::reason(reason))
        }
        CommandMessage::PluginSettings { name, reason } => format!("jauge.toml : [plugins.{name}] : {reason}"),
        CommandMessage::Waiting => "attente d'un autre jauge qui écrit dans cet espace de travail".to_owned(),
        CommandMessage::NoSuchPack { pack, near, .. } => {
            format!("aucun plugin n'apporte de pack `{pack}`{}", meant(near))
        }
        CommandMessage::InTheWay { path } => format!("`{path}` est un fichier ou un lien, là où il faut un dossier"),
        CommandMessage::ConfigThere { path } => format!("`{path}` existe déjà"),
        CommandMessage::Made { dir } => format!(
            "`{dir}` est créé, avec un export d'exemple et un KPI.\nÀ suivre : cd {dir} && jauge load && jauge ask '*' --period all"
        ),
        CommandMessage::Kept { path } => format!("`{path}` existe déjà et reste tel quel"),
        CommandMessage::NotEmpty { dir } => format!("`{dir}` n'est pas vide"),
        CommandMessage::DemoThere { dir } => format!("`{dir}` est déjà un espace de travail"),
        CommandMessage::DemoWriting { dir } => {
            format!("Écriture de deux ans d'exports d'un site inventé dans {dir} …")
        }
        CommandMessage::DemoLoading => "Chargement comme d'ordinaire : jauge load".to_owned(),
        CommandMessage::NoFile { path } => format!("pas de fichier `{path}`"),
        CommandMessage::NotTabular { path } => format!("`{path}` n'est ni du csv, ni du tsv, ni du Parquet"),
        CommandMessage::NoTable { path } => format!(
            "`{path}` n'est pas un tableau tel quel : il est vide, une ligne a plus de champs que la première, \
             un guillemet ne se ferme pas, ou ce n'est pas de l'UTF-8"
        ),
        CommandMessage::CannotRead { path, reason } => {
            format!("impossible de lire `{path}` : {}", system::reason(reason))
        }
        CommandMessage::Profiled { path, rows, columns } => {
            format!("{path} : {}, {}", counted(*rows, "ligne", "lignes"), counted(*columns, "colonne", "colonnes"))
        }
        CommandMessage::Expired { rows, rejects, cut } => {
            let gone = |rows| counted(rows, "ligne supprimée", "lignes supprimées");
            let events = format!("events : {} d'avant le {cut}", gone(*rows));
            if *rejects == 0 { events } else { format!("{events} ; rejects : {}", gone(*rejects)) }
        }
        CommandMessage::Rewritten { table, before, after } => {
            format!("{table} : {} avant, {after} maintenant", counted(*before, "fichier", "fichiers"))
        }
        CommandMessage::NothingToForget { visitor } => {
            format!(
                "rien ne nomme `{visitor}`, et rien n'en est gardé ; avec `--refuse`, les lignes qui viendront seront refusées"
            )
        }
        CommandMessage::NothingLeft { visitor } => {
            format!("aucune ligne de `{visitor}` ne reste, dans aucune version ; celles qui viendront seront refusées")
        }
        CommandMessage::NotYourTable { table } => {
            format!("la table `{table}` appartient à Jauge et ne peut pas être supprimée")
        }
        CommandMessage::NoTableToDrop { table, near } => {
            format!("aucune table à vous ne s'appelle `{table}`{}", meant(near))
        }
        CommandMessage::AsksToDrop { table } => {
            format!(
                "Toutes les lignes de `{table}` partent pour de bon ; leurs fichiers restent. La supprimer ? [o/N] "
            )
        }
        CommandMessage::DropUnasked { table } => format!("personne n'est là pour dire s'il faut supprimer `{table}`"),
        CommandMessage::NotDropped { table } => format!("`{table}` reste telle quelle"),
        CommandMessage::Dropped { table, rows, files } => {
            let rows = counted(*rows, "ligne supprimée", "lignes supprimées");
            let files = counted(*files, "fichier", "fichiers");
            format!("{table} : {rows} ; le prochain `jauge load` relit {files}")
        }
        CommandMessage::PageWritten { path } => format!("`{path}` est écrit"),
        CommandMessage::KeyRotated => {
            "les nouvelles lignes ont leurs pseudonymes sous une nouvelle clé ; celles d'avant gardent les leurs"
                .to_owned()
        }
        CommandMessage::Forgotten { table, rows } => {
            format!("{table} : {}", counted(*rows, "ligne supprimée", "lignes supprimées"))
        }
    }
}

pub(super) fn help(message: &CommandMessage) -> Option<String> {
    match message {
        CommandMessage::JunitElsewhere => Some("ailleurs : table, json, ndjson, csv, md, list, parquet, arrow".to_owned()),
        CommandMessage::JunitOfVerdicts => Some("enlever l'un des deux".to_owned()),
        CommandMessage::LetterElsewhere => Some("ailleurs : table, json, ndjson, csv, md, list, parquet, arrow".to_owned()),
        CommandMessage::WorkbookElsewhere => Some("ailleurs : table, json, ndjson, csv, md, list, parquet, arrow".to_owned()),
        CommandMessage::WorkbookForTerminal => Some("nommer son fichier : `-o reponses.xlsx`".to_owned()),
        CommandMessage::WorkbookTooSmall => {
            Some("demander moins de lignes, ou les écrire avec `--format csv` ou `--format parquet`".to_owned())
        }
        CommandMessage::OutputElsewhere => Some("ajouter `--format xlsx`, ou écrire le reste par `> reponses.csv`".to_owned()),
        CommandMessage::NoReportAs => Some(
            "sans `--format` c'est une page, avec `--format md`, `txt` ou `eml` une lettre ; `jauge evaluate --format json` est pour les programmes".to_owned(),
        ),
        CommandMessage::NotAMail => Some("ajouter `--format eml`, ou les omettre".to_owned()),
        CommandMessage::SafeCsvElsewhere => Some("ajouter `--format csv`, ou l'omettre".to_owned()),
        CommandMessage::System { reason } => system::help(reason),
        CommandMessage::NotForTerminal => Some("écrire dans un fichier : `> answers.parquet`".to_owned()),
        CommandMessage::NoSuchPack { known, .. } if !known.is_empty() => Some(format!("il y a {}", known.join(", "))),
        CommandMessage::NoSuchPack { .. } => Some("`jauge plugin add` apporte des packs".to_owned()),
        CommandMessage::InTheWay { .. } => Some("le déplacer ; rien n'a été créé".to_owned()),
        CommandMessage::ConfigThere { .. } => Some("le modifier, ou choisir un autre dossier".to_owned()),
        CommandMessage::DemoThere { dir } => Some(format!(
            "l'interroger : jauge -w {dir} ask '*' --period all, ou créer la démo ailleurs : jauge demo DOSSIER"
        )),
        CommandMessage::NotEmpty { .. } => {
            Some("choisir un dossier qui n'existe pas encore : `jauge demo DOSSIER`".to_owned())
        }
        CommandMessage::NotTabular { .. } => {
            Some("`jauge source check` montre ce que donne une source d'un autre format".to_owned())
        }
        CommandMessage::NoTable { .. } | CommandMessage::CannotRead { .. } => {
            Some("`jauge load --file` dit quelle ligne est fautive".to_owned())
        }
        CommandMessage::NotYourTable { .. } => {
            Some("`jauge load --undo LOT` annule un chargement, `jauge load --replace SOURCE` en relit un".to_owned())
        }
        CommandMessage::NoTableToDrop { .. } => {
            Some("`jauge source list` nomme les tables que les sources remplissent".to_owned())
        }
        CommandMessage::DropUnasked { .. } => Some("le dire par `--yes`".to_owned()),
        CommandMessage::CannotWrite { reason } | CommandMessage::Unwritable { reason, .. } => system::help(reason),
        CommandMessage::PluginSettings { .. }
        | CommandMessage::Waiting
        | CommandMessage::Made { .. }
        | CommandMessage::Kept { .. }
        | CommandMessage::DemoWriting { .. }
        | CommandMessage::DemoLoading
        | CommandMessage::NoFile { .. }
        | CommandMessage::Profiled { .. }
        | CommandMessage::Expired { .. }
        | CommandMessage::Rewritten { .. }
        | CommandMessage::NothingToForget { .. }
        | CommandMessage::NothingLeft { .. }
        | CommandMessage::AsksToDrop { .. }
        | CommandMessage::NotDropped { .. }
        | CommandMessage::Dropped { .. }
        | CommandMessage::PageWritten { .. }
        | CommandMessage::KeyRotated
        | CommandMessage::Forgotten { .. } => None,
    }
}
