/*---
id        = "prestashop.orders"
title     = { en = "PrestaShop: Orders > Export", fr = "PrestaShop : Commandes > Exporter, en anglais" }
into      = "shop_orders"
recognise = [["ID", "Reference", "New client", "Delivery", "Customer", "Total", "Payment", "Status", "Date"]]
currency  = ""
status    = "Status"
dates     = "Date"
personal  = ["Customer"]
---*/
-- An order a row; `Total` is with tax. One shopping cart may make two orders of one reference: the number names an order. Names of buyers are
-- left out. The header is in the language of the back office; this is English.
SELECT "ID"        AS order_id,
       "Date"      AS ordered_at,
       "Reference" AS other_id,
       CASE WHEN lower("New client") IN ('1', 'yes') THEN 'new'
            WHEN lower("New client") IN ('0', 'no') THEN 'returning' END AS customer_type,
       "Delivery"  AS country,
       "Payment"   AS payment_method,
       "Status"    AS status,
       "Total"     AS revenue
FROM raw
