/*---
id      = "leads.depth"
title   = { en = "Depth", fr = "Profondeur" }
says    = { en = "Page views of a session, the median", fr = "Pages vues d'une session, médiane" }
unit    = "number"
needs   = ["page_view"]
differs = { ga4 = "Views per session is the mean", matomo = "Actions per visit, in classes" }
source  = "Matomo, VisitorInterest"
---*/
SELECT median(page_views * 1.0) FROM lead_sessions
