/*---
id      = "leads.landing_conversion"
title   = { en = "Landing page conversion", fr = "Conversion des pages d'atterrissage" }
says    = { en = "Sessions with a lead, of those that began with a page; ask by landing_page", fr = "Sessions ayant un lead, parmi celles qui ont commencé par une page ; à demander par landing_page" }
unit    = "ratio"
needs   = ["page_view", "generate_lead"]
levers  = ["core.bounce_rate", "leads.call_to_action_rate"]
differs = { ga4 = "Landing page report, Session key event rate", matomo = "Entry pages, Goals by page" }
---*/
SELECT count(*) FILTER (WHERE reached_lead) * 1.0 / nullif(count(*), 0)
FROM lead_sessions WHERE landing_page IS NOT NULL
