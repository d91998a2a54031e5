use std::collections::BTreeSet;

use clap::{Args, ValueEnum};
use jauge_core::{
    judge::{Chosen, choose},
    settings::Settings,
    snapshot::{Snapshot, View},
};

use crate::{error::CliError, io::Io, plugins::agreed_plugins};

/// Names of the workspace, a line each, for the completions of a shell
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  jauge names kpis")]
pub(crate) struct Names {
    /// What has the names
    #[arg(value_enum)]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Kpis,
    Dimensions,
    Funnels,
    Sources,
    Objectives,
}

impl Names {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let names = self.names(io).await?;
        io.data(|out| names.iter().filter(|name| is_plain(name)).try_for_each(|name| writeln!(out, "{name}")))?;
        Ok(0)
    }

    async fn names(self, io: &Io) -> Result<BTreeSet<String>, CliError> {
        match self.kind {
            Kind::Sources => {
                let settings = io.workspace_as_written()?;
                Ok(settings.config.sources.iter().map(|source| source.name.clone()).collect())
            }
            Kind::Objectives => {
                let Chosen { objectives, .. } = choose(&io.workspace()?, &[])?;
                Ok(objectives.into_iter().map(|objective| objective.id).collect())
            }
            Kind::Kpis => Ok(opened(io.workspace()?).await?.catalog.kpis.into_keys().collect()),
            Kind::Funnels => Ok(opened(io.workspace()?).await?.catalog.funnels.into_keys().collect()),
            Kind::Dimensions => {
                let snapshot = opened(io.workspace()?).await?;
                let mut names = BTreeSet::new();
                for name in snapshot.names() {
                    names.extend(snapshot.dimensions(name).await);
                }
                Ok(names)
            }
        }
    }
}

/// The workspace as it lies there: nothing is brought up to date while somebody types.
async fn opened(settings: Settings) -> Result<Snapshot, CliError> {
    let (packs, _) = agreed_plugins(&settings)?.packs(&settings.config.workspace.packs);
    Ok(Snapshot::open(settings, View::default(), &packs).await?)
}

/// True for a name that no shell reads as anything else: what is completed stands on a command line.
fn is_plain(name: &str) -> bool {
    !name.starts_with('-') && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_run_is_no_name_to_complete() {
        assert!(["ecommerce.orders", "orders-q4", "über_1"].into_iter().all(is_plain));
        assert!(!["$(id)", "a b", "a;b", "-w", "a\nb", "`id`"].into_iter().any(is_plain));
    }
}
