//! Every digit of a cell is kept, or the cell is rejected; how it is written is told from the column that it comes from.

use crate::support::Workspace;

/// A workspace whose only source reads `in/*` into orders, with `select` and `more` settings.
fn shop(select: &str, more: &str) -> Workspace {
    Workspace::new(&format!(
        "[workspace]\nname = \"shop\"\ntimezone = \"UTC\"\ncurrency = \"EUR\"\n[[source]]\nname = \"in\"\npath = \"in/*\"\n\
         into = \"shop_orders\"\n{more}\nselect = \"\"\"{select}\"\"\"\n"
    ))
}

const ORDERS: &str = "SELECT id AS order_id, at AS ordered_at, amount AS revenue FROM raw";

fn orders(shop: &Workspace) -> String {
    shop.sql("SELECT string_agg(order_id || ' ' || CAST(revenue AS VARCHAR), ', ' ORDER BY order_id) FROM shop_orders")
}

#[test]
fn an_amount_with_more_digits_than_are_kept_is_rejected_unless_it_is_rounded() {
    let cells = "id,at,amount\n1,2026-01-05,254.0499\n2,2026-01-05,254.049996\n3,2026-01-05,86.330001125\n";
    let exact = shop(ORDERS, "");
    exact.write("in/a.csv", cells);
    exact.run(&["load"]);
    assert_eq!(orders(&exact), "1 254.0499");
    assert_eq!(exact.sql("SELECT count(*) FROM rejects WHERE reason LIKE '%4 are kept%'"), "2");
    let rounded = shop(&ORDERS.replace("amount AS", "round(amount, 4) AS"), "");
    rounded.write("in/a.csv", cells);
    rounded.ok(&["load"]);
    assert_eq!(orders(&rounded), "1 254.0499, 2 254.0500, 3 86.3300");
}

#[test]
fn a_column_is_no_witness_for_the_decimal_mark_of_the_next() {
    let cells = "id;at;amount;weight\n1;2026-01-05;12,50;1.234\n2;2026-01-05;7,25;2.345\n";
    let select = "SELECT id AS order_id, at AS ordered_at, amount AS revenue, weight AS shipping FROM raw";
    let open = shop(select, "");
    open.write("in/a.csv", cells);
    open.run(&["load"]);
    assert_eq!(open.sql("SELECT count(*) FROM shop_orders"), "0");
    assert_eq!(open.sql("SELECT count(*) FROM rejects WHERE column_name = 'weight'"), "2");
    let own = shop(select, "");
    own.write("in/a.csv", cells.replace("2.345", "2.5"));
    own.ok(&["load"]);
    assert_eq!(
        own.sql("SELECT CAST(sum(revenue) AS VARCHAR) || ' ' || CAST(sum(shipping) AS VARCHAR) FROM shop_orders"),
        "19.7500 3.7340"
    );
}

#[test]
fn the_order_of_dates_reaches_what_is_made_of_them_and_comes_from_their_own_column() {
    let joined = shop(
        "SELECT id AS order_id, day || ' ' || clock AS ordered_at, amount AS revenue FROM raw",
        "dates = \"month first\"",
    );
    joined.write("in/a.csv", "id,day,clock,amount\n1,04/01/2026,06:09:53,10.00\n2,04/25/2026,06:09:53,20.00\n");
    joined.ok(&["load"]);
    let days = "SELECT string_agg(order_id || ' ' || to_char(ordered_at, '%Y-%m-%d %H:%M'), ', ' ORDER BY order_id) FROM shop_orders";
    assert_eq!(joined.sql(days), "1 2026-04-01 06:09, 2 2026-04-25 06:09");
    // `ordered_at` of the file is month first, `paid` day first.
    let own = shop("SELECT id AS order_id, trim(paid) AS ordered_at, 1 AS revenue FROM raw", "");
    own.write("in/a.csv", "id,ordered_at,paid\n1,04/25/2026,02/01/2026\n2,04/26/2026,25/01/2026\n");
    own.ok(&["load"]);
    assert_eq!(own.sql(days), "1 2026-01-02 00:00, 2 2026-01-25 00:00");
}

#[test]
fn an_order_of_texts_is_refused_with_the_cure_and_one_of_numbers_is_right() {
    let cells = "id,at,amount,minimum\n1,2026-01-05,9,10\n2,2026-01-05,10,9\n";
    let texts = shop(&format!("{ORDERS} WHERE amount > minimum"), "");
    texts.write("in/a.csv", cells);
    let ran = texts.run(&["load"]);
    let said = ran.stderr.replace("\n  │ ", " ");
    // `amount` becomes a number in this select, so it is one in the comparison, too.
    assert_eq!((ran.code, orders(&texts).as_str()), (0, "2 10.0000"), "{said}");
    let open = shop("SELECT id AS order_id, at AS ordered_at, 1 AS revenue FROM raw WHERE amount > minimum", "");
    open.write("in/a.csv", cells);
    let ran = open.run(&["load"]);
    let said = ran.stderr.replace("\n  │ ", " ");
    assert!(ran.code == 2 && said.contains("CAST(\"amount\" AS DECIMAL)"), "{said}");
}

#[test]
fn a_version_is_no_number() {
    let site = Workspace::new(
        "[workspace]\nname = \"site\"\n[table.t]\n[[source]]\nname = \"in\"\npath = \"in/*\"\ninto = \"t\"\n",
    );
    site.write("in/a.csv", "release,price\n2024.9,12.50\n2024.10,7.00\n");
    site.ok(&["load"]);
    assert_eq!(site.sql("SELECT string_agg(release, ', ' ORDER BY price) FROM t"), "2024.10, 2024.9");
}

#[test]
fn the_decimal_mark_of_a_source_reaches_casts_and_what_is_made_null() {
    let read = |amount: &str, cells: &str| {
        let shop = shop(&ORDERS.replace("amount AS", &format!("{amount} AS")), "decimal_mark = \",\"");
        shop.write("in/a.csv", format!("id;at;amount\n{cells}"));
        shop.ok(&["load"]);
        orders(&shop)
    };
    let cells = "1;2026-01-05;1.234\n2;2026-01-05;5,50\n";
    for amount in ["amount", "CAST(amount AS DOUBLE)", "CAST(trim(amount) AS DOUBLE)", "amount::DOUBLE * 1"] {
        assert_eq!(read(amount, cells), "1 1234.0000, 2 5.5000", "{amount}");
    }
    for (amount, none) in [("nullif(amount, '')", ""), ("nullif(amount, '-')", "-"), ("nullif(amount, '0')", "0,0")] {
        assert_eq!(read(amount, &format!("{cells}3;2026-01-05;{none}\n")), "1 1234.0000, 2 5.5000", "{amount}");
    }
}

#[test]
fn minor_units_become_amounts_without_a_float_in_between() {
    let select = |amount: &str| {
        format!(
            "SELECT id AS order_id, at AS ordered_at, {amount} AS revenue, cur AS currency FROM raw WHERE cur <> ''"
        )
    };
    let cells = "id,at,amount,cur\n1,2026-01-05,1999,EUR\n2,2026-01-05,1700,JPY\n3,2026-01-05,9007199254740993,EUR\n";
    for amount in ["0.01 * amount", "amount * .010", "-amount * -0.01", "amount / 100.0"] {
        let shop = shop(&select(&format!("CASE WHEN cur = 'JPY' THEN amount ELSE {amount} END")), "");
        shop.write("in/a.csv", cells);
        shop.ok(&["load"]);
        let wanted = "1 19.9900, 2 1700.0000, 3 90071992547409.9300";
        assert_eq!(orders(&shop), wanted, "{amount}");
    }
    // Beside a negative amount a text is read as its file writes numbers.
    let returns = shop(&select("CASE WHEN cur = 'USD' THEN -amount ELSE amount END"), "");
    returns.write("in/a.csv", "id;at;amount;cur\n1;2026-01-05;1.234,50;USD\n2;2026-01-05;12,5;EUR\n");
    returns.ok(&["load"]);
    assert_eq!(orders(&returns), "1 -1234.5000, 2 12.5000");
}

#[test]
fn numbers_in_a_list_are_compared_as_numbers_and_what_is_none_is_a_reject() {
    let shop = shop(&format!("{ORDERS} WHERE amount IN (1, 2.5)"), "");
    shop.write("in/a.csv", "id;at;amount\n1;2026-01-05;1,0\n2;2026-01-05;2,50\n3;2026-01-05;7,25\n4;2026-01-05;x\n");
    shop.run(&["load"]);
    assert_eq!(orders(&shop), "1 1.0000, 2 2.5000");
    assert_eq!(shop.sql("SELECT count(*) FROM rejects"), "1");
}
