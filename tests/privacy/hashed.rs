//! `[privacy] hash`: one identity stays one, whatever a table calls it, and whenever the setting was made.

use crate::support::Workspace;

const SOURCES: &str = "[[source]]\nname = \"e\"\npath = \"events.csv\"\n\
                       [[source]]\nname = \"shop\"\npath = \"orders.csv\"\ninto = \"shop_orders\"\n";
const EVENTS: &str =
    "event_time,event_name,visitor_id,transaction_id,user_id\n2026-01-05T10:00:00Z,purchase,a,1001,u1\n";
const ORDERS: &str = "order_id,ordered_at,revenue,customer_id\n1001,2026-01-05T10:00:05Z,50.00,u1\n";
/// Orders that both tables know, and whose buyer is one.
const SAME: &str =
    "SELECT count(*) FROM events JOIN shop_orders ON order_id = transaction_id AND customer_id = user_id";

fn config(hash: &str) -> String {
    format!("[workspace]\nname = \"w\"\n[privacy]\nhash = [{hash}]\n{SOURCES}")
}

fn site(hash: &str) -> Workspace {
    let site = Workspace::new(&config(hash));
    site.write("events.csv", EVENTS).write("orders.csv", ORDERS);
    site
}

#[test]
fn an_order_and_its_buyer_are_one_whichever_of_their_names_is_hashed() {
    for hash in ["", "'transaction_id'", "'order_id'", "'user_id'", "'customer_id'", "'order_id', 'user_id'"] {
        let site = site(hash);
        site.ok(&["load", "-q"]);
        assert_eq!(site.sql(SAME), "1", "{hash}");
        let clear = site.sql("SELECT count(*) FROM shop_orders WHERE order_id = '1001' AND customer_id = 'u1'");
        assert_eq!(clear, if hash.is_empty() { "1" } else { "0" }, "{hash}");
    }
}

#[test]
fn an_order_that_comes_under_a_new_key_is_the_same_order() {
    let site = site("'order_id'");
    site.ok(&["load", "e", "-q"]);
    site.ok(&["rotate-key"]);
    site.ok(&["load", "shop", "-q"]);
    assert_eq!(site.sql(SAME), "1");
}

#[test]
fn hashing_that_is_switched_later_loads_nothing_until_what_is_stored_is_loaded_anew() {
    let (plain, hashed) = (config(""), config("'transaction_id'"));
    for (before, after) in [(&plain, &hashed), (&hashed, &plain)] {
        let site = Workspace::new(before);
        site.write("events.csv", EVENTS).write("orders.csv", ORDERS);
        site.ok(&["load", "e", "-q"]);
        site.write("jauge.toml", after);
        for source in ["e", "shop"] {
            let ran = site.run(&["load", source]);
            assert!(ran.code == 2 && ran.stderr.contains("`transaction_id`"), "{source}: {}", ran.stderr);
        }
        site.ok(&["load", "--replace", "e", "-q"]);
        site.ok(&["load", "-q"]);
        assert_eq!(site.sql(SAME), "1");
    }
}

#[test]
fn hashing_what_no_stored_table_has_stands_in_nobodys_way() {
    let site = site("");
    site.ok(&["load", "-q"]);
    site.write("jauge.toml", config("'lead_id'"));
    site.ok(&["load", "-q"]);
}

#[test]
fn a_name_that_no_table_has_is_refused_with_the_one_meant() {
    let site = site("'usr_id'");
    let ran = site.run(&["load"]);
    assert!(
        ran.code == 2 && ran.stderr.contains("jauge.toml:4:") && ran.stderr.contains("`user_id`"),
        "{}",
        ran.stderr
    );
}

#[test]
fn digits_in_a_table_of_the_users_are_hashed_as_the_text_they_are() {
    let own = "[[source]]\nname = \"cards\"\npath = \"cards.csv\"\ninto = \"cards\"\n[table.cards]\nkey = [\"card\"]\n";
    let site = Workspace::new(&format!("{}{own}", config("'user_id'")));
    site.write("events.csv", EVENTS.replace("u1", "77")).write("orders.csv", ORDERS);
    site.write("cards.csv", "card,customer_id\n1,77\n");
    site.ok(&["load", "-q"]);
    assert_eq!(site.sql("SELECT count(*) FROM events JOIN cards ON customer_id = user_id"), "1");
    assert_eq!(site.sql("SELECT count(*) FROM cards WHERE customer_id = '77'"), "0");
    let typed = format!("{}{own}columns = {{ card = \"integer\", customer_id = \"integer\" }}\n", config("'user_id'"));
    let site = Workspace::new(&typed);
    site.write("cards.csv", "card,customer_id\n1,77\n");
    let ran = site.run(&["load", "cards"]);
    assert!(ran.code == 2 && ran.stderr.contains("`customer_id`"), "{}", ran.stderr);
}
