//! What a plugin can reach: the files its settings name, and nothing else.

use std::{
    fs,
    net::TcpListener,
    os::unix::net::UnixListener,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{added, failed, orphans, unwrapped};

/// Does `fault` to `target`, which must be refused by the system; answers what was said.
fn refused(fault: &str, target: &str) -> String {
    let workspace = added("stress", "", &format!("fault = \"{fault}\"\ntarget = {target:?}"));
    let ran = workspace.run(&["load"]);
    let said = unwrapped(&ran.stderr);
    assert!(said.contains("ermitted") || said.contains("denied"), "{fault}: {said}");
    failed(&workspace, &ran, &[]);
    said
}

#[test]
fn reads_file() {
    let dir = tempfile::tempdir().unwrap();
    let secret = dir.path().join("secret");
    fs::write(&secret, "for nobody").unwrap();
    let said = refused("reads_file", secret.to_str().unwrap());
    assert!(said.contains("under [plugins.stress] in jauge.toml grants others"), "{said}");
    refused("reads_file", "/etc/passwd");
    refused("reads_file", "/proc/1/mem");
}

/// What jauge.toml grants can be read.
#[test]
fn reads_file_that_was_granted() {
    let workspace = added("stress", "paths = [\"granted\"]", "fault = \"reads_file\"\ntarget = \"TARGET\"");
    workspace.write("granted/hello", "for the plugin");
    let config = fs::read_to_string(workspace.path().join("jauge.toml")).unwrap();
    let target = workspace.path().join("granted/hello");
    workspace.write("jauge.toml", config.replace("TARGET", target.to_str().unwrap()));
    workspace.ok(&["load"]);
    assert!(workspace.sql("SELECT max(name) FROM things").contains("for the plugin"));
}

#[test]
fn writes_file() {
    let dir = tempfile::tempdir().unwrap();
    refused("writes_file", dir.path().join("x").to_str().unwrap());
    assert!(!dir.path().join("x").exists());
}

#[test]
fn connects() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    refused("connects", &listener.local_addr().unwrap().to_string());
}

#[test]
fn connects_unix() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("socket");
    let _listener = UnixListener::bind(&path).unwrap();
    refused("connects_unix", path.to_str().unwrap());
}

#[test]
fn execs() {
    refused("execs", "");
}

#[test]
fn kills_parent() {
    refused("kills_parent", "");
}

#[test]
fn ptraces_parent() {
    refused("ptraces_parent", "");
}

/// Ctrl-C stops a load cleanly, whether the plugin obeys or not.
#[test]
fn ignores_cancel() {
    for fault in ["slow", "ignores_cancel"] {
        let workspace = added("stress", "", &format!("fault = \"{fault}\"\nrows = 1000000"));
        let mut child =
            workspace.command(&["load", "trouble"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(1500));
        let start = Instant::now();
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let status = child.wait().unwrap();
        assert!(start.elapsed() < Duration::from_secs(5), "{fault}: {:?}", start.elapsed());
        assert_eq!(status.code(), Some(4), "{fault}");
        workspace.ok(&["load", "calls"]);
        super::unharmed(&workspace);
    }
}

/// Where Jauge itself is killed, its plugins go with it.
#[test]
fn host_killed_leaves_no_orphan() {
    for fault in ["slow", "loop_in_get_next"] {
        let workspace = added("stress", "", &format!("fault = \"{fault}\"\nrows = 1000000"));
        let mut child =
            workspace.command(&["load", "trouble"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(1000));
        child.kill().unwrap();
        child.wait().unwrap();
        thread::sleep(Duration::from_millis(300));
        assert_eq!(orphans(), Vec::<String>::new(), "{fault}");
        workspace.ok(&["load", "calls"]);
        super::unharmed(&workspace);
    }
}
