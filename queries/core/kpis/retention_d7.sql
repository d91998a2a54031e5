/*---
id      = "core.retention_d7"
title   = { en = "Retention after 7 days", fr = "Rétention à 7 jours" }
says    = { en = "Visitors with a session 7 days later, of those first seen on a day; dated on the day they were first seen", fr = "Visiteurs ayant une session 7 jours plus tard, parmi ceux vus pour la première fois un jour donné ; datée du jour où ils ont été vus pour la première fois" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view"]
per_visitor = true
differs = { ga4 = "GA4 counts active users only, from their first_visit", matomo = "needs the Cohorts plugin" }
source  = "GA4, User retention by cohort"
matures = "8d"
grains  = ["day", "week", "month", "quarter", "year"]
---*/
SELECT count(*) FILTER (WHERE active_d7) * 1.0 / nullif(count(*), 0) FROM visitors
