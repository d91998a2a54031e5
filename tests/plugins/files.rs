//! What was agreed to is what runs: hashes, and files that change under way.

use std::{fs, process::Stdio, thread, time::Duration};

use super::{added, stress, unwrapped, workspace};

const LIBRARY: &str = "plugins/stress/libplugin_stress.so";

/// The load is refused with these words, by a plugin that was changed.
fn refused(workspace: &crate::support::Workspace, wants: &[&str]) {
    let ran = workspace.run(&["load", "trouble"]);
    let said = unwrapped(&ran.stderr);
    assert_eq!(ran.code, 4, "{said}");
    for want in ["the plugin `stress`"].iter().chain(wants) {
        assert!(said.contains(want), "no {want:?} in {said}");
    }
    assert_eq!(workspace.sql("SELECT count(*) FROM things"), "0");
}

#[test]
fn not_in_the_lock() {
    let workspace = added("stress", "", "fault = \"well_behaved\"");
    fs::remove_file(workspace.path().join("jauge.lock")).unwrap();
    refused(&workspace, &["is not in jauge.lock", "jauge plugin add"]);
}

#[test]
fn hash_mismatch_and_rebuilt_at_the_same_path() {
    let workspace = added("stress", "", "fault = \"well_behaved\"");
    let library = workspace.path().join(LIBRARY);
    let mut bytes = fs::read(&library).unwrap();
    bytes.push(0);
    fs::write(&library, bytes).unwrap();
    refused(&workspace, &["is not what jauge.lock agreed to", "jauge plugin add"]);
    assert_eq!(workspace.run(&["plugin", "verify"]).code, 1);
    workspace.ok(&["plugin", "add", "plugins/stress"]);
    workspace.ok(&["plugin", "verify"]);
    workspace.ok(&["load"]);
    assert_eq!(workspace.sql("SELECT count(*) FROM things"), "10");
}

/// A plugin that now asks for more than it was granted.
#[test]
fn permissions_that_grew() {
    let workspace = added("stress", "", "fault = \"well_behaved\"");
    let manifest = workspace.path().join("plugins/stress/plugin.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("network = false", "network = true")).unwrap();
    refused(&workspace, &["now wants the network", "was permitted no network"]);
}

/// What plugin.toml says is not what the library says.
#[test]
fn a_manifest_that_lies() {
    let workspace = workspace("", "");
    let folder = workspace.path().join("liar");
    fs::create_dir(&folder).unwrap();
    for file in ["plugin.toml", "libplugin_stress.so"] {
        fs::copy(stress().join("stress").join(file), folder.join(file)).unwrap();
    }
    let text = fs::read_to_string(folder.join("plugin.toml")).unwrap();
    fs::write(folder.join("plugin.toml"), text.replace("sources = [\"stress\"]", "sources = [\"other\"]")).unwrap();
    let ran = workspace.run(&["plugin", "add", "liar"]);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(unwrapped(&ran.stderr).contains("in plugin.toml and"), "{}", ran.stderr);
}

/// The same for what it needs and for its version, and where what the library says was read before.
#[test]
fn a_manifest_that_hides_what_the_library_says() {
    let workspace = added("stress", "", "fault = \"well_behaved\"");
    let manifest = workspace.path().join("plugins/stress/plugin.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    for (said, lie) in [("0.1.0", "0.2.0"), ("network = false", "network = true")] {
        fs::write(&manifest, text.replace(said, lie)).unwrap();
        let ran = workspace.run(&["plugin", "add", "plugins/stress", "--yes"]);
        assert_eq!(ran.code, 4, "{lie}: {}", ran.stderr);
        assert!(unwrapped(&ran.stderr).contains("in plugin.toml and"), "{lie}: {}", ran.stderr);
    }
}

/// A pack that now wants what it was not permitted is asked about; where nobody can be asked it stays as it was.
#[test]
fn a_permission_that_grew_is_asked_about() {
    let workspace = workspace("", "");
    let pack = |paths: &str| {
        workspace.write(
            "shop/plugin.toml",
            format!("name = \"shop\"\nversion = \"1\"\npack = \"shop\"\n\n[permissions]\npaths = [{paths}]\n"),
        );
        workspace.write(
            "shop/kpis/one.sql",
            "/*---\nid = \"shop.one\"\nunit = \"count\"\n---*/\nSELECT count(*) FROM events\n",
        );
    };
    pack("");
    workspace.ok(&["plugin", "add", "shop"]);
    pack("\"/srv\"");
    let ran = workspace.run(&["plugin", "add", "shop"]);
    let said = unwrapped(&ran.stderr);
    assert!(ran.code == 4 && said.contains("/srv") && said.contains("--yes"), "{said}");
    assert!(!fs::read_to_string(workspace.path().join("jauge.lock")).unwrap().contains("/srv"));
    workspace.ok(&["plugin", "add", "shop", "--yes"]);
    assert!(fs::read_to_string(workspace.path().join("jauge.lock")).unwrap().contains("/srv"));
    // Less than before needs no word.
    pack("");
    workspace.ok(&["plugin", "add", "shop"]);
}

/// A plugin that brings what a shipped one brings is not added: nobody could tell which of them is meant.
#[test]
fn a_connector_that_is_there_already_is_refused() {
    let workspace = workspace("", "");
    workspace.write("other/plugin.toml", "name = \"other\"\nversion = \"1\"\npack = \"ecommerce\"\n");
    workspace.write(
        "other/kpis/one.sql",
        "/*---\nid = \"ecommerce.one\"\nunit = \"count\"\n---*/\nSELECT count(*) FROM events\n",
    );
    let ran = workspace.run(&["plugin", "add", "other"]);
    let said = unwrapped(&ran.stderr);
    assert!(ran.code == 4 && said.contains("cannot be told from another") && said.contains("ecommerce"), "{said}");
    assert!(!workspace.path().join("plugins/other").exists());
}

/// The library is truncated, then replaced, while a load runs: the load has its own sealed copy.
#[test]
fn library_truncated_while_mapped_and_swapped_after_verification() {
    let workspace = added("stress", "", "fault = \"slow\"\nrows = 20000");
    let child = workspace.command(&["load", "trouble"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    thread::sleep(Duration::from_millis(700));
    let library = workspace.path().join(LIBRARY);
    fs::OpenOptions::new().write(true).open(&library).unwrap().set_len(100).unwrap();
    let ran = crate::support::Ran::from(child.wait_with_output().unwrap());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(workspace.sql("SELECT count(*) FROM things"), "20000");
    let again = workspace.run(&["load", "trouble"]);
    assert_eq!(again.code, 4, "{}", again.stderr);
}

/// A crash after rows came: the next load starts where the last good one ended, and no row is there twice.
#[test]
fn replay_of_a_checkpoint_after_a_crash() {
    let workspace = added("stress", "", "fault = \"replay\"\nrows = 10");
    workspace.ok(&["load", "trouble"]);
    let config = fs::read_to_string(workspace.path().join("jauge.toml")).unwrap();
    workspace.write(
        "jauge.toml",
        config.replace("fault = \"replay\"\nrows = 10", "fault = \"abort\"\nafter = 2\nrows = 30000"),
    );
    assert_eq!(workspace.run(&["load", "trouble"]).code, 4);
    assert_eq!(workspace.sql("SELECT count(*) FROM things"), "10");
    workspace.write("jauge.toml", config.replace("rows = 10", "rows = 30000"));
    workspace.ok(&["load", "trouble"]);
    assert_eq!(workspace.sql("SELECT count(*) FROM things"), "30000");
    let last = workspace.json(&["sql", "SELECT read, new, duplicate FROM loads ORDER BY batch_id DESC LIMIT 1"]);
    assert_eq!(last[0]["read"], 29990, "{last}");
    assert_eq!(last[0]["new"], 29990, "{last}");
}
