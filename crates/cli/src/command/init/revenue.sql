/*---
id    = "NAME.revenue"
title = { en = "Revenue", fr = "Chiffre d'affaires" }
says  = { en = "What purchases brought", fr = "Ce que les achats ont rapporté" }
level = "strategic"
unit  = "money"
needs = ["purchase"]
---*/
SELECT sum(value) FROM events WHERE event_name = 'purchase'
