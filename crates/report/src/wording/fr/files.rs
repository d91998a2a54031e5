//! Files that a source reads.

use jauge_domain::{FileFault, FileNote, FilesMessage, ForeignKind, RowKind, ZipFault};

pub(super) fn message(message: &FilesMessage) -> String {
    match message {
        FilesMessage::File { stream, line, fault: found } => {
            let line = line.map(|line| format!(", ligne {line}")).unwrap_or_default();
            format!("`{stream}`{line} : {}", fault(found))
        }
        FilesMessage::NotAPath { pattern, reason } => {
            format!("`{pattern}` n'est ni un chemin ni un motif : {reason}")
        }
        FilesMessage::Name { path } => format!("le nom de `{path}` n'est pas de l'UTF-8 : renommer le fichier"),
        FilesMessage::NoFile { pattern, folder } => {
            format!("aucun fichier ne correspond à `{pattern}` dans `{folder}` : vérifier `path`")
        }
        FilesMessage::AllForeign { pattern, file } => {
            format!("`{pattern}` ne désigne que des fichiers sans lignes, comme `{file}` : vérifier `path`")
        }
        FilesMessage::Separator { separator } => {
            format!("`separator` ne peut pas être {separator:?} : donner `,` `;` `|` ou une tabulation (`\\t`)")
        }
        FilesMessage::Quote { quote } => format!(
            "`quote` ne peut pas être {quote:?} : donner par exemple `'`, ou `\"\"` si les guillemets sont des lettres"
        ),
        FilesMessage::Escape { escape } => format!("`escape` ne peut pas être {escape:?} : donner par exemple `\\`"),
        FilesMessage::DecimalMark { mark } => format!("`decimal_mark` est `.` ou `,`, pas `{mark}`"),
        FilesMessage::DatePattern { pattern, reason } => {
            format!("`dates` ne peut pas être `{pattern}` ({reason}) : l'écrire comme dans `%d/%m/%y %H:%M`")
        }
        FilesMessage::Encoding { label } => {
            format!("il n'y a pas d'encodage `{label}` : donner `utf-8`, `windows-1252`, `utf-16le` …")
        }
    }
}

fn fault(fault: &FileFault) -> String {
    match fault {
        FileFault::CarriageReturns => {
            "ses lignes finissent par un retour chariot seul : l'enregistrer avec des sauts de ligne (Unix ou Windows)"
                .to_owned()
        }
        FileFault::RowTooLarge { mebibytes, kind } => {
            let why = match kind {
                RowKind::Csv => "fermer son guillemet, ou régler `separator`",
                RowKind::Json => "écrire un objet par ligne et régler `format = \"ndjson\"`",
                RowKind::Line => "est-ce bien un fichier de texte ?",
            };
            format!("une ligne qui commence ici dépasse {mebibytes} Mio : {why}")
        }
        FileFault::NotUtf8 { byte, reads } => format!(
            "l'octet {byte} de la ligne n'est pas de l'UTF-8 ; en windows-1252 on y lit `{reads}` : si c'est juste, régler \
             `encoding = \"windows-1252\"`, sinon l'encodage dans lequel elle a été écrite"
        ),
        FileFault::NotEncoded { encoding } => format!("le texte n'est pas en {encoding} : régler `encoding`"),
        FileFault::AfterArray => "quelque chose suit la fin du tableau".to_owned(),
        FileFault::NoComma => "il manque une virgule entre deux éléments".to_owned(),
        FileFault::JsonCutShort => {
            "le fichier est tronqué : son JSON s'arrête au milieu ; rien n'en est chargé : le récupérer à nouveau"
                .to_owned()
        }
        FileFault::TooManyKeys { most } => format!("les objets ont plus de {most} clés différentes"),
        FileFault::TooManyColumns { has, most } => {
            format!("{has} colonnes, et {most} au plus peuvent être lues : le séparateur est-il le bon ?")
        }
        FileFault::Damaged { compression, reason } => format!(
            "les données {compression} sont endommagées ({reason}) ; rien du fichier n'est chargé : le récupérer à \
             nouveau"
        ),
        FileFault::CutShort { compression } => format!(
            "le fichier est tronqué : ses données {compression} s'arrêtent au milieu, après cette ligne ; rien n'en \
             est chargé : le récupérer à nouveau"
        ),
        FileFault::NotOfFormat { format, reason } => not_of(format, reason),
        FileFault::LengthsWrong { format } => not_of(format, "il est coupé, ou une longueur y est fausse"),
        FileFault::LengthsContradict { format } => not_of(format, "ses longueurs se contredisent"),
        FileFault::Compressed { format, compression } => {
            format!("{format} sous {compression} n'est pas pris en charge : décompresser le fichier")
        }
        FileFault::UnknownFormat { known } => {
            let known = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("ni son nom ni son contenu ne disent son format : régler `format` parmi {known}")
        }
        FileFault::Foreign { kind } => format!("c'est {}, sans lignes à lire : {}", foreign(*kind), instead(*kind)),
        FileFault::NoSheets => "il n'a pas de feuilles entre lesquelles choisir : enlever `table`".to_owned(),
        FileFault::TooLargeForTables { mebibytes } => {
            format!("il dépasse {mebibytes} Mio : en extraire la table, et enlever `table`")
        }
        FileFault::WorkbookTooLarge { cells, mebibytes } => format!(
            "sa feuille s'étend sur plus de {} millions de cellules, ou contient plus de {mebibytes} Mio : effacer ce qui se trouve loin \
             des lignes, ou enregistrer la feuille en csv",
            cells / 1_000_000
        ),
        FileFault::NoTable { wanted, known } if known.is_empty() => {
            format!("il n'a ni table `{wanted}`, ni aucune autre : enlever `table`")
        }
        FileFault::NoTable { wanted, known } => {
            let known = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("il n'a pas de table `{wanted}` : régler `table` sur l'une de {known}, ou sur son numéro")
        }
        FileFault::Batch { reason } => reason.clone(),
        FileFault::Zip { fault } => zip(*fault).to_owned(),
    }
}

/// What a file without rows is.
fn foreign(kind: ForeignKind) -> &'static str {
    match kind {
        ForeignKind::Hidden => "un fichier caché ou laissé par un programme",
        ForeignKind::Picture => "une image, un son ou un film",
        ForeignKind::Document => "un document ou un programme",
        ForeignKind::Page => "une page web",
        ForeignKind::OldOffice => "un fichier d'Excel ou de Word d'avant 2007",
        ForeignKind::Archive => "une archive zip ou un fichier d'Excel sous un autre nom",
        ForeignKind::Database => "une base SQLite",
    }
}

/// What to do about a file without rows that was to have some.
fn instead(kind: ForeignKind) -> &'static str {
    match kind {
        ForeignKind::Hidden | ForeignKind::Picture | ForeignKind::Document => "en nommer un autre dans `path`",
        ForeignKind::Page => {
            "récupérer l'export à nouveau : une page de connexion ou d'erreur a été enregistrée à sa place"
        }
        ForeignKind::OldOffice => "l'enregistrer en `.xlsx` ou en csv",
        ForeignKind::Archive => "le renommer en `.zip` ou `.xlsx`",
        ForeignKind::Database => "exporter la table en csv, ou la lire avec le connecteur `adbc`",
    }
}

fn zip(fault: ZipFault) -> &'static str {
    match fault {
        ZipFault::Damaged => "l'archive zip est abîmée ou coupée : la récupérer à nouveau",
        ZipFault::Encrypted => "il est chiffré dans l'archive : le décompresser",
        ZipFault::Method => "l'archive le compresse autrement que par deflate : le décompresser",
        ZipFault::TooLarge => "les archives zip de plus de 4 Gio ne sont pas lues : la décompresser",
        ZipFault::NameTwice => "deux fichiers de l'archive portent le même nom : la décompresser et en renommer un",
        ZipFault::Whole => {
            "c'est une archive zip : la décompresser, ou la nommer dans `path` d'une source et ses fichiers dans `member`"
        }
        ZipFault::Gone => "l'archive a changé et ne le contient plus : charger à nouveau",
    }
}

fn not_of(format: &str, why: &str) -> String {
    format!("le fichier n'est pas du {format} ou est endommagé ({why}) ; rien n'en est chargé : le récupérer à nouveau")
}

pub(super) fn note(note: &FileNote) -> String {
    match note {
        FileNote::Layout { separator, decimal_mark, encoding, headless, day_first, dates, open } => {
            let separator = separator.map(|separator| match separator {
                '\t' => "séparateur tabulation".to_owned(),
                other => format!("séparateur `{other}`"),
            });
            let first = |day_first: bool| if day_first { "jour" } else { "mois" };
            let parts = separator.into_iter();
            let parts = parts.chain(decimal_mark.map(|mark| format!("marque décimale `{mark}`")));
            let parts = parts.chain(encoding.clone()).chain(headless.then(|| "sans ligne d'en-tête".to_owned()));
            let parts = parts.chain(day_first.map(|day| format!("dates {} en premier", first(day))));
            let parts =
                parts.chain(dates.iter().map(|(name, day)| format!("dates de `{name}` {} en premier", first(*day))));
            let open = open
                .iter()
                .map(|name| format!("les dates de `{name}` peuvent être jour/mois ou mois/jour (régler `dates`)"));
            parts.chain(open).collect::<Vec<_>>().join(", ")
        }
        FileNote::Empty => "il est vide : il n'y a rien à lire".to_owned(),
        FileNote::PassedOver { kind } => format!("c'est {}, laissé de côté", foreign(*kind)),
        FileNote::Preamble { rows: 1 } => "1 ligne au-dessus de l'en-tête est dans la colonne `#preamble`".to_owned(),
        FileNote::Preamble { rows } => {
            format!("{rows} lignes au-dessus de l'en-tête sont dans la colonne `#preamble`")
        }
        FileNote::OneOfTables { read, others } => {
            let others = others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("la table `{read}` est lue ; `table` en choisit une autre : {others}")
        }
        FileNote::SeveralTables { tables } => {
            let tables = tables.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("il semble contenir plusieurs tables et se lit comme une seule ; `table` choisit : {tables}")
        }
        FileNote::NothingToFill { column } => format!("il n'a pas de colonne `{column}`, que nomme `fill_down`"),
        FileNote::Totals { rows: 1 } => "1 ligne de totaux a été laissée de côté".to_owned(),
        FileNote::Totals { rows } => format!("{rows} lignes de totaux ont été laissées de côté"),
        FileNote::QuotesAreLetters => {
            "les guillemets y sont pris pour des lettres, car les lignes ne se ressemblent qu'ainsi ; `quote` en décide \
             autrement"
                .to_owned()
        }
        FileNote::TailWaits => {
            "la dernière ligne n'a pas encore de fin de ligne et attend le prochain chargement ; `jauge load --final` la \
             prend telle quelle"
                .to_owned()
        }
        FileNote::OpenTail { line } => format!(
            "la ligne {line} ouvre un guillemet qui ne se referme pas encore : elle attend le prochain chargement ; \
             `jauge load --final` prend le fichier tel quel"
        ),
        FileNote::ColumnUnnamed { column, name } => format!("la colonne {column} n'a pas de nom et s'appelle `{name}`"),
        FileNote::ColumnRenamed { column, name, given } => {
            format!("la colonne {column} s'appelle `{name}`, car `{given}` est déjà pris")
        }
    }
}
