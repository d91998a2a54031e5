/*---
id      = "core.form_start_rate"
title   = { en = "Form start rate", fr = "Taux de début de saisie" }
says    = { en = "Sessions that started to fill in a form, of those that saw it; a session counts once for each form", fr = "Sessions qui ont commencé à remplir un formulaire, parmi celles qui l'ont vu ; une session compte une fois par formulaire" }
unit    = "ratio"
needs   = ["form_view", "form_start"]
differs = { ga4 = "GA4 sends no form_view" }
source  = "Zuko, View to starter rate"
---*/
SELECT count(*) FILTER (WHERE started) * 1.0 / CASE WHEN sum(views) > 0 THEN count(*) END FROM form_visits
