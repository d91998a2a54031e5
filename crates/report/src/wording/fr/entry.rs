//! Words of a KPI's entry in the catalog.

use jauge_domain::{Direction, Level, Unit};

use super::super::EntryWord;

pub(super) fn words(word: EntryWord) -> &'static str {
    match word {
        EntryWord::Kind => "Nature",
        EntryWord::CountedOver => "Compté sur",
        EntryWord::GroupedBy => "Ventilé par",
        EntryWord::Needs => "Requiert",
        EntryWord::LooksBack => "Recul",
        EntryWord::CompleteAfter => "Complet après",
        EntryWord::Drivers => "Leviers",
        EntryWord::MadeOf => "Fait de",
        EntryWord::Source => "Source",
        EntryWord::Here => "Ici",
        EntryWord::Estimate => "Estimation",
        EntryWord::File => "Fichier",
        EntryWord::Kinds(Unit::Ratio) => "un rapport",
        EntryWord::Kinds(Unit::Count) => "un nombre",
        EntryWord::Kinds(Unit::Money) => "un montant",
        EntryWord::Kinds(Unit::Duration) => "une durée",
        EntryWord::Kinds(Unit::Number) => "un chiffre",
        EntryWord::Level(Level::Strategic) => "stratégique : de la première session au but",
        EntryWord::Level(Level::Tactical) => "tactique : une étape du chemin",
        EntryWord::Direction(Direction::Increase) => "mieux vaut plus",
        EntryWord::Direction(Direction::Decrease) => "mieux vaut moins",
        EntryWord::OtherKpis => "d'autres KPI",
    }
}
