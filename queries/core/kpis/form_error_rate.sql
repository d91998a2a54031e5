/*---
id        = "core.form_error_rate"
title     = { en = "Form error rate", fr = "Taux d'erreur des formulaires" }
says      = { en = "Sessions that met an error in a form, of those that started to fill it in", fr = "Sessions qui ont rencontré une erreur dans un formulaire, parmi celles qui ont commencé à le remplir" }
unit      = "ratio"
direction = "decrease"
needs     = ["form_error"]
differs   = { ga4 = "GA4 sends no form_error" }
---*/
SELECT count(*) FILTER (WHERE failed) * 1.0 / nullif(count(*) FILTER (WHERE started), 0) FROM form_visits
