/*---
id       = "content.subscribers"
title    = { en = "Subscribers", fr = "Abonnés" }
says     = { en = "Who is a subscriber at the end of the period's last day, never summed over days; whoever signed up before the data begin is not known", fr = "Abonnés à la fin du dernier jour de la période, jamais additionnés d'un jour à l'autre ; les inscrits d'avant le début des données sont inconnus" }
level    = "strategic"
unit     = "count"
needs    = ["sign_up | subscribe"]
headline = true
levers   = ["content.gained_subscribers", "content.subscriber_churn"]
differs  = { ga4 = "none", matomo = "none" }
window   = "1d"
grains   = ["day", "week", "month", "quarter", "year"]
---*/
SELECT count(*) FROM subscriber_days
