//! Jauge beside the engines that people would use instead, in a virtualenv of their own; what runs there is in `peers` beside
//! this crate's sources.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Measures as `args` say: numbers of events, `--repeats N`, `--engines NAME,…`, `--jauge PROGRAM`, `--write`.
pub(crate) fn run(args: &[&str]) -> Result<(), Box<dyn Error>> {
    let here = std::env::current_exe()?;
    let folder = here.with_file_name("bench-peers");
    let python = virtualenv(&folder)?;
    let mut bench = Command::new(python);
    bench.arg("-B").arg(scripts().join("bench.py")).arg("--folder").arg(&folder);
    // What is named later counts.
    bench.arg("--jauge").arg(here.with_file_name("jauge")).args(args);
    done(bench, "the bench")
}

/// What the bench is written in.
fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// The Python that has the engines, with what is asked for now; made anew where that changed.
fn virtualenv(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let (venv, wanted) = (folder.join("venv"), scripts().join("requirements.txt"));
    let (python, has) = (venv.join("bin/python"), venv.join("has.txt"));
    let text = fs::read_to_string(&wanted)?;
    if fs::read_to_string(&has).is_ok_and(|has| has == text) {
        return Ok(python);
    }
    println!("installing the engines into {}", venv.display());
    fs::create_dir_all(folder)?;
    let mut make = Command::new("python3");
    make.args(["-m", "venv", "--clear"]).arg(&venv);
    done(make, "python3 -m venv")?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&wanted);
    done(install, "pip install")?;
    fs::write(&has, text)?;
    Ok(python)
}

/// Runs `command`; an error where it fails.
fn done(mut command: Command, name: &str) -> Result<(), Box<dyn Error>> {
    let status = command.status().map_err(|error| format!("{name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}").into()) }
}
