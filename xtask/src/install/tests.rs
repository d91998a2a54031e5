//! Laying out, with a build that is none.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX, EXE_SUFFIX};
use std::fs;
use std::path::{Path, PathBuf};

use super::{Asked, Profile, layout, licences, packages, parse};

#[test]
fn the_words_say_what_is_installed_where() {
    let asked = |root: &str, profile, build| Ok(Asked { root: PathBuf::from(root), profile, build });
    assert_eq!(parse(&["--root", "/opt/jauge"]), asked("/opt/jauge", Profile::Release, true));
    assert_eq!(parse(&["--no-build", "--profile", "dev", "--root", "x"]), asked("x", Profile::Dev, false));
    assert!(parse(&[]).unwrap().root.ends_with(".local"));
    assert!(parse(&["--root"]).unwrap_err().contains("needs a value"));
    assert!(parse(&["--profile", "fast"]).unwrap_err().contains("there are `dev` and `release`"));
    assert!(parse(&["--force"]).unwrap_err().contains("unknown `--force`"));
}

#[test]
fn everything_goes_where_it_is_looked_for_and_a_second_time_replaces_it() {
    let dir = tempfile::tempdir().unwrap();
    let (sources, built, root) = (dir.path().join("plugins"), dir.path().join("debug"), dir.path().join("root"));
    let library = format!("{DLL_PREFIX}source_acme{DLL_SUFFIX}");
    put(&sources.join("source-acme/plugin.toml"), "name = \"acme\"\nversion = \"1\"\nlibrary = \"source_acme\"\n");
    put(&sources.join("source-acme/Cargo.toml"), "[package]\nname = \"source-acme\"\n");
    put(&sources.join("source-acme/README.md"), "# acme\n");
    // Written in C, and so an example.
    put(&sources.join("source-counter/plugin.toml"), "name = \"counter\"\nlibrary = \"counter\"\n");
    put(&built.join(format!("jauge{EXE_SUFFIX}")), "old program");
    put(&built.join(&library), "library");
    let plugins = layout::plugins(&sources).unwrap();
    assert_eq!(packages(&plugins), ["--package", "jauge-cli", "--package", "source-acme"]);
    layout::lay_out(&root, &built, &plugins).unwrap();
    put(&built.join(format!("jauge{EXE_SUFFIX}")), "new program");
    layout::lay_out(&root, &built, &plugins).unwrap();
    assert_eq!(fs::read_to_string(layout::program(&root)).unwrap(), "new program");
    let plugin = root.join("lib/jauge/plugins/acme");
    assert_eq!(fs::read_to_string(plugin.join(&library)).unwrap(), "library");
    assert!(plugin.join("plugin.toml").is_file() && plugin.join("README.md").is_file());
    assert_eq!(fs::read_dir(plugin).unwrap().count(), 3, "nothing is left of the way there");
    assert_eq!(fs::read_dir(root.join("lib/jauge/plugins")).unwrap().count(), 1);
}

#[test]
fn what_was_not_built_is_told_by_its_path() {
    let dir = tempfile::tempdir().unwrap();
    let error = layout::lay_out(&dir.path().join("root"), &dir.path().join("release"), &[]).unwrap_err();
    assert!(error.contains("release/jauge"), "{error}");
}

#[test]
fn the_plugins_of_this_checkout_are_known() {
    let plugins = layout::plugins(&crate::cargo::root().join("plugins")).unwrap();
    assert!(packages(&plugins).contains(&"source-weblog".to_owned()), "{plugins:?}");
    assert!(!packages(&plugins).contains(&"source-counter".to_owned()), "{plugins:?}");
}

#[test]
fn a_notice_names_crate_version_licence_and_origin_once() {
    let listed = "jauge-cli v0.1.0 (/src/crates/cli)\tApache-2.0\t\n\
                  serde v1.0.228\tMIT OR Apache-2.0\thttps://github.com/serde-rs/serde\n\
                  serde v1.0.228\tMIT OR Apache-2.0\thttps://github.com/serde-rs/serde (*)\n\
                  odd v2.0.0 (proc-macro)\t\t\n";
    let notices = licences::notices(listed);
    let lines: Vec<&str> = notices.lines().skip_while(|line| !line.is_empty()).skip(1).collect();
    assert_eq!(
        lines,
        [
            "odd 2.0.0: licence not stated, https://crates.io/crates/odd",
            "serde 1.0.228: MIT OR Apache-2.0, https://github.com/serde-rs/serde",
        ]
    );
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
