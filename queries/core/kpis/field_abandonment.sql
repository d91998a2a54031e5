/*---
id        = "core.field_abandonment"
title     = { en = "Abandonment by field", fr = "Abandon par champ" }
says      = { en = "Of the sessions that gave up a form, those whose last touched field is this one; ask by form_field, best with form_id. Without a field: those whose last field is known", fr = "Parmi les sessions qui ont abandonné un formulaire, celles dont le dernier champ touché est celui-ci ; à demander par form_field, de préférence avec form_id. Sans champ : celles dont le dernier champ est connu" }
unit      = "ratio"
direction = "decrease"
needs     = ["form_field"]
differs   = { ga4 = "GA4 sends no form_field" }
source    = "Zuko, % of total Abandons"
---*/
SELECT count(*) FILTER (WHERE was_last) * 1.0 / nullif(count(*), 0)
FROM (SELECT bool_or(is_last) AS was_last FROM form_fields WHERE NOT submitted GROUP BY visitor_id, session_id, form_id)
