//! Words of a KPI's entry in the catalog.

use jauge_domain::{Direction, Level, Unit};

use super::super::EntryWord;

pub(super) fn words(word: EntryWord) -> &'static str {
    match word {
        EntryWord::Kind => "Kind",
        EntryWord::CountedOver => "Counted over",
        EntryWord::GroupedBy => "Grouped by",
        EntryWord::Needs => "Needs",
        EntryWord::LooksBack => "Looks back",
        EntryWord::CompleteAfter => "Complete after",
        EntryWord::Drivers => "Levers",
        EntryWord::MadeOf => "Made of",
        EntryWord::Source => "Source",
        EntryWord::Here => "Here",
        EntryWord::Estimate => "Estimate",
        EntryWord::File => "File",
        EntryWord::Kinds(Unit::Ratio) => "a ratio",
        EntryWord::Kinds(Unit::Count) => "a count",
        EntryWord::Kinds(Unit::Money) => "an amount",
        EntryWord::Kinds(Unit::Duration) => "a duration",
        EntryWord::Kinds(Unit::Number) => "a number",
        EntryWord::Level(Level::Strategic) => "strategic: from the first session to the goal",
        EntryWord::Level(Level::Tactical) => "tactical: one step on the way",
        EntryWord::Direction(Direction::Increase) => "better when it rises",
        EntryWord::Direction(Direction::Decrease) => "better when it falls",
        EntryWord::OtherKpis => "other KPIs",
    }
}
