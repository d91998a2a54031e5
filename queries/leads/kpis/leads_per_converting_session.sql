/*---
id      = "leads.leads_per_converting_session"
title   = { en = "Leads per session with a lead", fr = "Leads par session ayant un lead" }
says    = { en = "Leads of the CRM that came by a session, divided by the sessions with a lead that the tag saw", fr = "Leads du CRM venus d'une session, divisés par les sessions ayant un lead vu par le marqueur" }
unit    = "number"
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT "leads.leads_of_sessions" * 1.0 / nullif("leads.converting_sessions", 0) FROM kpis
