//! Runs the built `jauge` in a workspace of its own.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Mutex,
};

use tempfile::TempDir;

/// A workspace in a folder that goes with it.
pub struct Workspace {
    dir: TempDir,
    /// The jauge.toml that was last trusted; `None`: nothing is trusted unless a test says so.
    trusted: Option<Mutex<String>>,
}

/// What a run of `jauge` left.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Workspace {
    /// A workspace with this jauge.toml, trusted with whatever that asks for.
    pub fn new(config: &str) -> Self {
        Self { trusted: Some(Mutex::default()), ..Self::untrusted(config) }
    }

    /// A workspace with this jauge.toml, as somebody else's that was just fetched.
    pub fn untrusted(config: &str) -> Self {
        let workspace = Self { dir: tempfile::tempdir().unwrap(), trusted: None };
        workspace.write("jauge.toml", config);
        workspace
    }

    /// The same workspace in a folder of its own.
    pub fn copy(&self) -> Self {
        let trusted = self.trusted.as_ref().map(|_| Mutex::default());
        let copied = Self { dir: tempfile::tempdir().unwrap(), trusted };
        copy_all(self.path(), copied.path());
        copied
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file, with the folders it is in.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Writes a KPI of the user's own.
    pub fn kpi(&self, id: &str, unit: &str, sql: &str) -> &Self {
        let text = format!("/*---\nid = \"{id}\"\nunit = \"{unit}\"\n---*/\n{sql}\n");
        self.write(&format!("queries/kpis/{id}.sql"), text)
    }

    /// `jauge` with these arguments, not yet started.
    pub fn command(&self, args: &[&str]) -> Command {
        self.trust();
        let mut command = program();
        command.current_dir(self.path()).args(args).env_remove("NO_COLOR");
        command
    }

    /// Trusts what jauge.toml asks for, where that may have changed since it was last trusted.
    pub fn trust(&self) {
        let Some(trusted) = &self.trusted else { return };
        let config = fs::read_to_string(self.path().join("jauge.toml")).unwrap_or_default();
        let mut trusted = trusted.lock().unwrap();
        if *trusted != config && TRUSTED.iter().any(|sign| config.contains(sign)) {
            trust(self.path());
        }
        *trusted = config;
    }

    /// The same workspace, its first source's files named by this pattern instead.
    pub fn with_path(self, pattern: &str) -> Self {
        let config = fs::read_to_string(self.path().join("jauge.toml")).unwrap();
        self.write("jauge.toml", config.replacen("*.csv.gz", pattern, 1));
        self
    }

    /// Runs `jauge` with these arguments, whatever comes of it.
    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::from(self.command(args).output().unwrap())
    }

    /// Runs `jauge` with these arguments, which must succeed; answers what it wrote to stdout.
    pub fn ok(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "jauge {args:?} failed:\n{}{}", ran.stdout, ran.stderr);
        ran.stdout
    }

    /// As [`Self::ok`], with `--format json` read.
    pub fn json(&self, args: &[&str]) -> serde_json::Value {
        let args = [args, &["--format", "json"]].concat();
        serde_json::from_str(&self.ok(&args)).unwrap()
    }

    /// The one value of a SQL query, as text.
    pub fn sql(&self, query: &str) -> String {
        let rows = self.json(&["sql", query]);
        let value = rows[0].as_object().unwrap().values().next().unwrap().clone();
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Copies what is in the folder `from` into the folder `to`.
pub fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_all(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}

/// What a jauge.toml has that asks for something beyond its folder: a path, a secret, a driver, settings of a plugin.
const TRUSTED: [&str; 5] = ["\"/", "..", "= {", "driver", "[plugins."];

/// `jauge`, which keeps what it is told to trust out of the home of whoever runs the tests.
pub fn program() -> Command {
    let mut command = Command::new(jauge());
    command.env("XDG_DATA_HOME", data_home()).env_remove("JAUGE_TRUST");
    command
}

/// The data folder of the user of the tests.
pub fn data_home() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("data")
}

/// Trusts the workspace in `dir` with whatever it asks for; one that cannot be opened says so when it is used.
pub fn trust(dir: &Path) {
    program().args(["trust", "--yes", "--quiet", "-w"]).arg(dir).output().unwrap();
}

/// The program that `JAUGE_BIN` names, else the built one, which lies beside the folder of this test's own.
pub fn jauge() -> PathBuf {
    if let Some(program) = env::var_os("JAUGE_BIN") {
        return program.into();
    }
    let folder = env::current_exe().unwrap().parent().unwrap().parent().unwrap().to_owned();
    let program = folder.join("jauge");
    assert!(program.is_file(), "`{}` is not built: `cargo xtask test` does", program.display());
    program
}

/// A folder of the real data, where it is there; a test without it says so and passes.
pub fn real_data(folder: &str) -> Option<PathBuf> {
    let root = env::var_os("JAUGE_REAL_DATA").map(PathBuf::from);
    let found = root.map(|root| root.join(folder)).filter(|path| path.is_dir());
    if found.is_none() {
        eprintln!("skipped: JAUGE_REAL_DATA does not name a folder with `{folder}`");
    }
    found
}

/// What Python prints; `None`, said so, where there is none with the packages that `.ci/run` installs.
pub fn python(args: &[&str]) -> Option<String> {
    let Some(python) = env::var_os("JAUGE_PYTHON") else {
        eprintln!("skipped: JAUGE_PYTHON does not name a Python with `deltalake`, `duckdb`, `polars` and `pyarrow`");
        return None;
    };
    let ran = Command::new(python).args(args).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Some(String::from_utf8(ran.stdout).unwrap().trim().to_owned())
}
