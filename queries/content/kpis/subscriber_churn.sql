/*---
id        = "content.subscriber_churn"
title     = { en = "Subscriber churn", fr = "Taux de désabonnement" }
says      = { en = "Subscribers lost in the period, of those there were at the end of the period before", fr = "Abonnés perdus pendant la période, parmi ceux de la fin de la période précédente" }
level     = "strategic"
unit      = "ratio"
direction = "decrease"
headline  = true
levers    = ["content.reader_retention", "content.visit_frequency"]
differs   = { ga4 = "none", matomo = "none" }
---*/
SELECT "content.lost_subscribers" * 1.0 / nullif(previous("content.subscribers"), 0) FROM kpis
