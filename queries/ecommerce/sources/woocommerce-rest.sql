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
-- An order a row, as a list or a line each. What several refunds gave back is added up, each order by itself: one that a file has twice is
-- twice the same. A customer called 0 is a guest.
SELECT id                               AS order_id,
       max(date_created_gmt)            AS ordered_at,
       max(status)                      AS status,
       max(number)                      AS other_id,
       max(nullif(payment_method, ''))  AS payment_method,
       max(nullif(customer_id, '0'))    AS customer_id,
       max(currency)                    AS currency,
       max(total)                       AS revenue,
       max(total_tax)                   AS tax,
       max(shipping_total)              AS shipping,
       max(discount_total)              AS discount,
       sum(abs(CAST(json_get(refund, 'total') AS DECIMAL(18, 4))))                           AS refunded,
       max(replace(replace(line_items, '"sku":', '"item_id":'), '"name":', '"item_name":'))  AS items
FROM (SELECT *, unnest(json_list(CASE WHEN json_get(refunds, 0) IS NULL THEN '[null]' ELSE refunds END)) AS refund
      FROM (SELECT *, row_number() OVER () AS nth FROM raw))
GROUP BY id, nth
