/*---
id        = "woocommerce.orders"
title     = { en = "WooCommerce: order export, a row a line item", fr = "WooCommerce : export des commandes, une ligne par article" }
into      = "shop_orders"
recognise = [["order_number", "order_date", "status", "customer_email", "order_currency", "order_total", "tax_total", "shipping_total",
              "discount_total", "sku", "product_name", "quantity", "item_total"]]
currency  = "order_currency"
status    = "status"
hash      = ["customer_id"]
personal  = ["customer_email", "customer_note", "billing_email", "billing_first_name", "billing_last_name",
             "billing_company", "billing_address_1", "billing_address_2", "billing_postcode", "billing_phone",
             "shipping_first_name", "shipping_last_name", "shipping_company", "shipping_address_1", "shipping_address_2",
             "shipping_postcode", "shipping_phone"]

[source]
columns = ["order_id", "billing_country", "payment_method", "coupon_items"]
---*/
-- One row a line item; an order's totals stand on its first row only. Times are local: the zone is the workspace's, unless the source
-- names one. `item_total` is the line's, so a piece costs `item_total / quantity`.
SELECT order_number                       AS order_id,
       max(order_date)                    AS ordered_at,
       max(nullif(customer_email, ''))    AS customer_id,
       max(order_currency)                AS currency,
       max(status)                        AS status,
       max(nullif(order_id, ''))          AS other_id,
       max(nullif(billing_country, ''))   AS country,
       max(nullif(payment_method, ''))    AS payment_method,
       max(nullif(coupon_items, ''))      AS coupon,
       max(order_total)                   AS revenue,
       max(tax_total)                     AS tax,
       max(shipping_total)                AS shipping,
       max(discount_total)                AS discount,
       array_agg(named_struct('item_id', sku, 'item_name', product_name,
                              'price', item_total / nullif(quantity, 0), 'quantity', quantity)) AS items
FROM raw
GROUP BY order_number
