/*---
id        = "woocommerce.analytics"
title     = { en = "WooCommerce: Analytics > Orders", fr = "WooCommerce : Analytics > Commandes, en anglais" }
into      = "shop_orders"
recognise = [["Date", "Order #", "N. Revenue (formatted)", "Status", "Customer type", "Product(s)", "Items sold", "Coupon(s)", "Net Sales"]]
currency  = ""
status    = "Status"
dates     = "Date"
personal  = ["Customer"]
---*/
-- Net sales alone: neither tax nor shipping is in the file, and refunds are taken off already. Names of buyers are left out. The header is
-- in the shop's language; this is English.
SELECT "Order #"      AS order_id,
       "Date"         AS ordered_at,
       "Customer type"         AS customer_type,
       nullif("Coupon(s)", '') AS coupon,
       "Status"       AS status,
       "Net Sales"    AS revenue
FROM raw
