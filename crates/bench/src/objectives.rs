//! Many objectives judged in one go, beside one by one: the program as people run it, its time and its greatest memory.

use std::{
    error::Error,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::site::site;

const KPIS: [(&str, &str); 10] = [
    ("core.sessions", "+10%"),
    ("core.page_views", "+10%"),
    ("core.bounce_rate", "-5%"),
    ("core.engagement_rate", "+5%"),
    ("ecommerce.orders", "+10%"),
    ("ecommerce.revenue", "+10%"),
    ("ecommerce.average_order_value", "+5%"),
    ("ecommerce.purchase_conversion", "+10%"),
    ("ecommerce.cart_abandonment", "-5%"),
    ("ecommerce.view_to_cart", "+5%"),
];
const CHANNELS: [&str; 10] = [
    "Organic Search",
    "Direct",
    "Paid Search",
    "Paid Social",
    "Email",
    "Organic Social",
    "Referral",
    "AI Assistant",
    "Affiliates",
    "Unassigned",
];
const PARTS: [&str; 5] = [
    "device_category = 'mobile'",
    "device_category = 'desktop'",
    "device_category = 'tablet'",
    "country = 'FR'",
    "country = 'BE'",
];
/// How many are also judged one by one; the time of all is worked out from theirs.
const ALONE: usize = 20;

/// Makes a site of so many events beside this program, unless it is there, and judges 500 objectives over it.
pub(crate) fn run(events: u64) -> Result<(), Box<dyn Error>> {
    let here = std::env::current_exe()?;
    let program = here.with_file_name("jauge");
    let site = site(here.parent().ok_or("this program lies nowhere")?, events)?;
    let ids = write_objectives(&site)?;
    let all = judge(&program, &site, &[])?;
    println!("{} objectives in one go      {:>8.1} s  {:>6.0} MiB at most", ids.len(), all.0, all.1);
    let step = ids.len() / ALONE;
    let (mut seconds, mut most) = (0.0, 0.0_f64);
    for id in ids.iter().step_by(step) {
        let (took, memory) = judge(&program, &site, &[id])?;
        seconds += took;
        most = most.max(memory);
    }
    let whole = seconds * ids.len() as f64 / ALONE as f64;
    println!("one by one, out of {ALONE} of them {whole:>8.1} s  {most:>6.0} MiB at most");
    println!("one go is {:.0} times as fast", whole / all.0);
    Ok(())
}

/// Ten KPIs under fifty filters.
fn write_objectives(site: &Path) -> std::io::Result<Vec<String>> {
    let mut text = String::new();
    let mut ids = Vec::new();
    for channel in CHANNELS {
        for part in PARTS {
            for (kpi, target) in KPIS {
                let id = format!("o{:03}", ids.len());
                text += &format!(
                    "[[objective]]\nid = \"{id}\"\nkpi = \"{kpi}\"\ntarget = \"{target}\"\nperiod = \"2026-Q4\"\n\
                     where = \"channel = '{channel}' AND {part}\"\n\n"
                );
                ids.push(id);
            }
        }
    }
    fs::write(site.join("objectives/objectives.toml"), text)?;
    Ok(ids)
}

/// Seconds, and the greatest memory in MiB.
fn judge(program: &Path, site: &Path, ids: &[&str]) -> Result<(f64, f64), Box<dyn Error>> {
    let mut command = Command::new(program);
    command.args(["evaluate", "--as-of", "2026-10-15", "--format", "json", "-w"]).arg(site).args(ids);
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0.0_f64;
    loop {
        let known = fs::read_to_string(&status).unwrap_or_default();
        let peak =
            known.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse().ok());
        most = most.max(peak.unwrap_or(0.0) / 1024.0);
        match child.try_wait()? {
            Some(status) if status.code().is_some_and(|code| code <= 3) => break,
            Some(status) => return Err(format!("jauge evaluate ended with {status}").into()),
            None => sleep(Duration::from_millis(5)),
        }
    }
    Ok((start.elapsed().as_secs_f64(), most))
}
