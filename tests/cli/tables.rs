//! Tables: what they hold, columns of any name, what is kept beside them, and tables that are dropped.

use crate::support::{Ran, Workspace};

/// What was said, in one line: a long message is broken over several.
fn said(ran: &Ran) -> String {
    ran.stderr.replace("\n  │ ", " ")
}

/// A table of the user's own, filled by `select`.
fn stock(select: &str) -> String {
    format!(
        "[workspace]\nname = \"shop\"\ntimezone = \"UTC\"\n[table.stock]\ntime = \"day\"\n[[source]]\nname = \"stock\"\n\
         path = \"in/*.csv\"\ninto = \"stock\"\nselect = '''{select}'''\n"
    )
}

const PIECES: &str = "Day,Pieces\n2026-01-05,3\n2026-01-06,4\n";

#[test]
fn a_table_that_is_dropped_is_filled_anew_by_another_select() {
    let site = Workspace::new(&stock("SELECT \"Day\" AS day, \"Pieces\" || ' pieces' AS pieces FROM raw"));
    site.write("in/a.csv", PIECES).ok(&["load", "-q"]);
    // Its columns are those of the first load, and what was wrong with it is said with the cure.
    site.write("jauge.toml", stock("SELECT \"Day\" AS day, \"Pieces\" AS left_over FROM raw"));
    site.write("in/b.csv", "Day,Pieces\n2026-01-07,5\n");
    let ran = site.run(&["load"]);
    assert!(ran.code == 2 && said(&ran).contains("jauge table drop stock"), "{}", ran.stderr);
    let ran = site.run(&["table", "drop", "stock"]);
    assert!(ran.code == 2 && said(&ran).contains("--yes"), "{}", ran.stderr);
    let ran = site.run(&["table", "drop", "stock", "--yes"]);
    assert!(ran.code == 0 && ran.stderr.contains("2 rows are gone"), "{}", ran.stderr);
    assert_eq!(site.sql("SELECT count(*) FROM loads"), "0");
    site.ok(&["load", "-q"]);
    assert_eq!(site.sql("SELECT sum(left_over) FROM stock"), "12");
    assert_eq!(site.sql("SELECT count(*) FROM loads"), "2");
}

#[test]
fn only_tables_of_ones_own_are_dropped_and_only_those_that_are_there() {
    let site = Workspace::new(&stock("SELECT \"Day\" AS day, \"Pieces\" AS pieces FROM raw"));
    site.write("in/a.csv", PIECES).ok(&["load", "-q"]);
    for (table, words) in
        [("events", "Jauge's own"), ("loads", "Jauge's own"), ("stok", "did you mean `stock`"), ("../in", "no table")]
    {
        let ran = site.run(&["table", "drop", table, "--yes"]);
        assert!(ran.code == 2 && said(&ran).contains(words), "{table}: {}", ran.stderr);
    }
    assert_eq!(site.sql("SELECT count(*) FROM stock"), "2");
}

#[test]
fn a_table_without_rows_never_blocks_the_select_that_is_mended() {
    // Nothing of the first select's rows is a row: the table is there, empty, with its columns.
    let site = Workspace::new(&stock("SELECT nullif(\"Day\", \"Day\") AS day, \"Pieces\" AS peices FROM raw"));
    site.write("in/a.csv", PIECES).run(&["load"]);
    assert_eq!(site.sql("SELECT count(*) FROM stock"), "0");
    site.write("jauge.toml", stock("SELECT \"Day\" AS day, \"Pieces\" AS pieces FROM raw"));
    site.ok(&["load", "--replace", "stock", "-q"]);
    assert_eq!(site.sql("SELECT sum(pieces) FROM stock"), "7");
    assert!(!site.ok(&["source", "columns", "stock"]).contains("peices"));
}

#[test]
fn a_column_of_ones_own_has_any_name() {
    let config = "[workspace]\nname = \"shop\"\ntimezone = \"UTC\"\n[table.odd]\ntime = \"day of sale\"\nkey = [\"id-nr\"]\n\
                  [[source]]\nname = \"odd\"\npath = \"in/*.csv\"\ninto = \"odd\"\n";
    let site = Workspace::new(config);
    let head = "id-nr,day of sale,% done,2nd try,in/out,order\n";
    site.write("in/a.csv", format!("{head}1,2026-01-05,12,x,3,a\n2,2026-01-06,13,y,4,b\n")).ok(&["load", "-q"]);
    site.write("in/b.csv", format!("{head}1,2026-01-05,14,x,3,a\n")).ok(&["load", "-q"]);
    assert_eq!(site.sql("SELECT sum(\"% done\") FROM odd WHERE \"2nd try\" <> 'z' AND \"in/out\" > 0"), "27");
    assert_eq!(site.sql("SELECT \"order\" FROM odd WHERE \"id-nr\" = 1"), "a");
    let model =
        "/*---\nname = \"sold\"\ntime = \"day of sale\"\ndimensions = [\"2nd try\"]\n---*/\nSELECT * FROM odd\n";
    site.write("queries/models/sold.sql", model).kpi("done", "count", "SELECT sum(\"% done\") FROM sold");
    let answers = site.json(&["ask", "done", "--period", "2026-01", "--by", "2nd try"]);
    assert_eq!(answers.as_array().unwrap().len(), 2, "{answers}");
    site.ok(&["rebuild", "-q"]);
    assert_eq!(site.sql("SELECT sum(\"% done\") FROM odd"), "27");
}

#[test]
fn what_a_table_holds_is_listed_with_what_it_means() {
    let site = Workspace::new(&stock("SELECT \"Day\" AS day, \"Pieces\" AS pieces FROM raw"));
    let columns = |table: &str| site.json(&["source", "columns", table]).as_array().unwrap().clone();
    let orders = columns("shop_orders");
    let of = |name: &str| orders.iter().find(|column| column["column"] == name).cloned().unwrap_or_default();
    assert_eq!((of("order_id")["type"].as_str(), of("order_id")["needed"].as_bool()), (Some("text"), Some(true)));
    assert_eq!((of("revenue")["type"].as_str(), of("revenue")["needed"].as_bool()), (Some("decimal"), Some(false)));
    for name in ["country", "customer_type", "channel", "coupon", "payment_method", "other_id", "properties"] {
        assert!(of(name)["meaning"].is_string(), "{name}");
    }
    assert!(columns("stock").is_empty());
    site.write("in/a.csv", PIECES).ok(&["load", "-q"]);
    let names: Vec<_> = columns("stock").iter().map(|column| column["column"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["row_id", "day", "pieces"]);
    assert!(site.ok(&["source", "columns", "spend", "--locale", "fr"]).contains("groupe d'annonces"));
    assert_eq!(site.run(&["source", "columns", "shop_order"]).code, 2);
}

#[test]
fn columns_that_keep_names_are_properties_and_no_others() {
    let config = |more: &str| {
        format!(
            "[workspace]\nname = \"shop\"\ntimezone = \"UTC\"\ncurrency = \"EUR\"\n[[source]]\nname = \"orders\"\npath = \"in/*.csv\"\n\
             into = \"shop_orders\"\n{more}\n"
        )
    };
    let grouped = "select = '''SELECT \"No\" AS order_id, min(\"At\") AS ordered_at, sum(\"Sum\") AS revenue FROM raw GROUP BY \"No\"'''";
    let rows = "No,At,Sum,Gift note,Till\n1,2026-01-05,5.00,red bow,t1\n1,2026-01-05,2.50,,t2\n2,2026-01-06,1.00,,t1\n";
    let site = Workspace::new(&config(&format!("keep = [\"Gift note\", \"till\"]\n{grouped}")));
    site.write("in/a.csv", rows).ok(&["load", "-q"]);
    let kept = |id: u8| {
        let sql = format!(
            "SELECT concat_ws('; ', properties['Gift note'], properties['till'], cast(revenue AS VARCHAR)) FROM shop_orders \
             WHERE order_id = '{id}'"
        );
        site.sql(&sql)
    };
    assert_eq!((kept(1), kept(2)), ("red bow; t1, t2; 7.5000".to_owned(), "t1; 1.0000".to_owned()));
    // Files that already fit keep what is named, too; a name that is none is said with the one meant.
    let site = Workspace::new(&config("keep = [\"note\"]"));
    site.write("in/a.csv", "order_id,ordered_at,revenue,note\n7,2026-01-05,5.00,soon\n").ok(&["load", "-q"]);
    assert_eq!(site.sql("SELECT properties['note'] FROM shop_orders"), "soon");
    for keep in ["keep = [\"nota\"]", "keep = [\"nota\"]\nselect = \"SELECT order_id, ordered_at FROM raw\""] {
        site.write("jauge.toml", config(keep));
        let ran = site.run(&["load", "--replace", "orders"]);
        assert!(ran.code == 2 && said(&ran).contains("`note`"), "{keep}: {}", ran.stderr);
    }
    // What is hashed is not kept beside its hash.
    let hashed = "keep = [\"Mail\"]\nselect = '''SELECT \"No\" AS order_id, \"At\" AS ordered_at, lower(\"Mail\") AS customer_id FROM raw'''";
    let site = Workspace::new(&config(&format!("{hashed}\n[privacy]\nhash = [\"user_id\"]")));
    let ran = site.write("in/a.csv", "No,At,Mail\n1,2026-01-05,a@b.example\n").run(&["load"]);
    assert!(ran.code == 2 && said(&ran).contains("hides of `customer_id`"), "{}", ran.stderr);
}

#[test]
fn shop_and_tag_mean_one_order_whether_its_id_has_a_sign_or_spaces() {
    let config = "[workspace]\nname = \"shop\"\npacks = [\"ecommerce\"]\ntimezone = \"UTC\"\ncurrency = \"EUR\"\n[[source]]\nname = \
                  \"tag\"\npath = \"events.csv\"\n[[source]]\nname = \"orders\"\npath = \"orders.csv\"\ninto = \"shop_orders\"\n";
    let site = Workspace::new(config);
    let events = "event_time,event_name,visitor_id,transaction_id,value\n2026-01-05T10:00:00Z,purchase,a,1001,5\n\
                  2026-01-06T10:00:00Z,purchase,b,# 1002,6\n2026-01-07T10:00:00Z,purchase,c,1003,7\n";
    let orders = "order_id,ordered_at,revenue\n#1001,2026-01-05T10:00:00Z,5.00\n1002,2026-01-06T10:00:00Z,6.00\n10 03,2026-01-07T10:00:00Z,7.00\n";
    site.write("events.csv", events).write("orders.csv", orders).ok(&["load", "-q"]);
    assert_eq!(site.sql("SELECT count(*) || ' ' || sum(revenue) FROM orders WHERE in_events AND in_shop"), "3 18.0000");
    assert_eq!(site.sql("SELECT count(*) FROM orders"), "3");
    // Events are as received.
    assert_eq!(site.sql("SELECT count(*) FROM events WHERE transaction_id = '# 1002'"), "1");
}

#[test]
fn that_shop_and_tag_call_orders_otherwise_is_said_with_the_id_that_matches() {
    let config = "[workspace]\nname = \"shop\"\ntimezone = \"UTC\"\n[[source]]\nname = \"tag\"\npath = \"events.csv\"\n[[source]]\n\
                  name = \"orders\"\npath = \"orders.csv\"\ninto = \"shop_orders\"\n";
    let site = Workspace::new(config);
    let line = |nth: u32| format!("2026-01-05T10:{nth:02}:00Z,purchase,v{nth},{}\n", 500 + nth);
    let events: String = (10..40).map(line).collect();
    site.write("events.csv", format!("event_time,event_name,visitor_id,transaction_id\n{events}"));
    let orders =
        |head: &str, line: &dyn Fn(u32) -> String| format!("{head}\n{}", (10..40).map(line).collect::<String>());
    let both =
        orders("order_id,other_id,ordered_at", &|nth| format!("#{nth},{},2026-01-05T10:{nth:02}:00Z\n", 500 + nth));
    let ran = site.write("orders.csv", both).run(&["load"]);
    let words = "of 30 orders that the tag sent, 0 are an `order_id` of `shop_orders`, and 30 are an `other_id`";
    assert!(ran.code == 0 && said(&ran).contains(words), "{}", ran.stderr);
    let mended = orders("order_id,ordered_at", &|nth| format!("#{},2026-01-05T10:{nth:02}:00Z\n", 500 + nth));
    let ran = site.write("orders.csv", mended).run(&["load", "--replace", "orders"]);
    assert!(ran.code == 0 && !ran.stderr.contains("that the tag sent"), "{}", ran.stderr);
}

#[test]
fn a_select_groups_by_a_time_or_a_number_as_the_file_has_it() {
    let site = Workspace::new(&stock(
        "SELECT \"Day\" AS day, \"Shelf\" AS shelf, sum(\"Pieces\") AS pieces FROM raw GROUP BY \"Day\", \"Shelf\"",
    ));
    site.write("in/a.csv", "Day,Shelf,Pieces\n2026-01-05,7,3\n2026-01-05,7,4\n2026-01-06,8,1\n").ok(&["load", "-q"]);
    assert_eq!(
        site.sql(
            "SELECT string_agg(day || ' ' || shelf || ' ' || cast(pieces AS BIGINT), ', ' ORDER BY day) FROM stock"
        ),
        "2026-01-05 7 7, 2026-01-06 8 1"
    );
}
