//! Headings of the tables about sources, files and KPIs.

use jauge_domain::Grain;

use super::super::Heading;

pub(super) fn words(heading: Heading) -> &'static str {
    match heading {
        Heading::Source => "source",
        Heading::Path => "chemin",
        Heading::Table => "table",
        Heading::Batch => "lot",
        Heading::Files => "fichiers",
        Heading::Rows => "lignes",
        Heading::Read => "lues",
        Heading::New => "nouvelles",
        Heading::Updated => "remplacées",
        Heading::Duplicate => "en double",
        Heading::Rejected => "rejetées",
        Heading::Removed => "retirées",
        Heading::LastLoad => "dernier chargement",
        Heading::Power => "pouvoir",
        Heading::PowerState => "état",
        Heading::Workspace => "espace de travail",
        Heading::Column => "colonne",
        Heading::Type => "type",
        Heading::Row => "ligne",
        Heading::Filled => "rempli",
        Heading::Distinct => "distinctes",
        Heading::Least => "minimum",
        Heading::Greatest => "maximum",
        Heading::Id => "id",
        Heading::Title => "titre",
        Heading::Unit => "unité",
        Heading::Available => "disponible",
        Heading::From => "du",
        Heading::To => "au",
        Heading::Bucket(Grain::Hour) => "heure",
        Heading::Bucket(Grain::Day) => "jour",
        Heading::Bucket(Grain::Week) => "semaine",
        Heading::Bucket(Grain::Month) => "mois",
        Heading::Bucket(Grain::Quarter) => "trimestre",
        Heading::Bucket(Grain::Year) => "année",
        Heading::Funnel => "entonnoir",
        Heading::Step => "étape",
        Heading::StepName => "nom",
        Heading::Entered => "entrés",
        Heading::Rate => "taux",
        Heading::Overall => "taux global",
        Heading::Lost => "perdus",
        Heading::MedianTime => "temps médian",
    }
}
