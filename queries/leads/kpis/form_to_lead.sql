/*---
id      = "leads.form_to_lead"
title   = { en = "Form to lead", fr = "Du formulaire au lead" }
says    = { en = "Sessions with a lead, of those that began a form or came further", fr = "Sessions ayant un lead, parmi celles ayant commencé un formulaire ou parvenues plus loin" }
unit    = "ratio"
needs   = ["page_view", "form_start", "generate_lead"]
levers  = ["core.form_completion", "core.form_error_rate"]
differs = { ga4 = "a funnel exploration, open, gives the same", matomo = "none" }
---*/
SELECT count(*) FILTER (WHERE reached_lead) * 1.0 / nullif(count(*) FILTER (WHERE started_form), 0) FROM lead_sessions
