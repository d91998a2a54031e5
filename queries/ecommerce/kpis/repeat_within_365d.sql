/*---
id      = "ecommerce.repeat_within_365d"
title   = { en = "Repeat purchase within a year", fr = "Réachat sous un an" }
says    = { en = "Customers with a second order within 365 days of their first, of those whose first order lies in the period", fr = "Clients ayant une deuxième commande dans les 365 jours suivant la première, parmi ceux dont la première commande se situe dans la période" }
level   = "strategic"
unit    = "ratio"
needs   = ["purchase | shop_orders"]
differs = { ga4 = "none", matomo = "none" }
matures = "365d"
---*/
SELECT count(*) FILTER (WHERE repeats_within_365d) * 1.0 / nullif(count(*), 0) FROM customers
