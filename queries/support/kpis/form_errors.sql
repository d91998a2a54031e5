/*---
id        = "support.form_errors"
title     = { en = "Form errors", fr = "Erreurs de formulaire" }
says      = { en = "Errors that forms showed; ask by error, form_field or form_id", fr = "Erreurs affichées par les formulaires ; à demander par error, form_field ou form_id" }
unit      = "count"
direction = "decrease"
needs     = ["form_error"]
levers    = ["support.field_error_rate"]
differs   = { ga4 = "GA4 sends no form_error", matomo = "none" }
---*/
SELECT count(*) FROM form_errors
