/*---
id      = "leads.form_reach"
title   = { en = "Sessions that reach a form", fr = "Sessions parvenues à un formulaire" }
says    = { en = "Sessions that saw a form or came further, of all sessions", fr = "Sessions ayant vu un formulaire ou parvenues plus loin, parmi toutes les sessions" }
unit    = "ratio"
needs   = ["page_view", "form_view"]
levers  = ["leads.call_to_action_rate"]
differs = { ga4 = "GA4 has no form_view", matomo = "Form views, with the Form Analytics plugin" }
---*/
SELECT count(*) FILTER (WHERE reached_form) * 1.0 / nullif(count(*), 0) FROM lead_sessions
