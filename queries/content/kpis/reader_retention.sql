/*---
id      = "content.reader_retention"
title   = { en = "Reader retention", fr = "Rétention des lecteurs" }
says    = { en = "Visitors who came again in a week since their first session, of those whose week is over; the first week is left out, the twelfth is the last. Ask by weeks_since; without it, the mean over all weeks", fr = "Visiteurs revenus au cours d'une semaine donnée depuis leur première session, parmi ceux dont cette semaine est écoulée ; la première semaine est laissée de côté, la douzième est la dernière. À demander par weeks_since ; sinon, la moyenne de toutes les semaines" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view"]
per_visitor = true
levers  = ["content.subscribe_conversion"]
differs = { ga4 = "Cohort exploration, by calendar weeks, active users", matomo = "Cohorts, of visits" }
source  = "GA4, Cohort exploration"
history = "90d"
---*/
SELECT count(*) FILTER (WHERE is_active) * 1.0 / nullif(count(*), 0) FROM reader_cohorts WHERE weeks_since > 0
