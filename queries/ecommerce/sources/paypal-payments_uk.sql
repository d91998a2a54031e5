/*---
id        = "paypal.payments_uk"
title     = { en = "PayPal: activity, with `Time zone`", fr = "PayPal : activité, avec `Time zone`" }
into      = "payments"
recognise = [["Date", "Time", "Time zone", "Type", "Status", "Currency", "Gross", "Fee", "Net", "From Email Address", "Transaction ID"]]
currency  = "Currency"
dates     = "Date"
hash      = ["customer_id"]

[table]
time    = "paid_at"
columns = { paid_at = "timestamp", payment_id = "text", type = "text", status = "text", customer_id = "text", charged = "decimal", charged_in = "text", gross = "decimal", fee = "decimal", net = "decimal", refunded = "decimal", currency = "text" }
---*/
-- Everything the account saw: payments, refunds, holds and their reversals, transfers and invoices; `type` tells which. The zone stands
-- beside the time, and one that is not among these leaves its row out, with the reason.
SELECT cast(cast("Date" AS DATE) AS VARCHAR) || ' ' || "Time" ||
         CASE "Time zone"
           WHEN 'PST' THEN ' -0800' WHEN 'PDT' THEN ' -0700' WHEN 'MST' THEN ' -0700' WHEN 'MDT' THEN ' -0600'
           WHEN 'CST' THEN ' -0600' WHEN 'CDT' THEN ' -0500' WHEN 'EST' THEN ' -0500' WHEN 'EDT' THEN ' -0400'
           WHEN 'GMT' THEN ' +0000' WHEN 'UTC' THEN ' +0000' WHEN 'BST' THEN ' +0100'
           WHEN 'CET' THEN ' +0100' WHEN 'CEST' THEN ' +0200'
           ELSE ' ' || "Time zone"
         END                                 AS paid_at,
       "Transaction ID"                      AS payment_id,
       "Type"                                AS type,
       "Status"                              AS status,
       nullif("From Email Address", '')      AS customer_id,
       "Gross"                               AS gross,
       "Fee"                                 AS fee,
       "Net"                                 AS net,
       "Currency"                            AS currency
FROM raw
