/*---
id        = "site.first_reply_time"
title     = { en = "Time to the first reply", fr = "Délai de première réponse" }
says      = { en = "Median time from a ticket to its first reply.", fr = "Délai médian entre un ticket et sa première réponse." }
unit      = "duration"
direction = "decrease"
needs     = ["tickets"]
---*/
SELECT median(extract(epoch FROM first_reply_at) - extract(epoch FROM created_at)) FROM tickets WHERE first_reply_at IS NOT NULL
