/*---
id      = "leads.frequency"
title   = { en = "Frequency", fr = "Fréquence" }
says    = { en = "How many times its visitor had come with a session, it included, on average over sessions", fr = "Rang de la session parmi celles de son visiteur, elle comprise, en moyenne sur les sessions" }
unit    = "number"
needs   = ["page_view"]
per_visitor = true
differs = { ga4 = "none", matomo = "Visits by visit number, in classes" }
source  = "Matomo, VisitorInterest"
history = "90d"
---*/
SELECT avg(visit_number * 1.0) FROM lead_sessions
