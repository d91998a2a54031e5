//! Rows of one key in one load.

use crate::support::{Ran, Workspace};

const HEAD: &str = "order_id,ordered_at,revenue,status\n";

/// A workspace that loads orders by `select`.
fn shop(select: &str) -> Workspace {
    Workspace::new(&format!(
        "[workspace]\nname = \"w\"\n[[source]]\nname = \"shop\"\npath = \"in/*.csv\"\ninto = \"shop_orders\"\n{select}"
    ))
}

/// What was said, long lines whole.
fn said(ran: &Ran) -> String {
    ran.stderr.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn orders(shop: &Workspace) -> String {
    shop.sql("SELECT string_agg(order_id || ' ' || CAST(revenue AS VARCHAR), ', ' ORDER BY order_id) FROM shop_orders")
}

#[test]
fn lines_of_an_order_are_not_taken_for_states_of_it() {
    let lines = "1001,2026-01-05,50.00,paid\n1001,2026-01-05,,\n1002,2026-01-05,7.00,paid\n";
    let plain = shop("");
    plain.write("in/a.csv", format!("{HEAD}{lines}"));
    let ran = plain.run(&["load"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    for part in ["in/a.csv", "\"1001\"", "GROUP BY order_id"] {
        assert!(said(&ran).contains(part), "{part}: {}", ran.stderr);
    }
    assert_eq!(plain.sql("SELECT count(*) FROM shop_orders"), "0", "nothing of it is stored");
    let select = "select = \"SELECT order_id, min(ordered_at) AS ordered_at, max(revenue) AS revenue FROM raw GROUP BY order_id\"\n";
    let grouped = shop(select);
    grouped.write("in/a.csv", format!("{HEAD}{lines}")).ok(&["load", "-q"]);
    assert_eq!(orders(&grouped), "1001 50.0000, 1002 7.0000");
}

#[test]
fn the_same_row_twice_is_a_duplicate_and_another_file_brings_a_later_state() {
    let shop = shop("");
    shop.write("in/a.csv", format!("{HEAD}1,2026-01-05,50.00,paid\n1,2026-01-05,50.00,paid\n"));
    shop.write("in/b.csv", format!("{HEAD}1,2026-01-05,40.00,paid\n"));
    let loaded = &shop.json(&["load"])[0];
    assert_eq!((&loaded["new"], &loaded["duplicate"]), (&1.into(), &2.into()), "{loaded}");
    assert_eq!(orders(&shop), "1 40.0000");
}

#[test]
fn a_table_that_knows_the_later_row_takes_all_states_out_of_one_file() {
    let table = "[[source]]\nname = \"s\"\npath = \"a.csv\"\ninto = \"calls\"\n[table.calls]\nkey = [\"id\"]\n";
    let config = |more: &str| format!("[workspace]\nname = \"w\"\n{table}{more}");
    let rows = "id,version,state\n1,2,done\n1,1,new\n";
    let calls = Workspace::new(&config("on_duplicate = \"latest by version\"\n"));
    calls.write("a.csv", rows).ok(&["load", "-q"]);
    assert_eq!(calls.sql("SELECT state FROM calls"), "done");
    let unordered = Workspace::new(&config(""));
    let ran = unordered.write("a.csv", rows).run(&["load"]);
    assert!(ran.code == 2 && said(&ran).contains("GROUP BY id"), "{}", ran.stderr);
}

#[test]
fn costs_of_two_accounts_stand_side_by_side_and_each_is_restated_alone() {
    let config = "[workspace]\nname = \"w\"\n[[source]]\nname = \"ads\"\npath = \"in/*.csv\"\ninto = \"spend\"\n";
    let ads = Workspace::new(config);
    let head = "date,source,account,campaign,cost\n";
    ads.write("in/a.csv", format!("{head}2026-01-05,google,fr,x,1\n2026-01-05,google,fr,y,2\n"));
    ads.write("in/b.csv", format!("{head}2026-01-05,google,de,x,10\n"));
    ads.ok(&["load", "-q"]);
    let costs = "SELECT CAST(sum(cost) AS VARCHAR) || ' ' || CAST(count(*) AS VARCHAR) FROM spend";
    assert_eq!(ads.sql(costs), "13.0000 3");
    ads.write("in/c.csv", format!("{head}2026-01-05,google,fr,x,5\n")).ok(&["load", "-q"]);
    assert_eq!(ads.sql(costs), "15.0000 2");
    // Costs without an account are a slice of their own, whether a file has the column or not.
    ads.write("in/d.csv", format!("{head}2026-01-05,google,,x,7\n")).ok(&["load", "-q"]);
    ads.write("in/e.csv", "date,source,campaign,cost\n2026-01-05,google,x,8\n").ok(&["load", "-q"]);
    assert_eq!(ads.sql(costs), "23.0000 3");
}
