//! What the engine cannot do.

use jauge_domain::{EngineMessage, Position};

use super::{
    cell::{self, kind},
    names::{meant, near_or_list},
};

pub(super) fn message(message: &EngineMessage) -> String {
    match message {
        EngineMessage::NoColumn { name, near, .. } => format!("pas de colonne `{name}`{}", meant(near)),
        EngineMessage::NoTable { name, near, known } if known.is_empty() => {
            format!("pas de table ni de modèle `{name}`{}", meant(near))
        }
        EngineMessage::NoTable { name, .. } => format!("pas de table ni de modèle `{name}`"),
        EngineMessage::Ambiguous { name } => format!("plus d'une table a une colonne `{name}`"),
        EngineMessage::BadModel { name } => format!("le modèle `{name}` a une erreur, et ne peut pas être lu"),
        EngineMessage::NoFunction { name, near } => format!("pas de fonction `{name}`{}", meant(near)),
        EngineMessage::NoTableFunction { name } => format!("pas de fonction `{name}` qui donne des lignes"),
        EngineMessage::NoType { name } => format!("pas de type `{name}`"),
        EngineMessage::Empty => "il n'y a rien à exécuter : la requête est vide".to_owned(),
        EngineMessage::Several => "une seule requête s'exécute à la fois, et il y en a plusieurs".to_owned(),
        EngineMessage::Unexpected { expected, found, at } => {
            let found = found.as_ref().map_or_else(|| "la fin du texte".to_owned(), |found| format!("`{found}`"));
            format!("{}il faut {}, et il y a {found}", place(at), awaited(expected))
        }
        EngineMessage::Unreadable { said, at } => format!("{}ce n'est pas du SQL lisible : {said}", place(at)),
        EngineMessage::DivisionByZero => "une division par zéro".to_owned(),
        EngineMessage::OutOfRange => "un nombre sort de son type : il est trop grand, ou trop petit".to_owned(),
        EngineMessage::Cast { value, to } => format!("`{value}` ne peut pas devenir {}", kind(to)),
        EngineMessage::NotForType { function } => {
            format!("`{function}` ne prend pas de valeurs du type qu'on lui donne")
        }
        EngineMessage::NotACondition => {
            "une condition est vraie ou fausse, et celle-ci n'est ni l'un ni l'autre".to_owned()
        }
        EngineMessage::Changing { function } => format!("`{function}` est autre à chaque fois qu'on la demande"),
        EngineMessage::OfMany { function } => {
            format!("`{function}` porte sur plusieurs lignes, et une condition se pose à chaque ligne seule")
        }
        EngineMessage::SeveralRows => "une sous-requête donne plusieurs lignes là où il faut une valeur".to_owned(),
        EngineMessage::Other { said } => format!("le moteur SQL refuse : {said}"),
        EngineMessage::GroupingSets => {
            "la sous-requête a ses propres ensembles de regroupement ; la mettre dans un modèle".to_owned()
        }
        EngineMessage::Ungroupable { step } => {
            format!("la sous-requête a une étape qui ne peut pas être regroupée : {step}")
        }
        EngineMessage::TimesApart { hours } => {
            format!("plus de {hours} heures séparent les instants ; demander une période plus courte")
        }
        EngineMessage::TooDeep { most } => {
            format!("plus de {most} niveaux imbriqués : répartir dans des WITH ou des modèles")
        }
        EngineMessage::Memory { mebibytes } => format!("il faut plus de mémoire que les {mebibytes} Mio permis"),
        EngineMessage::BrokenOff { reason } => {
            let reason = reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            format!("ce qui produit les lignes s'est arrêté avant la dernière{reason}")
        }
        EngineMessage::TimeOutside => "un instant sort des années que Jauge sait compter".to_owned(),
        EngineMessage::NotRead { text, why } => {
            format!("`{text}` ne se lit pas comme un instant : {}", cell::message(why))
        }
        EngineMessage::NotAQuery { statement } => {
            format!("seules les requêtes sont exécutées ici, et `{statement}` n'en est pas une")
        }
        EngineMessage::KpisArguments => {
            "`kpis` prend une maille et des dimensions entre apostrophes, comme kpis('month', 'channel')".to_owned()
        }
        EngineMessage::LacksColumn { name } => format!("pas de colonne `{name}`"),
    }
}

/// `ligne 2, colonne 5 : `, where a place is known.
fn place(at: &Option<Position>) -> String {
    at.map(|at| format!("ligne {}, colonne {} : ", at.line, at.column)).unwrap_or_default()
}

/// What the parser awaits, of which it has English words only: those it says most often, and the others quoted.
fn awaited(expected: &str) -> String {
    let text = match expected {
        "an SQL statement" => "SELECT",
        "an expression" => "une expression",
        "end of statement" => "la fin de la requête",
        "identifier" => "un nom",
        "SELECT, VALUES, or a subquery in the query body" => "SELECT ou VALUES",
        other => return format!("`{other}`"),
    };
    text.to_owned()
}

pub(super) fn help(message: &EngineMessage) -> Option<String> {
    let text = match message {
        EngineMessage::NoTable { near, known, .. } if !known.is_empty() => return Some(near_or_list(near, known)),
        EngineMessage::NoColumn { near: None, known, .. } if !known.is_empty() => {
            return Some(format!("si c'est un texte, le mettre entre apostrophes ; sinon il y a {}", known.join(", ")));
        }
        EngineMessage::NoColumn { known, .. } if !known.is_empty() => {
            return Some(format!("il y a {}", known.join(", ")));
        }
        EngineMessage::Ambiguous { name } => return Some(format!("mettre la table devant, comme events.{name}")),
        EngineMessage::BadModel { .. } => "`jauge kpi check` dit ce qui ne va pas",
        EngineMessage::NoFunction { .. } => "`jauge sql \"SHOW FUNCTIONS\"` montre celles qu'il y a",
        EngineMessage::NoTableFunction { .. } => {
            "les lignes viennent des tables, des modèles et de kpis('month', 'channel') ; un fichier se charge par `jauge load`"
        }
        EngineMessage::NoType { .. } => "comme bigint, double, decimal(18, 4), varchar, date, timestamp ou boolean",
        EngineMessage::Empty => "comme `jauge sql \"SELECT * FROM events LIMIT 10\"`",
        EngineMessage::Several => "les exécuter l'une après l'autre",
        EngineMessage::Unexpected { .. } | EngineMessage::Unreadable { .. } => {
            "un texte est entre apostrophes, un nom qui a d'autres lettres que a–z entre guillemets"
        }
        EngineMessage::DivisionByZero => {
            "mettre le diviseur dans `nullif(…, 0)` : il n'y a alors pas de valeur, au lieu d'une erreur"
        }
        EngineMessage::OutOfRange => "convertir d'abord vers un type plus grand, comme decimal(38, 4) ou double",
        EngineMessage::Cast { .. } | EngineMessage::NotRead { .. } => {
            "`try_cast` ne donne pas de valeur là où c'est impossible"
        }
        EngineMessage::NotForType { .. } => {
            "dire ce qu'elles sont, comme par `CAST(… AS DECIMAL(18, 4))` pour des nombres dans des textes"
        }
        EngineMessage::NotACondition => "comparer, comme dans `value > 0`",
        EngineMessage::Changing { .. } => "la question dit la période, et `--as-of` le jour d'où l'on regarde",
        EngineMessage::OfMany { .. } => {
            "comparer la valeur elle-même ; `--top` et `--sort` choisissent parmi les groupes"
        }
        EngineMessage::SeveralRows => "l'agréger, comme par `max(…)`, ou écrire `IN (…)`",
        EngineMessage::NotAQuery { .. } => {
            "écrire SELECT ; `jauge load` charge des données, et `jauge sql \"SELECT …\" --format csv > file.csv` en écrit"
        }
        EngineMessage::Memory { .. } => {
            "demander une période plus courte ou moins de dimensions, ou permettre plus par JAUGE_MEMORY (Mio)"
        }
        EngineMessage::BrokenOff { .. } => {
            "c'est une faute du programme : merci de la signaler avec le texte ci-dessus"
        }
        EngineMessage::NoTable { .. }
        | EngineMessage::NoColumn { .. }
        | EngineMessage::Other { .. }
        | EngineMessage::GroupingSets
        | EngineMessage::Ungroupable { .. }
        | EngineMessage::TimesApart { .. }
        | EngineMessage::TimeOutside
        | EngineMessage::TooDeep { .. }
        | EngineMessage::KpisArguments
        | EngineMessage::LacksColumn { .. } => return None,
    };
    Some(text.to_owned())
}
