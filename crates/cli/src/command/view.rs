use clap::Args;
use jauge_core::{settings::Settings, snapshot::View};
use jiff::{Timestamp, ToSpan, civil::Date};

use crate::{error::CliError, io::Io};

/// What of the workspace is looked at.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ViewArgs {
    /// Answer as it stood at the end of this day: what happened later counts as not there
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Count bots, too
    #[arg(long)]
    bots: bool,
}

impl ViewArgs {
    /// What is looked at in `workspace`, and the instant that counts as now.
    pub(crate) fn of(&self, io: &Io, workspace: &Settings) -> Result<(View, Timestamp), CliError> {
        let after = |day: Date| workspace.calendar.day_start(day.saturating_add(1.day()));
        let as_of = io.day(self.as_of.as_ref())?.map(after);
        Ok((View { as_of, bots: self.bots }, as_of.unwrap_or_else(Timestamp::now)))
    }
}
