/*---
id      = "ecommerce.customer_retention"
title   = { en = "Customer retention", fr = "Rétention des clients" }
says    = { en = "Customers who ordered again in a month (30 days) since their first order, of those whose month is over; ask by months_since, month 0 holds the first order", fr = "Clients ayant commandé dans un mois (30 jours) donné depuis leur première commande, parmi ceux dont ce mois est écoulé ; à demander par months_since, le mois 0 contient la première commande" }
level   = "strategic"
unit    = "ratio"
levers  = ["ecommerce.repeat_purchase_rate"]
differs = { ga4 = "Cohort exploration, by calendar", matomo = "Cohorts, of visits" }
---*/
SELECT count(*) FILTER (WHERE is_active) * 1.0 / nullif(count(*), 0) FROM retention
