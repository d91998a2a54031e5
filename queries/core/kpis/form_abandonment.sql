/*---
id        = "core.form_abandonment"
title     = { en = "Form abandonment", fr = "Abandon de formulaire" }
says      = { en = "Sessions that started to fill in a form and did not submit it, of those that started", fr = "Sessions qui ont commencé à remplir un formulaire sans l'envoyer, parmi celles qui ont commencé" }
unit      = "ratio"
direction = "decrease"
needs     = ["form_start", "form_submit"]
levers    = ["core.form_error_rate", "core.form_time", "core.field_abandonment"]
differs   = { ga4 = "GA4 counts form_submit and form_start events, not sessions" }
source    = "Zuko, Abandons"
---*/
SELECT count(*) FILTER (WHERE started AND NOT submitted) * 1.0 / CASE WHEN sum(starts) > 0 THEN count(*) FILTER (WHERE started) END
FROM form_visits
