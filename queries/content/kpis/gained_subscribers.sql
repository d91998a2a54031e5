/*---
id      = "content.gained_subscribers"
title   = { en = "Subscribers gained", fr = "Abonnés gagnés" }
says    = { en = "Subscribers who signed up, first or again after having left", fr = "Abonnés inscrits, pour la première fois ou de nouveau après être partis" }
unit    = "count"
needs   = ["sign_up | subscribe"]
levers  = ["content.subscribe_conversion"]
differs = { ga4 = "Key events of sign_up, each time it is sent", matomo = "Conversions of a goal" }
---*/
SELECT count(*) FROM subscriber_steps WHERE step = 'gained'
