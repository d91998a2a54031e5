/*---
id      = "core.visitors"
title   = { en = "Visitors", fr = "Visiteurs" }
says    = { en = "Different visitors with at least one event; never the sum over shorter periods", fr = "Visiteurs différents ayant au moins un événement ; jamais la somme de périodes plus courtes" }
level   = "strategic"
unit    = "count"
differs = { ga4 = "GA4's Total users; its Active users leave out those who were not engaged", matomo = "Unique visitors" }
source  = "GA4, Total users"
---*/
SELECT count(DISTINCT visitor_id) FROM hits
