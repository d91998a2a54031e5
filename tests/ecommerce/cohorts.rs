//! Cohorts on the page.

use crate::support::Workspace;

const CONFIG: &str = "[workspace]\nname = \"shop\"\npacks = [\"ecommerce\"]\ncurrency = \"EUR\"\n\n[[source]]\nname = \"shop\"\n\
                      path = \"*.csv\"\ninto = \"shop_orders\"\n";

/// Four customers who first order in January, of whom two come again 40 days later, and one in February; the data reach the end of May.
fn shop() -> Workspace {
    let shop = Workspace::new(CONFIG);
    let orders = [("a", "01-05"), ("b", "01-06"), ("c", "01-07"), ("d", "01-08"), ("e", "02-03")];
    let again = [("a", "02-14"), ("b", "02-15"), ("e", "05-31")];
    let rows = orders
        .into_iter()
        .chain(again)
        .enumerate()
        .map(|(nth, (customer, day))| format!("{nth},2024-{day}T10:00:00Z,{customer},paid,10.00,EUR\n"));
    let rows: String = rows.collect();
    shop.write("a.csv", format!("order_id,ordered_at,customer_id,status,revenue,currency\n{rows}"));
    shop.ok(&["load", "-q"]);
    shop
}

#[test]
fn the_page_has_a_table_of_cohorts_with_the_values_that_asking_gives() {
    let shop = shop();
    let page = shop.run(&["report", "-o", "-", "--as-of", "2024-05-31"]).stdout;
    let (_, table) = page.split_once("<table class=\"cohorts\" data-of=\"ecommerce.customer_retention\">").unwrap();
    let (table, _) = table.split_once("</table>").unwrap();
    let january = table.split("<tr>").find(|row| row.contains(">2024-01</th>")).unwrap();
    assert!(
        january.contains("<td class=\"number\">4</td><td class=\"number shade5\"><data value=\"0.5\">"),
        "{january}"
    );
    let ask = ["ask", "customer_retention", "--by", "months_since", "--grain", "month", "--period", "2024-01"];
    let asked = shop.json(&[&ask[..], &["--as-of", "2024-05-31"]].concat());
    let values: Vec<f64> = asked.as_array().unwrap().iter().filter_map(|row| row["value"].as_f64()).collect();
    let shown = january.split("<data value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap());
    assert_eq!(shown.collect::<Vec<f64>>(), values, "{asked}");
    assert!(values.len() > 2, "{asked}");
    assert!(page.len() <= 200_000, "{} bytes", page.len());
}
