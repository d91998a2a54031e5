/*---
id        = "support.field_error_rate"
title     = { en = "Errors by field", fr = "Erreurs par champ" }
says      = { en = "Sessions that met an error at this field, of those that touched it or met one there; ask by form_field, best with form_id", fr = "Sessions ayant rencontré une erreur à ce champ, parmi celles qui l'ont touché ou y ont rencontré une erreur ; à demander par form_field, de préférence avec form_id" }
unit      = "ratio"
direction = "decrease"
needs     = ["page_view", "form_field", "form_error"]
differs   = { ga4 = "GA4 sends no form_error", matomo = "none" }
source    = "Zuko, Field errors"
---*/
SELECT count(*) FILTER (WHERE has_error) * 1.0 / nullif(count(*), 0) FROM field_visits WHERE is_filled OR has_error
