/*---
id        = "shop.orders"
title     = { en = "A shop's orders, a row each, with how they were paid", fr = "Commandes d'une boutique, une par ligne, avec leur paiement, en anglais" }
into      = "shop_orders"
recognise = [["order_id", "shop_id", "user_id", "order_amount", "total_items", "payment_method", "created_at"]]
currency  = ""
dates     = "created_at"
---*/
-- An order a row, of one or several shops. The file names neither its currency nor its zone, and no products: `total_items` is left out.
SELECT order_id,
       created_at            AS ordered_at,
       user_id               AS customer_id,
       'shop ' || shop_id    AS channel,
       payment_method,
       order_amount          AS revenue
FROM raw
