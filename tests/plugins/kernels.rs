//! Kernels that lack what shuts a plugin in, or have it in another version: without it only what was shipped runs.

use std::process::Command;

use super::{
    hostile::{added, built, not_added},
    unwrapped,
};
use crate::support::{Ran, Workspace, jauge};

/// Runs Jauge under a kernel that is changed as `what` says.
fn under(what: &str, workspace: &Workspace, args: &[&str], environment: &[(&str, &str)]) -> Ran {
    let command = workspace.command(args);
    let mut shim = Command::new(built().join("kernel"));
    shim.arg(what).arg(jauge()).args(command.get_args()).current_dir(workspace.path());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shim.env(name, value),
            None => shim.env_remove(name),
        };
    }
    shim.envs(environment.iter().copied()).output().map(Ran::from).unwrap()
}

const LACKS: [(&str, &str); 3] =
    [("no-landlock", "landlock"), ("no-seccomp", "seccomp"), ("no-notices", "notices of seccomp")];

#[test]
fn a_plugin_that_was_not_shipped_does_not_run_unconfined() {
    for (what, missing) in LACKS {
        let workspace = added("", "deed = \"none\"");
        let ran = under(what, &workspace, &["load", "trouble"], &[]);
        let said = unwrapped(&ran.stderr);
        assert_eq!(ran.code, 4, "{what}: {said}");
        assert!(said.contains(missing) && said.contains("JAUGE_UNCONFINED=1"), "{what}: {said}");
        assert_eq!(workspace.sql("SELECT count(*) FROM things"), "0", "{what}");
    }
}

#[test]
fn it_is_not_added_unconfined_either() {
    let workspace = not_added("", "deed = \"none\"");
    let path = built().join("hostile");
    let ran = under("no-landlock", &workspace, &["plugin", "add", path.to_str().unwrap()], &[]);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(!workspace.path().join("jauge.lock").exists());
}

#[test]
fn it_runs_where_the_user_has_said_so_for_this_machine() {
    let workspace = added("", "deed = \"none\"");
    let ran = under("no-landlock", &workspace, &["load", "trouble"], &[("JAUGE_UNCONFINED", "1")]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(workspace.sql("SELECT count(*) FROM things"), "2");
}

#[test]
fn doctor_fails_where_plugins_cannot_be_shut_in() {
    for (what, missing) in LACKS {
        let workspace = added("", "deed = \"none\"");
        let ran = under(what, &workspace, &["doctor"], &[]);
        assert_eq!(ran.code, 1, "{what}: {}", ran.stdout);
        assert!(unwrapped(&ran.stdout).contains(missing), "{what}: {}", ran.stdout);
    }
    let workspace = added("", "deed = \"none\"");
    assert_eq!(workspace.run(&["doctor"]).code, 0);
}

/// What came with Jauge is as trusted as it.
#[test]
fn a_plugin_that_was_shipped_runs_all_the_same() {
    let workspace = Workspace::new(
        "[workspace]\nname = \"w\"\n\n[[source]]\nname = \"log\"\nconnector = \"weblog\"\npath = \"access.log\"\n",
    );
    let line =
        "203.0.113.9 - - [05/Jan/2026:10:00:00 +0000] \"GET /p HTTP/1.1\" 200 1 \"-\" \"Mozilla/5.0 Firefox/1\"\n";
    workspace.write("access.log", line);
    let ran = under("no-landlock", &workspace, &["load"], &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

/// Every version of landlock shuts in: a file that no setting names is neither read nor written.
#[test]
#[cfg(target_arch = "x86_64")]
fn every_version_of_landlock_shuts_in() {
    let dir = tempfile::tempdir().unwrap();
    let victim = dir.path().join("victim");
    for version in 1..=7 {
        std::fs::write(&victim, "data").unwrap();
        let workspace = added("", &format!("deed = \"calls\"\ntarget = {:?}", victim.to_str().unwrap()));
        let ran = under(&format!("landlock={version}"), &workspace, &["load", "trouble"], &[]);
        let said = unwrapped(&ran.stderr);
        assert_eq!(ran.code, 0, "{version}: {said}");
        assert!(said.contains("permitted: nothing."), "{version}: {said}");
        assert_eq!(std::fs::read_to_string(&victim).unwrap(), "data", "{version}");
    }
}
