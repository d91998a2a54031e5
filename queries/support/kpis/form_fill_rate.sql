/*---
id      = "support.form_fill_rate"
title   = { en = "Form fill rate", fr = "Taux de remplissage des formulaires" }
says    = { en = "Sessions that submitted a form, of those that saw it; a session counts once for each form. The same as core.form_conversion", fr = "Sessions ayant envoyé un formulaire, parmi celles qui l'ont vu ; une session compte une fois par formulaire. Identique à core.form_conversion" }
level   = "strategic"
unit    = "ratio"
headline  = true
needs   = ["form_view", "form_submit"]
levers  = ["core.form_start_rate", "core.form_completion", "support.field_fill_rate", "support.field_error_rate"]
differs = { ga4 = "GA4 sends no form_view", matomo = "Form Analytics, conversion rate" }
source  = "Zuko, View to completion rate"
---*/
SELECT count(*) FILTER (WHERE submitted) * 1.0 / CASE WHEN sum(views) > 0 THEN count(*) END FROM form_visits
