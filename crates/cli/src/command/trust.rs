use std::path::PathBuf;

use clap::Args;
use jauge_core::settings::{Settings, SourceConfig};
use jauge_domain::{Message, Power, TrustMessage, Value};
use jauge_report::{Column, Heading, Label, Sheet, Wording};
use jauge_trust::{TrustStore, digest};

use crate::{
    consent::{in_environment, powers, powers_of, trust_also},
    error::CliError,
    exit::{CHECK_FAILED, of_all},
    io::Io,
};

/// Show what this workspace asks for beyond its own folder, and trust it with that
#[derive(Args, Debug)]
#[command(after_help = "\
A workspace may have been written by anybody. Until you trust it, it runs no code of its own (plugins, drivers, commands
for secrets), is told no secrets and reads no file outside of its folder; asking and loading its own files work.

Examples:
  jauge trust                  what it asks for; at a terminal, asks whether you trust it
  jauge trust --yes            trust it with all of that
  JAUGE_TRUST=HASH jauge load  for one run, as in CI; `jauge trust` shows the hash
  jauge trust --list           everything you trust, workspace by workspace
  jauge trust --revoke         trust this workspace no more")]
pub(crate) struct Trust {
    /// Trust it without being asked
    #[arg(long, conflicts_with_all = ["list", "revoke"])]
    yes: bool,
    /// Every workspace that is trusted, and with what
    #[arg(long, conflicts_with = "revoke")]
    list: bool,
    /// Trust a workspace no more [default: this one]
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    revoke: Option<Option<PathBuf>>,
}

impl Trust {
    pub(crate) fn run(self, io: &Io) -> Result<u8, CliError> {
        if self.list {
            return list(io);
        }
        if let Some(named) = self.revoke {
            return revoke(io, named);
        }
        let workspace = io.workspace_as_written()?;
        let asked = powers(&workspace)?;
        if asked.is_empty() {
            io.tell(TrustMessage::AsksNothing { folder: folder(&workspace) });
            return Ok(0);
        }
        show(io, &workspace, &asked)?;
        if let Some(trouble) = workspace.consent.trouble() {
            CliError::from(trouble.clone()).show(io);
        }
        if !self.yes && workspace.consent.withheld(asked.clone()).is_empty() {
            return Ok(0);
        }
        if self.yes || is_yes(io) == Some(true) {
            // What was shown, and not what the folder asks for by now.
            let powers = asked.len();
            TrustStore::of_user().put(&workspace.root, asked.into_iter().collect())?;
            io.tell(TrustMessage::Given { folder: folder(&workspace), powers });
            return Ok(0);
        }
        io.tell(TrustMessage::HowWithoutTerminal { hash: digest(&asked) });
        Ok(CHECK_FAILED)
    }
}

/// What is asked for, and what of it is trusted.
fn show(io: &Io, workspace: &Settings, asked: &[Power]) -> Result<(), CliError> {
    let wording = io.answer_wording();
    let state = |power: &Power| match workspace.consent.permits(power) {
        true => wording.label(Label::PowerTrusted),
        false => wording.label(Label::PowerWithheld),
    };
    let rows = asked.iter().map(|power| vec![said(power, &wording), Value::Text(state(power))]);
    let columns = [
        Column::text("power").headed(Label::Heading(Heading::Power)),
        Column::text("state").headed(Label::Heading(Heading::PowerState)),
    ];
    io.sheet(&Sheet { columns: columns.into(), rows: rows.collect() }, &io.sheet_style(workspace))
}

fn said(power: &Power, wording: &Wording) -> Value {
    Value::Text(wording.message(&TrustMessage::Allows { what: power.clone() }.into()))
}

fn list(io: &Io) -> Result<u8, CliError> {
    let wording = io.answer_wording();
    let (trusted, wrong) = TrustStore::of_user().list()?;
    let rows = trusted.iter().flat_map(|one| {
        let folder = Value::Text(one.folder.clone());
        one.powers.iter().map(move |power| (folder.clone(), power))
    });
    let rows = rows.map(|(folder, power)| vec![folder, said(power, &wording)]).collect();
    let columns = [
        Column::text("workspace").headed(Label::Heading(Heading::Workspace)),
        Column::text("power").headed(Label::Heading(Heading::Power)),
    ];
    io.sheet(&Sheet { columns: columns.into(), rows }, &io.plain_style()?)?;
    let codes = wrong.into_iter().map(|error| {
        let error = CliError::from(error);
        error.show(io);
        error.code()
    });
    Ok(of_all(codes))
}

fn revoke(io: &Io, named: Option<PathBuf>) -> Result<u8, CliError> {
    let root = match named {
        Some(dir) => dir,
        None => io.workspace_as_written()?.root,
    };
    let folder = root.display().to_string();
    let message = match TrustStore::of_user().remove(&root)? {
        true => TrustMessage::Revoked { folder },
        false => TrustMessage::NothingToRevoke { folder },
    };
    io.tell(message);
    Ok(0)
}

/// `workspace` as its user wants it, asked at a terminal where `sources` take what it was not trusted with.
pub(super) fn settled(io: &Io, mut workspace: Settings, sources: &[SourceConfig]) -> Result<Settings, CliError> {
    let mut powers = powers_of(&workspace, sources)?;
    if io.has_reader() {
        powers.extend(sources.iter().flat_map(|source| workspace.links_of(source)));
    }
    let withheld = workspace.consent.withheld(powers);
    if withheld.is_empty() {
        return Ok(workspace);
    }
    if let Some(trouble) = workspace.consent.trouble() {
        CliError::from(trouble.clone()).show(io);
    }
    if let Some(found) = in_environment() {
        CliError::told(TrustMessage::OtherHash { found }).show(io);
    }
    if io.has_reader() {
        io.tell(TrustMessage::Asks { folder: folder(&workspace), powers: withheld.clone() });
        match is_yes(io) {
            Some(true) => {
                trust_also(&workspace, withheld.clone())?;
                workspace.consent.allow(withheld);
            }
            Some(false) | None => io.tell(TrustMessage::NotGiven),
        }
    }
    Ok(workspace)
}

/// Whether whoever sits at the terminal trusts what was shown; `None` where nobody does.
fn is_yes(io: &Io) -> Option<bool> {
    says_yes(io, TrustMessage::Question)
}

/// Whether whoever sits at the terminal says yes to `question`; `None` where nobody does.
pub(super) fn says_yes(io: &Io, question: impl Into<Message>) -> Option<bool> {
    let question = io.wording().message(&question.into());
    let answer = io.answer_to(&question)?.trim().to_lowercase();
    Some(["y", "yes", "o", "oui"].contains(&answer.as_str()))
}

fn folder(workspace: &Settings) -> String {
    workspace.root.display().to_string()
}
