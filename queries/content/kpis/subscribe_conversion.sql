/*---
id       = "content.subscribe_conversion"
title    = { en = "Subscription rate", fr = "Taux d'abonnement" }
says     = { en = "Sessions in which somebody signed up, of all sessions", fr = "Sessions comportant une inscription, parmi toutes les sessions" }
level    = "strategic"
unit     = "ratio"
needs    = ["page_view", "sign_up"]
headline = true
levers   = ["content.read_through", "content.recirculation", "content.loyal_visitors"]
differs  = { ga4 = "Session key event rate of sign_up", matomo = "the same, of a goal" }
source   = "Matomo, Goals, conversion_rate"
---*/
SELECT count(*) FILTER (WHERE sign_ups > 0) * 1.0 / nullif(count(*), 0) FROM content_sessions
