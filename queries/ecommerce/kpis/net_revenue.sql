/*---
id      = "ecommerce.net_revenue"
title   = { en = "Net revenue", fr = "Chiffre d'affaires net" }
says    = { en = "Revenue less refunds, both in the period they happened", fr = "Chiffre d'affaires moins les remboursements, chacun dans la période où il a eu lieu" }
level   = "strategic"
unit    = "money"
levers  = ["ecommerce.revenue", "ecommerce.refund_rate"]
differs = { ga4 = "Purchase revenue, which GA4 dates by its events, too", matomo = "none" }
source  = "GA4, Purchase revenue"
---*/
SELECT "ecommerce.revenue" - "ecommerce.refunds" FROM kpis
