/*---
id      = "core.retention_d1"
title   = { en = "Retention after 1 day", fr = "Rétention à 1 jour" }
says    = { en = "Visitors with a session the day after, of those first seen on a day; dated on the day they were first seen", fr = "Visiteurs ayant une session le lendemain, parmi ceux vus pour la première fois un jour donné ; datée du jour où ils ont été vus pour la première fois" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view"]
per_visitor = true
differs = { ga4 = "GA4 counts active users only, from their first_visit", matomo = "needs the Cohorts plugin" }
source  = "GA4, User retention by cohort"
matures = "2d"
grains  = ["day", "week", "month", "quarter", "year"]
---*/
SELECT count(*) FILTER (WHERE active_d1) * 1.0 / nullif(count(*), 0) FROM visitors
