//! Online Shoppers: one row a session, no dates: a table of the user's own.

use crate::support::{Workspace, real_data};

#[test]
fn a_table_of_the_user_s_own_answers_kpis_of_the_user_s_own() {
    let Some(folder) = real_data("online-shoppers") else { return };
    let workspace = Workspace::new(&format!(
        "[workspace]\nname = \"lab\"\n\n[table.shoppers]\n\n[[source]]\nname = \"uci\"\npath = \"{}/*.csv\"\ninto = \"shoppers\"\n",
        folder.display()
    ));
    workspace.kpi("lab.sessions", "count", "SELECT count(*) FROM shoppers");
    workspace.kpi("lab.buyers", "count", "SELECT count(*) FROM shoppers WHERE Revenue");
    workspace.kpi(
        "lab.conversion",
        "ratio",
        "SELECT count(*) FILTER (WHERE Revenue) * 1.0 / nullif(count(*), 0) FROM shoppers",
    );
    let row = workspace.json(&["load"]);
    assert_eq!([&row[0]["new"], &row[0]["rejected"]], [12_330, 0]);
    let all = workspace.json(&["ask", "sessions", "buyers", "conversion", "--period", "all"]);
    assert_eq!([&all[0]["value"], &all[1]["value"]], [12_330, 1_908]);
    let conversion = all[2]["value"].as_f64().unwrap();
    assert_eq!(format!("{:.3} %", conversion * 100.0), "15.474 %");

    let by = workspace.json(&["ask", "sessions", "buyers", "--period", "all", "--by", "visitortype"]);
    let mut found: Vec<_> = by.as_array().unwrap().iter().collect();
    found.sort_by_key(|row| (row["by"]["visitortype"].to_string(), row["kpi"] != "lab.sessions"));
    let found: Vec<_> = found.iter().map(|row| row["value"].as_i64().unwrap()).collect();
    assert_eq!(found, [1_694, 422, 85, 16, 10_551, 1_470], "new, other, returning: sessions and buyers");
}
