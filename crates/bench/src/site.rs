//! The demo's site in a size of one's own, kept where everything is built.

use std::{
    error::Error,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The folder of a site of so many events; made by the `jauge` in `built` unless it is there.
pub(crate) fn site(built: &Path, events: u64) -> Result<PathBuf, Box<dyn Error>> {
    let site = built.join(format!("bench-site-{events}"));
    if !site.join("jauge.toml").exists() {
        println!("making a site of {events} events in {}", site.display());
        let mut demo = Command::new(built.join("jauge"));
        demo.args(["demo", "--quiet", "--events", &events.to_string()]).arg(&site).stdout(Stdio::null());
        if !demo.status()?.success() {
            return Err("the site cannot be made".into());
        }
    }
    Ok(site)
}
