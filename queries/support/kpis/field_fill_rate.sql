/*---
id      = "support.field_fill_rate"
title   = { en = "Filling by field", fr = "Remplissage par champ" }
says    = { en = "Sessions that touched this field, of those that started its form; ask by form_field, best with form_id. Over several fields each pair of session and field counts", fr = "Sessions ayant touché ce champ, parmi celles ayant commencé son formulaire ; à demander par form_field, de préférence avec form_id. Sur plusieurs champs, chaque couple session-champ compte" }
unit    = "ratio"
needs   = ["page_view", "form_field"]
levers  = ["support.field_error_rate", "core.field_abandonment"]
differs = { ga4 = "GA4 sends no form_field", matomo = "Form Analytics, fields used" }
source  = "Zuko, Field interactions"
---*/
SELECT count(*) FILTER (WHERE is_filled) * 1.0 / nullif(count(*), 0) FROM field_visits
