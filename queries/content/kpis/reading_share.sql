/*---
id      = "content.reading_share"
title   = { en = "Share of sessions with content", fr = "Part des sessions avec contenu" }
says    = { en = "Sessions that viewed content, of all sessions", fr = "Sessions ayant vu du contenu, parmi toutes les sessions" }
unit    = "ratio"
needs   = ["page_view"]
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT count(*) FILTER (WHERE has_read) * 1.0 / nullif(count(*), 0) FROM content_sessions
