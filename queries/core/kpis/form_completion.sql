/*---
id      = "core.form_completion"
title   = { en = "Form completion rate", fr = "Taux d'achèvement des formulaires" }
says    = { en = "Sessions that submitted a form, of those that started to fill it in; a session counts once for each form", fr = "Sessions qui ont envoyé un formulaire, parmi celles qui ont commencé à le remplir ; une session compte une fois par formulaire" }
unit    = "ratio"
needs   = ["form_start", "form_submit"]
levers  = ["core.form_error_rate", "core.form_time", "core.field_abandonment"]
differs = { ga4 = "GA4 counts form_submit and form_start events, not sessions" }
source  = "Zuko, Starter to completion rate"
---*/
SELECT count(*) FILTER (WHERE submitted) * 1.0 / CASE WHEN sum(starts) > 0 THEN count(*) FILTER (WHERE started) END
FROM form_visits
