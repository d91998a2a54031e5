/*---
id        = "stripe.balance"
title     = { en = "Stripe: itemised balance changes", fr = "Stripe : mouvements du solde, détaillés" }
into      = "payments"
recognise = [["balance_transaction_id", "created_utc", "available_on_utc", "currency", "gross", "fee", "net", "reporting_category"]]
currency  = "currency"

[source]
timezone = "UTC"

[table]
time    = "paid_at"
columns = { paid_at = "timestamp", payment_id = "text", type = "text", status = "text", customer_id = "text", charged = "decimal", charged_in = "text", gross = "decimal", fee = "decimal", net = "decimal", refunded = "decimal", currency = "text" }
---*/
-- Charges, refunds, fees and payouts, for reconciling; `type` tells which. A payout is in no sum of sales.
SELECT created_utc               AS paid_at,
       balance_transaction_id    AS payment_id,
       reporting_category        AS type,
       gross,
       fee,
       net,
       upper(currency)           AS currency
FROM raw
