/*---
id      = "content.views_per_reading_session"
title   = { en = "Content views per session", fr = "Vues de contenu par session" }
says    = { en = "Content views, divided by the sessions that viewed any", fr = "Vues de contenu, divisées par les sessions qui en ont vu" }
unit    = "number"
needs   = ["page_view"]
levers  = ["content.recirculation"]
differs = { ga4 = "Views per session is over all pages", matomo = "Actions per visit is over all actions" }
---*/
SELECT sum(content_views) * 1.0 / nullif(count(*), 0) FROM content_sessions WHERE has_read
