/*---
id        = "woocommerce.rest"
title     = { en = "WooCommerce: orders of the REST interface", fr = "WooCommerce : commandes de l'interface REST" }
into      = "shop_orders"
recognise = [["id", "status", "currency", "date_created_gmt", "discount_total", "shipping_total", "total", "total_tax", "customer_id",
              "line_items", "refunds"]]
currency  = "currency"
status    = "status"
personal  = ["billing", "shipping", "customer_note", "customer_ip_address", "customer_user_agent", "meta_data"]

[source]
columns = ["number", "payment_method"]
timezone = "UTC"
---*/
-- An order a row, as a list or a line each. Of several refunds of one order the first is taken. A customer called 0 is a guest.
SELECT id                          AS order_id,
       date_created_gmt            AS ordered_at,
       status,
       number                      AS other_id,
       nullif(payment_method, '')  AS payment_method,
       nullif(customer_id, '0')    AS customer_id,
       currency,
       total                       AS revenue,
       total_tax                   AS tax,
       shipping_total              AS shipping,
       discount_total              AS discount,
       abs(CAST(regexp_match(refunds, '"total": ?"(-?[0-9.]+)"')[1] AS DECIMAL(18, 4))) AS refunded,
       replace(replace(line_items, '"sku":', '"item_id":'), '"name":', '"item_name":')  AS items
FROM raw
