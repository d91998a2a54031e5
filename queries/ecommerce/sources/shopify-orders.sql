/*---
id        = "shopify.orders"
title     = { en = "Shopify: Orders > Export, as CSV", fr = "Shopify : Commandes > Exporter, en CSV" }
into      = "shop_orders"
recognise = [["Name", "Email", "Financial Status", "Currency", "Created at", "Total", "Taxes", "Shipping", "Discount Amount",
              "Refunded Amount", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku"]]
currency  = "Currency"
status    = "Financial Status"
dates     = "Created at"
hash      = ["customer_id"]
personal  = ["Email", "Phone", "Billing Name", "Billing Street", "Billing Address1", "Billing Address2", "Billing Company",
             "Billing Zip", "Billing Phone", "Shipping Name", "Shipping Street", "Shipping Address1", "Shipping Address2",
             "Shipping Company", "Shipping Zip", "Shipping Phone", "Notes", "Note Attributes"]

[source]
columns = ["Cancelled at", "Id", "Source", "Discount Code", "Payment Method", "Billing Country"]
---*/
-- One row a line item; the order's own columns stand on its first row, and `max` takes them from there. Revenue is `Total`: with tax
-- and shipping, before refunds. Times carry their offset, but where Excel wrote the file again: then they are local, day or month first,
-- of a year in two digits. `Id` is what tags know an order by where they do not send its `Name`.
SELECT "Name"                                 AS order_id,
       max(CASE WHEN "Created at" LIKE '%/%' THEN regexp_replace("Created at", '^(\d{1,2}/\d{1,2})/(\d{2}) ', '\1/20\2 ')
                ELSE "Created at" END)        AS ordered_at,
       max(nullif("Email", ''))               AS customer_id,
       max("Currency")                        AS currency,
       max(nullif("Financial Status", ''))    AS status,
       max(nullif("Id", ''))                  AS other_id,
       max(nullif("Source", ''))              AS channel,
       max(nullif("Discount Code", ''))       AS coupon,
       max(nullif("Payment Method", ''))      AS payment_method,
       max(nullif("Billing Country", ''))     AS country,
       max("Total")                           AS revenue,
       max("Taxes")                           AS tax,
       max("Shipping")                        AS shipping,
       max("Discount Amount")                 AS discount,
       max("Refunded Amount")                 AS refunded,
       max(CASE WHEN "Created at" LIKE '%/%'
                THEN nullif(regexp_replace("Cancelled at", '^(\d{1,2}/\d{1,2})/(\d{2}) ', '\1/20\2 '), '')
                ELSE nullif("Cancelled at", '') END) AS cancelled_at,
       array_agg(named_struct('item_id', "Lineitem sku", 'item_name', "Lineitem name",
                              'price', "Lineitem price", 'quantity', "Lineitem quantity")) AS items
FROM raw
WHERE "Name" <> ''
GROUP BY "Name"
