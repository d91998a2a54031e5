/*---
id        = "content.visit_recency"
title     = { en = "Visit recency", fr = "Récence de visite" }
says      = { en = "Days since the visitor's session before, the median of sessions that had one", fr = "Jours depuis la session précédente du visiteur, médiane des sessions qui en ont une" }
unit      = "number"
direction = "decrease"
needs     = ["page_view"]
per_visitor = true
differs   = { ga4 = "none", matomo = "Visits by days since last visit, in classes" }
source    = "Matomo, VisitorInterest"
history   = "90d"
---*/
SELECT median(days_since_last * 1.0) FROM content_sessions WHERE days_since_last IS NOT NULL
