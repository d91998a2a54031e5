/*---
id      = "leads.sessions_by_class"
title   = { en = "Sessions, by classes of visitors", fr = "Sessions, par classes de visiteurs" }
says    = { en = "Sessions; ask by frequency_class (which visit of its visitor), recency_class (days since the last), depth_class (page views) or segment for their distributions", fr = "Sessions ; à demander par frequency_class (rang de la visite), recency_class (jours depuis la précédente), depth_class (pages vues) ou segment pour leurs distributions" }
unit    = "count"
needs   = ["page_view"]
per_visitor = true
differs = { ga4 = "Universal Analytics, Frequency and recency", matomo = "Visits by visit number, days since last visit, number of pages" }
source  = "Matomo, VisitorInterest"
history = "90d"
---*/
SELECT count(*) FROM lead_sessions
