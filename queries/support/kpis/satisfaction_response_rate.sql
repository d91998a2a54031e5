/*---
id      = "support.satisfaction_response_rate"
title   = { en = "Ratings given", fr = "Taux de réponse à l'enquête" }
says    = { en = "Tickets with a rating, of the solved or rated ones: how many the satisfaction speaks for", fr = "Tickets notés, parmi les tickets résolus ou notés : pour combien la satisfaction parle" }
unit    = "ratio"
needs   = ["tickets"]
differs = { ga4 = "none", matomo = "none", zendesk = "of the surveys sent" }
---*/
SELECT count(satisfaction) * 1.0 / nullif(count(*), 0)
FROM support_tickets WHERE is_solved OR satisfaction IS NOT NULL
