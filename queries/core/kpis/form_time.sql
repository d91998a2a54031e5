/*---
id        = "core.form_time"
title     = { en = "Time to fill in a form", fr = "Temps de remplissage d'un formulaire" }
says      = { en = "Time from the first start of a form to the first time it is submitted in the session, the median over sessions that did both", fr = "Temps du premier début de saisie au premier envoi dans la session, médiane des sessions qui ont fait les deux" }
unit      = "duration"
direction = "decrease"
needs     = ["form_start", "form_submit"]
levers    = ["core.form_error_rate"]
differs   = { ga4 = "none" }
---*/
SELECT median(filling_ms / 1000.0) FROM form_visits WHERE filling_ms IS NOT NULL
