/*---
id      = "core.form_conversion"
title   = { en = "Form conversion rate", fr = "Taux de conversion des formulaires" }
says    = { en = "Sessions that submitted a form, of those that saw it; a session counts once for each form", fr = "Sessions qui ont envoyé un formulaire, parmi celles qui l'ont vu ; une session compte une fois par formulaire" }
level   = "strategic"
unit    = "ratio"
needs   = ["form_view", "form_submit"]
levers  = ["core.form_start_rate", "core.form_completion"]
differs = { ga4 = "GA4 sends no form_view" }
source  = "Zuko, View to completion rate"
---*/
SELECT count(*) FILTER (WHERE submitted) * 1.0 / CASE WHEN sum(views) > 0 THEN count(*) END FROM form_visits
