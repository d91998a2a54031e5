/*---
id      = "leads.returning_lead_share"
title   = { en = "Leads from returning visitors", fr = "Leads de visiteurs déjà venus" }
says    = { en = "Sessions with a lead whose visitor had come before, of all sessions with a lead; new against returning: lead_conversion by new_returning", fr = "Sessions ayant un lead dont le visiteur était déjà venu, parmi toutes les sessions ayant un lead ; nouveaux et connus : lead_conversion par new_returning" }
unit    = "ratio"
needs   = ["page_view", "generate_lead"]
per_visitor = true
differs = { ga4 = "New/established is by user", matomo = "Visits by visitor type, of a goal" }
history = "90d"
---*/
SELECT count(*) FILTER (WHERE new_returning = 'returning') * 1.0 / nullif(count(*), 0)
FROM lead_sessions WHERE reached_lead
