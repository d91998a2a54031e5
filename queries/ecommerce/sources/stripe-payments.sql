/*---
id        = "stripe.payments"
title     = { en = "Stripe: payments, without ids", fr = "Stripe : paiements, sans identifiants" }
into      = "payments"
recognise = [["Created date (UTC)", "Amount", "Currency", "Converted Amount", "Converted Currency", "Fee", "Status", "Customer ID"]]
currency  = "Converted Currency"

[source]
timezone = "UTC"

[table]
time    = "paid_at"
columns = { paid_at = "timestamp", payment_id = "text", type = "text", status = "text", customer_id = "text", charged = "decimal", charged_in = "text", gross = "decimal", fee = "decimal", net = "decimal", refunded = "decimal", currency = "text" }
---*/
-- Payments and no orders, for reconciling: what was charged in the buyer's currency, and what that came to in the account's.
SELECT "Created date (UTC)"             AS paid_at,
       'payment'                        AS type,
       lower("Status")                  AS status,
       nullif("Customer ID", '')        AS customer_id,
       "Amount"                         AS charged,
       upper("Currency")                AS charged_in,
       "Converted Amount"               AS gross,
       "Fee"                            AS fee,
       upper("Converted Currency")      AS currency
FROM raw
