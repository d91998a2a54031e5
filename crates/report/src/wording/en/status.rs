//! Statuses.

use jauge_domain::Status;

pub(super) fn words(status: Status) -> &'static str {
    match status {
        Status::NotStarted => "not started",
        Status::NoData => "no data",
        Status::InsufficientData => "insufficient data",
        Status::OnTrack => "on track",
        Status::AtRisk => "at risk",
        Status::OffTrack => "off track",
        Status::Achieved => "achieved",
        Status::Missed => "missed",
        Status::Stale => "stale",
    }
}
