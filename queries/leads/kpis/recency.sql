/*---
id        = "leads.recency"
title     = { en = "Recency", fr = "Récence" }
says      = { en = "Days since the visitor's last session, the median of sessions that had one before", fr = "Jours depuis la session précédente du visiteur, médiane des sessions qui en ont une" }
unit      = "number"
direction = "decrease"
needs     = ["page_view"]
per_visitor = true
differs   = { ga4 = "none", matomo = "Visits by days since last visit, in classes" }
source    = "Matomo, VisitorInterest"
history   = "90d"
---*/
SELECT median(days_since_last * 1.0) FROM lead_sessions WHERE days_since_last IS NOT NULL
