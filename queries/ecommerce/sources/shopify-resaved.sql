/*---
id        = "shopify.resaved"
title     = { en = "Shopify: orders without addresses or refunds, as Excel saves them again", fr = "Shopify : commandes sans adresses ni remboursements, telles qu'Excel les réenregistre" }
into      = "shop_orders"
recognise = [["Name", "Financial Status", "Currency", "Created at", "Total", "Taxes", "Shipping", "Discount Amount",
              "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku"]]
currency  = "Currency"
status    = "Financial Status"
dates     = "Created at"
personal  = ["Notes", "Note Attributes"]

[source]
columns = ["Source", "Discount Code"]
---*/
-- As `shopify.orders`, of a file that lost columns on its way: who bought and what was refunded stay unknown. Excel has rounded its `Id`.
SELECT "Name"                                 AS order_id,
       max(CASE WHEN "Created at" LIKE '%/%' THEN regexp_replace("Created at", '^(\d{1,2}/\d{1,2})/(\d{2}) ', '\1/20\2 ')
                ELSE "Created at" END)        AS ordered_at,
       max("Currency")                        AS currency,
       max(nullif("Financial Status", ''))    AS status,
       max(nullif("Source", ''))              AS channel,
       max(nullif("Discount Code", ''))       AS coupon,
       max("Total")                           AS revenue,
       max("Taxes")                           AS tax,
       max("Shipping")                        AS shipping,
       max("Discount Amount")                 AS discount,
       array_agg(named_struct('item_id', "Lineitem sku", 'item_name', "Lineitem name",
                              'price', "Lineitem price", 'quantity', "Lineitem quantity")) AS items
FROM raw
WHERE "Name" <> ''
GROUP BY "Name"
