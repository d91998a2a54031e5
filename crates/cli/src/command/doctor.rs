use clap::Args;
use jauge_core::{store::Ledger, store::Store, workspace::Settings};
use jauge_domain::Value;
use jauge_plugin_host::Origin;
use jauge_report::{Column, Sheet, Style};

use crate::{
    error::{CHECK_FAILED, CliError},
    io::Io,
    plugins::plugins,
};

/// What this machine and workspace are like, and what is wrong with them
#[derive(Args, Debug)]
pub(crate) struct Doctor {}

/// How a check came out.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Ok,
    Note,
    Wrong,
}

impl Doctor {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let mut checks = vec![(
            "jauge",
            State::Ok,
            format!("{} on {} {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH),
        )];
        let workspace = match io.workspace() {
            Ok(workspace) => workspace,
            Err(error) => {
                error.show(io);
                return Ok(error.code());
            }
        };
        of_workspace(&workspace, &mut checks).await;
        of_plugins(&workspace, &mut checks)?;
        let wrong = checks.iter().any(|(_, state, _)| *state == State::Wrong);
        let rows = checks.into_iter().map(|(what, state, says)| {
            let state = match state {
                State::Ok => "ok",
                State::Note => "note",
                State::Wrong => "wrong",
            };
            [what, state].map(|text| Value::Text(text.to_owned())).into_iter().chain([Value::Text(says)]).collect()
        });
        let columns = ["what", "state", "says"].map(Column::text).into();
        let style = Style::new(io.format(), workspace.calendar.clone());
        io.sheet(&Sheet { columns, rows: rows.collect() }, &style)?;
        Ok(if wrong { CHECK_FAILED } else { 0 })
    }
}

type Checks = Vec<(&'static str, State, String)>;

async fn of_workspace(workspace: &Settings, checks: &mut Checks) {
    let settings = &workspace.config.workspace;
    let currency = settings.currency.as_deref().unwrap_or("no currency");
    checks.push((
        "workspace",
        State::Ok,
        format!("`{}` in {}, {}, {currency}", settings.name, workspace.root.display(), settings.timezone),
    ));
    let store = match Store::open(workspace.store_dir()) {
        Ok(store) => store,
        Err(error) => return checks.push(("store", State::Wrong, error.to_string())),
    };
    match Ledger::read(&store).await {
        Ok(ledger) => {
            let rows: i64 = ledger.entries().iter().map(|entry| entry.new).sum();
            let last = ledger.entries().iter().map(|entry| entry.loaded_at.as_str()).max();
            checks.push(match last {
                Some(last) => (
                    "store",
                    State::Ok,
                    format!("{rows} rows in {} files, the last loaded {last}", ledger.entries().len()),
                ),
                None => ("store", State::Note, "nothing is loaded yet: `jauge load`".to_owned()),
            });
        }
        Err(error) => checks.push(("store", State::Wrong, error.to_string())),
    }
    let probe = workspace.store_dir().join(".doctor");
    let written = std::fs::create_dir_all(workspace.store_dir()).and_then(|()| std::fs::write(&probe, []));
    let _ = std::fs::remove_file(&probe);
    if let Err(error) = written {
        checks.push(("store", State::Wrong, format!("cannot be written: {error}")));
    }
}

fn of_plugins(workspace: &Settings, checks: &mut Checks) -> Result<(), CliError> {
    let plugins = plugins(workspace)?;
    let mut tried = false;
    for found in plugins.find() {
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                checks.push(("plugin", State::Wrong, format!("{error}; {}", error.help)));
                continue;
            }
        };
        if found.origin != Origin::Shipped {
            match plugins.facts(&found) {
                Ok(_) => {
                    checks.push(("plugin", State::Ok, format!("`{}` {}", found.manifest.name, found.manifest.version)))
                }
                Err(error) => checks.push(("plugin", State::Wrong, format!("{error}; {}", error.help))),
            }
        }
        if found.library.is_some() && !tried {
            tried = true;
            checks.push(match plugins.in_force(&found) {
                Ok(force) if force.files && force.calls => (
                    "isolation",
                    State::Ok,
                    "plugins read only the files their settings name, and make no forbidden system call".to_owned(),
                ),
                Ok(force) => {
                    let missing = [(force.files, "landlock (files)"), (force.calls, "seccomp (system calls)")];
                    let missing: Vec<&str> =
                        missing.into_iter().filter(|(there, _)| !there).map(|(_, name)| name).collect();
                    (
                        "isolation",
                        State::Note,
                        format!("not isolated by {}: this kernel has none", missing.join(" and ")),
                    )
                }
                Err(error) => ("isolation", State::Wrong, format!("{error}; {}", error.help)),
            });
        }
    }
    for (name, table) in &workspace.config.plugins {
        if table.get("trusted").and_then(toml::Value::as_bool) == Some(true) {
            checks.push(("isolation", State::Note, format!("`{name}` is trusted, and runs in Jauge's own process")));
        }
    }
    Ok(())
}
