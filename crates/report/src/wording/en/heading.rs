//! Headings of the tables about sources, files and KPIs.

use super::super::Heading;

pub(super) fn words(heading: Heading) -> &'static str {
    match heading {
        Heading::Source => "source",
        Heading::Path => "path",
        Heading::Table => "table",
        Heading::Batch => "batch",
        Heading::Files => "files",
        Heading::Rows => "rows",
        Heading::Read => "read",
        Heading::New => "new",
        Heading::Updated => "updated",
        Heading::Duplicate => "duplicate",
        Heading::Rejected => "rejected",
        Heading::Removed => "removed",
        Heading::LastLoad => "last_load",
        Heading::Column => "column",
        Heading::Type => "type",
        Heading::Row => "row",
        Heading::Filled => "filled",
        Heading::Distinct => "distinct",
        Heading::Least => "least",
        Heading::Greatest => "greatest",
        Heading::Id => "id",
        Heading::Title => "title",
        Heading::Unit => "unit",
        Heading::Available => "available",
        Heading::From => "from",
        Heading::To => "to",
    }
}
