/*---
id      = "content.reading_sessions"
title   = { en = "Sessions with content", fr = "Sessions avec contenu" }
says    = { en = "Sessions that viewed content; ask by hour or weekday for habits, by frequency_class (which visit of its visitor) or recency_class (days since the last) for distributions", fr = "Sessions ayant vu du contenu ; à demander par hour ou weekday pour les habitudes, par frequency_class (rang de la visite) ou recency_class (jours depuis la précédente) pour les distributions" }
unit    = "count"
needs   = ["page_view"]
levers  = ["core.sessions"]
tree    = [["core.sessions", "content.reading_share"]]
differs = { ga4 = "Universal Analytics, Frequency and recency", matomo = "Visits by visit number and days since last visit" }
source  = "Matomo, VisitorInterest"
---*/
SELECT count(*) FROM content_sessions WHERE has_read
