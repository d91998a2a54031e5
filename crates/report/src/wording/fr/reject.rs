//! Why a row is not loaded.

use jauge_domain::RejectReason;

use super::Wording;

pub(super) fn message(reason: &RejectReason, wording: &Wording) -> String {
    match reason {
        RejectReason::Fields { has, wanted } => format!(
            "a {has} champ{}, la première ligne en a {wanted} : mettre entre guillemets les champs qui ont le \
             séparateur",
            if *has < 2 { "" } else { "s" },
        ),
        RejectReason::AfterQuote { backslash: true } => {
            "du texte suit un guillemet précédé d'une barre oblique inverse : régler `escape = \"\\\\\"` si elle l'empêche \
             de fermer le champ"
                .to_owned()
        }
        RejectReason::AfterQuote { backslash: false } => {
            "du texte suit un guillemet fermant : doubler un guillemet dans un champ entre guillemets, ou régler `quote = \
             \"\"` si les guillemets sont des lettres"
                .to_owned()
        }
        RejectReason::OpenQuote => {
            "un guillemet ouvert sur cette ligne ne se ferme jamais, et le reste du fichier s'y trouve : le fermer, ou \
             régler `quote = \"\"` si les guillemets sont des lettres"
                .to_owned()
        }
        RejectReason::LineContinued => {
            "la suite d'une ligne dont le début a été chargé comme une ligne entière, avec `--final`".to_owned()
        }
        RejectReason::NotUtf8 { byte } => format!(
            "l'octet {byte} n'est pas de l'UTF-8 : régler `encoding = \"windows-1252\"` ou l'encodage dans lequel la ligne a été \
             écrite"
        ),
        RejectReason::NotAnObject { reason, byte } => format!("pas un objet JSON : {reason}, à l'octet {byte}"),
        RejectReason::NotJson { reason } => format!("pas du JSON : {reason}"),
        RejectReason::TooDeep { most } => format!("plus de {most} niveaux de tableaux et d'objets imbriqués"),
        RejectReason::OtherJson { list: true } => {
            "pas une liste en JSON, telle que `[{\"item_id\": \"7\", \"quantity\": 2}]` : l'ôter de `select`, ou en faire \
             une"
                .to_owned()
        }
        RejectReason::OtherJson { list: false } => {
            "pas un objet en JSON, tel que `{\"couleur\": \"rouge\"}` : l'ôter de `select`, ou en faire un".to_owned()
        }
        RejectReason::TooManyDigits { digits } => {
            format!("trop grand : {digits} chiffres au plus avant la marque décimale")
        }
        RejectReason::NotWhole => "pas un nombre entier".to_owned(),
        RejectReason::NotACurrency => "pas une devise : écrire un code ISO 4217 tel que `EUR`".to_owned(),
        RejectReason::OtherSign { currency } => {
            format!("son signe est d'une autre devise que `{currency}`, celle de la ligne : corriger l'un des deux")
        }
        RejectReason::NotARate => {
            "un taux est supérieur à 0 : ce que vaut une unité de la devise dans celle de l'espace de travail"
                .to_owned()
        }
        RejectReason::RateOfOwn => {
            "la devise de l'espace de travail n'a pas de taux : les autres montants sont convertis dans celle-ci"
                .to_owned()
        }
        RejectReason::BeyondData { from, until } => format!(
            "aucune ligne n'est d'avant {from} ni de {until} ou après : si cela tient lieu de « pas de date », `select` \
             écarte de telles lignes"
        ),
        RejectReason::TooLarge => "trop grand".to_owned(),
        RejectReason::Field { field, why } => format!("`{field}` : {}", super::message(why, wording)),
        RejectReason::Forgotten => "son visiteur a été oublié : `jauge forget` le refuse depuis lors".to_owned(),
        RejectReason::NoValue { column } => {
            let cure = match column.as_str() {
                "visitor_id" => " : en donner un dans `select`, par exemple `coalesce(customer, 'order ' || order_id)`",
                _ => "",
            };
            format!("il faut un `{column}` à chaque ligne, et celle-ci n'en a pas{cure}")
        }
        RejectReason::Conflict { key } => {
            format!("conflit : une autre ligne a le même {key} et un autre contenu ; la première reste")
        }
    }
}
