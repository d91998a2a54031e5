/*---
id      = "ecommerce.customer_retention"
title   = { en = "Customer retention", fr = "Rétention des clients" }
says    = { en = "Customers who ordered again in a month since their first order, of those whose month is over; a month is 30 days, the one of the first order left out. Ask by months_since; without it, the mean over all months", fr = "Clients ayant commandé de nouveau dans un mois donné depuis leur première commande, parmi ceux dont ce mois est écoulé ; un mois dure 30 jours, celui de la première commande est laissé de côté. À demander par months_since ; sinon, la moyenne de tous les mois" }
level   = "strategic"
unit    = "ratio"
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.repeat_purchase_rate"]
differs = { ga4 = "Cohort exploration, by calendar", matomo = "Cohorts, of visits" }
---*/
SELECT count(*) FILTER (WHERE is_active) * 1.0 / nullif(count(*), 0)
FROM retention WHERE months_since > 0
