/*---
id        = "content.lost_subscribers"
title     = { en = "Subscribers lost", fr = "Abonnés perdus" }
says      = { en = "Subscribers who left, of those who were seen to sign up", fr = "Abonnés partis, parmi ceux dont l'inscription a été vue" }
unit      = "count"
direction = "decrease"
needs     = ["sign_up | subscribe", "unsubscribe | cancel_subscription"]
levers    = ["content.reader_retention"]
differs   = { ga4 = "none", matomo = "none" }
---*/
SELECT count(*) FROM subscriber_steps WHERE step = 'lost'
