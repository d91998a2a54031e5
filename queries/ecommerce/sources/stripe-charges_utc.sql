/*---
id        = "stripe.charges_utc"
title     = { en = "Stripe: unified payments, beside a shop's orders", fr = "Stripe : paiements unifiés, à côté des commandes d'une boutique" }
into      = "payments"
recognise = [["id", "Created (UTC)", "Amount", "Currency", "Converted Amount", "Converted Amount Refunded", "Converted Currency",
              "Fee", "Status", "Customer ID"]]
currency  = "Converted Currency"

[source]
timezone = "UTC"

[table]
time    = "paid_at"
columns = { paid_at = "timestamp", payment_id = "text", type = "text", status = "text", customer_id = "text", charged = "decimal", charged_in = "text", gross = "decimal", fee = "decimal", net = "decimal", refunded = "decimal", currency = "text" }
---*/
-- Payments and no orders, for reconciling: the shop's own export has these.
SELECT "Created (UTC)"                  AS paid_at,
       id                               AS payment_id,
       'payment'                        AS type,
       lower("Status")                  AS status,
       nullif("Customer ID", '')        AS customer_id,
       "Amount"                         AS charged,
       upper("Currency")                AS charged_in,
       "Converted Amount"               AS gross,
       "Fee"                            AS fee,
       "Converted Amount Refunded"      AS refunded,
       upper("Converted Currency")      AS currency
FROM raw
