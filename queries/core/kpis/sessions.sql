/*---
id      = "core.sessions"
title   = { en = "Sessions", fr = "Sessions" }
says    = { en = "Sessions that started in the period, by the workspace's rules for where one ends; on days that no event tells of, those that the table `daily` has, by its system's rules", fr = "Sessions commencées dans la période, selon les règles de l'espace de travail qui disent où une session se termine ; les jours dont aucun événement ne parle, celles de la table `daily`, selon les règles de son système" }
level   = "strategic"
unit    = "count"
headline = true
needs   = ["page_view | daily.sessions"]
differs = { ga4 = "GA4 estimates the number of session ids. By channel, assistants inside search pages (AI Overviews, AI Mode) cannot be told and stay Organic Search, there as here; a click id goes before tags there, and after them here", matomo = "Visits; Matomo also starts one at midnight and on a new campaign, as `like = \"matomo\"` does here, and on a new website only where that is set, as `new_referrer = true` does here. Heartbeats alone make none, there as here", snowplow = "counts sessions of page pings alone, too" }
source  = "GA4, Sessions"
---*/
SELECT sum(sessions) FROM traffic
