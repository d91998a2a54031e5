/*---
id        = "stripe.orders_utc"
title     = { en = "Stripe: unified payments that are the orders", fr = "Stripe : paiements unifiés qui sont les commandes" }
into      = "shop_orders"
recognise = [["id", "Created (UTC)", "Amount", "Currency", "Converted Amount", "Converted Amount Refunded", "Converted Currency",
              "Fee", "Status", "Customer ID"]]
currency  = "Converted Currency"
alone     = true

[source]
timezone = "UTC"
---*/
-- Where no shop's own export is: a payment is an order, in the account's currency.
SELECT id                               AS order_id,
       "Created (UTC)"                  AS ordered_at,
       nullif("Customer ID", '')        AS customer_id,
       lower("Status")                  AS status,
       "Converted Amount"               AS revenue,
       "Converted Amount Refunded"      AS refunded,
       upper("Converted Currency")      AS currency
FROM raw
