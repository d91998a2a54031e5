//! What the user typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::command;

/// Analytics for people who run a web site: events in, KPIs as plain SQL out.
#[derive(Debug, Parser)]
#[command(name = "jauge", version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) everywhere: Everywhere,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  jauge demo                                    an example shop, loaded and asked
  jauge init my-site && cd my-site              a workspace of your own
  jauge load                                    read the sources of jauge.toml
  jauge ask revenue orders --last 28d           two KPIs over the last 28 complete days
  jauge ask '*' --period 2026-Q1 --grain month  all KPIs, month by month

Exit codes: 0 fine, 1 a check failed, 2 the request or a file is wrong, 3 no data to judge by,
4 a source failed, 5 internal";

/// Options that every command takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Everywhere {
    /// The workspace's folder [default: the nearest parent with jauge.toml]
    #[arg(short, long, global = true, value_name = "DIR")]
    pub(crate) workspace: Option<PathBuf>,
    /// How to write the answer
    #[arg(long, global = true, value_enum, default_value_t, hide_possible_values = false)]
    pub(crate) format: FormatName,
    /// Language of titles, numbers and dates [default: the workspace's]
    #[arg(long, global = true, value_enum)]
    pub(crate) locale: Option<Locale>,
    /// Write nothing but the answer and errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Write without colours
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
}

/// A format by its word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatName {
    #[default]
    Table,
    Json,
    Ndjson,
    Csv,
    Md,
}

/// A language by its word.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Locale {
    En,
    Fr,
}

/// The commands, each in a file of its own.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(command::init::Init),
    Demo(command::demo::Demo),
    Load(command::load::Load),
    Ask(command::ask::Ask),
    Sql(command::sql::Sql),
    #[command(subcommand)]
    Kpi(command::kpi::Kpi),
    #[command(subcommand)]
    Source(command::source::Source),
    Rebuild(command::rebuild::Rebuild),
}

/// Reads the command line; help and mistakes end the program here.
pub(crate) fn parse() -> Cli {
    Cli::parse()
}
