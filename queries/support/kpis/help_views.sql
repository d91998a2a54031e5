/*---
id      = "support.help_views"
title   = { en = "Help page views", fr = "Vues de pages d'aide" }
says    = { en = "Views of help pages, told by content group or path", fr = "Vues de pages d'aide, reconnues au groupe de contenu ou au chemin" }
unit    = "count"
needs   = ["page_view"]
differs = { ga4 = "Views, filtered by content group", matomo = "Page views, filtered by URL" }
---*/
SELECT count(*) FROM help_pages
