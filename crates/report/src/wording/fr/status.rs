//! Statuses.

use jauge_domain::Status;

pub(super) fn words(status: Status) -> &'static str {
    match status {
        Status::NotStarted => "à venir",
        Status::NoData => "sans données",
        Status::InsufficientData => "données insuffisantes",
        Status::OnTrack => "dans les temps",
        Status::AtRisk => "à surveiller",
        Status::OffTrack => "en retard",
        Status::Achieved => "atteint",
        Status::Missed => "manqué",
        Status::Stale => "périmé",
    }
}
