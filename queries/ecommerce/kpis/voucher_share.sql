/*---
id        = "ecommerce.voucher_share"
title     = { en = "Orders with a voucher", fr = "Commandes avec bon de réduction" }
says      = { en = "Orders with a voucher, of the orders that the shop knows; by coupon, which one", fr = "Commandes avec un bon de réduction, parmi celles que la boutique connaît ; par coupon, lequel" }
unit      = "ratio"
of_orders = "number"
direction = "decrease"
needs     = ["shop_orders.coupon"]
levers    = ["ecommerce.average_order_value"]
differs   = { ga4 = "Order coupon is a dimension there, of the tag", matomo = "none" }
---*/
SELECT count(*) FILTER (WHERE trim(coupon) <> '') * 1.0 / nullif(count(*), 0) FROM orders WHERE in_shop
