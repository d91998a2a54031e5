/*---
id      = "ecommerce.segment_customers"
title   = { en = "Customers by segment", fr = "Clients par segment" }
says    = { en = "Customers, dated on their first order; by segment what RFM makes of them today: champions, loyal, new, occasional, at risk, lost, by how lately, how often and for how much they bought", fr = "Clients, datés de leur première commande ; par segment, ce que RFM en fait aujourd'hui : champions, loyal (fidèles), new (nouveaux), occasional (occasionnels), at risk (à risque), lost (perdus), selon la date, le nombre et le montant de leurs achats" }
unit    = "count"
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.repeat_purchase_rate"]
differs = { ga4 = "none", matomo = "none" }
---*/
SELECT count(*) FROM customer_segments
