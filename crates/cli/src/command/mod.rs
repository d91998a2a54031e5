//! One subcommand, one file; its doc comment is its help.

pub(crate) mod ask;
pub(crate) mod demo;
pub(crate) mod init;
pub(crate) mod kpi;
pub(crate) mod load;
pub(crate) mod rebuild;
pub(crate) mod source;
pub(crate) mod sql;

use jauge_core::{opened::Opened, workspace::Workspace};

use crate::{
    args::{Cli, Command},
    error::CliError,
    io::Io,
};

/// Runs the command; answers the exit code.
pub(crate) fn run(args: Cli, io: &Io) -> Result<u8, CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(8 << 20).build()?;
    runtime.block_on(async {
        match args.command {
            Command::Init(init) => init.run(io),
            Command::Demo(demo) => demo.run(io).await,
            Command::Load(load) => load.run(io).await,
            Command::Ask(ask) => ask.run(io).await,
            Command::Sql(sql) => sql.run(io).await,
            Command::Kpi(kpi) => kpi.run(io).await,
            Command::Source(source) => source.run(io).await,
            Command::Rebuild(rebuild) => rebuild.run(io).await,
        }
    })
}

/// Opens the workspace for questions, and says what is wrong with files that are not part of it.
pub(crate) async fn open(workspace: Workspace, io: &Io) -> Result<Opened, CliError> {
    let opened = Opened::open(workspace).await?;
    for problem in &opened.problems {
        CliError::from(problem.clone()).show(io);
    }
    Ok(opened)
}
