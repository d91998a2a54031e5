//! Les noms des feuilles d'un classeur, et les titres qui n'existent que là.

use super::super::WorkbookWord;

pub(super) fn words(word: WorkbookWord) -> &'static str {
    match word {
        WorkbookWord::Answers => "Réponses",
        WorkbookWord::Objectives => "Objectifs",
        WorkbookWord::Notes => "Notes",
        WorkbookWord::FirstDay => "Premier jour",
        WorkbookWord::LastDay => "Dernier jour",
        WorkbookWord::Complete => "Complet",
        WorkbookWord::Cut => "Coupé par la période",
        WorkbookWord::TargetUpTo => "Cible, jusqu'à",
        WorkbookWord::Expected => "Attendu à ce jour",
        WorkbookWord::ForecastLow => "Prévision, basse",
        WorkbookWord::ForecastHigh => "Prévision, haute",
        WorkbookWord::AsOf => "État au",
    }
}
