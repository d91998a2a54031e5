/*---
id       = "leads.lead_conversion"
title    = { en = "Lead conversion rate", fr = "Taux de conversion en lead" }
says     = { en = "Sessions with at least one lead, of all sessions", fr = "Sessions ayant au moins un lead, parmi toutes les sessions" }
level    = "strategic"
unit     = "ratio"
needs    = ["page_view", "generate_lead"]
headline = true
levers   = ["leads.landing_conversion", "leads.form_reach", "leads.form_to_lead", "leads.call_to_action_rate"]
differs  = { ga4 = "Session key event rate of generate_lead", matomo = "the same, of a goal" }
source   = "Matomo, Goals, conversion_rate"
---*/
SELECT count(*) FILTER (WHERE reached_lead) * 1.0 / nullif(count(*), 0) FROM lead_sessions
